"""The blind rule (design 5.6): until both parts have ended nobody reads an answer, whatever Python asks for."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core.scope import Kind, Scope, enter
from smail import actions
from smail.enums import PartEnd, Rater, Stage
from smail.models import Part, Progress, Rating, RatingQuerySet
from tests.participants.factories import days_from_today, enrolled
from tests.smail import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def code_scope(person) -> Scope:
    return Scope(Kind.CODE, team_id=person.team_id, participant_id=person.participant_id)


def by_python(scope: Scope) -> RatingQuerySet:
    return Rating.objects.visible_to(scope)


def by_database_alone(scope: Scope) -> RatingQuerySet:
    return Rating.objects.all()


@pytest.fixture(params=[by_python, by_database_alone], ids=["visible_to", "row-level security alone"])
def how(request):
    return request.param


def seen(scope: Scope, how) -> int:
    with enter(scope):
        return how(scope).count()


def seen_by_python_in_a_run(person) -> int:
    """The Python half alone: a run's row-level security shows all."""
    scope = Scope(Kind.RUN, team_id=person.team_id)
    with enter(scope):
        return Rating.objects.visible_to(scope).count()


def test_handler_s_answers_are_sealed_from_everybody_until_the_person_is_done(
    person, how, handler, colleague, leader, team, scope_of
):
    make.handler_answered(person, handler)
    for user in (handler, colleague, leader):
        assert seen(scope_of(user, team), how) == 0
    assert seen(code_scope(person), how) == 0
    assert seen_by_python_in_a_run(person) == 0


def test_person_s_answers_are_sealed_from_everybody_until_the_handler_is_done(
    person, how, handler, colleague, team, scope_of
):
    assessment = actions.open_assessment(enrolment=person, by=handler)
    make.participant_began(assessment, make.answers(4))
    assert seen(code_scope(person), how) == make.questions()
    assert seen(scope_of(handler, team), how) == 0
    make.participant_answered(assessment, make.answers(4))
    for scope in (code_scope(person), scope_of(handler, team), scope_of(colleague, team)):
        assert seen(scope, how) == 0
    assert seen_by_python_in_a_run(person) == 0


def test_both_parts_ended_shows_answers_to_the_team_and_never_again_to_the_code(
    person, how, handler, colleague, team, scope_of
):
    make.assessed(person, handler, on=days_from_today(0))
    own, theirs = seen(scope_of(handler, team), how), seen(scope_of(colleague, team), how)
    assert own == 7 + 8
    assert theirs == 6 + 6  # neither health nor the handler's belief
    assert seen(code_scope(person), how) == 0


def test_belief_is_for_the_one_who_rated_even_against_a_leader_who_sees_health(
    person, how, handler, leader, team, scope_of
):
    team.health_visibility = "handlers_and_leader"
    team.save(update_fields=["health_visibility"])
    make.assessed(person, handler, on=days_from_today(0))
    scope = scope_of(leader, team)
    with enter(scope):
        codes = set(how(scope).values_list("indicator__code", flat=True))
    assert "health" in codes
    assert "handler_belief" not in codes


def test_declined_part_shows_the_handler_s_answers_and_keeps_none_of_the_person_s(person, handler):
    assessment = make.handler_answered(person, handler)
    make.participant_began(assessment, {"job_belief": actions.Answer(2)})
    locked = actions.close_for_participant(assessment=assessment, ended_as=PartEnd.DECLINED, by=handler)
    assert locked.is_locked
    assert set(Rating.objects.values_list("part__rater", flat=True)) == {Rater.HANDLER}
    assert Progress.objects.filter(rater=Rater.PARTICIPANT).count() == 0


def test_code_reads_no_progress(person, handler):
    make.assessed(person, handler, on=days_from_today(0))
    with enter(code_scope(person)):
        assert Progress.objects.count() == 0


def test_code_sees_no_other_person(person, how, handler, team, municipality):
    other = enrolled(team, municipality, "Omid", "Haddad", by=handler, handler=handler)
    assessment = actions.open_assessment(enrolment=other, by=handler)
    make.participant_began(assessment, make.answers(5))
    assert seen(code_scope(person), how) == 0
    with enter(code_scope(person)), pytest.raises(Part.DoesNotExist):
        Part.objects.get(assessment=assessment, rater=Rater.PARTICIPANT)


def insert(part: Part, stage: str) -> None:
    Rating.objects.bulk_create(
        [
            Rating(
                team_id=part.team_id,
                participant_id=part.participant_id,
                part=part,
                indicator_id=1,
                value=5,
                stage=stage,
            )
        ]
    )


@pytest.mark.parametrize("stage", [Stage.SEALED, Stage.SHOWN])
def test_code_may_not_write_an_answer_that_is_not_being_given(person, handler, stage):
    part = make.participant_part(actions.open_assessment(enrolment=person, by=handler))
    with enter(code_scope(person)), pytest.raises(DatabaseError), transaction.atomic():
        insert(part, stage)


def test_code_may_not_answer_for_the_handler(person, handler):
    assessment = actions.open_assessment(enrolment=person, by=handler)
    part = Part.objects.get(assessment=assessment, rater=Rater.HANDLER)
    with enter(code_scope(person)), pytest.raises(DatabaseError), transaction.atomic():
        insert(part, Stage.DRAFT)


def test_member_may_not_write_ratings_directly(person, handler):
    make.assessed(person, handler, on=days_from_today(0))
    part = Part.objects.filter(rater=Rater.HANDLER).get()
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(part, Stage.SHOWN)
    assert Rating.objects.update(value=1) == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM smail_rating")
        assert cursor.rowcount == 0


def test_history_keeps_what_stood_before_a_correction_and_nothing_from_before_the_lock(person, handler, colleague):
    from smail.models import Rating as Model

    events = Model._meta.get_field("events").related_model
    assessment = actions.open_assessment(enrolment=person, by=handler)
    make.participant_began(assessment, make.answers(1))
    make.participant_answered(assessment, make.answers(4))
    make.handler_answered(person, handler)
    assert events.objects.count() == 0
    rating = Rating.objects.get(part__rater=Rater.PARTICIPANT, indicator__code="health")
    with enter(Scope(Kind.RUN, team_id=person.team_id)):
        Rating.objects.filter(pk=rating.pk).update(value=2)
    assert [event.value for event in events.objects.all()] == [4]
    with enter(Scope(Kind.MEMBER, user_id=colleague.pk, team_id=person.team_id)):
        assert events.objects.count() == 0  # about health: not for a colleague who does not handle the person
