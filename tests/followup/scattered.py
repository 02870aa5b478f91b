"""Decisions and shares in all states at random, and their figures counted one row after the other."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from followup.models import UNCHASED, Assignment, End, Kind, Matter, Step
from offices.models import today
from tests.factories import make_committee, make_post
from tests.followup.making import make_sitting

State = Assignment.State


def scatter(cast, rng, number):
    """That many decisions of four offices, one to three shares each, some handed down."""
    offices = [cast.shalbon, cast.meghdubi, cast.noldanga, cast.padmar]
    posts = [make_post(office, f"পদ {n}") for office in offices for n in range(2)]
    decisions = []
    for office in offices:
        committee = make_committee(office, f"কমিটি {office.code}")
        for turn in range(2):
            texts = [f"সিদ্ধান্ত {n}" for n in range(number // 8 + 1)]
            held_on = today() - timedelta(days=200 + turn)
            sitting = make_sitting(committee, by=cast.dc_staff, decisions=texts, held_on=held_on)
            decisions += sitting.items.get().decisions.all()
    rng.shuffle(decisions)
    for decision in decisions[:number]:
        _follow(decision, posts, rng, cast)
    if connection.vendor == "postgresql":
        # What it last counted there were the few rows of another test: it would plan for those.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _follow(decision, posts, rng, cast):
    opened = today() - timedelta(days=rng.randrange(1, 400))
    due = opened + timedelta(days=rng.randrange(5, 200))
    state = rng.choice([Matter.State.OPEN] * 4 + [Matter.State.ENDED, Matter.State.SUSPENDED])
    end = {"end": rng.choice(list(End)), "ended_at": timezone.now(), "ended_by": cast.dc_officer}
    matter = Matter.objects.create(
        thread=decision.thread, decision=decision, committee=decision.meeting.committee,
        office=decision.meeting.office, state=state, kind=rng.choice(list(Kind)), opened_on=opened,
        first_due_on=due, due_on=due, shown_above=rng.random() < 0.5,
        **(end if state == Matter.State.ENDED else {}),
    )  # fmt: skip
    for place, post in enumerate(rng.sample([*posts, None, "বাইরের কেউ"], rng.randrange(1, 4))):
        share = _share(matter, post, rng, position=place)
        if share.post_id and rng.random() < 0.3:
            _share(matter, rng.choice(posts), rng, parent=share, level=1)


def _share(matter, post, rng, **fields):
    states = [state for state in State if state != State.SETTLE] + [State.OPEN] * 4
    owner = {"state": rng.choice(states)}
    if post is None:
        owner = {"state": State.SETTLE}
    elif isinstance(post, str):
        owner["outsider"] = post
    else:
        owner |= {"post": post, "office": post.office}
    due = matter.due_on + timedelta(days=rng.choice([0, 0, 30]))
    told = {
        "opened_on": matter.opened_on, "first_due_on": matter.due_on, "due_on": due,
        "is_implied": rng.random() < 0.5, "times_extended": int(due != matter.due_on),
    }  # fmt: skip
    claimed_on = matter.due_on + timedelta(days=rng.randrange(-20, 60))
    if owner["state"] in (State.CLAIMED, State.VERIFIED) or rng.random() < 0.1:
        told["claimed_on"] = claimed_on
        told["desk_due_on"] = claimed_on + timedelta(days=7)
    if rng.random() < 0.6:
        told["answered_on"] = matter.opened_on + timedelta(days=rng.randrange(0, 40))
    share = Assignment.objects.create(matter=matter, **owner, **told, **fields)
    for _ in range(rng.randrange(0, 3) if matter.kind == Kind.CONTINUING else 0):
        Step.objects.create(
            matter=matter, assignment=share, what="period verified", state=State.VERIFIED,
            kind=matter.kind, first_due_on=matter.due_on, due_on=due,
            claimed_on=matter.due_on + timedelta(days=rng.randrange(-20, 40)),
        )  # fmt: skip
    return share


def by_hand(shares, day):
    """The figures of these shares, each row looked at by itself."""
    told = {}

    def add(name, number=1):
        told[name] = told.get(name, 0) + number

    for share in shares:
        kind = share.matter.kind
        add(f"shares_{kind}")
        if kind in UNCHASED:
            continue
        add(share.state)
        days = (day - share.due_on).days
        if share.state in ("open", "settle", "claimed"):
            add("days_open", (day - share.opened_on).days)
            if share.is_implied:
                add("implied")
            if share.times_extended:
                add("extended")
        if share.state in ("open", "settle"):
            if 0 <= -days <= 7:
                add("soon")
            if days > 0:
                add("late")
                add(
                    "late_week" if days <= 7 else "late_month" if days <= 30
                    else "late_quarter" if days <= 90 else "late_more"
                )  # fmt: skip
                told["oldest"] = min(told.get("oldest", "9"), share.due_on.isoformat())
                if kind == "continuing":
                    add("period_late")
        if share.state == "claimed" and share.desk_due_on < day:
            add("verifier_late")
        if kind != "continuing" and share.state not in ("withdrawn", "reassigned"):
            for name, due in (("first", share.first_due_on), ("now", share.due_on)):
                if due < day:
                    add(f"{name}_owed")
                    if share.state == "verified" and share.claimed_on <= due:
                        add(f"{name}_met")
        if share.answered_on:
            waits = told.setdefault("waits", {})
            name = str((share.answered_on - share.opened_on).days)
            waits[name] = waits.get(name, 0) + 1
    for share in shares:
        for step in share.steps.filter(what="period verified"):
            add("periods_reported")
            add("periods_first_met", step.claimed_on <= step.first_due_on)
            add("periods_now_met", step.claimed_on <= step.due_on)
    return told
