"""What a browser may send of how the decisions of a meeting are followed."""

from django import forms

from bangla.formfields import DateField, LineField, ReasonField
from distribution.forms import PostChoices
from distribution.models import Addressee
from followup.models import BY_COMMITTEE, End, Kind, RollUp
from followup.owners import LEAD, SUPPORT, Owner
from followup.planning import Told
from offices.implementers import key_of

KNOWN_POST = "এই নামে কোনো পদ পোর্টালে নেই; তালিকা থেকে বেছে নিন, বাইরের কেউ হলে পাশের ঘরে লিখুন।"


class LineForm(forms.Form):
    """Whom one printed line means: who of those found is not meant, who supports, who comes in."""

    drop = forms.MultipleChoiceField(required=False)
    support = forms.MultipleChoiceField(required=False)
    add = LineField(
        label="পদ যোগ করুন",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    outside = LineField(
        label="পোর্টালের বাইরের কেউ",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "outsiders", "autocomplete": "off"}),
    )
    sure = forms.BooleanField(label="ঠিক আছে, এঁদেরই কাজ", required=False)

    def __init__(self, *args, line, choices, book, **kwargs):
        self.line, self._choices, self._book = line, choices, book
        keys = [(str(place), "") for place, _ in enumerate(line.found)]
        supports = [str(place) for place, owner in enumerate(line.found) if owner.part == SUPPORT]
        super().__init__(*args, initial={"support": supports}, **kwargs)
        self.fields["drop"].choices = self.fields["support"].choices = keys

    @property
    def found(self):
        """Those found, each with its place and what is ticked of it."""
        dropped, supports = self["drop"].value() or (), self["support"].value() or ()
        return [
            (str(place), owner, str(place) in dropped, str(place) in supports)
            for place, owner in enumerate(self.line.found)
        ]

    def clean_add(self):
        label = self.cleaned_data["add"]
        post = self._choices.named(label) if label else None
        if label and post is None:
            raise forms.ValidationError(KNOWN_POST)
        return post

    def clean(self):
        cleaned = super().clean()
        if {"add", "outside"} - cleaned.keys():
            return cleaned
        if self.is_settled and not self.owners():
            self.add_error("add", "কাউকে রাখা হয়নি; কার কাজ, একজনকে যোগ করুন।")
        return cleaned

    @property
    def is_settled(self):
        """Whether a person has said something of the line."""
        said = self.cleaned_data
        as_it_was = set(said.get("support", ())) == set(self.initial["support"])
        return bool(
            said.get("drop")
            or said.get("add")
            or said.get("outside")
            or (said.get("sure") and not self.line.is_certain)
            or not as_it_was
        )

    def owners(self):
        """[Owner] whom the line means now."""
        said, line = self.cleaned_data, self.line
        kept = [
            owner._replace(part=SUPPORT if str(place) in said["support"] else LEAD, is_certain=True)
            for place, owner in enumerate(line.found)
            if str(place) not in said["drop"]
        ]
        if said["add"]:
            kept.append(Owner(line.printed, line.position, said["add"], words=line.printed))
        if called := said["outside"]:
            addressee = self._book.get(key_of(called))
            kept.append(
                Owner(
                    line.printed, line.position, outsider=called, addressee=addressee, words=line.printed,
                )
            )  # fmt: skip
        return kept


