"""What a browser may send about letters that come in."""

from django import forms
from django.db.models import Q

from bangla.formfields import CountField, DateField, LineField, ReasonField
from bangla.text import normalise
from letters.models import Incoming, Letter
from meetings.attached import UploadField
from offices.models import today

HIGHEST_DOCKET = 999_999


class LetterChoice(forms.ModelChoiceField):
    def label_from_instance(self, letter):
        return f"{letter.paper.number}: {letter.heading}"


class IncomingForm(forms.ModelForm):
    """A letter as its paper has it; the docket number comes by itself where none is typed."""

    docket = CountField(label="ডকেট নম্বর", required=False, min_value=1, max_value=HIGHEST_DOCKET)
    sender = forms.CharField(
        label="প্রেরক",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="পদবি ও কার্যালয়, যেভাবে জবাবে প্রাপক হিসেবে ছাপা হবে; এক লাইনে একটি।",
    )
    number = LineField(
        label="তাঁদের স্মারক নম্বর", max_length=200, help_text="যেমন ছাপা আছে; জবাবের সূত্রে এভাবেই বসবে।"
    )
    dated_on = DateField(label="পত্রের তারিখ")
    subject = LineField(label="বিষয়", max_length=1000)
    received_on = DateField(label="প্রাপ্তির তারিখ")
    due_on = DateField(label="জবাবের শেষ তারিখ", required=False, help_text="পত্রে বলা না থাকলে ফাঁকা রাখুন।")
    answers_letter = LetterChoice(
        Letter.objects.none(), label="আমাদের যে পত্রের জবাব", required=False, empty_label="কোনোটির নয়"
    )
    scan = UploadField(label="স্ক্যান", required=False)

    class Meta:
        model = Incoming
        fields = [
            "sender", "number", "dated_on", "subject", "received_on", "due_on", "docket",
            "answers_letter",
        ]  # fmt: skip

    field_order = [*Meta.fields, "scan"]

    def __init__(self, *args, office, proposed=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.office = office
        if proposed:
            self.fields["docket"].help_text = "ফাঁকা রাখলে এ বছরের পরের নম্বর বসবে।"
            self.fields["docket"].widget.attrs["placeholder"] = proposed
        else:
            self.fields["docket"].required = True
        waiting = Letter.objects.filter(
            Q(pk__in=office.letters.unanswered().values("pk"))
            | Q(pk=self.instance.answers_letter_id)
        )
        self.fields["answers_letter"].queryset = waiting.select_related("paper")
        if not waiting.exists():
            del self.fields["answers_letter"]
        if self.instance.scan_id:
            self.fields["scan"].help_text = "স্ক্যান রাখা আছে; নতুন ফাইল দিলে তার জায়গায় বসবে।"

    def clean_sender(self):
        lines = normalise(self.cleaned_data["sender"]).splitlines()
        return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))

    def clean(self):
        cleaned = super().clean()
        dated, received, due = map(cleaned.get, ("dated_on", "received_on", "due_on"))
        if received and received > today():
            self.add_error("received_on", "প্রাপ্তির তারিখ আজকের পরে হতে পারে না।")
        if dated and received and dated > received:
            self.add_error("dated_on", "পত্রের তারিখ প্রাপ্তির তারিখের পরে হতে পারে না।")
        if due and received and due < received:
            self.add_error("due_on", "জবাবের শেষ তারিখ প্রাপ্তির আগে হতে পারে না।")
        return cleaned

    def validate_constraints(self):
        """What is taken already the act says, which holds the numbers still."""

    def clean_docket(self):
        return self.cleaned_data["docket"] or None


class CloseForm(forms.Form):
    reason = ReasonField(label="কেন জবাব লাগবে না", max_length=300)


class AnswerDueForm(forms.Form):
    due_on = DateField(
        label="যে তারিখের মধ্যে জবাব চাই",
        required=False,
        help_text="ফাঁকা রাখলে জবাবের অপেক্ষার তালিকা থেকে বাদ যাবে।",
    )
