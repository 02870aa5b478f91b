"""Copies of the demo's letters on their way: some opened and acknowledged by the offices they came to,
some signed for; people to write to; and letters that came in and want an answer."""

from datetime import timedelta

from demo.letters import who
from despatch import actions, outbox, receiving
from despatch.models import Evidence
from distribution.actions import keep_addressee, keep_list
from distribution.models import Addressee, DistributionList, Way
from letters.incoming import register
from letters.models import Incoming, Letter
from offices.models import Posting

Step = Evidence.Step

# So long ago they were sent: what goes by the portal has come by now.
SENT_BEFORE = timedelta(hours=3)
# Of the copies that came into an office of the portal, so many were opened, and so many acknowledged.
OPENED, ACKNOWLEDGED = 5, 3

OUTSIDE = [
    ("সভাপতি, প্রেস ক্লাব\n{place}", "press.club@demo.example", Way.MAIL),
    ("ব্যবস্থাপক, ফাইবার নেটওয়ার্ক\nআঞ্চলিক কার্যালয়, রংপুর", "", Way.POST),
    ("অধ্যক্ষ, সরকারি কলেজ\n{place}", "", Way.HAND),
]
LIST = {"name": "জেলার গণমাধ্যম ও প্রতিষ্ঠান", "heading": "অনুলিপি সদয় জ্ঞাতার্থে:", "numbering": "১।"}
CAME = [
    ("বিভাগীয় কমিশনার\nরংপুর বিভাগ, রংপুর", "০৫.৪৭.০০০০.০০৪.১৮.০১১.২৬.২১৭", "জেলা আইসিটি কমিটির সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রেরণ", -12, -2),
    ("মহাপরিচালক\nতথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, ঢাকা", "৫৬.০৪.০০০০.০১০.১৬.০০৩.২৬.১০৪", "ডিজিটাল ল্যাব পরিদর্শন প্রতিবেদন প্রেরণ", -4, 6),
]  # fmt: skip


def despatch(desk):
    """Send the letters that hold, let their recipients answer, and fill book, list and docket."""
    letters = Letter.objects.filter(state=Letter.State.ISSUED).in_force().select_related("office")
    for letter in letters.order_by("pk"):
        if by := _who(letter.office):
            _send(desk, letter, by=by)
    # The office whose notice went out first keeps a book, a list and a docket, too.
    if first := Letter.objects.filter(kind=Letter.Kind.NOTICE).order_by("pk").first():
        _write_down(first.office, by=_who(first.office))
        _take_in(first.office, by=_who(first.office), today=desk.now.date())


def _send(desk, letter, *, by):
    copies = outbox.copies_of(letter.paper.memo)
    sent = actions.send(copies=copies, by=by, trusting=True, at=desk.now - SENT_BEFORE)
    came = [each.copy for each in sent if each.way == Way.PORTAL]
    reached = [copy for copy in came if copy.post.office_id != letter.office_id]
    for place, copy in enumerate(reached[:OPENED]):
        if user := _who(copy.post.office):
            receiving.fetch(copy, by=user)
            if place < ACKNOWLEDGED:
                receiving.acknowledge(copy, by=user)
    by_hand = [each for each in sent if each.way == Way.HAND]
    if by_hand:
        signed = {by_hand[0]: ("মোছাঃ রাশেদা খাতুন", "অফিস সহকারী")}
        receiving.sign_for(signed, by=by, on=desk.now.date())


def _write_down(office, *, by):
    lines = []
    for line, email, way in OUTSIDE:
        row = Addressee(
            office=office, line=line.format(place=office.letter_place), email=email, way=way
        )
        lines.append(keep_addressee(addressee=row, by=by).line)
    keep_list(kept=DistributionList(office=office, recipients=lines, **LIST), by=by)


def _take_in(office, *, by, today):
    for sender, number, subject, came, due in CAME:
        row = Incoming(
            office=office, sender=sender, number=number, subject=subject,
            dated_on=today + timedelta(days=came - 3),
            received_on=today + timedelta(days=came), due_on=today + timedelta(days=due),
        )  # fmt: skip
        register(incoming=row, by=by)


def _who(office):
    """Who writes for an office, else its officer; None where nobody of it signs in."""
    return who(office, Posting.Role.STAFF) or who(office, Posting.Role.OFFICER)
