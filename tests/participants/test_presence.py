"""Who writes where: told to colleagues who may see the person, for seconds, and never in the way when Valkey is gone."""

import json

import pytest
from django.urls import reverse

from core import nearby
from core.models import ReadLine
from participants import presence
from participants.presence import Place
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db
FAR = 2**60  # a feed position nothing comes after


@pytest.fixture(autouse=True)
def hash_of_valkey(monkeypatch):
    """What Valkey keeps, by key: the journey in tests/browser asks the real one."""
    kept: dict[str, dict[str, str]] = {}

    def swap(key, field, value, seconds):
        found = kept.setdefault(key, {})
        found.pop(field, None)
        if value is not None:
            found[field] = value
        return dict(found)

    monkeypatch.setattr(nearby, "swap", swap)
    return kept


@pytest.fixture
def poll(team):
    return reverse("participants:register_changes", args=[team.slug]) + f"?plats={FAR}"


def heard(response) -> list[tuple[str, str, str]]:
    said = json.loads(response["HX-Trigger"])["framat:here"]["here"]
    return [(one["p"], one["c"], one["name"]) for one in said]


def polled(client, poll, here="", tab="a1"):
    return client.get(poll, headers={"X-Poll": "1", "X-Here": here, "X-Tab": tab})


def test_colleague_is_told_where_and_not_oneself(entered, as_user, handler, colleague, team, municipality, poll):
    person = enrolled(team, municipality, by=handler).participant
    mine = polled(as_user(handler), poll, f"{person.public_id}/steg")
    assert (mine.status_code, heard(mine)) == (204, [])
    theirs = polled(as_user(colleague), poll)
    assert heard(theirs) == [(person.public_id, "steg", handler.first_name)]
    assert not ReadLine.objects.exists()


def test_leaving_is_told_and_another_page_of_the_same_person_stays(
    entered, as_user, handler, colleague, team, municipality, poll
):
    person = enrolled(team, municipality, by=handler).participant
    client = as_user(handler)
    polled(client, poll, f"{person.public_id}/steg", tab="a1")
    polled(client, poll, tab="b2")
    assert heard(polled(as_user(colleague), poll))
    polled(client, poll, tab="a1")
    assert heard(polled(as_user(colleague), poll)) == []


def test_word_holds_for_seconds_only(
    entered, as_user, handler, colleague, team, municipality, poll, hash_of_valkey, monkeypatch
):
    person = enrolled(team, municipality, by=handler).participant
    polled(as_user(handler), poll, f"{person.public_id}/steg")
    clock = presence.time.time() + presence.KEPT + 1
    monkeypatch.setattr(presence.time, "time", lambda: clock)
    assert heard(polled(as_user(colleague), poll)) == []


def test_person_the_reader_may_not_see_is_never_told(entered, as_user, handler, colleague, team, municipality, poll):
    hidden = enrolled(team, municipality, by=handler, basis="none").participant
    polled(as_user(handler), poll, f"{hidden.public_id}/steg")
    assert heard(polled(as_user(colleague), poll)) == []


def test_another_team_hears_nothing(entered, as_user, handler, stranger, team, other_team, municipality, poll):
    person = enrolled(team, municipality, by=handler).participant
    polled(as_user(handler), poll, f"{person.public_id}/steg")
    other = reverse("participants:register_changes", args=[other_team.slug]) + f"?plats={FAR}"
    assert heard(polled(as_user(stranger), other)) == []


@pytest.mark.parametrize(
    "here", ["", "/", "x", "x/", "/steg", "a b/steg", "å/steg", "<b>/steg", "x/" + "y" * 90, "x/ste g"]
)
def test_anything_else_than_a_place_is_nowhere(here):
    assert Place.read(here) is None


def test_register_answers_when_valkey_is_gone(
    entered, as_user, handler, team, municipality, poll, monkeypatch, settings
):
    monkeypatch.undo()
    settings.REDIS_URL = "redis+socket:///nowhere/at/all.sock"
    monkeypatch.setattr(nearby, "_silent_until", 0.0)
    person = enrolled(team, municipality, by=handler).participant
    assert heard(polled(as_user(handler), poll, f"{person.public_id}/steg")) == []
    assert nearby._silent_until > 0
    assert as_user(handler).get(reverse("participants:register", args=[team.slug])).status_code == 200


def test_form_about_a_person_tells_who_else_writes_there(
    entered, as_user, handler, colleague, team, municipality, poll
):
    person = enrolled(team, municipality, by=handler).participant
    here = reverse("participants:here", args=[team.slug, person.public_id])
    polled(as_user(colleague), poll, f"{person.public_id}/vem")
    said = as_user(handler).get(f"{here}?ruta=steg&flik=a1", headers={"X-Poll": "1"}).json()
    assert said == {"words": f"{colleague.first_name} skriver här nu"}
    assert as_user(handler).get(f"{here}?ruta=anteckning&flik=a1").json() == {"words": ""}
    assert heard(polled(as_user(colleague), poll)) == [(person.public_id, "anteckning", handler.first_name)]
    as_user(handler).get(f"{here}?flik=a1")
    assert heard(polled(as_user(colleague), poll)) == []


def test_form_tells_strangers_and_those_who_may_not_see_nothing(
    entered, as_user, handler, colleague, stranger, team, municipality
):
    person = enrolled(team, municipality, by=handler, basis="none").participant
    here = reverse("participants:here", args=[team.slug, person.public_id])
    assert as_user(stranger).get(f"{here}?ruta=steg").status_code == 404
    assert as_user(colleague).get(f"{here}?ruta=steg").status_code == 404
