from django import forms

from bangla.digits import to_bengali

LARGEST = 30 * 2**20


class UploadForm(forms.Form):
    """A PDF to be compared with what was issued."""

    file = forms.FileField(
        label="আপনার কাছে থাকা PDF ফাইল",
        max_length=400,
        allow_empty_file=True,
        help_text="৩০ মেগাবাইট পর্যন্ত। ফাইলটি শুধু মিলিয়ে দেখা হয়, রাখা হয় না।",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": "মিলিয়ে দেখার ফাইলটি বেছে দিন।"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            most = to_bengali(LARGEST // 2**20)
            raise forms.ValidationError(f"ফাইলটি {most} মেগাবাইটের বেশি বড়।")
        if b"%PDF-" not in file.read(1024):
            raise forms.ValidationError(
                "ফাইলটি PDF নয়। ছবি বা ছাপা কাগজ হুবহু মিলিয়ে দেখা যায় না; তার QR কোড স্ক্যান করুন বা যাচাই কোড লিখুন।"
            )
        file.seek(0)
        return file


class CodeForm(forms.Form):
    """The code of a paper, as it is printed on it."""

    code = forms.CharField(
        label="কাগজে ছাপা যাচাই কোড",
        max_length=100,
        help_text="QR কোডের পাশে ছাপা অক্ষর ও অঙ্ক; ছোট বা বড় হাতের, মাঝের দাগ না দিলেও চলে।",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "কাগজে ছাপা কোডটি লিখুন।"},
    )
