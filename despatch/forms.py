"""What a browser may send about the sending of copies."""

from django import forms

from bangla.formfields import DateField, LineField
from despatch.ladder import Step
from distribution.models import Way
from meetings.attached import UploadField, extension_of, media_type
from offices.models import today

AS_IN_THE_BOOK = ""


class WayForm(forms.Form):
    """How the chosen copies go, where they do not go as the address book says."""

    way = forms.ChoiceField(
        label="বাছাই করাগুলো কীভাবে যাবে",
        required=False,
        choices=[(AS_IN_THE_BOOK, "ঠিকানা বইয়ে যেমন লেখা"), *Way.choices],
    )


class FilterForm(forms.Form):
    step = forms.CharField(required=False, widget=forms.HiddenInput)
    words = LineField(label="প্রাপক বা স্মারক নম্বর", required=False, max_length=120)


class OnPaperForm(forms.Form):
    """What happened to a copy on paper, and when."""

    HANDED, POSTED, SIGNED, CAME_BACK = "handed", "posted", "signed", "came_back"
    # What is chosen → the step that is proved, and by which way.
    DEEDS = {
        HANDED: (Step.RELAYED, Way.HAND),
        POSTED: (Step.RELAYED, Way.POST),
        SIGNED: (Step.SIGNED, Way.HAND),
        CAME_BACK: (Step.REFUSED, Way.HAND),
    }

    deed = forms.ChoiceField(
        label="কী হয়েছে",
        choices=[
            (SIGNED, "স্বাক্ষর করে নেওয়া হয়েছে"),
            (HANDED, "বাহকের হাতে দেওয়া হয়েছে"),
            (POSTED, "ডাকঘরে দেওয়া হয়েছে"),
            (CAME_BACK, "ফেরত এসেছে বা নেওয়া হয়নি"),
        ],
        widget=forms.RadioSelect,
    )
    on = DateField(label="তারিখ")
    name = LineField(
        label="কে নিয়েছেন", required=False, max_length=120, help_text="স্বাক্ষর করে নিলে লিখতে হবে"
    )
    designation = LineField(label="তাঁর পদবি", required=False, max_length=200)
    note = LineField(
        label="মন্তব্য",
        required=False,
        max_length=300,
        help_text="যেমন ডাকের রসিদ নম্বর, বাহকের নাম, বা কেন ফেরত এসেছে",
    )
    scan = UploadField(label="স্বাক্ষরের স্ক্যান", required=False, help_text="থাকলে দিন: PDF, JPEG বা PNG")

    def clean_on(self):
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError("তারিখটি আজকের পরে হতে পারে না।")
        return self.cleaned_data["on"]

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        if scan:
            if extension_of(scan.name) == "docx":
                raise forms.ValidationError("স্ক্যান হবে PDF বা ছবি, Word ফাইল নয়।")
            scan.media_type = media_type(scan.name)
        return scan

    def clean(self):
        told = super().clean()
        if told.get("deed") == self.SIGNED and not told.get("name"):
            self.add_error("name", "কে স্বাক্ষর করে নিয়েছেন, তাঁর নাম লিখুন।")
        return told

    def asked(self):
        """What the act is told."""
        told = dict(self.cleaned_data)
        told["step"], told["way"] = self.DEEDS[told.pop("deed")]
        return told
