"""Who may write, submit, approve and send back: each rule for everybody in every state."""

import inspect
from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from meetings import rules
from meetings.models import Meeting, State
from offices.models import today
from tests.factories import give_post, make_committee, make_meeting, make_user

DAY = timedelta(days=1)
TO_WRITE = ["planned", "noticed", "draft", "returned"]
TO_GIVE_NOTICE = ["planned"]
TO_BEGIN = ["planned", "noticed"]
TO_SUBMIT = ["draft", "returned"]
TO_APPROVE = ["submitted"]
TO_SEND_BACK = ["submitted", "approved"]
TO_ISSUE = ["approved"]
TO_PUBLISH = TO_CORRECT = ["issued"]
NEVER = []
# Asked about an issued paper, which the meetings of this file have not: see tests/memos.
OF_A_PAPER = {"can_sign", "can_add_scan", "can_unpublish"}

# rule → person → the states in which it says yes; nobody else, and in no other state.
OF_MEGHDUBI = {
    "can_write": {"staff": TO_WRITE, "two_roles": TO_WRITE},
    "can_give_notice": {"staff": TO_GIVE_NOTICE, "two_roles": TO_GIVE_NOTICE},
    "can_start_writing": {"staff": TO_BEGIN, "two_roles": TO_BEGIN},
    "can_cancel": {"staff": TO_WRITE, "two_roles": TO_WRITE},
    "can_submit": {"staff": TO_SUBMIT, "two_roles": TO_SUBMIT},
    "can_approve": {"officer": TO_APPROVE},
    "can_send_back": {"officer": TO_SEND_BACK},
    "can_issue": {"officer": TO_ISSUE},
    "can_publish": {"officer": TO_PUBLISH},
    "can_correct": {"staff": TO_CORRECT, "two_roles": TO_CORRECT},
}
OF_THE_SISTER_OFFICE = {
    "can_write": {"sister_staff": TO_WRITE},
    "can_give_notice": {"sister_staff": TO_GIVE_NOTICE},
    "can_start_writing": {"sister_staff": TO_BEGIN},
    "can_cancel": {"sister_staff": TO_WRITE},
    "can_submit": {"sister_staff": TO_SUBMIT},
    "can_approve": {"sister_officer": TO_APPROVE, "two_roles": TO_APPROVE},
    "can_send_back": {"sister_officer": TO_SEND_BACK, "two_roles": TO_SEND_BACK},
    "can_issue": {"sister_officer": TO_ISSUE, "two_roles": TO_ISSUE},
    "can_publish": {"sister_officer": TO_PUBLISH, "two_roles": TO_PUBLISH},
    "can_correct": {"sister_staff": TO_CORRECT},
}
OF_THE_ONE_OFFICER = {
    "can_write": {"only_officer": TO_WRITE},
    "can_give_notice": {"only_officer": TO_GIVE_NOTICE},
    "can_start_writing": {"only_officer": TO_BEGIN},
    "can_cancel": {"only_officer": TO_WRITE},
    "can_submit": {"only_officer": TO_SUBMIT},
    "can_approve": {"only_officer": TO_APPROVE},
    "can_send_back": {"only_officer": TO_SEND_BACK},
    "can_issue": {"only_officer": TO_ISSUE},
    "can_publish": {"only_officer": TO_PUBLISH},
    "can_correct": {"only_officer": TO_CORRECT},
}
# The district sees what its own offices hold, not what those below write.
OF_THE_DISTRICT = {
    "can_write": {"dc_staff": TO_WRITE},
    "can_give_notice": {"dc_staff": TO_GIVE_NOTICE},
    "can_start_writing": {"dc_staff": TO_BEGIN},
    "can_cancel": {"dc_staff": TO_WRITE},
    "can_submit": {"dc_staff": TO_SUBMIT},
    "can_approve": {"dc_officer": TO_APPROVE},
    "can_send_back": {"dc_officer": TO_SEND_BACK},
    "can_issue": {"dc_officer": TO_ISSUE},
    "can_publish": {"dc_officer": TO_PUBLISH},
    "can_correct": {"dc_staff": TO_CORRECT},
}


def people(cast):
    """Everybody of the cast, by user name."""
    return {name: one for name, one in vars(cast).items() if hasattr(one, "username")}


def in_state(meeting, state):
    """The meeting as if it stood in a state; a rule looks no further than that."""
    meeting.state = State(state)
    return meeting


def states_allowed(name, person, meeting):
    """The states of this meeting in which a rule says yes to a person: a list."""
    can = getattr(rules, name)
    return [state for state in State.values if can(person, in_state(meeting, state))]


def said(name, cast, meeting):
    """What a rule says to everybody: person → states, those who are never let in left out."""
    answers = {who: states_allowed(name, one, meeting) for who, one in people(cast).items()}
    return {who: set(states) for who, states in answers.items() if states}


def as_sets(table):
    return {who: set(states) for who, states in table.items()}


def test_every_rule_has_its_table():
    of_a_meeting = {
        name
        for name, rule in inspect.getmembers(rules, inspect.isfunction)
        if name.startswith("can_") and "meeting" in inspect.signature(rule).parameters
    }
    assert of_a_meeting == OF_MEGHDUBI.keys() | OF_A_PAPER


