"""What a browser may send about the handing over of a post."""

from django import forms

from bangla.digits import to_bengali
from bangla.formfields import SaidField
from followup.handing_over import posts_of, with_open_work


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, post):
        return f"{post} ({to_bengali(post.open_count)}টি কাজ)"


class HandOverForm(forms.Form):
    """Of which post a list is made, and what is said with it."""

    post = PostChoice(
        None,
        label="পদ",
        empty_label="পদ বেছে নিন",
        error_messages={
            "required": "যে পদের দায়িত্ব হস্তান্তর হচ্ছে, সেটি বেছে নিন।",
            "invalid_choice": "এই পদে এখন চলমান কোনো কাজ নেই, বা পদটি আপনার কার্যালয়ের নয়।",
        },
    )
    note = SaidField(
        label="মন্তব্য",
        required=False,
        max_length=2000,
        help_text="পরের জন যা জানলে কাজ থেমে থাকবে না: কার সঙ্গে কথা হয়েছে, নথি কোথায়।",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = with_open_work(posts_of(user))
