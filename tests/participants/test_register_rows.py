"""RegisterRow says what the facts say, whichever action wrote it; rebuild gives the same."""

from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants import actions, figures, register
from participants.enums import EndKind, EndReason, Focus, HandlerKind, OutcomeKind, PauseReason
from participants.models import Enrolment, HandlerAssignment, RegisterRow
from participants.standing import Code, signals
from participants.views.rows import spans_of, standing
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def test_row_follows_every_action_and_equals_a_rebuild(person, team, handler, colleague):
    intervention(person, Focus.JOB, -20, 10)
    health = intervention(person, Focus.HEALTH, -40, None, title="Samtalsstöd")
    actions.add_note(enrolment=person, text="Ringde", kind="call", by=handler)
    actions.set_next_step(
        enrolment=person, step="Ringa köket", who="Alice", on=days_from_today(2), waiting_for="us", by=handler
    )
    actions.assign_handler(enrolment=person, user=colleague, by=handler, on=days_from_today(-1))
    actions.end_intervention(intervention=health, on=days_from_today(-5), reason="completed", by=handler)
    row = RegisterRow.objects.get(enrolment=person)

    assert (row.list_name, row.next_step, row.waiting_for) == ("Ahmadi, Zahra", "Ringa köket", "us")
    assert (row.handler_id, row.handler_changes) == (colleague.pk, 1)
    assert row.last_contact_on == days_from_today(0)
    assert [entry[2] for entry in row.interventions] == [False, True]
    assert days_from_today(0) in row.covered[0]
    assert register.differences(team.pk) == []


def test_difference_is_found_when_a_row_was_tampered_with(person, team):
    RegisterRow.objects.filter(enrolment=person).update(goal="något annat")
    assert register.differences(team.pk) == [person.pk]
    register.rebuild(team.pk)
    assert register.differences(team.pk) == []


def test_health_intervention_leaves_no_word_of_health_in_the_row(person):
    intervention(person, Focus.HEALTH, -10, 10, title="Rehab i vatten")
    row = RegisterRow.objects.get(enrolment=person)
    text = str([getattr(row, f.attname) for f in RegisterRow._meta.concrete_fields])
    assert "Rehab" not in text
    assert "health" not in text


def test_two_primary_handlers_on_one_day_are_refused_by_the_database(person, colleague, team):
    with pytest.raises(IntegrityError, match="handler_one_primary_a_day"), transaction.atomic():
        HandlerAssignment.objects.create(
            team=team,
            participant=person.participant,
            enrolment=person,
            user=colleague,
            kind=HandlerKind.PRIMARY,
            started_on=days_from_today(0),
        )


def test_handover_keeps_the_old_handler_until_accepted(person, handler, colleague):
    handover = actions.propose_handover(enrolment=person, to=colleague, by=handler)
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.handler_id, row.has_handover) == (handler.pk, True)
    with pytest.raises(actions.ActionError):
        actions.accept_handover(handover=handover, by=handler)

    actions.accept_handover(handover=handover, by=colleague)

    row.refresh_from_db()
    assert (row.handler_id, row.has_handover, row.handler_changes) == (colleague.pk, True, 1)  # its checklist is left


def test_job_keeps_handler_and_end_closes_everything(person, handler):
    intervention(person, Focus.JOB, -20, None)
    actions.pause(enrolment=person, reason=PauseReason.AWAY, by=handler)
    actions.record_outcome(enrolment=person, kind=OutcomeKind.WORK, starts_on=days_from_today(0), by=handler)
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.state, row.handler_id) == ("in_work", handler.pk)

    actions.end_enrolment(enrolment=person, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)

    row.refresh_from_db()
    assert (row.state, row.handler_id, row.ended_on) == ("ended", None, days_from_today(0))
    assert not person.interventions.filter(ended_on=None).exists()
    with pytest.raises(actions.ActionError):
        actions.end_enrolment(enrolment=person, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)


def test_second_open_enrolment_for_a_person_is_refused_by_the_database(person, team, municipality):
    with pytest.raises(IntegrityError, match="enrolment_one_open"), transaction.atomic():
        Enrolment.objects.create(
            team=team,
            participant=person.participant,
            responsible_organisation=municipality,
            started_on=date(2026, 1, 1),
        )


