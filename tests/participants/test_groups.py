"""When each part of what is written of a person was changed last, by whom, who answers for it, and when it is too old."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from participants import actions, columns, groups
from participants.actions.cells import Cell
from participants.actions.groups import set_group_rules
from participants.enums import FieldGroup
from participants.models import Enrolment, GroupRule, TeamColumn
from participants.queries.groups import rules, updated
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler) -> Enrolment:
    TeamColumn.objects.create(team=team, key="bank", title="Bank", kind="text")
    return enrolled(team, municipality, by=handler, handler=handler)


def test_every_written_column_belongs_to_a_group():
    assert set(groups.GROUPS) == set(FieldGroup)
    for column in columns.COLUMNS.values():
        if column.written:
            assert groups.group_of(column.key) is not None, column.key
    assert groups.group_of("egen.bank") == FieldGroup.OWN


def test_latest_change_of_each_part_and_who_made_it_in_one_statement(person, entered, team, handler):
    found = updated(entered, person, timezone.localdate())
    assert {what for what, told in found.items() if told.on} == {"facts"}, "nothing else is written yet"

    actions.set_goal(enrolment=person, goal="Kock", by=handler)
    written = [Cell(person.pk, "steg", "", "Ring"), Cell(person.pk, "egen.bank", "", "ja")]
    actions.write_cells(team_id=team.pk, written=written, by=handler)
    intervention(person)

    with CaptureQueriesContext(connection) as captured:
        found = updated(entered, person, timezone.localdate())
    assert len(captured) == 1
    today = timezone.localdate()
    assert {what: (told.on, told.by) for what, told in found.items() if what != "facts"} == {
        "step": (today, handler.name),
        "own": (today, handler.name),
        "goal": (today, handler.name),
        "plan": (today, handler.name),
        "week": (None, ""),
        "profile": (None, ""),
    }
    assert not any(told.stale for told in found.values())


def test_part_that_has_stood_too_long_is_marked_on_the_page_and_told_in_the_cell(
    person, entered, as_user, team, handler, leader, monkeypatch
):
    actions.set_goal(enrolment=person, goal="Kock", by=handler)
    later = days_from_today(40)
    assert updated(entered, person, later)["goal"].stale is False
    set_group_rules(team=team, rules={"goal": (Role.LEADER, 39)}, by=leader)
    assert updated(entered, person, later)["goal"].stale is True
    assert updated(entered, person, later - timedelta(days=1))["goal"].stale is False

    page = reverse("participants:detail", args=[team.slug, person.participant.public_id])
    text = as_user(handler).get(page).content.decode()
    assert f"av {handler.name}" in text
    assert re.search(rf"Målet: senast uppdaterat [^<]* av {handler.name}\. Svarar: processledare", text)
    cell = as_user(handler).get(f"{page}ruta/mot/").content.decode()
    assert f"av {handler.name}. Svarar för det här: processledare." in cell
    monkeypatch.setattr(
        "participants.views.person.groups.updated", lambda scope, enrolment, _today: updated(scope, enrolment, later)
    )
    assert "behöver ses över" in as_user(handler).get(page).content.decode()


def test_leader_sets_role_and_days_and_nobody_else(entered, as_user, team, handler, leader):
    address = reverse("participants:groups", args=[team.slug])
    assert as_user(handler).get(address).status_code == 403
    assert as_user(leader).get(address).status_code == 200
    asked = {f"{group}_role": "handler" for group in FieldGroup} | {f"{group}_days": "60" for group in FieldGroup}
    for wrong in ({"step_days": "0"}, {"step_role": "steering"}, {"week_days": "9" * 20}, {"goal_role": "\x00"}):
        assert as_user(leader).post(address, asked | wrong).status_code == 422
    assert not GroupRule.objects.exists()
    assert as_user(leader).post(address, asked | {"step_role": "leader", "week_days": ""}).status_code == 302
    assert rules(team.pk)["step"] == ("leader", 60)
    assert rules(team.pk)["week"] == ("handler", None)
