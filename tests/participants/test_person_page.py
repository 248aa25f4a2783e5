"""A participant's page: what it tells, to whom, at what cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import registry
from core.models import ReadLine
from participants import actions
from participants.enums import EndKind, EndReason, Focus
from participants.models import Enrolment, Participant
from participants.queries.changes import changes
from tests.participants.factories import days_from_today, enrolled, intervention
from tests.participants.test_register_page import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler, number="19900101-2385")


def address(enrolment, name: str = "detail", *more: str) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def test_page_is_logged_as_opened_and_masks_the_number(person, as_user, colleague):
    response = as_user(colleague).get(address(person))
    assert response.status_code == 200
    assert "Zahra Ahmadi" in response.content.decode()
    assert "2385" not in response.content.decode()
    assert [(line.kind, line.subject_ids) for line in ReadLine.objects.all()] == [("opened", [person.participant_id])]


@pytest.fixture
def alone(monkeypatch):
    """This app's own part of the page: the apps above add theirs."""
    monkeypatch.setattr(registry.panels, "_providers", {})
    monkeypatch.setattr(registry.timeline, "_providers", {"participants": registry.timeline.get("participants")})


@pytest.mark.parametrize("many", [1, 30])
def test_page_takes_twelve_statements_whatever_has_happened(person, alone, as_user, handler, many):
    for number in range(many):
        intervention(person, Focus.JOB, -40 + number, 10 + number)
        actions.add_note(enrolment=person, text=f"Samtal {number}", kind="call", by=handler)
        actions.add_task(enrolment=person, title=f"Ring {number}", owner=handler, by=handler)
        actions.set_next_step(
            enrolment=person, step=f"Steg {number}", who="", on=days_from_today(number), waiting_for="", by=handler
        )
    client = as_user(handler)
    client.get(address(person))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(person)).status_code == 200
    assert len(statements(captured.captured_queries)) == 12, statements(captured.captured_queries)


def test_story_finds_told_changes_behind_any_number_of_silent_steps(person):
    for number in range(5):
        Enrolment.objects.filter(pk=person.pk).update(next_step=f"Steg {number}")
    for number in range(20):
        Enrolment.objects.filter(pk=person.pk).update(this_week_on=days_from_today(number))
    with CaptureQueriesContext(connection) as captured:
        told = changes(person.participant_id, None, 4)
    assert [entry.text.rpartition("blev ")[2] for entry in told][:4] == ["”Steg 4”", "”Steg 3”", "”Steg 2”", "”Steg 1”"]
    assert len(captured) == 1


def test_story_leaves_out_a_step_from_one_kind_of_nothing_to_another(person):
    Enrolment.objects.filter(pk=person.pk).update(goal="Kök")
    count = len(changes(person.participant_id, None, 40))
    Enrolment.objects.filter(pk=person.pk).update(unread={}, is_mistake=False)
    Participant.objects.filter(pk=person.participant_id).update(sort_name="x")
    found = changes(person.participant_id, None, 40)
    assert len(found) == count
    assert all(entry.text for entry in found)


def test_story_is_narrowed_by_the_address_and_paged(person, as_user, handler, monkeypatch):
    from participants.views import story

    monkeypatch.setattr(story, "FIRST", 3)
    intervention(person, Focus.JOB, -40, 10, title="Praktik i köket")
    for number in range(6):
        actions.add_note(enrolment=person, text=f"Samtal {number}", kind="call", by=handler)
    actions.add_note(enrolment=person, text="Bageriet ringde", kind="employer", by=handler)
    client = as_user(handler)
    url = address(person, "timeline")
    whole = client.get(url).content.decode()
    assert "Bageriet ringde" in whole
    assert "Samtal 0" not in whole
    older = re.search(r'href="([^"]*fore=[^"]*)"', whole)
    assert older is not None
    assert "Samtal 0" in client.get(older.group(1).replace("&amp;", "&")).content.decode()
    calls = client.get(url, {"slag": "kontakter"}).content.decode()
    assert "Samtal 5" in calls
    assert "Bageriet ringde" not in calls
    plan = client.get(url, {"slag": "insatser"}, headers={"HX-Request": "true"}).content.decode()
    assert plan.lstrip().startswith("<section")
    assert "Praktik i köket" in plan
    assert "Samtal" not in plan.partition("<ol")[2]
    assert client.get(url, {"slag": "nonsens", "fore": "0001-01-01\x00"}).status_code == 200
    assert "slag=insatser" in client.get(f"{address(person)}?slag=insatser").content.decode()


def test_signals_say_what_to_do_to_those_who_may(person, as_user, colleague):
    page = as_user(colleague).get(address(person)).content.decode()
    assert "Saknar nästa steg" in page
    assert "Sätt nästa steg" in page


def test_part_without_a_title_or_a_provider_is_no_address(person, as_user, handler):
    client = as_user(handler)
    assert client.get(address(person, "part", "import-asides")).status_code == 404
    assert client.get(address(person, "part", "nonsens")).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_every_part_fetched_later_is_logged_as_opened(person, as_user, colleague, leader, headers):
    later = [key for key, panel in registry.panels.items() if panel.title]
    assert {"plan", "smail", "matching", "cvbuilder"} <= set(later)
    for key in later:
        assert as_user(colleague).get(address(person, "part", key), headers=headers).status_code == 200
    lines = ReadLine.objects.order_by("pk").values_list("kind", "place", "subject_ids")
    assert list(lines) == [("opened", f"participant.{key}", [person.participant_id]) for key in later]
    actions.ask_conflict(participant=person.participant, user=colleague, by=leader)
    assert as_user(colleague).get(address(person, "part", "plan"), headers=headers).status_code == 404
    assert ReadLine.objects.count() == len(later)


def test_plan_of_somebody_who_has_ended_has_no_heading_over_nothing(entered, team, municipality, handler, as_user):
    person = enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)
    intervention(person, Focus.JOB, -60, -30)
    address = reverse("participants:part", args=[team.slug, person.participant.public_id, "plan"])
    page = as_user(handler).get(address).content.decode()
    assert [title in page for title in ("<h3>Pågår", "<h3>Planerat", "<h3>Klart")] == [True] * 3
    actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    page = as_user(handler).get(address).content.decode()
    assert [title in page for title in ("<h3>Pågår", "<h3>Planerat", "<h3>Klart")] == [False, False, True]
