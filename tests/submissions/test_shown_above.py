"""What became of decisions is shown to the offices above from the sending of their minutes on."""

from followup.models import Matter
from submissions import actions
from tests.submissions.conftest import issue_another


def test_decisions_are_shown_above_once_their_minutes_are_sent_and_not_before(cast, duty):
    meeting = issue_another(cast)
    matters = Matter.objects.filter(decision__meeting=meeting)
    assert matters.exists()
    assert not Matter.objects.visible_to(cast.dc_staff).filter(pk__in=matters).exists()
    start = actions.period_for(duty, meeting)
    sent = actions.send(meeting=meeting, duty=duty, period_start=start, by=cast.staff)
    assert set(Matter.objects.visible_to(cast.dc_staff)) >= set(matters)
    assert not Matter.objects.visible_to(cast.other_dc_officer).exists()
    actions.withdraw(submission=sent, by=cast.staff)
    assert not Matter.objects.visible_to(cast.dc_staff).filter(pk__in=matters).exists()
