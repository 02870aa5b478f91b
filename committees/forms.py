"""What a browser may send about an office's committees and who sits in them."""

from django import forms

from bangla.formfields import CountField, DateField, LineField, LinesField, SeveralField
from bangla.phrases import long_date
from committees.member_list import NearPosts
from committees.models import Committee, Membership
from offices.models import Office, Post, today
from papers.formfields import ParagraphsField


class CommitteeForm(forms.ModelForm):
    """A committee of an office. Which office is chosen once, of those whose committees one keeps."""

    quorum = CountField(
        label="কোরাম",
        required=False,
        min_value=1,
        max_value=500,
        help_text="কমপক্ষে যতজন সদস্য বা প্রতিনিধি থাকতে হবে; নিয়ম না থাকলে ফাঁকা রাখুন।",
    )
    notice_days = CountField(
        label="নোটিশের সময় (দিন)",
        required=False,
        min_value=1,
        max_value=90,
        help_text="সভার কমপক্ষে যত দিন আগে সদস্যদের নোটিশ দিতে হয়; নিয়ম না থাকলে ফাঁকা রাখুন।",
    )
    standing_agenda = LinesField(
        label="স্থায়ী আলোচ্যসূচি",
        required=False,
        most=60,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="প্রতি সভায় যে বিষয়গুলো থাকে, প্রতি লাইনে একটি; নতুন সভায় নিজে থেকে আসবে।",
    )
    opening = ParagraphsField(
        label="সূচনার স্থায়ী অনুচ্ছেদ",
        required=False,
        help_text="ছকের ওপরে ছাপা হয়; ফাঁকা লাইন দিলে নতুন অনুচ্ছেদ।",
    )
    closing = ParagraphsField(
        label="সমাপ্তির স্থায়ী অনুচ্ছেদ", required=False, help_text="ছকের নিচে, স্বাক্ষরের আগে ছাপা হয়।"
    )
    closed_on = DateField(
        label="বিলুপ্তির তারিখ",
        required=False,
        help_text="কমিটি আর না থাকলে তারিখ দিন; তার আগের সভা ও কাগজ থেকে যাবে।",
    )

    class Meta:
        model = Committee
        fields = [
            "office",
            "name",
            "cadence",
            "chair_label",
            "quorum",
            "notice_days",
            "standing_agenda",
            "opening",
            "closing",
            "closed_on",
        ]
        labels = {"name": "কমিটির নাম", "chair_label": "সভা যিনি পরিচালনা করেন, তাঁকে যা বলা হয়"}
        help_texts = {
            "name": "কাগজে যেমন ছাপা হবে, যেমন উপজেলা আইসিটি কমিটি",
            "chair_label": "কাগজে যেমন ছাপা হবে: সভাপতি, আহবায়ক …",
        }

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        field.empty_label = "কার্যালয় বেছে নিন"
        if len(offices) == 1:
            # Nothing to choose: whatever is sent, it is this one.
            field.initial = offices[0].pk
            self.initial["office"] = offices[0].pk
            field.disabled = True
            field.widget = forms.HiddenInput()
        if not self.instance.pk:
            del self.fields["closed_on"]


class SeatForm(forms.ModelForm):
    """In which roles a post sits in a committee, from when to when."""

    starts_on = DateField(label="যে তারিখ থেকে")
    ends_on = DateField(label="যে তারিখ পর্যন্ত", required=False, help_text="এখনো সদস্য থাকলে ফাঁকা রাখুন।")

    class Meta:
        model = Membership
        fields = ["role", "second_role", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second_role"].required = False
        self.fields["second_role"].choices = [("", "নেই"), *Membership.Role.choices]

    def clean(self):
        cleaned = super().clean()
        role, second = cleaned.get("role"), cleaned.get("second_role")
        if second and role == second:
            self.add_error("second_role", "দ্বিতীয় পদবি প্রথমটি থেকে ভিন্ন হবে।")
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "শেষ তারিখ শুরুর আগে হতে পারে না।")
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and self.instance.post_id:
            try:
                self.instance.refuse_overlap()
            except forms.ValidationError as error:
                self.add_error(None, error)


