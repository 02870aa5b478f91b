"""What a progress report says around its table when it is begun: title, letter, who signs."""

import re
from copy import deepcopy

from bangla.digits import to_ascii, to_bengali
from bangla.grammar import genitive
from bangla.phrases import long_date, numeric_date
from bangla.words import count_words
from followup.models import Assignment
from offices.heads import HEADS, address_of_head
from offices.holders import designation_of, holders_of
from offices.models import Office, Post, Posting, today

# At which level an office tells of what was done.
LEVELS = {
    Office.Kind.NATIONAL: "জাতীয় পর্যায়ের",
    Office.Kind.DIVISION: "বিভাগীয় পর্যায়ের",
    Office.Kind.DISTRICT: "জেলা পর্যায়ের",
    Office.Kind.UPAZILA: "উপজেলা পর্যায়ের",
    Office.Kind.UNION: "ইউনিয়ন পর্যায়ের",
    Office.Kind.LINE: "কার্যালয়ের",
}


def words_of(asked, office, *, last, writer):
    """Attributes of Meeting for a report of an office; `last` is its report before, or None."""
    day = numeric_date(asked.held_on)
    number = ((last and last.memo) or {}).get("number")
    return {
        "title": f"{_held(asked)} সিদ্ধান্তের আলোকে {LEVELS[office.kind]} অগ্রগতি প্রতিবেদন:",
        "date_as_printed": day,
        "letterhead": deepcopy((last and last.letterhead) or office.letterhead),
        "letter": letter_of(asked, office, last=last),
        "signatory": _head_of(office) or deepcopy(last and last.signatory),
        "memo": {"number": number} if number else None,
        "distribution": deepcopy(last.distribution) if last else [],
        "report_signatory": _reporter(office, last=last, writer=writer),
        "report_signed_on_as_printed": numeric_date(today()),
    }


def letter_of(asked, office, *, last):
    """The letter that the report goes with."""
    reference = asked.reference or cited(asked.about)
    paper = " ও সূত্রোক্ত স্মারকপত্রের" if reference else "ের"
    recipient = list(asked.recipient) or _recipient(asked.about, office)
    before = (last and last.letter) or {}
    is_same = before.get("recipient") == recipient
    said = {
        "subject": f"{_named(asked)} সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রতিবেদন প্রেরণ।",
        "reference": reference,
        "body": [
            f"উপর্যুক্ত বিষয়{paper} প্রেক্ষিতে {_held(asked)} কার্যবিবরণীর আলোকে "
            "সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রতিবেদন মহোদয়ের সদয় অবগতি ও প্রয়োজনীয় "
            "ব্যবস্থা গ্রহণের জন্য এসাথে প্রেরণ করা হলো।"
        ],
        "enclosure": f"বর্ণনামতে-{count_words(1)} পাতা।",
        "recipient": recipient,
        "attention": before.get("attention") if is_same else None,
    }
    return {name: value for name, value in said.items() if value}


def _named(asked):
    """Whose sitting it was: “বিভাগীয় ইনোভেশন টিমের সভার”, “জেলা সমন্বয় সভার”."""
    name = genitive(asked.committee_name)
    return name if name.endswith("সভার") else f"{name} সভার"


def _held(asked):
    """The same with its day: “বিভাগীয় ইনোভেশন টিমের গত ২০/০২/২০২৩ তারিখে অনুষ্ঠিত সভার”."""
    name, day = genitive(asked.committee_name), f"গত {numeric_date(asked.held_on)} তারিখে অনুষ্ঠিত"
    return f"{day} {name}" if name.endswith("সভার") else f"{name} {day} সভার"


def cited(about):
    """The paper of a sitting as another letter cites it, or "" where the portal has none."""
    if about is None or about.paper is None:
        return ""
    paper = about.paper
    sender = ", ".join(part.strip(" ,।") for part in paper.office.splitlines())
    return f"{sender} এর স্মারক নং {paper.number}; তারিখ: {long_date(paper.issued_on)}"


def _recipient(about, office):
    """The head of the office whose sitting it was or that handed the work down, else of the office above."""
    asker = about.committee.office if about else None
    if about and asker != office:
        given = Assignment.objects.filter(matter__decision__meeting=about, office=office)
        through = given.select_related("parent__office").order_by("level", "pk").first()
        if through and through.parent_id:
            asker = through.parent.office
        return address_of_head(asker)
    return address_of_head(office.parent) if office.parent else []


def _head_of(office):
    kind = HEADS.get(office.kind)
    post = kind and Post.objects.filter(office=office, kind=kind).first()
    return _signs(post) if post else None


def _reporter(office, *, last, writer):
    """Who signs the table: as in the last report, else who deals with ICT, else who writes it."""
    if last and last.report_signatory:
        return deepcopy(last.report_signatory)
    post = Post.objects.filter(office=office, kind=Post.Kind.AC_ICT).first()
    if post is None:
        own = Posting.objects.current().filter(user=writer, post__office=office)
        posting = own.select_related("post__office").order_by("post__seniority", "pk").first()
        post = posting and posting.post
    return _signs(post, in_office=True) if post else None


def _signs(post, *, in_office=False):
    """The holder of a post as a letter prints who signs: with telephone and mail; of one who does not
    head the office, also which office it is."""
    reached = [f"ফোন: {to_bengali(post.phone)}"] if post.phone else []
    reached += [post.email] if post.email else []
    name = holders_of([post.pk], today()).get(post.pk)
    lines = designation_of(post)[0].split(", ")
    place, office = ", ".join(lines[1:]), post.office.letter_office
    if in_office and office not in place and not office.startswith(place or office):
        lines.insert(1, office)
    return {"name": name or post.title, "designation": [*lines, *reached]}


# --- Serials ----------------------------------------------------------------------------------------


def serial(number):
    """The number of a row as it is printed: ৩."""
    return f"{to_bengali(number)}."


def number_in(printed):
    """The number that a printed serial holds, or None: “০৩।” → 3."""
    found = re.search("[0-9]+", to_ascii(printed or ""))
    return int(found.group()) if found else None
