"""What some of the demo's offices say of decisions today, by the acts themselves: something of each kind waits
on a desk."""

from datetime import timedelta
from decimal import Decimal

from demo.letters import who
from demo.sources import paper
from followup import actions, handing, indicators
from followup.models import Answer, Assignment, Kind, Matter
from offices.heads import HEADS
from offices.models import Office, Post, Posting

Said = Answer.Kind

# So long ago the offices answered.
ANSWERED_BEFORE = timedelta(hours=4)
# As many upazilas are handed a share of their district, and as many of them have answered.
PARTS, PARTS_ANSWERED = 3, 2
# Of an indicator's target the first quarter achieved so many hundredths.
FIRST_QUARTER = 27


def answer_today(desk):
    """Let each district's upazilas answer in each way that waits on the section, and hand a share down."""
    at = desk.now - ANSWERED_BEFORE
    day = at.date()
    ways = [
        {"kind": Said.NOT_MINE, "text": "কাজটি কৃষি বিভাগের আওতাধীন।", "proposed": "উপজেলা কৃষি অফিসার"},
        {"kind": Said.EXTENSION, "text": "বরাদ্দ পেতে দেরি হয়েছে।", "wanted_due": day + timedelta(days=45)},
        {"kind": Said.CLAIM, "text": "কাজ শেষ; ছবি ও প্রতিবেদন নথিতে আছে।", "done_on": day},
        {"kind": Said.BLOCKED, "text": "বিদ্যুৎ সংযোগ পাওয়া যায়নি।", "party": "পল্লী বিদ্যুৎ সমিতি"},
        {"kind": Said.PROGRESS, "text": "সাতটি ইউনিয়নের চারটিতে কাজ শেষ।", "progress": 50},
        {"kind": Said.CLAIM, "text": "তালিকা হালনাগাদ করে পাঠানো হয়েছে।", "done_on": day},
        {"kind": Said.EXTENSION, "text": "দুই ইউনিয়নে নির্বাচনের কারণে প্রশিক্ষণ পিছিয়েছে।",
         "wanted_due": day + timedelta(days=30)},
        {"kind": Said.DISAGREES, "text": "একই কাজ জেলা শিক্ষা অফিস করছে; দুবার করার দরকার নেই।"},
    ]  # fmt: skip
    for district in Office.objects.filter(kind=Office.Kind.DISTRICT).order_by("pk"):
        shares = Assignment.objects.filter(
            state=Assignment.State.OPEN, matter__office=district, matter__kind=Kind.ONCE,
            office__parent=district, matter__state=Matter.State.OPEN, answers=None,
        ).select_related("office")  # fmt: skip
        for share, way in zip(shares.order_by("-due_on", "pk"), ways, strict=False):
            if by := _clerk(share.office):
                actions.answer(share, by=by, at=at, **way)
        _hand_down(district, at=at)


def _hand_down(district, *, at):
    """A share that the district itself has is handed to its upazilas, some of which have answered."""
    by = _clerk(district)
    own = Assignment.objects.filter(
        state=Assignment.State.OPEN, office=district, parent=None, post__kind=HEADS[district.kind],
        matter__kind=Kind.ONCE, due_on__gt=at.date() + timedelta(days=5),
    )  # fmt: skip
    share = own.order_by("due_on", "pk").first()
    heads = Post.objects.filter(office__parent=district, kind=HEADS[Office.Kind.UPAZILA])
    if not (share and by):
        return
    asked = "নিজ উপজেলার অবস্থা দেখে অগ্রগতি জানান।"
    to = [handing.HandDown(post=post, asked=asked) for post in heads.order_by("pk")[:PARTS]]
    parts = handing.hand_down(share, by=by, to=to, at=at)
    for part in parts[:PARTS_ANSWERED]:
        if clerk := _clerk(part.office):
            told = {"text": "উপজেলার সব দপ্তরকে পত্র দেওয়া হয়েছে; অর্ধেক তথ্য এসেছে।", "progress": 50}
            actions.answer(part, by=clerk, kind=Said.PROGRESS, at=at, **told)


def plan_year(desk):
    """A line office keeps a plan of its year, and tells what its first quarter achieved."""
    year = indicators.fiscal_year_of(desk.now.date())
    for office in Office.objects.filter(kind=Office.Kind.LINE).order_by("pk"):
        by = _clerk(office)
        if by is None:
            continue
        names = {}
        for topic in paper("line_office")["topic"]:
            if "code" in topic:
                names.setdefault(topic["code"], topic["title"])
        told = {"unit": "শতাংশ", "target": Decimal(100)}
        rows = [{"code": code, "name": name, **told} for code, name in names.items()]
        indicators.keep_many(office, year=year, rows=rows, by=by)
        told = {
            each.pk: (Decimal(FIRST_QUARTER), "") for each in office.indicators.filter(year=year)
        }
        indicators.achieve(office, year=year, quarter=1, told=told, by=by, at=desk.now)
        return


def _clerk(office):
    """Who writes for an office in the demo."""
    return who(office, Posting.Role.STAFF) or who(office, Posting.Role.OFFICER)
