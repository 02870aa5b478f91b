"""Sittings that look through earlier decisions, and answers that came before or after their window."""

from datetime import datetime, timedelta

from django.utils import timezone

from followup.models import Answer
from meetings.models import Meeting, State
from meetings.planning import plan_meeting
from offices.models import today
from tests.followup.making import make_assignment, make_matter, make_sitting


def at(day, hour=11):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def in_days(count):
    return today() + timedelta(days=count)


def plan(committee, *, by, held_on=None):
    """The committee's next sitting, with nothing on its agenda yet."""
    held_on = held_on or in_days(10)
    fields = {"shape": committee.shape, "title": None}
    return plan_meeting(
        committee, by=by, held_on=held_on, confirms=None, topics=[], carried=[], **fields
    )


def answered(share, text, *, on, kind=Answer.Kind.PROGRESS, **fields):
    """An answer of a day, as the owner's door leaves it: the row and its step."""
    by = share.post.postings.first().user
    answer = Answer.objects.create(
        assignment=share, kind=kind, text=text, by=by, holder=by.name, at=at(on), **fields
    )
    share.change("answered", by=by, at=at(on), answer=answer, progress=fields.get("progress") or 0)
    return answer


def many(followed, count, text="{} নম্বর কাজটি নির্ধারিত সময়ের মধ্যে শেষ করে প্রতিবেদন দিতে হবে।"):
    """So many open decisions of one more earlier sitting of the committee, each of two upazilas."""
    cast = followed.cast
    words = [text.format(number) for number in range(1, count + 1)]
    sitting = make_sitting(
        followed.committee, by=cast.dc_staff, held_on=in_days(-40), decisions=words
    )
    matters = []
    for decision in sitting.items.get().decisions.select_related("meeting__committee__office"):
        matter = make_matter(decision, by=cast.dc_officer)
        for place, share in enumerate((followed.ours, followed.theirs)):
            printed = "উপজেলা নির্বাহী অফিসার (সকল)"
            make_assignment(matter, share.post, position=place, printed=printed)
        matters.append(matter)
    return matters


def issued(meeting, *, by, number="৯৯"):
    """The sitting's minutes as they stand once they are out; what that sets going is not done here."""
    from tests.factories import make_paper

    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(
        state=State.ISSUED, paper=make_paper(number=number, issued_on=today()), approved_by=by,
        approved_at=now, approved_digest="0" * 64, issued_by=by, issued_at=now,
    )  # fmt: skip
    return Meeting.objects.select_related("committee__office", "paper").get(pk=meeting.pk)