class RowForm(forms.Form):
    """How one decision is followed; its lines are forms of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    kind = forms.ChoiceField(label="ধরন", choices=Kind.choices)
    roll_up = forms.ChoiceField(label="কখন বাস্তবায়িত", choices=RollUp.choices)
    due_on = DateField(label="শেষ তারিখ", required=False)
    reason = ReasonField(
        label="তারিখ বদলানোর কারণ", required=False, max_length=300, widget=forms.TextInput
    )

    # Somebody else has settled it meanwhile.
    is_contested = False

    def __init__(self, data=None, *, row, choices, book):
        self.row = row
        prefix = f"d{row.decision.pk}"
        super().__init__(
            data,
            prefix=prefix,
            initial={
                "version": row.version,
                "kind": row.kind,
                "roll_up": row.roll_up,
                "due_on": None if row.is_implied else row.due_on,
            },
        )
        asked = {"choices": choices, "book": book}
        self.lines = [
            LineForm(data, prefix=f"{prefix}l{line.position}", line=line, **asked)
            for line in row.lines
        ]
        if row.decision.due_on and not row.is_issued:
            # The paper prints it: it is changed where the paper is written.
            self.fields["due_on"].disabled = True
        if not row.is_issued or row.is_implied or row.due_on is None:
            del self.fields["reason"]

    @property
    def is_folded(self):
        """Whether nothing in it wants to be looked at: its lines have their owners, and it is not wrong."""
        wants = self.row.unsettled or self.is_contested or self.errors
        return not wants and not any(line.errors for line in self.lines)

    def is_valid(self):
        lines = [line.is_valid() for line in self.lines]
        return super().is_valid() and all(lines)

    def told(self):
        """What `planning.settle` is told."""
        said = self.cleaned_data
        return Told(
            version=said["version"],
            kind=said["kind"],
            roll_up=said["roll_up"],
            due_on=said["due_on"],
            reason=said.get("reason", ""),
            owners={line.line.position: line.owners() for line in self.lines if line.is_settled},
        )


class Plan:
    """The forms of all decisions of a meeting that can be settled, over what was sent."""

    def __init__(self, rows, *, office, data=None):
        self.choices = PostChoices(office)
        addressees = Addressee.objects.in_use().filter(office=office, post=None)
        book = {each.key: each for each in addressees}
        self.outsiders = [" ".join(each.line.split()) for each in book.values()]
        self.forms = {}
        for row in rows:
            row.form = None
            if row.is_open:
                is_sent = data is not None and f"d{row.decision.pk}-version" in data
                sent = data if is_sent else None
                row.form = RowForm(sent, row=row, choices=self.choices, book=book)
                self.forms[row.decision.pk] = row.form

    @property
    def bound(self):
        return {pk: form for pk, form in self.forms.items() if form.is_bound}

    def is_valid(self):
        # Every one of them is asked, so that all faults are named at once.
        valid = [form.is_valid() for form in self.bound.values()]
        return all(valid)

    def told(self):
        return {pk: form.told() for pk, form in self.bound.items()}

    def faults(self):
        """What is to be mended, each with the field it stands in."""
        return [
            {"id": field.id_for_label, "of": form.row, "label": field.label, "message": message}
            for form in self.bound.values()
            for each in (form, *form.lines)
            for field in each
            for message in field.errors
        ]


class CloseForm(forms.Form):
    """How the committee ends a decision, and why."""

    ENDS = [End.VERIFIED, *(end for end in End if end in BY_COMMITTEE), End.WITHDRAWN]

    end = forms.ChoiceField(
        label="কীভাবে নিষ্পন্ন", choices=[(end, end.label) for end in ENDS], widget=forms.RadioSelect
    )
    reason = ReasonField(
        label="কারণ", required=False, max_length=1000, help_text="যাচাইকৃত ছাড়া অন্য সব ক্ষেত্রে লাগবে।"
    )

    def __init__(self, data=None, *, matter):
        super().__init__(data)
        if matter.kind != Kind.CONTINUING:
            self.fields["end"].choices = [
                (end, end.label) for end in self.ENDS if end != End.RETIRED
            ]
        else:
            self.fields["end"].choices = [
                (end, end.label) for end in self.ENDS if end != End.VERIFIED
            ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("end") not in (None, End.VERIFIED) and not cleaned.get("reason"):
            self.add_error("reason", "কেন এভাবে নিষ্পন্ন হলো, কারণ লিখুন।")
        return cleaned


class ReopenForm(forms.Form):
    """Why a decision that was ended goes on."""

    reason = ReasonField(label="কেন আবার চালু হচ্ছে", max_length=1000)
