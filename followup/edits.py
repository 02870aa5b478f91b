"""What somebody changes of one share in the list, in many marked ones, or in a spreadsheet.

All three ask the acts of followup.actions, one share at a time: each has its rule, its history, its notices.
"""

from dataclasses import dataclass, fields, replace
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from bangla.digits import to_bengali
from bangla.text import fold
from distribution.forms import PostChoices
from followup import actions, planning, rules
from followup.models import UNCHASED, Answer, Assignment, Matter
from offices.models import Post

State = Assignment.State

VERIFY, SEND_BACK, REFUSE_TIME, REFUSE_NOT_MINE = (
    "verify", "send_back", "refuse_time", "refuse_not_mine",
)  # fmt: skip
# So begins the name of an owner who has no account here.
OUTSIDE = "বাইরের:"

CHANGED = "আরেকজন এর মধ্যে সারিটি বদলেছেন; এখনকার লেখা দেখে আবার দিন।"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to become of one share; what is empty stays as it is."""

    due_on: date | None = None
    post: Post | None = None
    outsider: str = ""
    kind: str = ""
    roll_up: str = ""
    act: str = ""
    reason: str = ""
    # What its owner answers.
    progress: int | None = None
    text: str = ""
    done_on: date | None = None
    token: object = None

    @property
    def is_empty(self):
        """Whether it asks for nothing: a reason alone does not."""
        empty = Edit(reason=self.reason, token=self.token)
        return all(getattr(self, each.name) == getattr(empty, each.name) for each in fields(self))

    @property
    def answers(self):
        return self.progress is not None or bool(self.text) or self.done_on is not None

    @property
    def tends(self):
        return bool(self.due_on or self.owner_is_told or self.kind or self.roll_up or self.act)

    @property
    def owner_is_told(self):
        return self.post is not None or bool(self.outsider)


def left_of(edit, share, *, turn=None):
    """What of an edit does not stand already: the same one made twice leaves nothing.

    `turn` is how often the share had been sent back when the edit was written.
    """
    return replace(
        edit,
        due_on=None if edit.due_on == share.due_on else edit.due_on,
        post=None if edit.post and edit.post.pk == share.post_id else edit.post,
        outsider="" if share.post_id is None and edit.outsider == share.outsider else edit.outsider,
        kind="" if edit.kind == share.matter.kind else edit.kind,
        roll_up="" if edit.roll_up == share.matter.roll_up else edit.roll_up,
        act="" if _is_done(edit.act, share, turn) else edit.act,
    )


def _is_done(act, share, turn):
    if act == VERIFY:
        return share.state == State.VERIFIED
    if act == SEND_BACK:
        return turn is not None and share.turn > turn
    return False


def goes_on_as(share):
    """The share that one which was given to somebody else goes on as; itself, where it was not."""
    while share.state == State.REASSIGNED:
        after = Assignment.objects.filter(
            matter=share.matter_id, parent=share.parent_id, charge=share.charge_id,
            position=share.position, pk__gt=share.pk,
        )  # fmt: skip
        following = after.select_related("matter", "parent").order_by("pk").first()
        if following is None:
            break
        share = following
    return share


@transaction.atomic
def make(edit, share, *, by):
    """Do all that an edit asks of a share, or nothing of it. Returns the Assignment that goes on.

    Raises what the acts raise: PermissionDenied with its rule, WrongState, ValidationError.
    """
    if edit.kind or edit.roll_up:
        settle_kind(share.matter, by=by, kind=edit.kind, roll_up=edit.roll_up)
    if edit.due_on:
        share = actions.set_due(share, by=by, due_on=edit.due_on, reason=edit.reason)
    if edit.act:
        share = _ACTS[edit.act](share, by=by, reason=edit.reason)
    if edit.owner_is_told:
        share = actions.settle_owner(
            share, by=by, post=edit.post, outsider=edit.outsider, reason=edit.reason
        )
    if edit.answers:
        _answer(edit, share, by=by)
    return share


_ACTS = {
    VERIFY: lambda share, *, by, reason: actions.verify(share, by=by),
    SEND_BACK: actions.send_back,
    REFUSE_TIME: actions.refuse_extension,
    REFUSE_NOT_MINE: actions.refuse_not_mine,
}


def _answer(edit, share, *, by):
    """A day on which it was done, or a hundred, claims; anything else is progress."""
    if edit.done_on or edit.progress == 100:
        actions.answer(
            share, by=by, kind=Answer.Kind.CLAIM, text=edit.text, token=edit.token,
            done_on=edit.done_on or timezone.localdate(),
        )  # fmt: skip
    else:
        progress = share.progress if edit.progress is None else edit.progress
        actions.answer(
            share, by=by, kind=Answer.Kind.PROGRESS, text=edit.text, progress=progress,
            token=edit.token,
        )  # fmt: skip


@transaction.atomic
def settle_kind(matter, *, by, kind="", roll_up=""):
    """Say of what kind a decision is, and how its shares add up; what is empty stays.

    Where its owners begin or cease to be chased by it, it is the act of the page of its meeting, which
    locks the meeting before its decisions.
    """
    allow(rules.can_settle(by, matter), rules.WHO_TENDS)
    seen = Matter.objects.select_related("decision__item__meeting").get(pk=matter.pk)
    kind, roll_up = kind or seen.kind, roll_up or seen.roll_up
    if (kind, roll_up) == (seen.kind, seen.roll_up):
        return
    if (kind in UNCHASED) != (seen.kind in UNCHASED) and seen.decision:
        told = planning.Told(version=seen.version, kind=kind, roll_up=roll_up)
        try:
            planning.settle(seen.decision.item.meeting, {seen.decision_id: told}, by=by)
        except planning.Conflict:
            raise WrongState(CHANGED) from None
        return
    now = Matter.objects.select_for_update().get(pk=matter.pk)
    if now.version != seen.version:
        raise WrongState(CHANGED)
    now.change("settled", by=by, kind=kind, roll_up=roll_up, is_kind_settled=True)


def reason_of(error):
    """The Bengali sentence of what an act refused."""
    if isinstance(error, ValidationError):
        return " ".join(map(str, error.messages))
    return str(error) or "এই কাজের অনুমতি আপনার নেই।"


REFUSED = (PermissionDenied, ValidationError)


class Owners:
    """Whom a typed name means, of those an office can charge; read once for many names."""

    def __init__(self):
        self._choices = {}

    def meant(self, text, office):
        """{"post": …} or {"outsider": …}. Raises ValueError, with a Bengali sentence, where it is neither.

        A post is told by its title and office, or by its title alone where no other is called so; who
        has no account stands behind “বাইরের:”.
        """
        text = " ".join(text.split())
        if text.startswith(OUTSIDE):
            outsider = text.removeprefix(OUTSIDE).strip()
            if not outsider:
                raise ValueError(f"“{OUTSIDE}” লেখার পরে কার কাজ, লিখুন।")
            return {"outsider": outsider}
        by_label, by_title = self._of(office)
        post = by_label.get(fold(text))
        named = [post] if post else by_title.get(fold(text), [])
        if len(named) == 1:
            return {"post": named[0]}
        if named:
            some = "; ".join(str(post) for post in named[:4])
            raise ValueError(
                f"“{text}” নামে {to_bengali(len(named))}টি পদ আছে; কার্যালয়সহ লিখুন, যেমন {some}।"
            )
        raise ValueError(
            f"“{text}” নামে কোনো পদ নেই; পদ ও কার্যালয় লিখুন, বা পোর্টালের বাইরের হলে আগে “{OUTSIDE}” লিখুন।"
        )

    def _of(self, office):
        if office.pk not in self._choices:
            by_label, by_title = {}, {}
            for post in PostChoices(office).posts:
                by_label[fold(str(post))] = post
                by_title.setdefault(fold(post.title), []).append(post)
            self._choices[office.pk] = by_label, by_title
        return self._choices[office.pk]


def make_each(edit_of, marked, *, by):
    """Make the edit that `edit_of(share, owners)` gives for each of `marked`, {primary key: version}.

    Each in a transaction of its own. Returns (how many stand as asked, [(share, why not)] of the others).
    """
    shares = Assignment.objects.visible_to(by).with_decision().in_bulk(list(marked))
    owners, done, refused = Owners(), 0, []
    for pk, version in marked.items():
        share = shares.get(pk)
        if share is None:
            refused.append((None, "একটি সারি এখন আর তালিকায় নেই।"))
            continue
        try:
            edit = edit_of(share, owners)
            left = left_of(edit, goes_on_as(share))
            if not left.is_empty:
                if share.version != version:
                    raise WrongState(CHANGED)
                make(left, share, by=by)
        except (*REFUSED, ValueError) as error:
            refused.append((share, reason_of(error)))
        else:
            done += 1
    return done, refused
