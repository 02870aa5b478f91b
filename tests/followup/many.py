"""Many shares at once, as a district's section has them after a year of sittings."""

from datetime import date, timedelta

from django.utils import timezone

from bangla.digits import to_bengali
from followup.models import Answer, Assignment, Kind, Step
from offices.models import Posting, today
from tests.factories import give_posts, make_committee, make_users
from tests.followup.making import make_matter, make_sitting

# Of a hundred letters and more, as decisions are.
TEXT = "ওয়েব পোর্টালের তথ্য নিয়মিত হালনাগাদ করে পরবর্তী সভার আগে প্রতিবেদন {number} পাঠাতে হবে এবং অনুলিপি জেলা প্রশাসকের কার্যালয়ে দিতে হবে।"


def make_many(cast, count, *, owners=10, a_sitting=50):
    """[Assignment] of Shalbon's committee: `count` shares, each of a decision of its own.

    Their owners are officers of Meghdubi by turns; every third is late, every fifth claimed, every
    seventh has an implied date, and each has an answer.
    """
    committee = make_committee(cast.shalbon, "জেলা উন্নয়ন সমন্বয় কমিটি")
    people = make_users({f"owner{n}": f"কর্মকর্তা {to_bengali(n)}" for n in range(owners)})
    posts = [f"উপজেলা কর্মকর্তা {to_bengali(n)}" for n in range(owners)]
    give_posts(
        (people[f"owner{n}"], cast.meghdubi, "viewer", {"title": posts[n]}) for n in range(owners)
    )
    held = Posting.objects.filter(user__in=people.values()).select_related("post__office")
    turns = [posting.post for posting in held.order_by("pk")]
    shares = []
    for start in range(0, count, a_sitting):
        numbers = range(start, min(start + a_sitting, count))
        sitting = make_sitting(
            committee, by=cast.dc_staff, decisions=[TEXT.format(number=to_bengali(n)) for n in numbers],
            held_on=date(2024, 1, 1) + timedelta(days=start),
        )  # fmt: skip
        decisions = sitting.items.get().decisions.order_by("position")
        for number, decision in zip(numbers, decisions, strict=True):
            shares.append(_share(decision, number, turns[number % owners], by=cast.dc_staff))
    made = Assignment.objects.bulk_create(shares)
    Step.objects.bulk_create(Step.of(row.matter, "opened", assignment=row) for row in made)
    Answer.objects.bulk_create(
        Answer(
            assignment=row, kind="progress", progress=25, text="কাজের ২৫ ভাগ হয়েছে, বাকিটা চলছে।",
            by=cast.officer, holder="উপজেলা কর্মকর্তা",
        )
        for row in made
    )  # fmt: skip
    return made


def _share(decision, number, post, *, by):
    due = today() + timedelta(days=-9 if number % 3 == 0 else 30 + number % 40)
    matter = make_matter(
        decision, by=by, on=today() - timedelta(days=40), due_on=due,
        kind=Kind.CONTINUING if number % 4 == 1 else Kind.ONCE, is_implied=number % 7 == 0,
    )  # fmt: skip
    is_claimed = number % 5 == 0
    return Assignment(
        matter=matter, post=post, office=post.office, printed=post.title, first_due_on=due, due_on=due,
        is_implied=matter.is_implied, opened_on=matter.opened_on, progress=100 if is_claimed else 25,
        state=Assignment.State.CLAIMED if is_claimed else Assignment.State.OPEN,
        claimed_on=today() if is_claimed else None,
        desk_due_on=today() + timedelta(days=7) if is_claimed else None,
        moved_at=timezone.now() - timedelta(days=3),
    )  # fmt: skip
