"""The steps of a share, in words."""

from django.db.models import Prefetch

from followup import echoes
from followup.models import Answer
from followup.said import SAID

# What an act of followup.actions leaves behind as its last step.
LEAVES = {
    "verify": {"verified", "next period"},
    "send_back": {"sent back"},
    "set_due": {"dated", "extended", "brought forward"},
    "refuse_extension": {"extension refused"},
    "refuse_not_mine": {"not mine refused"},
    "answer_disagreement": {"disagreement answered"},
    "settle_owner": {"settled", "reassigned"},
}

# Steps that are about the date.
DATED = {"opened", "next period", *LEAVES["set_due"]}


def steps_of(share):
    """The steps of a share, the latest first, each with its answer and proofs, in `said` what was done, in
    `lacks` what was pointed out. [Step]."""
    answers = Answer.objects.select_related("proposed_post__office").prefetch_related("proofs")
    steps = share.steps.select_related("by").prefetch_related(Prefetch("answer", answers))
    told = list(steps.order_by("-at", "-pk"))
    for step in told:
        step.said = SAID.get(f"assignment {step.what}", step.what)
        step.tells_due = step.due_on and step.what in DATED
        said = step.answer
        step.lacks = [echoes.WARNINGS[code] for code in said.warnings] if said else []
    return told


def did_last(user, share, act):
    """Whether the last thing that was done with a share is this act of this person: pressed twice."""
    last = share.steps.order_by("at", "pk").last()
    if last is None or last.by_id != user.pk or last.what not in LEAVES[act]:
        return False
    # A date or an owner may be changed twice on purpose: only what the state refuses is a second press.
    return act not in ("set_due", "settle_owner") or last.what == "reassigned"
