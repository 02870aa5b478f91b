"""What a browser sends while a member list is taken in."""

from django import forms

from accounts.access import number_sent
from bangla.digits import to_bengali
from bangla.formfields import DateField
from bangla.phrases import numeric_date
from bangla.text import fold, normalise, skeleton
from committees.member_list import MOST_MEMBERS, is_same_name, read_list, read_tables
from committees.models import Membership
from offices.holders import COUNTED
from offices.models import today
from pasting.fonts import FONTS_THAT_MATTER
from pasting.tables import BadPaste, tables_in_file

NOBODY = "এই লেখায় কোনো সদস্য চেনা যায়নি; প্রতি লাইনে একজনের পদবি লিখুন।"
NOBODY_IN_FILE = "এই ফাইলে সদস্যদের কোনো ছক পাওয়া যায়নি; তালিকাটি কপি করে উপরে পেস্ট করুন।"


class PasteForm(forms.Form):
    """The list itself, and who was read from it: `members`, and the lines that are `left_out`.

    The text stays on the page whatever happens.
    """

    text = forms.CharField(
        label="সদস্য তালিকা",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-fonts": FONTS_THAT_MATTER}),
        help_text="যেমন: ১। উপজেলা নির্বাহী অফিসার - সভাপতি। ছকের কলাম: ক্রমিক, নাম, পদবি, কমিটিতে পদবি।",
    )
    # The table as the clipboard had it, kept beside the text by static/js/members.js.
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="অথবা ফাইল দিন (.docx)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.html,.htm,.txt,.tsv"}),
    )

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if not file and not text.strip():
            self.add_error("text", self.fields["text"].error_messages["required"])
        if self.errors:
            return cleaned
        try:
            if file:
                self.members, self.left_out = read_tables(tables_in_file(file))
            else:
                self.members, self.left_out = read_list(text, cleaned["html"])
            if not self.members:
                raise BadPaste(NOBODY_IN_FILE if file else NOBODY)
        except BadPaste as refused:
            self.add_error("file" if file else "text", str(refused))
        return cleaned


class SinceForm(forms.Form):
    starts_on = DateField(label="সবাই যে তারিখ থেকে সদস্য", initial=today)


class MemberRow(forms.Form):
    """One member of a list that was read. `near` is a committees.pasting.NearPosts."""

    use = forms.BooleanField(label="নেওয়া হবে", required=False)
    replace = forms.BooleanField(label="এই তারিখ থেকে বদলান", required=False)
    name = forms.CharField(label="নাম", required=False, max_length=120)
    title = forms.CharField(label="তালিকায় পদবি", required=False, max_length=160)
    post = forms.TypedChoiceField(label="পোর্টালের পদ", required=False, coerce=int, empty_value=None)
    role = forms.ChoiceField(label="কমিটিতে পদবি", choices=Membership.Role.choices)
    second_role = forms.ChoiceField(
        label="দ্বিতীয় পদবি", required=False, choices=[("", "নেই"), *Membership.Role.choices]
    )
    said = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args, near, seated, **kwargs):
        super().__init__(*args, **kwargs)
        self.near, self.seated = near, seated
        title = normalise(str(self["title"].value() or ""))
        _, options = near.meant_by(title)
        taken = near.by_pk.get(number_sent(self["post"].value()))
        self.similar = [] if taken or options or not title else near.similar(title)
        options = options or self.similar
        if taken and taken not in options:
            options = [taken, *options]
        self.fields["post"].choices = [("", "নতুন পদ, নিজের কার্যালয়ে")] + [
            (post.pk, f"{post.title} ({post.office.name})") for post in options
        ]
        self.post = taken
        for name, field in self.fields.items():
            look = "form-check-input" if name in ("use", "replace") else "form-control"
            if isinstance(field, forms.ChoiceField):
                look = "form-select"
            field.widget.attrs["class"] = look

    def mark_errors(self):
        """Say at each field that has to be mended where its message stands."""
        for name in self.errors:
            attrs = self.fields[name].widget.attrs
            attrs["class"] += " is-invalid"
            attrs["aria-invalid"] = "true"
            attrs["aria-describedby"] = f"{self[name].id_for_label}_error"

    @property
    def holding(self):
        """The Posting of who holds the chosen post today, or None."""
        held = self.post.current_postings if self.post else []
        return held[0] if held else None

    @property
    def is_another(self):
        """Whether the list names somebody else than who holds the chosen post."""
        typed = normalise(self["name"].value() or "")
        return bool(self.holding and typed and not is_same_name(typed, self.holding.name))

    @property
    def may_replace(self):
        """Whether the office may say who holds the post: its own, whose holder does not sign in."""
        is_own = self.post is not None and self.post.office_id == self.near.office.pk
        return is_own and self.is_another and not any(h.user_id for h in self.post.current_postings)

    @property
    def note(self):
        """What a person should know of this row before it is taken in."""
        notes = []
        if self.post and self.post.pk in self.seated:
            notes.append("এই পদ ইতোমধ্যে কমিটিতে আছে।")
        typed = normalise(self["name"].value() or "")
        if self.is_another and self.may_replace:
            notes.append(f"পদে এখন {self.holding.name}; না বদলালে কাগজে এই নামই ছাপা হবে।")
        elif self.is_another:
            notes.append(f"পদে এখন {self.holding.name}; কাগজে এই নামই ছাপা হবে।")
            if any(held.user_id for held in self.post.current_postings):
                notes.append("তিনি পোর্টালে প্রবেশ করেন; নাম বদলাবেন সিস্টেম প্রশাসক।")
        elif self.holding and not typed:
            notes.append(f"পদে এখন {self.holding.name}।")
        elif typed and self.post and self.post.office_id != self.near.office.pk:
            notes.append("পদটি অন্য কার্যালয়ের; নাম সেখান থেকে আসবে।")
        if self.similar:
            alike = " · ".join(post.title for post in self.similar[:3])
            notes.append(f"কাছাকাছি পদ আছে: {alike}। এটিই হলে “পোর্টালের পদ” থেকে বেছে নিন।")
        if self.is_second:
            notes.append("একই পদে দ্বিতীয় জন: পোর্টালে পদটি নম্বরে আলাদা, কাগজে একই পদবি ছাপা হবে।")
        return " ".join(notes)

    @property
    def is_second(self):
        """Whether a new post is told from one of the same title by its number alone."""
        counted = COUNTED.fullmatch(normalise(self["title"].value() or ""))
        return not self.post and bool(counted)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("replace") and not self.may_replace:
            cleaned["replace"] = False
        if not cleaned.get("use"):
            # What is not taken in need not be right.
            self._errors.clear()
            return cleaned
        for name in ("name", "title"):
            cleaned[name] = " ".join(normalise(cleaned.get(name) or "").split())
        if cleaned["second_role"] and cleaned.get("role") == cleaned["second_role"]:
            self.add_error("second_role", "দ্বিতীয় পদবি প্রথমটি থেকে ভিন্ন হবে।")
        if "post" in self.errors or "title" in self.errors:
            return cleaned
        if cleaned["post"]:
            if cleaned["post"] in self.seated:
                self.add_error("post", "এই পদ ইতোমধ্যে কমিটিতে আছে; সারিটি বাদ দিন।")
            return cleaned
        cleaned["title"] = self.near.without_place(cleaned["title"])
        if not cleaned["title"]:
            self.add_error("title", "পদবি লিখুন, অথবা সারিটি বাদ দিন।")
        elif self.near.is_taken(cleaned["title"]):
            self.add_error("title", "এই পদ কার্যালয়ে আছে; পাশের তালিকা থেকে বেছে নিন, অথবা পদবি বদলান।")
        return cleaned

    def refuse_early(self, starts_on):
        """Say where the present holder came later than the day from which another is to hold."""
        if self.cleaned_data.get("replace") and starts_on < self.holding.starts_on:
            came = numeric_date(self.holding.starts_on)
            self.add_error(
                "replace", f"{self.holding.name} এই পদে আছেন {came} থেকে; তার পরের তারিখ দিন।"
            )


