"""What a browser may send about an address book and the lists of an office."""

from django import forms
from django.db.models import Q

from bangla.digits import to_bengali
from bangla.formfields import LineField, LinesField
from bangla.text import LONGEST_LINE, fold, normalise
from distribution.book import proposed_way
from distribution.lines import is_office_copy, without_rank
from distribution.meaning import Meaning
from distribution.models import TRUSTED_FOR, Addressee, DistributionList, Way
from distribution.pasted import MOST_RECIPIENTS, recipients_of_file, recipients_pasted
from offices.models import Office, Post, today
from papers.shapes import NUMBERINGS
from pasting.forms import PasteForm, pasted_text
from pasting.tables import BadPaste

# Headings that offices print.
HEADINGS = [
    "অনুলিপি সদয় জ্ঞাতার্থে:",
    "অনুলিপি সদয় জ্ঞাতার্থে ও কার্যার্থে:",
    "অনুলিপি জ্ঞাতার্থে ও প্রয়োজনীয় কার্যার্থে:",
    "অনুলিপি কার্যার্থে:",
    "বিতরণ:",
]
MOST_LINES_OF_ONE = 12
NOBODY = "এই লেখায় কোনো প্রাপক চেনা যায়নি; প্রতি লাইনে একজন লিখুন।"


class PostChoices:
    """The posts an office can choose: those around it, and who heads a district or a division."""

    def __init__(self, office):
        around = Office.objects.around(office)
        heads = (Post.Kind.COMMISSIONER, Post.Kind.DC)
        posts = Post.objects.filter(Q(office__in=around) | Q(kind__in=heads))
        self.posts = posts.select_related("office").order_by("office", "seniority", "pk")

    @property
    def labels(self):
        return [str(post) for post in self.posts]

    def named(self, label):
        """The post of a label, or None."""
        key = fold(label)
        return next((post for post in self.posts if fold(str(post)) == key), None)


