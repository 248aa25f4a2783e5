"""The named manager looks through who has opened a protected person, once a week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Notice
from core.scope import Kind, Scope, enter
from participants import actions
from participants.actions import openings
from participants.models import ProtectedAccess
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(entered, team, municipality, handler, leader):
    """Known as Älgen: the handler is named, the leader answers."""
    made = enrolled(team, municipality, by=handler, handler=handler)
    actions.protect(
        participant=made.participant, level="marked", alias="Älgen", named=[handler], manager=leader, by=leader
    )
    return made


def told(team) -> list[Notice]:
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        openings.tell_managers(team_id=team.pk)
    return list(Notice.objects.filter(kind="openings").order_by("pk"))


def page(client, team) -> str:
    return client.get(reverse("participants:openings", args=[team.slug])).content.decode()


def test_manager_is_told_once_a_week_and_looks_through_each_opening(hidden, team, as_user, handler, leader):
    detail = reverse("participants:detail", args=[team.slug, hidden.participant.public_id])
    as_user(leader).get(detail)
    assert told(team) == []  # one's own is nothing to look through
    as_user(handler).get(detail)
    [notice] = told(team)
    assert (notice.user_id, notice.team_id) == (leader.pk, team.pk)
    assert "Älgen" not in notice.title
    assert len(told(team)) == 1
    client = as_user(leader)
    shown = client.get(notice.url).content.decode()
    assert "Älgen" in shown
    assert "Alice Ek" in shown
    till = shown.split('name="till" value="')[1].split('"')[0]
    as_user(handler).get(detail)  # after the page was drawn
    url = reverse("participants:openings_reviewed", args=[team.slug, hidden.participant.public_id])
    assert client.post(url, {"till": "i går"}).status_code == 302
    assert ProtectedAccess.objects.get(user=leader).reviewed_to is None
    assert client.post(url, {"till": till}).status_code == 302
    assert Notice.objects.filter(kind="openings", read_at=None).exists()  # something has come meanwhile
    assert "Alice Ek" in page(client, team)
    assert client.post(url, {"till": (timezone.now() + timedelta(days=9)).isoformat()}).status_code == 302
    assert ProtectedAccess.objects.get(user=leader).reviewed_to <= timezone.now()
    assert not Notice.objects.filter(kind="openings", read_at=None).exists()
    assert "Ingen annan har öppnat" in page(client, team)
    as_user(handler).get(detail)
    assert len(told(team)) == 1
    Notice.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert len(told(team)) == 2


def test_others_learn_nothing(hidden, team, as_user, handler, colleague, stranger):
    url = reverse("participants:openings_reviewed", args=[team.slug, hidden.participant.public_id])
    plain = page(as_user(colleague), team)
    assert "Älgen" not in plain
    assert page(as_user(handler), team).count("<section") == plain.count("<section")
    for other in (handler, colleague, stranger):
        assert as_user(other).post(url, {"till": timezone.now().isoformat()}).status_code == 404
    assert as_user(stranger).get(reverse("participants:openings", args=[team.slug])).status_code == 404
    assert ProtectedAccess.objects.filter(reviewed_to=None).count() == 2


def test_nothing_is_asked_of_who_is_not_protected_any_more(hidden, team, as_user, handler, leader):
    as_user(handler).get(reverse("participants:detail", args=[team.slug, hidden.participant.public_id]))
    actions.protect(participant=hidden.participant, level="none", alias="", named=[], manager=leader, by=leader)
    assert told(team) == []
    assert "Du ansvarar inte för någon" in page(as_user(leader), team)
