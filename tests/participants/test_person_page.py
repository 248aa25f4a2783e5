"""A participant's page: what it tells, to whom, at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import registry
from core.models import ReadLine
from participants import actions
from participants.enums import Focus
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
def test_page_takes_at_most_fourteen_statements_whatever_has_happened(person, alone, as_user, handler, many):
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
    assert len(statements(captured.captured_queries)) == 14, statements(captured.captured_queries)