class PrintedField(forms.CharField):
    """Who and where as it is printed: some lines of text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value):
        lines = normalise(super().to_python(value)).split("\n")
        return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))

    def validate(self, value):
        super().validate(value)
        if len(value) > LONGEST_LINE or value.count("\n") >= MOST_LINES_OF_ONE:
            raise forms.ValidationError(
                f"সর্বোচ্চ {to_bengali(MOST_LINES_OF_ONE)} লাইনে {to_bengali(LONGEST_LINE)}টি অক্ষর দেওয়া যায়।"
            )


class AddresseeForm(forms.Form):
    """A line of the address book."""

    line = PrintedField(
        label="প্রাপক, যেমন ছাপা হবে",
        help_text="পদবি, কার্যালয় ও স্থান; একাধিক লাইন হতে পারে। যেমন: জেলা শিক্ষা অফিসার, শালবন।",
    )
    post = LineField(
        label="পোর্টালের পদ",
        required=False,
        max_length=400,
        help_text="তালিকা থেকে বেছে নিন; পোর্টালের বাইরের প্রাপক হলে ফাঁকা রাখুন।",
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="ই-মেইল",
        required=False,
        help_text="ফাঁকা রাখলে পদের নিজের ই-মেইল, যদি থাকে।",
    )
    is_shared = forms.BooleanField(
        label="কয়েকজনের ডাকবাক্স",
        required=False,
        help_text="দপ্তরের ডাকবাক্স একাধিক জন পড়েন; প্রাপ্তি জানানোর সময় নাম ও পদবি চাওয়া হবে।",
    )
    way = forms.ChoiceField(label="কীভাবে যাবে", choices=Way)

    def __init__(self, *args, office, row=None, **kwargs):
        self.office, self.row = office, row
        self.choices = PostChoices(office)
        kwargs["initial"] = self.values_of(row) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if self.prefix:
            # One of many rows: what the fields are for is said once.
            for field in self.fields.values():
                field.help_text = ""

    @staticmethod
    def values_of(row):
        """What the fields say of a stored line; of a new one what is usual."""
        if row is None:
            return {"is_shared": True, "way": Way.MAIL}
        return {
            "line": row.line,
            "post": str(row.post) if row.post else "",
            "email": row.email,
            "is_shared": row.is_shared,
            "way": row.way,
        }

    def clean_line(self):
        line = self.cleaned_data["line"]
        if is_office_copy(line):
            raise forms.ValidationError("অফিস কপি কার্যালয়েই থাকে; এর ঠিকানা লাগে না।")
        if (count := Meaning(self.office).count(line)) > 1:
            raise forms.ValidationError(
                f"এই লাইনে {to_bengali(count)} জনকে বোঝায়; প্রত্যেকের নিজের লাইন আলাদা করে দিন।"
            )
        return line

    def clean_post(self):
        label = self.cleaned_data["post"]
        if not label:
            return None
        if self.row and self.row.post and str(self.row.post) == label:
            return self.row.post
        post = self.choices.named(label)
        if post is None:
            raise forms.ValidationError(
                "এই নামে কোনো পদ পোর্টালে নেই; তালিকা থেকে বেছে নিন, অথবা ফাঁকা রাখুন।"
            )
        return post

    def clean(self):
        cleaned = self.cleaned_data
        if {"post", "email", "way"} - cleaned.keys():
            return cleaned
        post, way = cleaned["post"], cleaned["way"]
        if way == Way.PORTAL and not (post and proposed_way(post) == Way.PORTAL):
            self.add_error("way", "পোর্টালে যায় শুধু সেই পদে, যার কার্যালয়ের কেউ পোর্টালে প্রবেশ করেন।")
        if way == Way.MAIL and not (cleaned["email"] or (post and post.email)):
            self.add_error("email", "ই-মেইলে পাঠাতে ঠিকানা দিন, অথবা “হাতে হাতে” বা “ডাকে” বেছে নিন।")
        return cleaned

    def to_keep(self):
        """The Addressee as typed, not saved yet."""
        row = self.row or Addressee(office=self.office)
        for name, value in self.cleaned_data.items():
            setattr(row, name, value)
        return row


class BookFilter(forms.Form):
    """Whom of an address book to show."""

    STATES = [
        ("", "যাঁরা চালু আছেন"),
        ("unproved", "৬ মাসে প্রমাণ নেই"),
        ("portal", "পোর্টালের পদ"),
        ("outside", "পোর্টালের বাইরের"),
        ("closed", "বন্ধ"),
    ]
    words = LineField(label="নাম, পদ বা ই-মেইল", required=False, max_length=100)
    state = forms.ChoiceField(label="কোনগুলো", required=False, choices=STATES)

    def found(self, rows):
        """Those of the rows that are asked for."""
        told = self.cleaned_data if self.is_valid() else {}
        state = told.get("state", "")
        rows = rows.exclude(closed_on=None) if state == "closed" else rows.in_use()
        if state == "unproved":
            # What is handed over or found in the portal has no address that could be wrong.
            stale = Q(proved_on=None) | Q(proved_on__lt=today() - TRUSTED_FOR)
            rows = rows.filter(stale, way=Way.MAIL)
        elif state in ("portal", "outside"):
            rows = rows.filter(post__isnull=state == "outside")
        if words := told.get("words"):
            by_mail = Q(email__icontains=words) | Q(post__email__icontains=words)
            rows = rows.filter(Q(key__contains=fold(words)) | by_mail)
        return rows


class PasteRecipientsForm(PasteForm):
    """Recipients out of Word: `found` is what was read."""

    text = pasted_text(
        label="তালিকা",
        rows=6,
        help_text="ওয়ার্ড বা এক্সেল থেকে কপি করে পেস্ট করুন; নম্বর বাদ যাবে, বিজয়ে লেখা হলে ইউনিকোড হবে।",
    )
    nothing = "তালিকা পেস্ট করুন, অথবা ফাইল দিন।"

    def read_file(self, tables):
        self._keep(recipients_of_file(tables))

    def read_pasted(self, text, html):
        self._keep(recipients_pasted(text, html))

    def _keep(self, found):
        self.found = found
        if found is None:
            raise BadPaste(NOBODY)


class ListForm(forms.Form):
    """A list that an office keeps."""

    name = LineField(
        label="তালিকার নাম", max_length=120, help_text="যেমন: জেলা পর্যায়ের কর্মকর্তা; কাগজে ছাপা হয় না।"
    )
    heading = LineField(
        label="শিরোনাম, যেমন ছাপা হবে",
        max_length=200,
        help_text="জ্ঞাতার্থে না কার্যার্থে, শিরোনামেই বলা থাকে।",
        widget=forms.TextInput(attrs={"list": "headings", "autocomplete": "off"}),
    )
    numbering = forms.ChoiceField(
        label="ক্রমের ধরন",
        required=False,
        choices=[("", "ক্রম ছাড়া"), *((style, style) for style in NUMBERINGS)],
    )
    is_by_rank = forms.BooleanField(
        label="জ্যেষ্ঠতার ক্রমে সাজানো",
        required=False,
        help_text="টিক না থাকলে শিরোনামে “(জ্যেষ্ঠতার ক্রমানুসারে নয়)” ছাপা হবে।",
    )
    has_office_copy = forms.BooleanField(label="শেষে “অফিস কপি।” থাকবে", required=False)
    recipients = LinesField(
        label="প্রাপক",
        most=MOST_RECIPIENTS,
        goes_on=True,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="প্রতি লাইনে একজন; কারও নিচে আরেক লাইন বা মন্তব্য লিখতে লাইনটি ফাঁকা দিয়ে শুরু করুন।",
    )

    @staticmethod
    def values_of(row):
        """What the fields say of a stored list; of a new one what is usual."""
        if row is None:
            return {"numbering": NUMBERINGS[0], "is_by_rank": True, "recipients": []}
        return {name: getattr(row, name) for name in ListForm.base_fields}

    def typed(self):
        """The values as they were sent, whatever is wrong with them."""
        return {
            name: self.fields[name].widget.value_from_datadict(self.data, {}, name)
            for name in self.fields
        }

    def clean(self):
        cleaned = self.cleaned_data
        if heading := cleaned.get("heading"):
            cleaned["heading"], is_said = without_rank(heading)
            if is_said:
                cleaned["is_by_rank"] = False
        return cleaned

    def to_keep(self, row, office):
        """The DistributionList as typed, not saved yet."""
        row = row or DistributionList(office=office)
        for name, value in self.cleaned_data.items():
            setattr(row, name, value)
        return row
