"""The way through a team: a pause that forgets nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import swedish_dates
from core.scope import Kind, Scope, enter
from followup.queries import my_day
from participants import actions, register
from participants.models import Enrolment, Pause, RegisterRow
from participants.queries.watch import strongest_signal
from participants.standing import Code
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_team(team):
    return lambda: enter(Scope(Kind.RUN, team_id=team.pk))


@pytest.fixture
def enrolment(in_team, team, municipality, handler):
    team.sharing_agreement = "Vi delar."
    team.save(update_fields=["sharing_agreement"])
    with in_team():
        made = enrolled(team, municipality, "Zahra", "Ahmadi", by=handler, handler=handler)
        actions.set_next_step(enrolment=made, step="Skriva cv", on=days_from_today(3), waiting_for="", by=handler)
    return made


@pytest.fixture
def address(team, enrolment):
    return lambda name, *more: reverse(f"participants:{name}", args=[team.slug, enrolment.participant.public_id, *more])


def typed(day):
    return swedish_dates.full(day, language="sv")


def row_of(enrolment) -> RegisterRow:
    return RegisterRow.objects.get(enrolment=enrolment)


def test_paused_person_is_met_in_min_dag_on_the_agreed_day_and_the_waiting_step_comes_back(
    enrolment, address, as_user, handler, team, in_team, scope_of
):
    client = as_user(handler)
    given = {"reason": "away", "starts_on": "idag"}
    assert client.post(address("pause"), given).status_code == 422  # the contact is asked for
    assert client.post(address("pause"), given | {"next_contact_on": "imorgon", "back_on": "igår"}).status_code == 422
    soon = days_from_today(10)
    assert (
        client.post(address("pause"), given | {"next_contact_on": typed(soon), "back_on": typed(soon)}).status_code
        == 302
    )
    with in_team():
        row = row_of(enrolment)
        assert (row.state, row.next_step_on, row.next_step_user_id) == ("paused", soon, handler.pk)
        assert strongest_signal(row, timezone.localdate()) is None
        assert strongest_signal(row, soon).code == Code.PAUSE_CONTACT
        assert strongest_signal(row, soon + timedelta(days=8)).level == "now"
        Pause.objects.update(next_contact_on=timezone.localdate())
        Enrolment.objects.update(next_step_on=timezone.localdate())
        register.update([enrolment.pk])
    scope = scope_of(handler, team)
    with enter(scope):
        day = my_day(scope=scope)
        assert [one.enrolment_id for one in day.steps] == [enrolment.pk]
        assert [signal.code for _row, signal in day.signals] == [Code.PAUSE_CONTACT]
    listed = reverse("participants:register", args=[team.slug]) + "?urval=pausade-att-hora-av"
    assert "Ahmadi" in client.get(listed).content.decode()

    assert client.post(address("pause_contact"), {"on": "igår"}).status_code == 422
    assert client.post(address("pause_contact"), {"on": typed(days_from_today(20))}).status_code == 302
    with in_team():
        assert row_of(enrolment).paused_until == days_from_today(20)
    assert client.post(address("resume"), {"on": "idag"}).status_code == 302
    with in_team():
        row = row_of(enrolment)
        assert (row.state, row.next_step, row.next_step_on) == ("active", "Skriva cv", None)
    assert client.get(address("pause_contact")).status_code == 404
