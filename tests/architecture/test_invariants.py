"""Closed lists and states stand in the database too: whoever writes, by whatever way, cannot put in anything else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from accounts.models import Membership, Team
from core.db import tenancy
from participants.models import Enrolment, HandlerAssignment, Handover, Intervention, Outcome, Participant, Pause
from tests.participants.factories import enrolled

OURS = [
    model
    for model in tenancy.our_models()
    if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")  # history: written by a trigger from the row
]
# Why a field with choices has no constraint of its own.
NOT_HELD = {
    "taxonomy.SmallListItem.list": "reference data: role app may not write it, the loader counts what it read",
    "taxonomy.Term.kind": "reference data: role app may not write it, the loader counts what it read",
}


def closed_lists() -> list[tuple[type[models.Model], models.Field, bool]]:
    """Every text field with choices, as (model, field, is it an array of them)."""
    found: list[tuple[type[models.Model], models.Field, bool]] = []
    for model in OURS:
        for field in model._meta.concrete_fields:
            inner = getattr(field, "base_field", None)
            if isinstance(field, models.CharField) and field.choices:
                found.append((model, field, False))
            elif isinstance(inner, models.CharField) and inner.choices:
                found.append((model, field, True))
    return found


def named(case: tuple[type[models.Model], models.Field, bool]) -> str:
    return f"{case[0]._meta.label}.{case[1].name}"


HELD = [case for case in closed_lists() if named(case) not in NOT_HELD]


@pytest.fixture(scope="session")
def in_database(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'")
        return dict(cursor.fetchall())


@pytest.mark.parametrize("case", HELD, ids=named)
def test_closed_list_is_held_by_the_database(case, in_database):
    model, field, is_array = case
    name = f"{model._meta.model_name}_{field.name}_{'some_of' if is_array else 'one_of'}"
    assert name in in_database, f"{named(case)}: give its model one_of() or some_of() of core.db.closed"
    choices = field.base_field.choices if is_array else field.choices
    for code, _label in choices:
        assert f"'{code}'" in in_database[name], f"{name} refuses {code!r}, which the list has"
    assert is_array or not field.blank or "''" in in_database[name], f"{name} refuses an empty value"


def test_every_exception_is_still_there():
    assert set(NOT_HELD) <= {named(case) for case in closed_lists()}


@pytest.fixture
def person(entered, team, municipality, handler) -> Enrolment:
    return enrolled(team, municipality, by=handler, handler=handler)


@pytest.fixture
def day() -> Callable[[int], date]:
    """So many days from today."""
    return lambda days: timezone.localdate() + timedelta(days=days)


def refused(name: str, rows: models.QuerySet, **values: Any) -> None:
    """The update is refused by the constraint of that name, and by no other."""
    assert rows.exists()
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        rows.update(**values)
    assert f'"{name}"' in str(error.value)


def test_role_and_team_settings_outside_their_lists_are_refused(handler, team):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user ~ 'app$', row_security_active('participants_participant')")
        assert cursor.fetchone() == (True, True)
    refused("membership_role_one_of", Membership.objects.filter(user=handler), role="boss")
    mine = Team.objects.filter(pk=team.pk)
    refused("team_health_visibility_one_of", mine, health_visibility="all")
    refused("team_assessment_days", mine, assessment_days=13)
    refused("team_assessment_days", mine, assessment_days=367)


def test_person_without_alias_under_protection_or_with_one_without_is_refused(person):
    one = Participant.objects.filter(pk=person.participant_id)
    refused("participant_alias_when_protected", one, protection_level="marked", alias="")
    refused("participant_alias_when_protected", one, protection_level="none", alias="Björken")
    refused("participant_protection_level_one_of", one, protection_level="secret", alias="Björken")
    refused("participant_number_has_kind", one.filter(number_kind="none"), number_kind="personal")
    assert one.update(protection_level="marked", alias="Björken") == 1


def test_periods_backwards_are_refused(person, handler, day):
    bound = {"team_id": person.team_id, "participant_id": person.participant_id, "enrolment": person}
    outcome = Outcome.objects.create(**bound, kind="work", starts_on=day(0))
    refused("outcome_ended_on_not_before_starts_on", Outcome.objects.filter(pk=outcome.pk), ended_on=day(-1))
    pause = Pause.objects.create(**bound, reason="away", starts_on=day(0))
    refused("pause_ends_on_not_before_starts_on", Pause.objects.filter(pk=pause.pk), ends_on=day(-1))
    made = Intervention.objects.create(**bound, title="Praktik", focus="job", starts_on=day(0))
    effort = Intervention.objects.filter(pk=made.pk)
    refused("intervention_planned_end_on_not_before_starts_on", effort, planned_end_on=day(-1))
    refused("intervention_end_order", effort, ended_on=day(-1), end_reason="completed")
    refused("intervention_ended_has_reason", effort, ended_on=day(1))
    given = HandlerAssignment.objects.create(**bound, user=handler, kind="co", started_on=day(0))
    assignment = HandlerAssignment.objects.filter(pk=given.pk)
    refused("handlerassignment_ended_on_not_before_started_on", assignment, ended_on=day(-1))
    refused("handlerassignment_kind_one_of", assignment, kind="friend")
    refused("handler_end_reason_has_day", assignment, end_reason="time")


def test_handover_both_accepted_and_declined_is_refused(person, handler):
    bound = {"team_id": person.team_id, "participant_id": person.participant_id, "enrolment": person}
    asked = Handover.objects.create(**bound, to_user=handler)
    later = asked.proposed_at
    one = Handover.objects.filter(pk=asked.pk)
    refused("handover_accepted_at_or_declined_at", one, accepted_at=later, declined_at=later)
    refused("handover_done_at_only_with_accepted_at", one, done_at=later)
    assert one.update(accepted_at=later) == 1
