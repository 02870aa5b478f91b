from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.reporting import Help, Part, Report, Target
from bangla.phrases import long_date
from committees.models import Committee
from meetings.models import PLANS, PUBLISHED, Attendance, Meeting, State
from offices.models import today
from offices.rules import offices_kept_by

# What became of a meeting, by the state it went to.
MOVED_TO = {
    State.PLANNED: "সভা পরিকল্পনায় রেখেছেন",
    State.NOTICED: "সভার নোটিশ জারি হয়েছে বলে জানিয়েছেন",
    State.DRAFT: "কার্যবিবরণী লেখা শুরু করেছেন",
    State.SUBMITTED: "কার্যবিবরণী অনুমোদনের জন্য দাখিল করেছেন",
    State.RETURNED: "কার্যবিবরণী সংশোধনের জন্য ফেরত দিয়েছেন",
    State.APPROVED: "কার্যবিবরণী অনুমোদন করেছেন",
    State.CANCELLED: "সভা বাতিল করেছেন",
    State.ISSUED: "কার্যবিবরণী জারি করেছেন",
    PUBLISHED: "কার্যবিবরণী প্রকাশ করেছেন",
    State.CORRECTED: "কার্যবিবরণীর সংশোধনী জারি করেছেন",
}
BEFORE = ["meeting →", *(f"meeting {state} →" for state in MOVED_TO)]

# The next step of a meeting, as the button of whoever has to take it says it.
VERBS = {
    State.PLANNED: "কার্যবিবরণী লিখুন",
    State.NOTICED: "কার্যবিবরণী লিখুন",
    State.DRAFT: "খসড়া শেষ করুন",
    State.RETURNED: "সংশোধন করুন",
    State.SUBMITTED: "দেখে সিদ্ধান্ত দিন",
    State.APPROVED: "জারি করুন",
}
AT_ONCE = 25


def targets(reader, office):
    yield Target(
        "meetings.meeting",
        Meeting.objects.visible_to(reader).filter(committee__office=office),
        lambda meeting: f"{meeting.heading} ({long_date(meeting.held_on)})",
        "meetings:detail",
    )


def parts(user):
    """What waits for this person among the meetings, longest waiting first; and the committees."""
    meetings = Meeting.objects.visible_to(user)
    awaiting = meetings.awaiting(user)
    work = awaiting.select_related("committee", "created_by", "submitted_by", "returned_by")
    work = work.select_related("paper")[:AT_ONCE]
    for meeting in work:
        meeting.verb = VERBS[meeting.state]
        meeting.url = reverse("meetings:detail", args=[meeting.pk])
    mine = Committee.objects.visible_to(user).filter(closed_on=None)
    yield Part(
        "meetings/_home.html",
        {
            "work": work,
            "work_count": awaiting.count(),
            "committees": with_next_and_last(mine.order_by("name", "pk")[:AT_ONCE], meetings),
            "committee_count": mine.count(),
            # Asked only by a desk with nothing on it.
            "can_open": offices_kept_by(user).exists,
        },
    )


def with_next_and_last(committees, meetings):
    """A list of the committees, each with its `next_meeting` and `last_meeting` (or None).

    `meetings` are those that may be shown at all.
    """
    sittings = meetings.filter(committee=OuterRef("pk")).standing()
    to_come = {"state__in": PLANS, "held_on__gte": today()}
    next_one = sittings.filter(**to_come).order_by("held_on", "pk")
    last_one = sittings.exclude(**to_come).order_by("-held_on", "-pk")
    found = list(
        committees.annotate(
            next_pk=Subquery(next_one.values("pk")[:1]), last_pk=Subquery(last_one.values("pk")[:1])
        )
    )
    wanted = [pk for committee in found for pk in (committee.next_pk, committee.last_pk) if pk]
    by_pk = meetings.select_related("paper").in_bulk(wanted)
    for committee in found:
        committee.next_meeting = by_pk.get(committee.next_pk)
        committee.last_meeting = by_pk.get(committee.last_pk)
    return found


REPORT = Report(
    said={f"{before} {state}": said for before in BEFORE for state, said in MOVED_TO.items()}
    | {
        "file kept": "সভার সঙ্গে ফাইল রেখেছেন",
        "file dropped": "সভার ফাইল সরিয়েছেন",
        "members seated": "সেদিনের সদস্যদের হাজিরায় এনেছেন",
        "attendance": "হাজিরা লিখেছেন",
        "minutes reshaped": "কার্যবিবরণীর কাগজের গড়ন বদলেছেন",
        "change undone": "ইতিহাস থেকে আগের অবস্থা ফিরিয়ে এনেছেন",
        "item restored": "বাদ দেওয়া আলোচ্য বিষয় ফিরিয়ে এনেছেন",
        "corrigendum begun": "সংশোধনী লেখা শুরু করেছেন",
        "word copy taken": "অপ্রকাশিত কাগজের ওয়ার্ড কপি নামিয়েছেন",
        "paper downloaded": "অপ্রকাশিত কাগজ নামিয়েছেন",
        "scan downloaded": "অপ্রকাশিত স্ক্যান নামিয়েছেন",
    },
    labels={"added": "যতজন", "gone": "যতজন বাদ", **dict(Attendance.Status.choices)},
    flags={
        "own_entry": "নিজের লেখা নিজেই অনুমোদন করেছেন",
        "recorded": "আগের সভা, কাগজ থেকে তোলা",
    },
    targets=targets,
    parts=parts,
    help=(
        Help(20, "meetings/_help.html"),
        Help(48, "meetings/_help_typing.html"),
        Help(50, "meetings/_help_writing.html"),
    ),
)
