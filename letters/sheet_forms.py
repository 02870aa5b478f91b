"""What is asked of attendance sheets and of reports of absences."""

from django import forms

from bangla.digits import to_bengali
from bangla.formfields import CountField
from letters.sheets import EMPTY_ROWS, MOST_EMPTY_ROWS
from memos.forms import ScanForm


class PrintForm(forms.Form):
    empty_rows = CountField(
        label="প্রতিনিধি ও আমন্ত্রিতদের জন্য ফাঁকা সারি",
        max_value=MOST_EMPTY_ROWS,
        help_text=f"সর্বোচ্চ {to_bengali(MOST_EMPTY_ROWS)}টি।",
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"empty_rows": EMPTY_ROWS})


class SheetScanForm(ScanForm):
    """The scan of a signed sheet, or of one of its pages."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "scan"
        ].help_text = (
            "নিচের সংকেতসহ পাতাটি স্ক্যান করুন বা ছবি তুলুন; কয়েক পাতা হলে একটি PDF-এ, অথবা একেকটি আলাদা দিন।"
        )
        self.fields[
            "unread"
        ].label = "সংকেত পড়া না গেলেও রাখুন; আমি মিলিয়ে দেখেছি, এটি এই সভারই হাজিরা শিট"
