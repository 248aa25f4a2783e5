"""Opening, answering, ending and locking; progress; the time line; the report; the person's rights."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError
from django.utils import timezone

from core.scope import Kind, Scope, enter
from participants import actions as people
from participants.enums import EndKind, EndReason, PauseReason, ProtectionLevel
from participants.models import RegisterRow
from smail import actions, figures, persons, progress, story
from smail.actions import Answer
from smail.enums import AssessmentKind, PartEnd, Rater
from smail.models import Assessment, Part, Progress, Rating
from tests.participants.factories import days_from_today, enrolled
from tests.smail import factories as make

pytestmark = pytest.mark.django_db


def run(person) -> Scope:
    return Scope(Kind.RUN, team_id=person.team_id)


@pytest.mark.parametrize("bad", [{}, {"value": 3, "reason": "skipped"}, {"value": 0}, {"value": 6}, {"reason": "x"}])
def test_answer_is_a_value_or_a_reason(bad):
    with pytest.raises(ValueError, match="answer|value|reason"):
        Answer(**bad)


def test_first_is_a_baseline_and_the_next_as_usual(person, handler):
    first = make.assessed(person, handler, on=days_from_today(-90))
    second = actions.open_assessment(enrolment=person, by=handler)
    assert (first.number, first.kind, first.due_on) == (1, AssessmentKind.BASELINE, days_from_today(-86))
    assert (second.number, second.kind, second.due_on) == (2, AssessmentKind.REGULAR, days_from_today(0))
    assert actions.open_assessment(enrolment=person, by=handler) == second


def test_handler_s_part_with_a_question_left_is_refused_whole(person, handler):
    assessment = actions.open_assessment(enrolment=person, by=handler)
    given = make.answers(3)
    del given["handler_belief"]
    with pytest.raises(actions.Incomplete) as refused:
        actions.answer_as_handler(assessment=assessment, answers=given, by=handler)
    assert refused.value.missing == [8]
    assert not Part.objects.exclude(ended_as="").exists()


def test_person_s_part_with_a_question_left_is_not_sent(person, handler):
    assessment = actions.open_assessment(enrolment=person, by=handler)
    part = make.participant_began(assessment, {"job_belief": Answer(2)})
    with pytest.raises(actions.Incomplete) as refused:
        actions.finish_as_participant(part=part)
    assert refused.value.missing == [2, 3, 4, 5, 6, 7]


def test_part_ends_once_by_action_and_by_database(person, handler):
    assessment = make.handler_answered(person, handler)
    with pytest.raises(actions.PartOver):
        make.handler_answered(person, handler)
    part = Part.objects.get(assessment=assessment, rater=Rater.HANDLER)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Part.objects.filter(pk=part.pk).update(ended_as=PartEnd.DECLINED)


def test_two_open_assessments_are_refused_by_the_database(person, handler):
    first = actions.open_assessment(enrolment=person, by=handler)
    with pytest.raises(IntegrityError, match="assessment_one_open"), transaction.atomic():
        Assessment.objects.create(
            team_id=first.team_id,
            participant_id=first.participant_id,
            enrolment=person,
            number=2,
            kind="regular",
            instrument_id=first.instrument_id,
        )


def test_pause_silences_the_due_day_and_the_return_gives_a_fortnight(person, handler):
    row = RegisterRow.objects.get(enrolment=person)
    people.pause(enrolment=person, reason=PauseReason.AWAY, by=handler, starts_on=days_from_today(-20))
    row.refresh_from_db()
    assert row.next_assessment_on is None
    people.resume(enrolment=person, by=handler)
    row.refresh_from_db()
    assert row.next_assessment_on == days_from_today(14)


def test_progress_follows_every_lock_and_equals_a_rebuild(person, handler, team):
    make.assessed(person, handler, on=days_from_today(-80), participant=make.answers(2, health=1, job_search="skipped"))
    make.assessed(person, handler, on=days_from_today(-50), participant=PartEnd.DECLINED)
    make.assessed(person, handler, on=days_from_today(-10), participant=make.answers(3, cooperation=2, health=5))
    own = Progress.objects.get(rater=Rater.PARTICIPANT)
    assert (own.times, own.first_on, own.previous_on, own.latest_on) == (
        2,
        days_from_today(-80),
        days_from_today(-80),
        days_from_today(-10),
    )
    assert own.verdict == "progress"
    assert own.first == dict.fromkeys(("job_belief", "labour_market", "goal_focus", "cooperation", "daily_life"), 2)
    assert Progress.objects.get(rater=Rater.HANDLER).times == 3
    assert not any(
        key in row
        for p in Progress.objects.all()
        for row in (p.first, p.latest)
        for key in ("health", "handler_belief")
    )
    with enter(run(person)):
        assert progress.differences(team.pk) == []
        Progress.objects.filter(rater=Rater.HANDLER).update(verdict="regression")
        assert progress.differences(team.pk) == [person.pk]
        progress.rebuild(team.pk)
        assert progress.differences(team.pk) == []


def test_rebuild_command_checks_mends_and_tells(person, handler, team):
    make.assessed(person, handler, on=days_from_today(-10))
    with enter(run(person)):
        Progress.objects.filter(rater=Rater.HANDLER).delete()
    with pytest.raises(CommandError, match="1 enrolments differ"):
        call_command("rebuild_progress", "--check", "--team", team.slug, stdout=StringIO())
    out = StringIO()
    call_command("rebuild_progress", "--json", stdout=out)
    assert json.loads(out.getvalue())["teams"] == {team.slug: 2}
    call_command("rebuild_progress", "--check", stdout=StringIO())
    with pytest.raises(CommandError, match="no team"):
        call_command("rebuild_progress", "--team", "nowhere", stdout=StringIO())


def test_time_line_tells_of_locked_rounds_and_of_no_answer(person, handler, entered):
    make.assessed(person, handler, on=days_from_today(-50))
    make.assessed(person, handler, on=days_from_today(-10), participant=PartEnd.DECLINED)
    make.handler_answered(person, handler)
    told = story.entries(person.participant_id, entered, None, 10)
    assert [entry.at.date() for entry in told] == [days_from_today(-10), days_from_today(-50)]
    assert "Ville inte svara" in told[0].text
    assert story.entries(person.participant_id, entered, told[0].at, 10) == told[1:]


def group(team, municipality, handler, size: int, before=None, now=None):
    found = [enrolled(team, municipality, "Omid", f"Nr {n}", by=handler, handler=handler) for n in range(size)]
    for each in found:
        make.assessed(each, handler, on=days_from_today(-60), participant=before or make.answers(2))
        make.assessed(each, handler, on=days_from_today(-2), participant=now or make.answers(3, health=4))
    return found


def figure(team, key: str):
    found = figures.figures(team.pk, days_from_today(-6), days_from_today(0))
    return next(each for each in found if each.key == key)


def test_report_counts_done_due_and_late(person, handler, team, municipality):
    make.assessed(person, handler, on=days_from_today(-3))
    late = enrolled(team, municipality, "Omid", "Haddad", by=handler)
    due = enrolled(team, municipality, "Sofia", "Ek", by=handler, started_on=days_from_today(-20))
    gone = enrolled(team, municipality, "Maja", "Ek", by=handler)
    people.end_enrolment(enrolment=gone, reason=EndReason.MISTAKE, kind=EndKind.ENDED, by=handler)
    assert figure(team, "assessments_done").participant_ids == (person.participant_id,)
    assert figure(team, "assessments_late").participant_ids == (late.participant_id,)
    assert figure(team, "assessments_due").participant_ids == (due.participant_id,)


def test_report_tells_change_per_rater_and_indicator_for_five(team, municipality, handler, entered):
    group(team, municipality, handler, 5)
    own = figure(team, "change_participant_job_belief")
    assert (own.value, own.detail["people"], own.detail["median"]) == (1.0, 5, 1.0)
    assert figure(team, "change_handler_job_belief").value == 0.0
    assert own.participant_ids == ()
    keys = {each.key for each in figures.figures(team.pk, days_from_today(-6), days_from_today(0))}
    assert not any("belief" in key and "job_belief" not in key for key in keys)


@pytest.mark.parametrize("hidden", ["protected", "conflict"])
def test_change_counts_nobody_whom_a_colleague_must_not_know_of(
    team, municipality, handler, leader, colleague, entered, hidden
):
    """Five answered, but one is hidden from a colleague: a mean would tell that there is a fifth, and of how much."""
    for n in range(5):
        each = enrolled(team, municipality, f"P{n}", "X", by=handler, handler=handler)
        make.assessed(each, handler, on=days_from_today(-60), participant=make.answers(2))
        make.assessed(each, handler, on=days_from_today(-1), participant=make.answers(3))
    assert figure(team, "change_participant_job_belief").value == 1.0
    if hidden == "conflict":
        people.ask_conflict(participant=each.participant, user=colleague, by=handler)
    else:
        people.protect(
            participant=each.participant,
            level=ProtectionLevel.MARKED,
            alias="Ek",
            named=[handler],
            manager=leader,
            by=handler,
        )
    assert figure(team, "change_participant_job_belief").value is None


def test_report_tells_health_for_whole_quarters_that_have_ended(team, municipality, handler, entered):
    ended = figures.quarter_before(days_from_today(0))
    in_quarter = -(timezone.localdate() - ended[1]).days
    for n in range(5):
        each = enrolled(team, municipality, "Omid", f"Nr {n}", by=handler, handler=handler, started_on=ended[0])
        make.assessed(each, handler, on=days_from_today(in_quarter - 100), participant=make.answers(2))
        make.assessed(each, handler, on=ended[1], participant=make.answers(3, health=4))
        make.assessed(each, handler, on=days_from_today(-1), participant=make.answers(3, health=1))
    assert figure(team, "change_participant_health").value == 2.0


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 11, 22), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(2026, 1, 1), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 4, 1), (date(2026, 1, 1), date(2026, 3, 31))),
    ],
)
def test_quarter_before_a_day(day, quarter):
    assert figures.quarter_before(day) == quarter


def test_report_suppresses_fewer_than_five(team, municipality, handler, entered):
    group(team, municipality, handler, 4)
    for code in ("job_belief", "health"):
        found = figure(team, f"change_participant_{code}")
        assert found.value is None
        assert found.detail.pop("name") in found.label
        assert found.detail == {"rater": "participant", "indicator": code, "suppressed": True}


def test_extract_holds_every_shown_answer_and_none_that_is_sealed(person, handler, colleague, team, scope_of):
    make.assessed(person, handler, on=days_from_today(-10), handler=make.answers(3, handler_belief=1))
    make.handler_answered(person, handler, make.answers(5))
    with enter(scope_of(colleague, team)):
        told = persons.extract(person.participant)
    assert len(told["smail.Rating"]) == 15
    assert {row["value"] for row in told["smail.Rating"]} == {1, 3}
    assert [row["locked_on"] is None for row in told["smail.Assessment"]] == [
        False,
        True,
    ]  # that one is open is no secret
    assert len(told["smail.Part"]) == 2


def test_erase_takes_sealed_answers_too(person, handler, colleague, team, scope_of):
    make.assessed(person, handler, on=days_from_today(-10))
    make.handler_answered(person, handler)
    with enter(scope_of(colleague, team)):
        persons.erase(person.participant)
    with enter(run(person)):
        assert [m.objects.count() for m in (Assessment, Part, Rating, Progress)] == [0, 0, 0, 0]


def test_merge_moves_sealed_answers_with_the_person(person, handler, team, municipality):
    make.handler_answered(person, handler)
    keep = enrolled(team, municipality, "Zahra", "Ahmadi", by=handler)
    persons.merge(keep=keep.participant, drop=person.participant)
    with enter(run(person)):
        assert set(Rating.objects.values_list("participant_id", flat=True)) == {keep.participant_id}


def test_health_wall_says_the_same_in_python_and_in_the_database(
    person, handler, colleague, leader, team, municipality, scope_of
):
    from django.db import connection

    from participants.models import HandlerAssignment
    from participants.queries import sees_health
    from participants.queries.access import sees_health_of

    enrolled(team, municipality, "Omid", "Haddad", by=handler, handler=colleague)
    everybody = list(Assessment._meta.get_field("participant").related_model.objects.values_list("pk", flat=True))
    for visibility in ("handlers", "handlers_and_leader"):
        team.health_visibility = visibility
        team.save(update_fields=["health_visibility"])
        for user in (handler, colleague, leader):
            scope = scope_of(user, team)
            with enter(scope), connection.cursor() as cursor:
                cursor.execute("SELECT health_open_to_scope()")
                in_database = {row[0] for row in cursor.fetchall()}
                assert in_database == sees_health(scope, everybody), (visibility, user.name)
                handlers = HandlerAssignment.objects.filter(participant=person.participant)
                one = sees_health_of(scope, team, handlers)
                assert one is (person.participant_id in in_database), (visibility, user.name)


def test_belief_over_the_team_is_for_the_leader_and_for_five(team, municipality, handler, leader, entered, scope_of):
    from smail.queries import belief_over_team

    def made(number: int, belief: int) -> None:
        each = enrolled(team, municipality, "Omid", f"Nr {number}", by=handler, handler=handler)
        make.assessed(each, handler, on=days_from_today(-9), handler=make.answers(3, handler_belief=1))
        make.assessed(each, handler, on=days_from_today(-2), handler=make.answers(3, handler_belief=belief))

    for number in range(4):
        made(number, 4)
    assert belief_over_team(scope_of(leader, team)).mean is None
    made(5, 2)
    found = belief_over_team(scope_of(leader, team))
    assert (found.people, float(found.mean)) == (5, 3.6)
    assert belief_over_team(entered) is None


def test_handler_is_told_without_a_name_when_the_person_is_done(person, handler):
    from core.models import Notice

    assessment = actions.open_assessment(enrolment=person, by=handler)
    make.participant_answered(assessment)
    notice = Notice.objects.get()
    assert (notice.user_id, notice.kind) == (handler.pk, "assessment_part")
    assert "Zahra" not in notice.title
    assert notice.url.endswith("/fragor/")
