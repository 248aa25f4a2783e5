"""A personal-data incident: reported by anybody, told without its words, judged and closed by who manages the team."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Incident
from core.models import Notice
from core.scope import enter

pytestmark = pytest.mark.django_db


def test_incident_starts_the_clock_is_told_judged_and_closed_when_all_is_done(
    team, entered, as_user, scope_of, handler, colleague, leader, stranger
):
    url, client = reverse("accounts:incidents", args=[team.slug]), as_user(handler)
    assert client.get(url).status_code == 200
    sent = {"kind": "wrong", "what": "Mejl till fel mottagare", "found_on": "igår", "found_hour": "10"}
    assert client.post(url, sent | {"found_on": "imorgon"}).status_code == 422
    assert client.post(url, sent | {"what": ""}).status_code == 422
    client.post(url, sent | {"people_about": "3"})
    made = Incident.objects.get()
    assert made.due_at - made.found_at == timedelta(hours=72)
    assert 0 < made.hours_left < 72
    notice = Notice.objects.get()
    assert (notice.user_id, "mottagare" in notice.title) == (leader.pk, False)
    page = reverse("accounts:incident", args=[team.slug, made.public_id])
    assert client.get(page).status_code == 200
    assert client.post(page, {"avsluta": "1"}).status_code == 403
    assert as_user(colleague).get(page).status_code == 404
    assert as_user(stranger).get(page).status_code == 404
    with enter(scope_of(colleague, team)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_incident")
        assert cursor.fetchone()[0] == 0
    manager = as_user(leader)
    assert "timmar kvar" in manager.get(page).content.decode()
    assert manager.post(page, {"avsluta": "1"}).status_code == 422
    assert manager.post(page, {"risk": "high"}).status_code == 422
    manager.post(page, {"risk": "high", "measures": "Bett mottagaren radera."})
    assert "Integritetsskyddsmyndigheten" in manager.get(page).content.decode()
    assert manager.post(page, {"klart": "fel"}).status_code == 422
    for what in ("imy", "berorda"):
        assert manager.post(page, {"klart": what}).status_code == 302
    assert manager.post(page, {"avsluta": "1"}).status_code == 302
    made.refresh_from_db()
    assert made.closed_by == leader
    assert not Notice.objects.filter(read_at=None).exists()
    assert manager.post(page, {"avsluta": "1"}).status_code == 422
