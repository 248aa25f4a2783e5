"""Another interval between assessments: the register says the new due days, at once or by a worker."""

from datetime import timedelta

import pytest

from accounts.actions import change_team
from core.models import OutboxMessage
from participants import register
from participants.enums import SharingBasis
from participants.models import RegisterRow
from tests.participants.factories import enrolled
from tests.smail.factories import handler_answered, participant_answered

pytestmark = pytest.mark.django_db


def due(enrolment):
    return RegisterRow.objects.get(enrolment=enrolment).next_assessment_on - enrolment.started_on


@pytest.fixture
def done(person, handler):
    """Zahra's first assessment is behind her, so that the next one is an interval away."""
    assessment = handler_answered(person, handler)
    participant_answered(assessment)
    return person


def test_register_follows_when_the_interval_is_changed(done, team, handler):
    before = due(done)

    change_team(team=team, values={"assessment_days": 30}, by=handler)

    assert due(done) == before - timedelta(days=60)
    assert register.differences(team.pk) == []


def test_rows_the_changer_may_not_see_follow_too(entered, team, nonprofit, handler, leader):
    hidden = enrolled(team, nonprofit, "Omid", by=None, basis=SharingBasis.NONE)
    assert not RegisterRow.objects.filter(enrolment=hidden.pk).exists()

    change_team(team=team, values={"assessment_days": 30}, by=handler)

    with register.run_for_team(team.pk):
        assert register.differences(team.pk) == []


def test_large_team_is_brought_in_line_by_a_worker(done, team, handler, monkeypatch):
    monkeypatch.setattr(register, "AT_ONCE", 0)
    before = due(done)
    change_team(team=team, values={"assessment_days": 30, "name": "Nytt"}, by=handler)
    assert due(done) == before
    message = OutboxMessage.objects.get(task="participants.refresh_register")

    register.refresh_large_team(message.pk, *message.args)

    assert due(done) == before - timedelta(days=60)
    assert register.differences(team.pk) == []
    message.refresh_from_db()
    assert message.done_at is not None


def test_nothing_is_asked_for_when_the_interval_stays(done, team, handler, monkeypatch):
    monkeypatch.setattr(register, "AT_ONCE", 0)
    change_team(team=team, values={"assessment_days": team.assessment_days, "name": "Nytt"}, by=handler)
    assert not OutboxMessage.objects.filter(task="participants.refresh_register").exists()
