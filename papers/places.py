"""Where a paper is signed, and by whom."""

from documents.fields import SignatureField
from papers import content as read

# Width and height of the box to sign in (.signature-block .ink) in points, on every page there is.
ROOM_TO_SIGN = (196.441, 51.024)


# Who signs where: block → (name of the field, what it is called).
SIGNED_IN = {
    "signatory": ("chair", "স্বাক্ষর"),
    "copy_signatory": ("copy", "অনুলিপির স্বাক্ষর"),
    "report_signatory": ("report", "প্রতিবেদনের স্বাক্ষর"),
}
BLOCK_OF = {field: block for block, (field, _) in SIGNED_IN.items()}


def places_to_sign(content):
    """Where a paper is signed, in the order they stand: [(SignatureField, who is printed there)].

    Who is printed is a papers.content.Person.
    """
    places = []
    for block in dict.fromkeys(content["order"]):
        if block in SIGNED_IN and (person := read.person(content, block)):
            name, called = SIGNED_IN[block]
            label = f"{called}: {person.in_one_line}"
            field = SignatureField(name=name, anchor=f"sign-{name}", label=label)
            places.append((field, person))
    return places


def first_of(places):
    """The place that is signed at issue: (SignatureField, who is printed there), or twice None."""
    return next(iter(places), (None, None))


def signature_fields(content):
    return [field for field, _ in places_to_sign(content)]


def unsigned(content, signers):
    """The places of a paper without a digital signature, each in words.

    `signers` is what is kept of the signatures of its file (documents.models.PaperFile).
    """
    signed = {said.get("field") for said in signers}
    return [
        f"{field.label}: ডিজিটাল স্বাক্ষর নেই"
        for field, _ in places_to_sign(content)
        if field.name not in signed
    ]
