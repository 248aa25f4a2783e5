"""What an end closes, and what protection closes: nothing that belonged to the enrolment goes on by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import access
from accounts.doors import Door
from accounts.models import AccessLink
from participants import actions
from participants.enums import EndKind, EndReason, HandlerKind, MeetingState, ProtectionLevel
from participants.models import HandlerAssignment, Handover, Meeting, RegisterRow
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(entered, team, municipality, handler):
    return enrolled(team, municipality, "Zahra", "Ahmadi", by=handler, handler=handler)


def end(enrolment, by) -> None:
    actions.end_enrolment(enrolment=enrolment, reason=EndReason.MOVED, kind=EndKind.ENDED, by=by)


def test_end_closes_every_handling_by_its_day(enrolment, handler, colleague):
    """A stand-in whose last day lay ahead would have gone on seeing what only handlers see."""
    stand_in = actions.assign_handler(enrolment=enrolment, user=colleague, by=handler, kind=HandlerKind.STAND_IN)
    HandlerAssignment.objects.filter(pk=stand_in.pk).update(ended_on=days_from_today(20))
    end(enrolment, handler)
    assert {one.ended_on for one in HandlerAssignment.objects.all()} == {days_from_today(0)}


def test_question_to_take_over_and_coming_meeting_end_with_the_enrolment(enrolment, handler, colleague):
    actions.propose_handover(enrolment=enrolment, to=colleague, reason="", by=handler)
    meeting = actions.book_meeting(
        enrolment=enrolment, starts_at=timezone.now() + timedelta(days=2), with_user=handler, by=handler
    )
    end(enrolment, handler)
    assert Handover.objects.get().declined_at is not None
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.CANCELLED
    assert not RegisterRow.objects.get(enrolment=enrolment).has_handover


@pytest.mark.parametrize("act", ["end", "protect"])
def test_participants_own_way_in_is_closed(enrolment, handler, leader, act):
    access.make_link(Door("smail", enrolment.team_id, "assessment", 7, enrolment.participant_id), by=handler)
    if act == "end":
        end(enrolment, handler)
    else:
        actions.protect(
            participant=enrolment.participant,
            level=ProtectionLevel.MARKED,
            alias="Ek",
            named=[handler],
            manager=leader,
            by=handler,
        )
    assert AccessLink.objects.get().closed_at is not None
