"""The ladder of evidence of a copy: what is proved of its way to the recipient, and what is not.

Nothing here is written down a second time: what a mail server answered stands in the outbox, who sent
in the sending, all else in the evidence. No step is taken for a higher one: a mail that a server took
has been read by nobody, and nothing here asks whether it was opened (docs/decisions/0021-evidence.md).
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from accounts import post
from accounts.models import Mail
from despatch.models import Evidence, Sending
from distribution.models import Way

Step = Evidence.Step

# From the lowest to the highest. A copy that came back is below one that still waits.
STEPS = [
    Step.REFUSED,
    Step.QUEUED,
    Step.RELAYED,
    Step.DELIVERED,
    Step.FETCHED,
    Step.ACKNOWLEDGED,
    Step.SIGNED,
]
# What shows that a recipient, and not only a machine of theirs, has the copy.
ANSWERED = {Step.ACKNOWLEDGED, Step.SIGNED}


class Words(NamedTuple):
    """What a step is called, what it proves, and what it does not."""

    name: str
    proves: str
    leaves_open: str = ""


WORDS = {
    Step.QUEUED: Words(
        "পাঠানোর সারিতে",
        "কপিটি পাঠানোর সারিতে রাখা হয়েছে।",
        "তখনো এই পোর্টাল থেকে বের হয়নি।",
    ),
    Step.RELAYED: Words(
        "আমাদের মেইল সার্ভার নিয়েছে",
        "আমাদের মেইল সার্ভার মেইলটি প্রাপকের কাছে পৌঁছানোর ভার নিয়েছে; তার উত্তর হুবহু রাখা আছে।",
        "প্রাপকের মেইল সার্ভারকে তখনো জিজ্ঞাসা করা হয়নি; মেইল পরেও ফেরত আসতে পারে।",
    ),
    Step.DELIVERED: Words(
        "প্রাপকের মেইল সার্ভার নিয়েছে",
        "প্রাপকের মেইল সার্ভার মেইলটি গ্রহণ করেছে; তার উত্তর হুবহু রাখা আছে।",
        "কেউ মেইলটি দেখেছেন বা পড়েছেন, এতে তার প্রমাণ নেই।",
    ),
    Step.REFUSED: Words(
        "ফেরত এসেছে",
        "মেইলটি পৌঁছানো যায়নি; মেইল সার্ভার যা বলেছে তা হুবহু রাখা আছে।",
        "প্রাপক অন্য কোনো পথে পেয়েছেন কি না, এতে তা জানা যায় না।",
    ),
    Step.FETCHED: Words(
        "পোর্টালে খোলা হয়েছে",
        "যাঁর কাছে কপির লিংক বা কার্যালয়ের হিসাব আছে, তিনি এই ফাইলটিই নিয়েছেন।",
        "লিংকটি অন্যের হাতে গিয়ে থাকতে পারে; পড়া হয়েছে কি না, এতে তার প্রমাণ নেই।",
    ),
    Step.ACKNOWLEDGED: Words(
        "প্রাপ্তি স্বীকার করা হয়েছে",
        "কপির পাতায় নাম ও পদবি লিখে প্রাপ্তি স্বীকার করা হয়েছে।",
        "নাম ও পদবি যিনি লিখেছেন, তাঁর নিজের কথা।",
    ),
    Step.SIGNED: Words(
        "কাগজে স্বাক্ষর করে নেওয়া হয়েছে",
        "কাগজের কপি স্বাক্ষর করে নেওয়া হয়েছে; কে ও কবে, তা এই কার্যালয় লিখেছে।",
        "স্ক্যান সঙ্গে না থাকলে স্বাক্ষরটি পিয়ন বই বা প্রাপ্তি রসিদে দেখতে হবে।",
    ),
}
# Where the same step is another thing than with a mail.
BY_WAY = {
    (Way.PORTAL, Step.DELIVERED): Words(
        "প্রাপকের ইনবক্সে",
        "কপিটি পোর্টালে প্রাপক কার্যালয়ের ইনবক্সে রাখা হয়েছে।",
        "কেউ খুলেছেন কি না, এতে তার প্রমাণ নেই।",
    ),
    (Way.HAND, Step.QUEUED): Words(
        "হাতে পাঠানোর জন্য",
        "কপিটি হাতে হাতে পাঠানোর জন্য রাখা হয়েছে।",
        "কার্যালয় থেকে বের হয়েছে কি না, এতে তার প্রমাণ নেই।",
    ),
    (Way.POST, Step.QUEUED): Words(
        "ডাকে পাঠানোর জন্য",
        "কপিটি ডাকে পাঠানোর জন্য রাখা হয়েছে।",
        "ডাকঘরে দেওয়া হয়েছে কি না, এতে তার প্রমাণ নেই।",
    ),
    (Way.HAND, Step.RELAYED): Words(
        "বাহকের হাতে",
        "কপিটি বাহকের হাতে দেওয়া হয়েছে বলে এই কার্যালয় লিখেছে।",
        "প্রাপক পেয়েছেন কি না, এতে তার প্রমাণ নেই।",
    ),
    (Way.POST, Step.RELAYED): Words(
        "ডাকঘরে দেওয়া হয়েছে",
        "কপিটি ডাকঘরে দেওয়া হয়েছে বলে এই কার্যালয় লিখেছে।",
        "প্রাপক পেয়েছেন কি না, এতে তার প্রমাণ নেই।",
    ),
    (Way.HAND, Step.REFUSED): Words(
        "নেওয়া হয়নি",
        "প্রাপক কপিটি নেননি, অথবা তাঁকে পাওয়া যায়নি বলে এই কার্যালয় লিখেছে।",
    ),
    (Way.POST, Step.REFUSED): Words("ডাক ফেরত এসেছে", "ডাক ফেরত এসেছে বলে এই কার্যালয় লিখেছে।"),
}
# By the door a recipient came through, where that proves more or less than the link of the copy.
PORTAL, ADDRESS_BOOK = "portal", "address_book"
BY_DOOR = {
    (PORTAL, Step.FETCHED): Words(
        "পোর্টালে খোলা হয়েছে",
        "প্রাপক কার্যালয়ের এই কর্মী নিজের হিসাবে প্রবেশ করে এই ফাইলটিই খুলেছেন।",
        "পড়া হয়েছে কি না, এতে তার প্রমাণ নেই।",
    ),
    (PORTAL, Step.ACKNOWLEDGED): Words(
        "প্রাপ্তি স্বীকার করা হয়েছে",
        "প্রাপক কার্যালয়ের এই কর্মী নিজের হিসাবে প্রবেশ করে প্রাপ্তি স্বীকার করেছেন।",
    ),
    (ADDRESS_BOOK, Step.ACKNOWLEDGED): Words(
        "প্রাপ্তি স্বীকার করা হয়েছে",
        "যাঁর একার ডাকবাক্সে লিংকটি গেছে, তাঁর কপির পাতায় প্রাপ্তি স্বীকারের বোতাম চাপা হয়েছে।",
        "নামটি ঠিকানা বইয়ের; লিংকটি অন্যের হাতে গিয়ে থাকতে পারে।",
    ),
}
# Two steps that are told in other words than others of their kind.
DELAYED = Words(
    "পৌঁছাতে দেরি হচ্ছে",
    "পথের মেইল সার্ভার জানিয়েছে যে মেইলটি এখনো তার কাছে আছে এবং সে আবার চেষ্টা করবে।",
    "প্রাপকের মেইল সার্ভার এখনো নেয়নি।",
)
UNANSWERED = Words(
    "সার্ভারের উত্তর আসেনি",
    "মেইলটি দুবার দেওয়া হয়েছে, কিন্তু মেইল সার্ভারের উত্তর আসেনি।",
    "পৌঁছেছে কি না, তা জানা যায়নি; আর নিজে থেকে পাঠানো হবে না।",
)
NOT_SENT = Words(
    "পাঠানো যায়নি",
    "মেইলটি এই পোর্টাল থেকে বের হতে পারেনি; কারণ পাশে লেখা আছে।",
)


class Rung(NamedTuple):
    """One thing that is proved of a copy."""

    step: Step
    at: datetime
    evidence: dict
    proves: str
    sending: Sending | None
    leaves_open: str = ""
    name: str = ""
    # Of the Evidence that is its own row.
    pk: int | None = None


def ladder_of(copy):
    """[Rung] of a copy in the order of time. What was taken back before it left is no step."""
    prefetch_ladders([copy])
    rungs = [rung for sending in copy.sendings.all() for rung in _of_sending(sending)]
    rungs += [_of_evidence(each) for each in copy.evidence.all()]
    return sorted(rungs, key=lambda rung: (rung.at, STEPS.index(rung.step)))


def step_of(copies):
    """{primary key of the copy: its highest step, None for one that was never sent}."""
    copies = list(copies)
    prefetch_ladders(copies)
    return {copy.pk: highest(ladder_of(copy)) for copy in copies}


def highest(ladder):
    """The highest step of a ladder that still stands, or None for an empty one.

    What came back takes away what was said of the same sending before, but never what the recipient
    did themselves.
    """
    stands, by_sending = [], {}
    for rung in ladder:
        if rung.step in (Step.FETCHED, *ANSWERED):
            stands.append(rung.step)
        else:
            by_sending.setdefault(rung.sending and rung.sending.pk, []).append(rung.step)
    for steps in by_sending.values():
        if Step.REFUSED in steps:
            last = len(steps) - 1 - steps[::-1].index(Step.REFUSED)
            # A later word that it did arrive counts again.
            steps = [Step.REFUSED, *(s for s in steps[last:] if s == Step.DELIVERED)]
        stands += steps
    return max(stands, key=STEPS.index, default=None)


def prefetch_ladders(copies):
    """Read what the ladders of these copies are made of, in a fixed number of queries."""
    prefetch_related_objects(
        copies,
        Prefetch("sendings", Sending.objects.select_related("mail", "sent_by")),
        Prefetch("evidence", Evidence.objects.select_related("by", "sending")),
    )


def is_held(sending, now=None):
    """Whether it can still be taken back: it has not left yet."""
    if sending.taken_back_at or sending.leaves_at is None:
        return False
    if sending.leaves_at <= (now or timezone.now()):
        return False
    return sending.mail is None or sending.mail.state == Mail.State.WAITING


def _of_sending(sending):
    if sending.taken_back_at:
        return
    told = {"to": sending.address} if sending.address else {}
    yield _rung(Step.QUEUED, sending.sent_at, told, sending)
    if sending.way == Way.PORTAL and not is_held(sending):
        yield _rung(Step.DELIVERED, sending.leaves_at or sending.sent_at, {}, sending)
    if sending.mail:
        yield from _of_mail(sending.mail, sending)


def _of_mail(mail, sending):
    if mail.state == Mail.State.SENT:
        told = {"line": mail.answer, "message_id": mail.message_id}
        yield _rung(Step.RELAYED, mail.sent_at, told, sending)
    elif mail.state == Mail.State.FAILED:
        told = {"line": mail.last_error, "message_id": mail.message_id}
        if mail.last_error == post.UNANSWERED:
            # It may have arrived: nobody has refused it.
            yield _rung(Step.QUEUED, mail.failed_at, told, sending, UNANSWERED)
        elif mail.last_error.startswith(post.OUR_OWN):
            yield _rung(Step.REFUSED, mail.failed_at, told, sending, NOT_SENT)
        else:
            yield _rung(Step.REFUSED, mail.failed_at, told, sending)


def _of_evidence(evidence):
    told = dict(evidence.told)
    door = ADDRESS_BOOK if told.get("by_address_book") else told.get("way")
    words = DELAYED if told.get("delayed") else BY_DOOR.get((door, evidence.step))
    if evidence.by:
        told.setdefault("by", evidence.by.name)
    rung = _rung(Step(evidence.step), evidence.at, told, evidence.sending, words)
    return rung._replace(pk=evidence.pk)


def _rung(step, at, told, sending, words=None):
    words = words or BY_WAY.get((sending and sending.way, step)) or WORDS[step]
    return Rung(step, at, told, words.proves, sending, words.leaves_open, words.name)
