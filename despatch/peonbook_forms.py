"""What a browser sends of the peon book: which part of it is shown, and what was signed in it."""

from typing import NamedTuple

from django import forms
from django.utils import timezone

from bangla.formfields import DateField, LineField
from bangla.phrases import numeric_date
from meetings.attached import UploadField, extension_of, media_type
from memos.models import Memo
from offices.models import today


class BookFilter(forms.Form):
    """A day, or one paper."""

    day = DateField(label="তারিখ", required=False)
    memo = forms.ModelChoiceField(
        Memo.objects.none(), required=False, widget=forms.HiddenInput, label="স্মারক"
    )

    def __init__(self, data, *, office):
        asked = any(data.get(name) for name in self.base_fields)
        # Where nothing is asked the page shows, and says, today.
        super().__init__(data if asked else {"day": numeric_date(today())})
        self.fields["memo"].queryset = Memo.objects.filter(series__office=office)

    def asked(self):
        """{"day", "memo"} of the rows to show: those of today where what is asked cannot be read."""
        if self.is_valid():
            return self.cleaned_data
        return {"day": today(), "memo": None}


class Page(NamedTuple):
    """The scan of a page of the book, read once for all that signed on it."""

    data: bytes
    media_type: str

    def read(self):
        return self.data


class SignedForm(forms.Form):
    """Which rows were signed, by whom and when."""

    on = DateField(label="স্বাক্ষরের তারিখ", error_messages={"required": "কবে স্বাক্ষর হয়েছে লিখুন।"})
    scan = UploadField(
        label="পিয়ন বইয়ের পাতার স্ক্যান",
        required=False,
        help_text="না দিলেও চলে; PDF বা ছবি।",
    )

    def __init__(self, data=None, files=None, *, sendings):
        super().__init__(data, files, initial={"on": today()})
        self.lines = []
        for sending in sendings:
            tick, name, post = (f"{part}{sending.pk}" for part in ("signed", "name", "post"))
            whose = " ".join(sending.copy.recipient.split())
            told = {"required": False, "widget": _line_of(f"{whose}: কে নিয়েছেন", "নাম")}
            self.fields[tick] = forms.BooleanField(required=False, label=f"{whose}: স্বাক্ষর হয়েছে")
            self.fields[name] = LineField(label=f"{whose}: কে নিয়েছেন", max_length=120, **told)
            told = {"required": False, "widget": _line_of(f"{whose}: পদবি", "পদবি")}
            self.fields[post] = LineField(label=f"{whose}: পদবি", max_length=200, **told)
            self.lines.append((sending, tick, name, post))

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError("স্বাক্ষরের তারিখ আজকের পরে হতে পারে না।")
        return on

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        if not scan:
            return None
        if extension_of(scan.name) == "docx":
            raise forms.ValidationError("স্ক্যান হবে PDF বা ছবি, Word ফাইল নয়।")
        return Page(scan.read(), media_type(scan.name))

    def clean(self):
        told = super().clean()
        ticked = [line for line in self.lines if told.get(line[1])]
        for _, _, name, _ in ticked:
            if name not in self.errors and not told.get(name):
                self.add_error(name, "কে নিয়েছেন, তাঁর নাম লিখুন।")
        for sending, tick, name, _ in self.lines:
            if told.get(name) and not told.get(tick):
                self.add_error(tick, "নাম লেখা আছে; স্বাক্ষর হয়ে থাকলে চিহ্নও দিন।")
            sent_on = timezone.localdate(sending.sent_at)
            if told.get(tick) and told.get("on") and told["on"] < sent_on:
                self.add_error("on", "স্বাক্ষরের তারিখ পাঠানোর আগে হতে পারে না।")
                break
        if not ticked and not self.errors:
            raise forms.ValidationError("যে সারিগুলোতে স্বাক্ষর হয়েছে, সেগুলোতে চিহ্ন দিন।")
        return told

    def signed(self):
        """{Sending: (name, post) of who signed}."""
        told = self.cleaned_data
        return {
            sending: (told[name], told[post])
            for sending, tick, name, post in self.lines
            if told[tick]
        }

    def of_page(self):
        """When all of them signed, and the scan of their page."""
        return {name: self.cleaned_data[name] for name in ("on", "scan")}

    def shown(self):
        """{primary key of a Sending: its three fields}."""
        return {sending.pk: [self[name] for name in names] for sending, *names in self.lines}


def _line_of(label, placeholder):
    attrs = {"aria-label": label, "placeholder": placeholder, "class": "form-control"}
    return forms.TextInput(attrs=attrs)
