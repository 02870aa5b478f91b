"""Who is told of which share on which day, and who is not: a table of what happens before."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts import digests
from accounts.models import Mail, User
from followup import actions, closing, outside
from followup.ladder import rung_of
from followup.models import Assignment, Kind, Matter, Nudge
from followup.phrasing import CHANGED
from followup.reminding import due_today
from meetings.models import Decision
from offices.models import Holiday, Posting
from tests.factories import give_post, make_user
from tests.followup.making import make_assignment, make_sitting

State = Assignment.State
DAY = date.fromisoformat

# The share; its due day; what happens in 2024, each at eleven, after the messages of that day; then a
# day and who is told on it of what: a clock, its rung, ^ for a sum. The weekend is Friday and Saturday.
#   uno    of the UNO of Meghdubi, whose office has the staff `staff` and `two_roles`
#   coop   of `coop` in a line office under it, with sister_staff; its officers sister_officer, two_roles
#   firm   of somebody outside with an e-mail, chair: without one; whose: not settled
# The section is dc_staff; dc_officer, adc and dc are the officers of its office.
TABLE = """
uno   04-01 -                                  03-24 -
uno   04-01 -                                  03-25 staff,two_roles,uno:owner-5
uno   04-01 -                                  03-26 -
uno   04-01 -                                  03-28 staff,two_roles,uno:owner-2
uno   04-01 -                                  04-01 staff,two_roles,uno:owner+0
uno   04-01 -                                  04-02 staff,two_roles,uno:owner+1
uno   04-01 -                                  04-08 staff,two_roles,uno:owner+7
uno   04-01 -                                  04-14 -
uno   04-01 -                                  04-21 -
uno   04-01 -                                  04-28 adc:owner+21^
uno   04-01 -                                  05-05 adc,dc:owner+28^
uno   04-01 -                                  05-06 staff,two_roles,uno:owner+35
coop  04-01 -                                  04-08 coop,sister_staff:owner+7
coop  04-01 -                                  04-14 sister_officer,two_roles:owner+7^
coop  04-01 -                                  04-21 sister_officer,two_roles,uno:owner+14^
coop  04-01 -                                  04-28 sister_officer,two_roles,uno,adc:owner+21^
coop  04-01 -                                  05-05 sister_officer,two_roles,uno,adc,dc:owner+28^
uno   04-05 -                                  04-04 staff,two_roles,uno:owner+0
uno   04-05 -                                  04-05 -
uno   04-06 -                                  04-06 -
uno   04-06 -                                  04-07 staff,two_roles,uno:owner+1
uno   04-01 01-01_holiday_04-08                04-08 -
uno   04-01 01-01_holiday_04-08                04-09 staff,two_roles,uno:owner+7
uno   04-01 01-01_holiday_04-01                03-31 staff,two_roles,uno:owner+0
coop  04-01 01-01_holiday_04-14                04-15 coop,sister_staff:owner+14;sister_officer,two_roles:owner+7^
uno   04-01 off                                04-17 staff,two_roles,uno:owner+14
coop  04-01 off                                04-17 coop,sister_staff:owner+14;sister_officer,two_roles:owner+7^
uno   04-01 04-02_claim                        04-04 -
uno   04-01 04-02_claim                        04-07 dc_staff:claim-2
uno   04-01 04-02_claim                        04-08 -
uno   04-01 04-02_claim                        04-09 dc_staff:claim+0
uno   04-01 04-02_claim                        04-10 dc_staff:claim+1
uno   04-01 04-02_claim                        04-16 dc_staff:claim+7
uno   04-01 04-02_claim                        04-21 dc_officer,adc,dc:claim+7^
uno   04-01 04-02_claim                        04-28 dc_officer,adc,dc:claim+14^
uno   04-01 04-02_claim 04-03_verify           04-08 -
uno   04-01 04-02_claim 04-08_back             04-09 staff,two_roles,uno:owner+7
uno   04-01 04-02_claim 04-08_back             04-10 -
uno   04-01 04-02_claim 04-08_back             04-15 staff,two_roles,uno:owner+14
uno   04-01 04-02_claim 04-29_back             04-30 staff,two_roles,uno:owner+28;adc:owner+21^
uno   04-21 04-02_claim 04-04_back             04-07 -
uno   04-21 04-02_claim 04-04_back             04-14 staff,two_roles,uno:owner-5
uno   04-01 04-03_extend_04-21                 04-08 -
uno   04-01 04-03_extend_04-21                 04-14 staff,two_roles,uno:owner-5
uno   04-01 04-03_extend_04-21                 04-28 staff,two_roles,uno:owner+7
uno   04-01 04-29_extend_05-12                 05-05 staff,two_roles,uno:owner-5
uno   04-01 03-31_ask_04-20                    04-02 staff,two_roles,uno:owner+1
uno   04-01 03-31_ask_04-20                    04-03 dc_staff:asked-2
uno   04-01 03-31_ask_04-20                    04-08 staff,two_roles,uno:owner+7;dc_staff:asked+1
uno   04-01 03-31_ask_04-20                    04-14 dc_staff:asked+7;dc_officer,adc,dc:asked+7^
uno   04-01 03-31_ask_04-20 04-03_refuse       04-07 -
uno   04-01 03-31_ask_04-20 04-03_extend_04-20 04-08 -
uno   04-01 04-02_notmine                      04-03 dc_staff:settle+0
uno   04-01 04-02_notmine                      04-08 -
uno   04-01 04-02_notmine                      04-10 dc_staff:settle+7
uno   04-01 04-02_notmine                      04-14 dc_officer,adc,dc:settle+7^
uno   04-01 04-02_notmine 04-04_yours          04-08 staff,two_roles,uno:owner+7
uno   04-01 04-02_notmine 04-04_tocoop         04-07 staff,two_roles,uno:reassigned;coop,sister_staff:taken_over
uno   04-01 04-02_notmine 04-04_tocoop         04-08 coop,sister_staff:owner+7
uno   04-01 04-03_leaves_uno 04-03_joins_next  04-04 next:owner+1
uno   04-01 04-03_leaves_uno 04-03_joins_next  04-08 staff,two_roles,next:owner+7
uno   04-01 04-03_leaves_uno                   04-08 staff,two_roles,officer:owner+7
uno   04-01 04-03_leaves_uno                   05-05 adc,dc:owner+28^
coop  04-01 04-03_leaves_coop                  04-08 sister_staff,sister_officer,two_roles:owner+7
coop  04-01 04-03_leaves_coop 04-03_acts_near_officer  04-08 sister_staff,near_officer:owner+7
uno   04-01 04-03_closed_uno                   04-08 staff,two_roles,officer:owner+7
coop  04-01 04-03_empty_sister                 04-08 dc_staff:nobody+7
uno   04-01 04-03_nostaff_meghdubi             04-08 uno,officer:owner+7
uno   04-01 04-02_claim 04-04_nostaff_shalbon  04-09 dc_officer,adc,dc:claim+0
firm  04-01 -                                  03-25 mail:owner-5
firm  04-01 -                                  04-08 mail:owner+7
firm  04-01 -                                  04-28 adc:owner+21^
firm  04-01 04-02_bounced                      04-08 dc_staff:paper+7
firm  04-01 04-02_unlisted                     04-08 dc_staff:paper+7
firm  04-01 04-04_withdraw                     04-07 mail:withdrawn
chair 04-01 -                                  04-08 dc_staff:paper+7
whose 04-01 -                                  04-07 dc_officer,adc,dc:settle+91^
whose 04-01 -                                  04-08 -
whose 04-01 -                                  04-09 dc_staff:settle+98
whose 04-01 04-08_tocoop                       04-09 coop,sister_staff:owner+7
uno   04-01 03-31_information                  04-08 -
uno   04-01 03-31_done                         04-01 -
uno   04-01 03-31_suspend                      04-08 -
uno   04-01 04-04_withdraw                     04-07 staff,two_roles,uno:withdrawn
uno   04-01 04-04_withdraw                     04-08 -
uno   04-01 03-31_suspend                      04-01 staff,two_roles,uno:suspended
uno   04-01 04-04_close                        04-07 staff,two_roles,uno:closed
uno   04-01 04-04_close                        04-08 -
uno   04-01 04-04_reprint                      04-07 -
uno   04-01 04-04_amend                        04-07 staff,two_roles,uno:amended
uno   04-01 04-07_amend                        04-08 staff,two_roles,uno:amended
uno   04-01 04-07_amend                        04-09 staff,two_roles,uno:owner+7
uno   04-01 03-31_continuing 04-01_claim 04-02_verify  04-24 staff,two_roles,uno:owner-5
uno   04-01 03-31_shown                        05-05 adc,dc,commissioner:owner+28^
"""


def cases():
    for line in TABLE.strip().splitlines():
        share, due, *events, today, told = line.split()
        yield pytest.param(
            share, day_of(due), [each for each in events if each != "-"], day_of(today), told,
            id=" ".join([share, due, *events, today]),
        )  # fmt: skip


def day_of(text):
    return DAY(f"2024-{text}")


def at(day, hour=11):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def make_share(reminded, name, due):
    owner = {
        "uno": {"post": reminded.ours.post},
        "coop": {"post": reminded.coop},
        "firm": {"outsider": str(reminded.firm), "addressee": reminded.firm},
        "chair": {"outsider": "সভাপতি, আলোর দিশা ক্লাব"},
        "whose": {"printed": "সংশ্লিষ্ট সকল"},
    }[name]
    reminded.matter.refresh_from_db()
    return make_assignment(reminded.matter, **owner, due_on=due, first_due_on=due)


def happen(reminded, share, what, day):
    """What the table calls an event."""
    what, _, more = what.partition("_")
    cast, told = reminded.cast, {"at": at(day)}
    share.refresh_from_db()
    held = share.post and share.post.postings.current(day).first()
    doer = held and held.user
    match what:
        case "claim":
            actions.answer(share, by=doer, kind="claim", text="হয়ে গেছে।", done_on=day, **told)
        case "verify":
            actions.verify(share, by=cast.dc_officer, **told)
        case "back":
            actions.send_back(share, by=cast.dc_officer, reason="ছবি নেই।", **told)
        case "ask":
            until = day_of(more)
            actions.answer(share, by=doer, kind="extension", text="বন্যা", wanted_due=until, **told)
        case "extend":
            actions.set_due(share, by=cast.dc_staff, due_on=day_of(more), reason="বন্যা", **told)
        case "refuse":
            actions.refuse_extension(share, by=cast.dc_staff, reason="আর সময় নেই।", **told)
        case "notmine":
            actions.answer(share, by=doer, kind="not_mine", proposed="সমবায় অফিসার", **told)
        case "yours":
            actions.refuse_not_mine(share, by=cast.dc_staff, reason="আপনাদেরই কাজ।", **told)
        case "tocoop":
            actions.settle_owner(share, by=cast.dc_staff, post=reminded.coop, **told)
        case "withdraw":
            share.move_to(State.WITHDRAWN, "withdrawn", by=cast.dc_officer, **told)
        case "amend" | "reprint":
            text = "পোর্টাল আবার লিখতে হবে।" if what == "amend" else str(share.matter)
            sitting = make_sitting(
                reminded.committee, by=cast.dc_staff, held_on=day, decisions=[text]
            )
            row = sitting.items.get().decisions.get()
            Decision.objects.filter(pk=row.pk).update(thread=share.matter.thread)
            share.matter.change("carried", by=cast.dc_officer, decision=row, **told)
        case "close":
            end = {"end": "not_done", "reason": "বরাদ্দ নেই।"}
            closing.close(share.matter, by=cast.dc_officer, **end, **told)
        case "suspend":
            state = Matter.State.SUSPENDED
            share.matter.move_to(state, "suspended", by=cast.dc_officer, **told)
        case "information" | "done" | "continuing":
            Matter.objects.filter(pk=share.matter_id).update(kind=Kind(what))
        case "shown":
            Matter.objects.filter(pk=share.matter_id).update(shown_above=True)
        case "bounced":
            Mail.objects.update(state=Mail.State.FAILED, failed_at=at(day))
        case "unlisted":
            reminded.cast.shalbon.addressees.update(closed_on=day)
        case "holiday":
            Holiday.objects.get_or_create(falls_on=day_of(more), defaults={"name": "ছুটি"})
        case _:
            move_people(reminded, share, what, more, day)


def move_people(reminded, share, what, name, day):
    postings = Posting.objects.all()
    match what:
        case "leaves":
            postings.filter(user__username=name).update(ends_on=day)
        case "joins":
            posting = give_post(make_user(name), share.office, "officer", title=share.post.title,
                                starts_on=day + timedelta(days=1))  # fmt: skip
            assert posting.post_id == share.post_id
        case "acts":
            user = User.objects.get(username=name)
            postings.create(post=share.post, user=user, name=name, role="officer", starts_on=day)
        case "closed":
            User.objects.filter(username=name).update(is_active=False)
        case "empty":
            postings.filter(post__office__code=name).update(user=None)
        case "nostaff":
            postings.filter(post__office__code=name, role="staff").update(ends_on=day)
        case _:
            raise ValueError(what)


def days(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def tell(day):
    """Do what the portal does in the morning; {(who, or "mail"): [rung]} of what was told on the day."""
    digests.send(day, [due_today], at=at(day, 8))
    outside.write(day)
    told = {}
    for row in Nudge.objects.filter(told_on=day).select_related("user"):
        clock = rung_of(row.rung).clock
        who = row.user.username if row.user else "mail"
        told.setdefault(who, []).append(clock if clock in CHANGED else row.rung)
    return told


def expected(text):
    if text == "-":
        return {}
    groups = [group.split(":") for group in text.split(";")]
    return {who: [rung] for people, rung in groups for who in people.split(",")}


@pytest.mark.parametrize(("name", "due", "events", "today", "told"), list(cases()))
def test_who_is_told_on_a_day(reminded, name, due, events, today, told):
    share = make_share(reminded, name, due)
    dated = [event.partition("_") for event in events if event != "off"]
    dated = [(day_of(day), what) for day, _, what in dated]
    for day, what in dated:
        if what.startswith("holiday"):
            happen(reminded, share, what, day)
    before = [day for day, _ in dated if day > DAY("2024-02-01")]
    first = today if "off" in events else min([today - timedelta(days=9), *before])
    for day in days(first, today):
        got = tell(day)
        if day < today:
            for when, what in dated:
                if when == day and not what.startswith("holiday"):
                    happen(reminded, share, what, day)
    assert got == expected(told)
