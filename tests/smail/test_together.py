"""Two at once: double submits, two tabs, both parts ending at the same moment. Real threads on a committed database."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Organisation, Team
from core.scope import Kind, Scope, enter
from participants.models import Enrolment
from smail import actions, progress
from smail.enums import PartEnd
from smail.models import Assessment, Progress, Rating
from tests.conftest import member
from tests.participants.factories import enrolled
from tests.smail import factories as make

pytestmark = pytest.mark.slow


class Place:
    """A committed team with one person."""

    def __init__(self) -> None:
        with transaction.atomic():
            municipality = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
            self.team = Team.objects.create(slug="alvstranden", name="Team Älvstranden", owner=municipality)
            self.alice = member(self.team, municipality, "Alice Ek")
            with enter(self.run()):
                self.person = enrolled(self.team, municipality, by=self.alice, handler=self.alice)

    def run(self) -> Scope:
        return Scope(Kind.RUN, team_id=self.team.pk)

    def as_alice(self) -> Scope:
        organisation = self.alice.memberships.get().organisation_id
        return Scope(
            Kind.MEMBER, user_id=self.alice.pk, team_id=self.team.pk, organisation_id=organisation, role="handler"
        )

    def as_person(self) -> Scope:
        return Scope(Kind.CODE, team_id=self.team.pk, participant_id=self.person.participant_id)

    def count(self, model: Any, **filters: Any) -> int:
        with transaction.atomic(), enter(self.run()):
            return model.objects.filter(**filters).count()


@pytest.fixture
def place(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield Place()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Runs the jobs in threads that start together; what each returned or raised."""
    ready = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def work(number: int, job: Callable[[], Any]) -> None:
        ready.wait(10)
        try:
            with transaction.atomic():
                results[number] = job()
        except Exception as fault:
            results[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def in_scope(scope: Scope, act: Callable[[], Any]) -> Callable[[], Any]:
    def job() -> Any:
        with enter(scope):
            return act()

    return job


def test_opening_in_five_tabs_at_once_gives_one_assessment(place):
    def opening() -> int:
        enrolment = Enrolment.objects.get(pk=place.person.pk)
        return actions.open_assessment(enrolment=enrolment, by=place.alice).pk

    results = at_once(*[in_scope(place.as_alice(), opening)] * 5)
    assert len(set(results)) == 1, results
    assert place.count(Assessment) == 1


def test_sending_the_handler_s_part_twice_at_once_ends_it_once(place):
    with transaction.atomic(), enter(place.as_alice()):
        assessment = actions.open_assessment(enrolment=place.person, by=place.alice)

    def answering() -> Any:
        return actions.answer_as_handler(assessment=assessment, answers=make.answers(3), by=place.alice).pk

    results = at_once(*[in_scope(place.as_alice(), answering)] * 4)
    assert sorted(type(r).__name__ for r in results) == ["PartOver", "PartOver", "PartOver", "int"]
    assert place.count(Rating) == 8


def test_answering_a_question_in_two_tabs_at_once_keeps_one_rating(place):
    with transaction.atomic(), enter(place.as_alice()):
        assessment = actions.open_assessment(enrolment=place.person, by=place.alice)
        part = make.participant_part(assessment)

    def answering(value: int) -> Callable[[], Any]:
        return lambda: actions.give_answer(part=part, code="job_belief", answer=actions.Answer(value))

    for _ in range(5):
        results = at_once(*[in_scope(place.as_person(), answering(value)) for value in (1, 2, 3, 4)])
        assert results == [None] * 4
    assert place.count(Rating) == 1


def test_both_parts_ending_at_the_same_moment_lock_exactly_once(place):
    for number in range(1, 6):
        with transaction.atomic(), enter(place.as_alice()):
            assessment = actions.open_assessment(enrolment=place.person, by=place.alice)
            part = make.participant_began(assessment, make.answers(4))

        def handler(current: Assessment = assessment) -> Any:
            return actions.answer_as_handler(assessment=current, answers=make.answers(3), by=place.alice)

        def own(current: Any = part) -> Any:
            return actions.finish_as_participant(part=current)

        results = at_once(in_scope(place.as_alice(), handler), in_scope(place.as_person(), own))
        assert [type(r).__name__ for r in results] == ["Assessment", "Assessment"], results
        assert place.count(Assessment, locked_at__isnull=False) == number
        assert place.count(Rating, stage="shown") == 15 * number
    with transaction.atomic(), enter(place.run()):
        assert {row.times for row in Progress.objects.all()} == {5}
        assert progress.differences(place.team.pk) == []


def test_own_answers_and_a_colleague_s_closing_at_the_same_moment_give_one_end(place):
    with transaction.atomic(), enter(place.as_alice()):
        assessment = actions.open_assessment(enrolment=place.person, by=place.alice)
        part = make.participant_began(assessment, make.answers(4))

    def closing() -> Any:
        return actions.close_for_participant(assessment=assessment, ended_as=PartEnd.NOT_OBTAINED, by=place.alice)

    results = at_once(
        in_scope(place.as_person(), lambda: actions.finish_as_participant(part=part)),
        in_scope(place.as_alice(), closing),
    )
    assert sorted(type(r).__name__ for r in results) == ["Assessment", "PartOver"]
    with transaction.atomic(), enter(place.run()):
        answered = make.participant_part(assessment).ended_as == PartEnd.ANSWERED
        assert Rating.objects.count() == (7 if answered else 0)
