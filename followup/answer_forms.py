"""What an owner sends about a share, and what the section sends about an answer."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from bangla.formfields import CountField, DateField, LineField, ReasonField, SaidField
from distribution.forms import PostChoices
from distribution.lines import in_one_line, recipient_key
from distribution.models import Addressee
from followup import evidence, indicators
from followup.actions import MOST_PROOFS
from followup.models import STEPS, Answer, Assignment
from meetings.attached import UploadField
from offices.models import today

Say = Answer.Kind
# As much as the answers of a hundred parts.
LONGEST_ANSWER = 20_000
STEP_NAMES = {
    0: "০%: শুরু হয়নি",
    25: "২৫%: শুরু হয়েছে",
    50: "৫০%: অর্ধেক",
    90: "৯০%: প্রায় শেষ",
    100: "১০০%: সবটুকু",
}


class ProofsField(UploadField):
    """Several files, each a PDF, a picture or a Word file, as `actions.answer` takes them: pictures of
    what was done stay pictures."""

    told = ""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data]
        return [evidence.proof_of(super(ProofsField, self).clean(each)) for each in files if each]


class AnswerForm(forms.Form):
    """One answer. `told` is what `actions.answer` takes of it; `kept` are files held since the first press."""

    kind = None
    text = SaidField(label="বিবরণ", required=False, max_length=LONGEST_ANSWER)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, share, office=None, **kwargs):
        self.share, self.office, self.kept = share, office, []
        initial = {"token": uuid.uuid4()} | self.first_values(share) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.order_fields([*self.order, "text", "proofs"])

    order = ()

    @staticmethod
    def first_values(share):
        return {}

    @property
    def told(self):
        told = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        told["proofs"] = [*evidence.held(self._notes(), share=self.share), *told.get("proofs", ())]
        return told | {"kind": self.kind}

    def _notes(self):
        return self.data.getlist("held") if self.is_bound else []

    def hold_files(self):
        """Keep what was chosen: the page that comes back carries it on."""
        sent = evidence.held(self._notes(), share=self.share)
        chosen = getattr(self, "cleaned_data", {}).get("proofs", [])
        self.kept = evidence.hold([*sent, *chosen][:MOST_PROOFS], share=self.share)

    def refuse(self, refused):
        """Say what an act found wrong, beside its field."""
        for field, messages in getattr(refused, "message_dict", {None: refused.messages}).items():
            for message in messages:
                self.add_error(field if field in self.fields else None, message)


class WithProofs(AnswerForm):
    proofs = ProofsField(label="প্রমাণক", help_text="PDF, ছবি (JPEG, PNG) বা Word; একাধিক ফাইল দেওয়া যায়।")


class ProgressForm(WithProofs):
    kind = Say.PROGRESS
    order = ("progress",)
    progress = forms.TypedChoiceField(
        label="কতটুকু হয়েছে",
        coerce=int,
        choices=[(step, STEP_NAMES[step]) for step in STEPS],
        widget=forms.RadioSelect,
        error_messages={"required": "পাঁচটির একটি বেছে নিন।"},
    )
    text = SaidField(
        label="কী হয়েছে",
        max_length=LONGEST_ANSWER,
        help_text="এক-দুই বাক্যে: কী, কোথায়, কতটি।",
        error_messages={"required": "কী হয়েছে, এক বাক্যে লিখুন।"},
    )

    def __init__(self, *args, share, **kwargs):
        super().__init__(*args, share=share, **kwargs)
        if indicators.of_assignment(share):
            self.fields["progress"] = CountField(
                label="কতটুকু হয়েছে (%)",
                max_value=100,
                help_text="সূচকের কাজ: লক্ষ্যমাত্রার কত শতাংশ, ০ থেকে ১০০।",
            )

    @staticmethod
    def first_values(share):
        return {"progress": share.progress if share.state != Assignment.State.CLAIMED else 100}


class ClaimForm(WithProofs):
    kind = Say.CLAIM
    order = ("done_on",)
    done_on = DateField(label="কবে সম্পন্ন হয়েছে")
    text = SaidField(
        label="কী করা হয়েছে",
        required=False,
        max_length=LONGEST_ANSWER,
        help_text="এক-দুই বাক্যে: কী, কোথায়, কতটি। প্রতিবেদনে এই কথাই যাবে।",
    )

    @staticmethod
    def first_values(share):
        return {"done_on": today()}


class BlockedForm(WithProofs):
    kind = Say.BLOCKED
    order = ("party",)
    party = LineField(
        label="কার জন্য আটকে আছে",
        max_length=300,
        help_text="পদ বা কার্যালয়। আপনার শেষ তারিখ এতে থামে না; দরকার হলে সময়ও চান।",
        error_messages={"required": "কার জন্য আটকে আছে, তাঁর পদ বা কার্যালয় লিখুন।"},
    )


class WaitingForm(BlockedForm):
    kind = Say.WAITING
    party = LineField(
        label="কার অপেক্ষায়",
        max_length=300,
        help_text="পদ বা কার্যালয়। আপনার শেষ তারিখ এতে থামে না; দরকার হলে সময়ও চান।",
        error_messages={"required": "কার অপেক্ষায় আছেন, তাঁর পদ বা কার্যালয় লিখুন।"},
    )


class NotMineForm(AnswerForm):
    kind = Say.NOT_MINE
    order = ("proposed",)
    proposed = LineField(
        label="কাজটি কার",
        max_length=300,
        help_text="পদ ও কার্যালয়; জানা না থাকলে সেটাই লিখুন। শাখা এক কর্মদিবসে ঠিক করবে।",
        error_messages={"required": "কাজটি কার বলে মনে করেন, লিখুন।"},
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )

    @property
    def posts(self):
        """What the list under the field offers; nothing to who has no account."""
        return PostChoices(self.office) if self.office else None

    @property
    def told(self):
        told = super().told
        post = self.posts and self.posts.named(told["proposed"])
        return told | ({"proposed_post": post, "proposed": ""} if post else {})


class ExtensionForm(WithProofs):
    kind = Say.EXTENSION
    order = ("wanted_due",)
    wanted_due = DateField(label="কত তারিখ পর্যন্ত সময় চান")
    text = SaidField(
        label="কেন",
        max_length=LONGEST_ANSWER,
        error_messages={"required": "কেন সময় লাগবে, লিখুন।"},
    )


class DisagreesForm(WithProofs):
    kind = Say.DISAGREES
    text = SaidField(
        label="কেন একমত নন",
        max_length=LONGEST_ANSWER,
        help_text="শাখা দেখবে; কাজটি ততদিন আপনারই থাকবে।",
        error_messages={"required": "কেন একমত নন, লিখুন।"},
    )


# The answers in the order of their buttons, and what a button says.
FORMS = {
    each.kind: each
    for each in (
        ProgressForm, ClaimForm, BlockedForm, WaitingForm, NotMineForm, ExtensionForm, DisagreesForm,
    )
}  # fmt: skip
BUTTONS = {
    Say.PROGRESS: "অগ্রগতি",
    Say.CLAIM: "সম্পন্ন",
    Say.BLOCKED: "বাধা আছে",
    Say.WAITING: "অন্যের অপেক্ষায়",
    Say.NOT_MINE: "আমাদের কাজ নয়",
    Say.EXTENSION: "সময় চাই",
    Say.DISAGREES: "একমত নই",
}


def open_answers(share):
    """The answers a share takes as it stands now: {kind: what its button says}."""
    if share.state == Assignment.State.OPEN:
        return BUTTONS
    if share.state in Assignment.UNFINISHED:
        return {kind: BUTTONS[kind] for kind in (Say.PROGRESS, Say.CLAIM)}
    return {}


class TendForm(forms.Form):
    """What the section says about a share; `act` names the function of followup.actions, `name` and `verb`
    are what its heading and its button say."""

    act = name = verb = None
    # Whether it lies open on the page: somebody waits for it.
    opens = False

    def __init__(self, *args, share, **kwargs):
        self.share = share
        initial = self.first_values(share) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, prefix=self.act, **kwargs)

    @staticmethod
    def first_values(share):
        return {}

    @property
    def told(self):
        return self.cleaned_data

    refuse = AnswerForm.refuse


class VerifyForm(TendForm):
    act = "verify"


class SendBackForm(TendForm):
    act = "send_back"
    name, verb = "দাবি ফেরত দিন", "ফেরত দিন"
    reason = ReasonField(label="কেন ফেরত", error_messages={"required": "কেন ফেরত দিচ্ছেন, লিখুন।"})


class RefuseExtensionForm(TendForm):
    act = "refuse_extension"
    name, verb = "সময় দেওয়া যায় না", "কারণ জানান"
    reason = ReasonField(label="কেন সময় দেওয়া যায় না", error_messages={"required": "কারণ লিখুন।"})


class RefuseNotMineForm(TendForm):
    act = "refuse_not_mine"
    name, verb = "কাজটি তাঁদেরই", "কারণ জানান"
    reason = ReasonField(label="কেন তাঁদেরই কাজ", error_messages={"required": "কারণ লিখুন।"})


class AnswerDisagreementForm(TendForm):
    act = "answer_disagreement"
    name, verb = "দ্বিমতের উত্তর দিন", "উত্তর দিন"
    opens = True
    reason = ReasonField(label="শাখার উত্তর", error_messages={"required": "উত্তর লিখুন।"})


class DueForm(TendForm):
    act = "set_due"
    name, verb = "শেষ তারিখ বদলান", "তারিখ ঠিক করুন"
    due_on = DateField(label="নতুন শেষ তারিখ")
    reason = ReasonField(
        label="কারণ", required=False, help_text="অনুমিত তারিখের জায়গায় প্রথম তারিখ দিলে লাগে না।"
    )

    def __init__(self, *args, share, **kwargs):
        super().__init__(*args, share=share, **kwargs)
        if share.wanted_due:
            self.name, self.verb, self.opens = "সময় দিন", "সময় দেওয়া হলো", True

    @staticmethod
    def first_values(share):
        if share.wanted_due is None:
            return {"due_on": share.due_on}
        asked = share.answers.filter(kind=Say.EXTENSION).order_by("-at", "-pk").first()
        reason = " ".join(asked.text.split()) if asked else ""
        return {"due_on": share.wanted_due, "reason": reason[:1000]}


class OwnerForm(TendForm):
    act = "settle_owner"
    name, verb = "অন্যকে দিন", "ঠিক করুন"
    post = LineField(
        label="পোর্টালের পদ",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "posts", "autocomplete": "off"}),
    )
    outsider = LineField(
        label="অথবা পোর্টালের বাইরের কেউ",
        required=False,
        max_length=300,
        help_text="ঠিকানা বইয়ে থাকলে তাগিদ ই-মেইলে যাবে।",
        widget=forms.TextInput(attrs={"list": "outsiders", "autocomplete": "off"}),
    )
    reason = ReasonField(label="কারণ", required=False)

    def __init__(self, *args, share, **kwargs):
        super().__init__(*args, share=share, **kwargs)
        self.posts = PostChoices(share.asking_office)
        self.fields["reason"].required = share.state == Assignment.State.OPEN
        if share.state == Assignment.State.SETTLE:
            self.name, self.opens = "কার কাজ, ঠিক করুন", True

    @staticmethod
    def first_values(share):
        if share.state != Assignment.State.SETTLE:
            return {}
        asked = share.answers.filter(kind=Say.NOT_MINE).order_by("-at", "-pk").first()
        if not asked:
            return {}
        if asked.proposed_post:
            return {"post": str(asked.proposed_post)}
        return {"outsider": asked.proposed} if not share.post_id else {}

    @property
    def outsiders(self):
        """The lines of the office's address book that no post stands behind."""
        return Addressee.objects.in_use().filter(office=self.share.asking_office, post=None)

    @property
    def outsider_lines(self):
        return [in_one_line(each.line) for each in self.outsiders]

    def clean_post(self):
        label = self.cleaned_data["post"]
        if not label:
            return None
        if post := self.posts.named(label):
            return post
        raise ValidationError("এই নামে কোনো পদ পোর্টালে নেই; তালিকা থেকে বেছে নিন, অথবা নিচের ঘরে লিখুন।")

    @property
    def told(self):
        told = dict(self.cleaned_data)
        if told["outsider"]:
            told["addressee"] = self.outsiders.filter(key=recipient_key(told["outsider"])).first()
        return told


def tend_forms(share, *, may_verify):
    """The forms of what the section may do with a share as it stands: [TendForm class]."""
    if share.state == Assignment.State.CLAIMED:
        return [VerifyForm, SendBackForm] if may_verify else [SendBackForm]
    if share.state == Assignment.State.SETTLE:
        return [OwnerForm, RefuseNotMineForm] if share.post_id or share.outsider else [OwnerForm]
    if share.state != Assignment.State.OPEN:
        return []
    asked = [RefuseExtensionForm] if share.wanted_due else []
    asked += [AnswerDisagreementForm] if share.disagreed_on else []
    return [DueForm, *asked, OwnerForm]