class AddMemberForm(SeatForm):
    """A member: a post that is there, or one made in place with the name of who holds it.

    `similar` are posts that the new one may be: they are offered before it is made.
    """

    post = forms.ModelChoiceField(
        Post.objects.none(), label="পদ", required=False, widget=forms.HiddenInput
    )
    title = forms.CharField(label="নতুন পদের নাম", required=False, max_length=160)
    holder = LineField(
        label="এখন যিনি আছেন",
        required=False,
        max_length=120,
        help_text="কাগজে যেমন ছাপা হবে; পদ শূন্য থাকলে ফাঁকা রাখুন।",
    )
    # Which of the similar posts it is; or the title with which it was said to be none of them.
    is_it = forms.ModelChoiceField(Post.objects.none(), required=False, widget=forms.HiddenInput)
    is_new = forms.CharField(required=False, max_length=160, widget=forms.HiddenInput)

    class Meta(SeatForm.Meta):
        fields = ["post", "title", "holder", "role", "second_role", "starts_on"]

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["ends_on"]
        self.instance.committee = committee
        self.initial.setdefault("starts_on", today())
        near = Office.objects.around(committee.office)
        for name in ("post", "is_it"):
            self.fields[name].queryset = Post.objects.filter(office__in=near)
        self.new_post, self.similar, self.is_taken = None, [], False

    def clean(self):
        cleaned = super().clean()
        if self.errors.keys() & {"post", "title", "holder", "is_it"}:
            return cleaned
        if cleaned.get("is_it"):
            cleaned["post"] = cleaned["is_it"]
            return cleaned
        post, title = cleaned.get("post"), cleaned.get("title")
        if post and (title or cleaned.get("holder")):
            self.add_error("title", "হয় তালিকার একটি পদ বেছে নিন, নয় নতুন পদ লিখুন; দুটি একসঙ্গে নয়।")
        elif not post and not title:
            self.add_error("title", "তালিকা থেকে পদ বেছে নিন, অথবা নতুন পদের নাম লিখুন।")
        elif not post:
            self._clean_new(title, cleaned.get("is_new"))
        return cleaned

    def _clean_new(self, title, is_new):
        near = NearPosts(self.instance.committee.office)
        self.is_taken = near.is_taken(title)
        if self.is_taken or is_new != title:
            self.similar = near.similar(title)
        self.new_post = Post(office=near.office, title=title)
        if self.similar:
            self.add_error("title", "এর কাছাকাছি পদ আছে। এটিই কি? নিচে দেখে বলুন।")
            return
        try:
            self.new_post.full_clean()
        except forms.ValidationError as error:
            self.add_error("title", error.messages)


class HolderForm(forms.Form):
    """Who holds a post of the office, for holders who do not sign in."""

    name = forms.CharField(label="নাম", max_length=120, help_text="কাগজে যেমন ছাপা হবে")
    since = DateField(
        label="যোগদান",
        help_text="নতুন কেউ এলে নাম ও যোগদানের তারিখ দুটোই বদলান; বানান ঠিক করতে শুধু নাম।",
    )

    def __init__(self, *args, present, **kwargs):
        kwargs["initial"] = {
            "name": present.name if present else "",
            "since": present.starts_on if present else today(),
        }
        super().__init__(*args, prefix="holder", **kwargs)
        self.present = present

    def clean_since(self):
        since = self.cleaned_data["since"]
        if self.present and since < self.present.starts_on:
            raise forms.ValidationError(
                f"{self.present.name} যোগ দিয়েছেন {long_date(self.present.starts_on)}; "
                "তার পরের তারিখ দিন।"
            )
        return since


class DatesForm(forms.Form):
    """One first or last day for many seats. `changed` are the seats it tells, changed and not saved."""

    seats = SeveralField(
        Membership.objects.none(),
        label="সদস্য",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "অন্তত একজন সদস্যে টিক দিন।"},
    )
    starts_on = DateField(label="যে তারিখ থেকে", required=False)
    ends_on = DateField(
        label="যে তারিখ পর্যন্ত", required=False, help_text="কমিটি পুনর্গঠিত হলে পুরোনো সদস্যদের শেষ দিন।"
    )
    with_holders = forms.BooleanField(
        label="যাঁদের নাম সদস্যপদের সঙ্গে একই তারিখে লেখা হয়েছিল, তাঁরাও পদে আছেন এই তারিখ থেকে",
        required=False,
        help_text="এতে আগের সভার উপস্থিতিতে পদের সঙ্গে নামও আসে।",
    )

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = (
            committee.memberships.not_over().select_related("post").order_by("order", "pk")
        )
        self.changed = []

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        days = {name: cleaned[name] for name in ("starts_on", "ends_on") if cleaned[name]}
        if not days:
            raise forms.ValidationError("শুরুর বা শেষের একটি তারিখ দিন।")
        posts, chosen = set(), list(cleaned["seats"])
        for seat in chosen:
            for name, day in days.items():
                setattr(seat, name, day)
            if seat.ends_on and seat.ends_on < seat.starts_on:
                self._refuse(seat, "শেষ তারিখ শুরুর আগে হতে পারে না।")
                continue
            try:
                seat.refuse_overlap()
            except forms.ValidationError as error:
                self._refuse(seat, *error.messages)
            if seat.post_id in posts:
                self._refuse(seat, "একই পদের দুটি সদস্যপদ একসঙ্গে বদলানো যায় না; একটির টিক তুলে দিন।")
            posts.add(seat.post_id)
        self.changed = chosen
        return cleaned

    def _refuse(self, seat, why):
        self.add_error("seats", f"{seat.post.title}: {why}")


class EndForm(forms.Form):
    on = DateField(label="শেষ দিন", help_text="এই দিন পর্যন্ত সদস্য ছিলেন বা থাকবেন।")

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, initial={"on": max(today(), seat.starts_on)}, **kwargs)
        self.seat = seat

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.seat.starts_on:
            raise forms.ValidationError(f"সদস্যপদ শুরু হয়েছে {long_date(self.seat.starts_on)}।")
        return on
