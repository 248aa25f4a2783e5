"""A visit goes on while somebody asks for pages, and a new one begins after an hour's silence."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(as_user, handler, team):
    """Asks for a page as Alice, whose latest request was so many minutes ago; gives the membership afterwards."""

    def make(minutes: int | None, **headers: str) -> tuple[Membership, object]:
        then = None if minutes is None else timezone.now() - timedelta(minutes=minutes)
        Membership.objects.filter(user=handler, team=team).update(last_visit_at=then)
        response = as_user(handler).get(reverse("accounts:member_list", args=[team.slug]), headers=headers)
        assert response.status_code == 200
        return Membership.objects.get(user=handler, team=team), then

    return make


def recent(moment) -> bool:
    return moment is not None and timezone.now() - moment < timedelta(minutes=1)


def test_first_visit_has_none_before_it(visit):
    membership, _then = visit(None)
    assert recent(membership.last_visit_at)
    assert membership.previous_visit_at is None


def test_request_after_an_hour_begins_a_new_visit(visit):
    membership, then = visit(61)
    assert recent(membership.last_visit_at)
    assert membership.previous_visit_at == then


def test_request_within_the_hour_is_the_same_visit(visit):
    membership, _then = visit(59)
    assert recent(membership.last_visit_at)
    assert membership.previous_visit_at is None


def test_request_within_five_minutes_writes_nothing(visit):
    membership, then = visit(4)
    assert membership.last_visit_at == then


def test_poll_never_counts(visit):
    membership, then = visit(61, **{"X-Poll": "1"})
    assert membership.last_visit_at == then
    assert membership.previous_visit_at is None


def test_visit_in_one_team_is_none_in_another(visit, handler, other_team, municipality):
    other = Membership.objects.create(team=other_team, user=handler, organisation=municipality)
    visit(61)
    other.refresh_from_db()
    assert other.last_visit_at is None


def test_visits_leave_no_trace_in_the_membership_history(visit, handler):
    before = Membership.pgh_event_model.objects.filter(pgh_obj__user=handler).count()
    visit(61)
    assert Membership.pgh_event_model.objects.filter(pgh_obj__user=handler).count() == before


def test_refused_request_is_no_visit(as_user, steering, team):
    Membership.objects.filter(user=steering).update(last_visit_at=None)
    assert as_user(steering).get(reverse("participants:register", args=[team.slug])).status_code == 403
    assert Membership.objects.get(user=steering).last_visit_at is None
