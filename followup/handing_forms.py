"""What a browser may send about handing a share down."""

from collections import Counter

from django import forms

from bangla.collation import sort_key
from bangla.digits import to_bengali
from bangla.formfields import DateField, LinesField, ReasonField, SaidField
from followup.handing import HandDown, posts_below, usual_due
from followup.models import Assignment
from offices.heads import HEADS
from offices.implementers import Implementers
from offices.models import Office, Post

NOT_BELOW = "যা বেছেছেন, সেখানে কাজটি দেওয়া যায় না; নিচের তালিকা থেকে আবার বাছাই করুন।"
# Of these kinds all below can be ticked at once.
CLASSES = (
    Post.Kind.DC, Post.Kind.UNO, Post.Kind.UP_CHAIRMAN, Post.Kind.ADC, Post.Kind.AC_ICT,
    Post.Kind.DEPARTMENT_HEAD,
)  # fmt: skip


class Group:
    """The posts of one office that can be ticked: its head apart from the others."""

    def __init__(self, office, posts, *, having, ticked):
        self.office, self.posts = office, posts
        for post in posts:
            post.has_part = post.pk in having
            post.is_ticked = str(post.pk) in ticked
        kind = HEADS.get(office.kind)
        self.head = next((post for post in posts if post.kind == kind), posts[0])
        self.others = [post for post in posts if post is not self.head]
        self.has_ticked = any(post.is_ticked for post in self.others)


class HandDownForm(forms.Form):
    """To whom a share is handed down, until when, and what is asked of them."""

    every = forms.MultipleChoiceField(
        label="সবাইকে একসঙ্গে",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": NOT_BELOW},
    )
    posts = forms.MultipleChoiceField(
        label="যাঁদের দেওয়া হবে",
        required=False,
        error_messages={"invalid_choice": NOT_BELOW, "invalid_list": NOT_BELOW},
    )
    more = LinesField(
        label="অধীন অন্য পদ", required=False,
        help_text="প্রতি লাইনে একটি; যেমন: উপজেলা কৃষি অফিসার, লৌহজং।",
    )  # fmt: skip
    outside = LinesField(
        label="পোর্টালের বাইরের কেউ", required=False,
        help_text="প্রতি লাইনে একজন, পদবি ও প্রতিষ্ঠানসহ।",
    )  # fmt: skip
    asked = SaidField(
        label="যা করতে হবে", required=False, max_length=2000,
        help_text="ফাঁকা রাখলে সিদ্ধান্তের কথাই থাকে।",
    )  # fmt: skip
    due_on = DateField(
        label="অংশের শেষ তারিখ", help_text="মূল কাজের তিন কর্মদিবস আগের তারিখ প্রস্তাব করা হয়েছে।"
    )
    is_late_meant = forms.BooleanField(
        label="মূল কাজের শেষ তারিখের পরের তারিখই দিতে চাই", required=False
    )
    is_essential = forms.BooleanField(
        label="অপরিহার্য: এগুলো শেষ না হলে মূল কাজটি শেষ বলা যাবে না", required=False
    )

    def __init__(self, data=None, *, share):
        self.share = share
        self._known = posts_below(share)
        live = share.children.exclude(state__in=Assignment.GIVEN_UP)
        self.having = set(live.exclude(post=None).values_list("post", flat=True))
        self.groups = self._groups(set(data.getlist("posts")) if data else ())
        initial = {"due_on": usual_due(share), "is_essential": True}
        super().__init__(data, initial=initial)
        self.fields["posts"].choices = [
            (str(post.pk), post.title) for group in self.groups for post in group.posts
        ]
        counts = Counter(self._known.filter(kind__in=CLASSES).values_list("kind", flat=True))
        self.fields["every"].choices = [
            (kind.value, f"সব {kind.label} ({to_bengali(counts[kind])} জন)")
            for kind in CLASSES
            if counts[kind] > 1
        ]

    def _groups(self, ticked):
        """The own office, and those directly below it, each with its posts."""
        own = self.share.office_id
        near = Office.objects.filter(pk=own) | Office.objects.filter(parent=own)
        by_office = {}
        for post in self._known.filter(office__in=near.values("pk")).select_related("office"):
            by_office.setdefault(post.office, []).append(post)
        place = {office: _place(office, own) for office in by_office}
        return [
            Group(office, sorted(by_office[office], key=_rank), having=self.having, ticked=ticked)
            for office in sorted(by_office, key=place.get)
        ]

    def clean_more(self):
        lines, found = self.cleaned_data["more"], []
        if not lines:
            return found
        implementers = Implementers(self.share.office)
        known = set(self._known.values_list("pk", flat=True))
        for line in lines:
            posts = implementers.posts_of(line)
            if not posts:
                raise forms.ValidationError(f"“{line}” বলতে কোন পদ, বোঝা যায়নি; পদবি ও স্থান লিখুন।")
            if strange := [post for post in posts if post.pk not in known]:
                raise forms.ValidationError(f"{strange[0]}: নিজের বা অধীন কার্যালয়ের পদ নয়।")
            found += posts
        return found

    def clean(self):
        told = super().clean()
        if not self.errors and not self.to_hand:
            self.add_error("posts", "কাকে দেওয়া হবে, অন্তত একজনকে বাছাই করুন।")
        return told

    @property
    def to_hand(self):
        """[HandDown] of what was ticked and typed, each once, in the order of their offices."""
        told = self.cleaned_data
        ticked = self._known.filter(pk__in=told.get("posts") or [])
        every = self._known.filter(kind__in=told.get("every") or [])
        posts = {post.pk: post for post in (ticked | every).select_related("office")}
        posts |= {post.pk: post for post in told.get("more") or []}
        given = {name: told.get(name) for name in ("due_on", "is_essential", "asked")}
        own = self.share.office_id
        order = sorted(posts.values(), key=lambda post: (_place(post.office, own), _rank(post)))
        return [HandDown(post=post, **given) for post in order] + [
            HandDown(outsider=line, **given) for line in told.get("outside") or []
        ]


def _place(office, own):
    return office.pk != own, office.geo_code or "9999", sort_key(office.name)


def _rank(post):
    return post.seniority, post.pk


class TakeBackForm(forms.Form):
    """Why a part is taken back."""

    reason = ReasonField(label="কারণ", help_text="যাঁকে দেওয়া হয়েছিল, তিনি কারণটি দেখবেন।")