class MemberRows(forms.BaseFormSet):
    """The rows of a list; no post twice among those that are taken in."""

    def clean(self):
        seen = {}
        for number, form in enumerate(self.forms, 1):
            cleaned = getattr(form, "cleaned_data", {})
            if not cleaned.get("use") or form.errors:
                continue
            if cleaned["post"]:
                keys, field = {cleaned["post"]}, "post"
            else:
                keys, field = {fold(cleaned["title"]), skeleton(cleaned["title"])}, "title"
            for key in keys & seen.keys():
                form.add_error(
                    field,
                    f"{to_bengali(seen[key])} নম্বর সারিতে একই পদ; আলাদা করে লিখুন, যেমন “… (২)”।",
                )
                break
            seen |= dict.fromkeys(keys, number)
        replaces = any(getattr(form, "cleaned_data", {}).get("replace") for form in self.forms)
        if not seen and not replaces and not any(form.errors for form in self.forms):
            raise forms.ValidationError("অন্তত একটি সারিতে টিক দিন।")


Rows = forms.formset_factory(
    MemberRow, formset=MemberRows, extra=0, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS
)


def rows_of(members, *, near, seated):
    """The rows of what was read (committees.member_list.Listed), each with the post it means."""
    initial, chosen, titles = [], set(), set()
    for member in members:
        # The second of two who would be the same post is somebody else, in a post of his own.
        post = near.post_of(member, but=chosen)
        if post:
            chosen.add(post.pk)
        elif member.title:
            member.title = near.free_title(near.without_place(member.title), titles)
            titles.add(fold(member.title))
        initial.append(
            {
                "use": not (post and post.pk in seated),
                "name": member.name,
                "title": member.title,
                "post": post.pk if post else None,
                "role": member.role,
                "second_role": member.second_role,
                "said": member.role_said,
            }
        )
    return _shown(initial, near, seated)


def rows_like(committee, *, near):
    """The rows of a committee that is to have the members of another one, as they are today."""
    initial = []
    for seat in committee.members_on(today())[:MOST_MEMBERS]:
        post = near.by_pk.get(seat.post_id, seat.post)
        held = getattr(post, "current_postings", ())
        initial.append(
            {
                "use": True,
                "name": held[0].name if held else "",
                "title": post.title,
                "post": post.pk if post.pk in near.by_pk else None,
                "role": seat.role,
                "second_role": seat.second_role,
            }
        )
    return _shown(initial, near, frozenset())


def _shown(initial, near, seated):
    return Rows(initial=initial, prefix="rows", form_kwargs={"near": near, "seated": seated})
