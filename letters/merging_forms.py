"""What a browser may send to have the copies of a paper made."""

from django import forms

from letters.models import Merge


class MergeForm(forms.Form):
    kind = forms.ChoiceField(
        label="কী চাই",
        choices=[
            (Merge.Kind.PRINT, "ছাপার জন্য এক ফাইল: প্রত্যেকের ঠিকানার পাতা, তারপর কাগজটি"),
            (Merge.Kind.FILES, "প্রত্যেকের ঠিকানার পাতা আলাদা ফাইলে, সঙ্গে জারি করা কাগজটি (ZIP)"),
        ],
        initial=Merge.Kind.PRINT,
        widget=forms.RadioSelect,
    )
    is_double_sided = forms.BooleanField(
        label="দুই পিঠে ছাপা হবে",
        required=False,
        help_text="কপির পাতা বিজোড় হলে শেষে একটি সাদা পাতা যোগ হবে, যাতে প্রত্যেকের কপি নতুন পাতায় শুরু হয়।",
    )
