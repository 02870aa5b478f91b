"""Who may do what with a meeting. Reading follows from `Meeting.objects.visible_to`."""

from bangla.text import fold, words
from committees.rules import can_keep_committee
from documents.keys import KeyUnavailable, key_of
from meetings.models import TO_WRITE, State
from offices.models import Posting
from offices.rules import is_officer_of, offices_kept_by


def can_plan(user, office):
    """Plan a sitting of a committee of this office, or record an earlier one: whoever writes for it."""
    return can_keep_committee(user, office)


def plans_somewhere(user):
    """Whether there is any office this person writes for."""
    return offices_kept_by(user).exists()


def can_write(user, meeting):
    """Change the text: staff, and in a one-officer office the officer."""
    return meeting.is_to_be_written and can_keep_committee(user, meeting.office)


def can_submit(user, meeting):
    """Hand a draft to the officer: whoever writes for the office."""
    return meeting.state in TO_WRITE and can_keep_committee(user, meeting.office)


def can_approve(user, meeting):
    """Approve what others wrote; one's own entry only in a one-officer office."""
    return (
        meeting.state == State.SUBMITTED
        and is_officer_of(user, meeting.office)
        and (meeting.office.one_officer or user.pk not in meeting.authors)
    )


def can_send_back(user, meeting):
    """Return submitted or approved minutes to be mended: an officer of the office."""
    return meeting.state in (State.SUBMITTED, State.APPROVED) and is_officer_of(
        user, meeting.office
    )


def can_issue(user, meeting):
    """Issue approved minutes: an officer of the office."""
    return meeting.state == State.APPROVED and is_officer_of(user, meeting.office)


def can_publish(user, meeting):
    """Let everybody read issued minutes: an officer of the office."""
    return meeting.state == State.ISSUED and is_officer_of(user, meeting.office)


def can_unpublish(user, meeting):
    return meeting.state == State.PUBLISHED and is_officer_of(user, meeting.office)


def can_correct(user, meeting):
    """Begin a corrigendum of issued minutes: whoever writes for the office."""
    return meeting.state in (State.ISSUED, State.PUBLISHED) and can_keep_committee(
        user, meeting.office
    )


def can_add_scan(user, meeting):
    """File the scan of a hand-signed paper: whoever writes for the office, and its officers."""
    return meeting.paper_id is not None and (
        can_keep_committee(user, meeting.office) or is_officer_of(user, meeting.office)
    )


def can_sign(user, meeting, field, printed):
    """Sign an issued paper in one of its empty places: who is printed there, with a key."""
    if meeting.state not in (State.ISSUED, State.PUBLISHED) or not _has_key(user):
        return False
    if field.name in {said["field"] for said in meeting.paper.issued_file.signers}:
        return False
    return signs_as(user, meeting.office, printed) is not None


def signs_as(user, office, printed, *, on=None):
    """The posting under which this person is the one printed on a paper, today or on a day; or None.

    `printed` is {"name", "designation"} of the place to sign, None where there is none. Namesakes in
    one office are told apart by the post that is printed.
    """
    if printed is None:
        return None
    postings = Posting.objects.current(on).filter(post__office=office).select_related("post")
    named = [
        posting
        for posting in postings.order_by("post__seniority", "pk")
        if _same_name(posting.name, printed["name"])
    ]
    said = fold(" ".join(printed.get("designation") or []))
    of_the_post = [posting for posting in named if fold(posting.post.title) in said]
    has_namesakes = len({posting.user_id for posting in named}) > 1
    asked = of_the_post if has_namesakes else [*of_the_post, *named]
    return next((posting for posting in asked if posting.user_id == user.pk), None)


def who_signs(printed, *, is_issued=False):
    """Why nobody else signs digitally where this person is printed, or anybody where nobody is.

    As long as the paper `is_issued` not, it also says how somebody else comes to sign it.
    """
    if printed is None:
        return "কাগজে স্বাক্ষরকারীর নাম নেই, তাই ডিজিটাল স্বাক্ষরের জায়গাও নেই।"
    name = ", ".join([printed["name"], *(printed.get("designation") or [])[:1]])
    told = f"কাগজে স্বাক্ষরকারী হিসেবে {name} ছাপা আছে; ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি।"
    if is_issued:
        return told
    return f"{told} অন্য কেউ স্বাক্ষর করলে আগে কার্যবিবরণী ফেরত দিয়ে সভার তথ্যে স্বাক্ষরকারী বদলাতে হবে।"


def _same_name(one, other):
    """Whether two spellings name one person: মোঃ and মো., a name in brackets or not."""
    return _letters_of(one) == _letters_of(other) != []


def _letters_of(name):
    return [word.rstrip("ঃ") for word in words(fold(name))]


def _has_key(user):
    try:
        return key_of(user) is not None
    except KeyUnavailable:
        return False