def test_relation_to_another_team_is_refused_by_the_database(person, other_team, handler):
    from django.db import connection

    from core.scope import Kind, Scope, enter
    from participants.models import Task

    with enter(Scope(Kind.RUN, team_id=other_team.pk)), transaction.atomic():
        Task.objects.create(
            team=other_team, participant_id=person.participant_id, enrolment_id=person.pk, title="x", owner=handler
        )
        with pytest.raises(IntegrityError, match="same_team"), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_same_number_twice_in_a_team_is_told_and_nothing_is_left(person, team, municipality):
    enrolled(team, municipality, "Omid", "Haddad", number="19900101-2385")
    with pytest.raises(actions.DuplicateNumber), transaction.atomic():
        enrolled(team, municipality, "Omar", "Haddad", number="900101-2385")
    assert RegisterRow.objects.filter(list_name__startswith="Haddad").count() == 1


def test_next_step_saves_only_what_differs(person, handler):
    given = {"step": "Ringa", "who": "Alice", "on": None, "waiting_for": "us"}
    actions.set_next_step(enrolment=person, by=handler, **given)
    with CaptureQueriesContext(connection) as queries:
        actions.set_next_step(enrolment=person, by=handler, **given | {"step": "Skriva"})
    written = [q["sql"] for q in queries if 'UPDATE "participants_enrolment"' in q["sql"]]
    assert len(written) == 1
    assert "waiting_for" not in written[0].split('UPDATE "participants_enrolment"')[1].split("WHERE")[0]
    with CaptureQueriesContext(connection) as queries:
        actions.set_next_step(enrolment=person, by=handler, **given | {"step": "Skriva"})
    assert not [q["sql"] for q in queries if 'UPDATE "' in q["sql"] or "INSERT " in q["sql"]]


WATCHED = {
    "no_handler": Code.NO_HANDLER,
    "gap": Code.GAP,
    "no_job_focus": Code.NO_JOB_FOCUS,
    "no_parallel": Code.ONE_ONLY,
    "no_next_step": Code.NO_STEP,
    "step_late": Code.STEP_LATE,
}


def test_weekly_report_and_register_watch_the_same_people(entered, team, municipality, handler):
    today = days_from_today(0)
    for last, job in product((None, -22, -21, -15, -14, -8, -7, 0), (Focus.JOB, Focus.SKILL)):
        person = enrolled(team, municipality, handler=handler if job == Focus.JOB else None)
        intervention(person, job, -60, last)
        if last is not None and last > -20:  # another still runs alone since long, or since the other ended
            intervention(person, Focus.SKILL, -40 if last % 2 else -21, None)
    for step, on in (("Ringa", -1), ("Ringa", 0), ("", -1), ("Ringa", None)):
        person = enrolled(team, municipality)
        Enrolment.objects.filter(pk=person.pk).update(
            next_step=step, next_step_on=None if on is None else days_from_today(on)
        )
        register.update([person.pk])

    watched: dict[Code, list[int]] = {code: [] for code in WATCHED.values()}
    for row in RegisterRow.objects.order_by("participant_id"):
        for signal in signals(standing(row, spans_of(row.interventions)), today):
            watched.setdefault(signal.code, []).append(row.participant_id)
    told = {figure.key: list(figure.participant_ids) for figure in figures.weekly(team.pk, days_from_today(-6), today)}
    assert {key: told[key] for key in WATCHED} == {key: watched[code] for key, code in WATCHED.items()}
    assert all(told[key] for key in WATCHED)


def test_place_of_a_protected_person_stands_nowhere(entered, team, municipality, handler, leader, as_user):
    person = enrolled(team, municipality, by=handler, handler=handler, place="Älvstad Norra")
    client = as_user(handler)
    detail = reverse("participants:detail", args=[team.slug, person.participant.public_id])
    table = reverse("participants:register", args=[team.slug])

    def told() -> list[bool]:
        pages = (client.get(detail), client.get(table, {"kolumner": "namn,kommun"}))
        return ["Älvstad Norra" in page.content.decode() for page in pages]

    assert told() == [True, True]
    actions.protect(
        participant=person.participant, level="marked", alias="Älgen", named=[handler], manager=leader, by=leader
    )
    assert told() == [False, False]
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.municipality_name, row.municipality_code) == ("", "")
    actions.protect(participant=person.participant, level="none", alias="", named=[], manager=leader, by=leader)
    assert told() == [True, True]