@pytest.mark.parametrize("name", OF_MEGHDUBI)
def test_a_rule_lets_in_exactly_these_people_in_exactly_these_states(cast, meeting, name):
    assert said(name, cast, meeting) == as_sets(OF_MEGHDUBI[name])


@pytest.mark.once  # the tables above are asked on every database
@pytest.mark.parametrize("name", OF_MEGHDUBI)
@pytest.mark.parametrize(
    ("office", "by", "table"),
    [
        ("sister", "sister_staff", OF_THE_SISTER_OFFICE),
        ("one_man", "only_officer", OF_THE_ONE_OFFICER),
        ("shalbon", "dc_staff", OF_THE_DISTRICT),
    ],
)
def test_the_same_holds_in_other_offices(cast, name, office, by, table):
    meeting = make_meeting(make_committee(getattr(cast, office)), by=getattr(cast, by))
    assert said(name, cast, meeting) == as_sets(table[name])


def test_an_author_does_not_approve_the_own_entry(cast, meeting):
    second = make_user("second_officer")
    give_post(second, cast.meghdubi, "officer", title="দ্বিতীয় কর্মকর্তা")

    def may_approve():
        in_state(meeting, "submitted")
        return [rules.can_approve(one, meeting) for one in (cast.officer, second)]

    assert may_approve() == [True, True]
    meeting.created_by = cast.officer
    assert may_approve() == [False, True]
    meeting.submitted_by = second
    assert may_approve() == [False, False]
    meeting.created_by = None
    assert may_approve() == [True, False]
    # To return it is open to both: that takes no entry of one's own further.
    assert states_allowed("can_send_back", second, meeting) == TO_SEND_BACK


def test_staff_and_officer_of_one_office_still_do_not_approve_the_own_entry(cast, meeting):
    give_post(cast.staff, cast.meghdubi, "officer", title="ভারপ্রাপ্ত কর্মকর্তা")
    assert states_allowed("can_write", cast.staff, meeting) == sorted(
        TO_WRITE, key=State.values.index
    )
    assert states_allowed("can_approve", cast.staff, meeting) == NEVER
    meeting.created_by = cast.two_roles
    assert states_allowed("can_approve", cast.staff, meeting) == TO_APPROVE


def test_rights_in_two_offices_are_never_added_up(cast, meeting):
    # Staff of Meghdubi and officer of the sister office: no meeting gives both.
    assert states_allowed("can_approve", cast.two_roles, meeting) == NEVER
    assert states_allowed("can_send_back", cast.two_roles, meeting) == NEVER
    theirs = make_meeting(make_committee(cast.sister), by=cast.sister_staff)
    assert states_allowed("can_write", cast.two_roles, theirs) == NEVER
    assert states_allowed("can_submit", cast.two_roles, theirs) == NEVER


def test_the_only_officer_approves_the_own_entry_and_that_is_recorded(cast):
    meeting = make_meeting(make_committee(cast.one_man), by=cast.only_officer)
    for rule, act in [
        (rules.can_submit, lambda: meeting.submit(by=cast.only_officer)),
        (rules.can_approve, lambda: meeting.approve(by=cast.only_officer)),
    ]:
        assert rule(cast.only_officer, meeting)
        act()
    assert list(AuditEvent.objects.order_by("pk").values_list("what", "by", "detail")) == [
        ("meeting draft → submitted", cast.only_officer.pk, {}),
        ("meeting submitted → approved", cast.only_officer.pk, {"own_entry": True}),
    ]


def test_an_officer_elsewhere_gains_nothing_from_the_only_officers_office(cast, meeting):
    cast.meghdubi.one_officer = True
    cast.meghdubi.save()
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert said("can_write", cast, meeting) == as_sets(
        {"staff": TO_WRITE, "two_roles": TO_WRITE, "officer": TO_WRITE}
    )
    assert said("can_approve", cast, meeting) == as_sets({"officer": TO_APPROVE})
    assert states_allowed("can_write", cast.only_officer, meeting) == NEVER


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "in_force"),
    [
        (-10 * DAY, -DAY, False),
        (-10 * DAY, 0 * DAY, True),
        (-10 * DAY, None, True),
        (0 * DAY, None, True),
        (DAY, None, False),
    ],
)
def test_a_right_lasts_from_the_first_day_of_a_posting_to_its_last(
    cast, meeting, starts_on, ends_on, in_force
):
    for role, name, states in [
        ("staff", "can_submit", TO_SUBMIT),
        ("officer", "can_approve", TO_APPROVE),
    ]:
        person = make_user(f"new_{role}")
        give_post(
            person,
            cast.meghdubi,
            role,
            title=f"নতুন পদ {role}",
            starts_on=today() + starts_on,
            ends_on=ends_on if ends_on is None else today() + ends_on,
        )
        assert states_allowed(name, person, meeting) == (states if in_force else NEVER)


def test_a_right_ends_between_two_looks(cast, meeting):
    assert states_allowed("can_approve", cast.officer, meeting) == TO_APPROVE
    cast.officer.postings.update(ends_on=today() - DAY)
    assert states_allowed("can_approve", cast.officer, meeting) == NEVER


def test_sittings_are_planned_by_whoever_writes_for_the_office(cast):
    plan = {name for name, one in people(cast).items() if rules.can_plan(one, cast.meghdubi)}
    assert plan == {"staff", "two_roles"}
    assert {name for name, one in people(cast).items() if rules.can_plan(one, cast.one_man)} == {
        "only_officer"
    }
