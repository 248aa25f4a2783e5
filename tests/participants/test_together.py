"""Two colleagues act on the same person at the same moment: one wins, the other is told in words."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Organisation, Team
from core.filecheck.gate import Checked
from core.filecheck.rules import FileKind
from core.scope import Kind, Scope, enter
from participants import actions, register
from participants.actions import documents
from participants.enums import DocumentKind
from participants.models import Document, Enrolment, HandlerAssignment, Handover, Participant, RegisterRow
from tests.conftest import member
from tests.participants.factories import enrolled
from tests.races import second_meets


class Place:
    """A team with three colleagues and one person who nobody handles yet. Committed."""

    def __init__(self) -> None:
        organisation = Organisation.objects.create(name="O", sector="municipality")
        self.team = Team.objects.create(slug="t", name="T", owner=organisation)
        self.alice, self.bo, self.lena = (member(self.team, organisation, name) for name in ("Alice", "Bo", "Lena"))
        self.scope = Scope(
            Kind.MEMBER,
            user_id=self.alice.pk,
            team_id=self.team.pk,
            organisation_id=organisation.pk,
            role="handler",
        )
        self.person = self.inside(lambda: enrolled(self.team, organisation, by=self.alice))()

    def inside(self, act: Callable[[], Any]) -> Callable[[], Any]:
        def job() -> Any:
            with transaction.atomic(), enter(self.scope):
                return act()

        return job

    def fresh(self) -> Enrolment:
        return Enrolment.objects.select_related("team", "participant").get(pk=self.person.pk)


@pytest.fixture
def place(own_database: str, django_db_blocker: Any) -> Iterator[Place]:
    with django_db_blocker.unblock():
        yield Place()


def test_two_first_handlers_at_once_the_second_is_told_who_it_is(place):
    def choose(user: Any) -> Callable[[], Any]:
        return place.inside(
            lambda: actions.assign_handler(enrolment=place.fresh(), user=user, by=place.lena, replaces=False)
        )

    told = second_meets(choose(place.alice), choose(place.bo))
    assert isinstance(told, actions.ActionError)
    assert "Alice" in str(told)
    assert place.inside(lambda: [a.user_id for a in HandlerAssignment.objects.all()])() == [place.alice.pk]


def test_two_who_replace_at_once_leave_one_handler(place):
    def choose(user: Any) -> Callable[[], Any]:
        return place.inside(lambda: actions.assign_handler(enrolment=place.fresh(), user=user, by=place.lena))

    assert isinstance(second_meets(choose(place.alice), choose(place.bo)), HandlerAssignment)
    running = place.inside(lambda: [a.user_id for a in HandlerAssignment.objects.filter(ended_on=None)])
    assert running() == [place.bo.pk]


def test_two_questions_to_take_over_at_once_the_second_is_told(place):
    def ask(user: Any) -> Callable[[], Any]:
        return place.inside(lambda: actions.propose_handover(enrolment=place.fresh(), to=user, by=place.lena))

    assert isinstance(second_meets(ask(place.alice), ask(place.bo)), actions.ActionError)


def test_yes_and_no_at_once_only_the_first_counts(place):
    ask = place.inside(lambda: actions.propose_handover(enrolment=place.fresh(), to=place.alice, by=place.lena))
    handover_id = ask().pk

    def reply(action: Callable[..., Any]) -> Callable[[], Any]:
        return place.inside(lambda: action(handover=Handover.objects.get(pk=handover_id), by=place.alice))

    told = second_meets(reply(actions.accept_handover), reply(actions.decline_handover))
    assert isinstance(told, actions.ActionError)
    answered = place.inside(lambda: Handover.objects.get(pk=handover_id))()
    assert answered.accepted_at is not None
    assert answered.declined_at is None


def test_yes_from_whoever_is_handler_already_leaves_no_question_in_the_register(place):
    def act() -> None:
        made = actions.propose_handover(enrolment=place.fresh(), to=place.alice, by=place.lena)
        actions.assign_handler(enrolment=place.fresh(), user=place.alice, by=place.lena)
        actions.accept_handover(handover=made, by=place.alice)
        assert not RegisterRow.objects.get().has_handover
        assert register.differences(place.team.pk) == []

    place.inside(act)()


def test_two_merging_at_once_the_second_is_told(place):
    one, other = place.person, place.inside(lambda: enrolled(place.team, place.team.owner, "Sara", by=place.alice))()

    def merge(keep, drop):
        return place.inside(
            lambda: actions.merge_participants(keep=keep.participant, drop=drop.participant, by=place.alice)
        )

    told = second_meets(merge(one, other), merge(other, one))
    assert isinstance(told, actions.ActionError)
    assert "hann före" in str(told)
    assert place.inside(lambda: list(Participant.objects.values_list("pk", flat=True)))() == [one.participant_id]


def test_two_last_files_at_once_do_not_both_find_room_in_the_team(place, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(documents, "TEAM_BYTES", 10)
    other = place.inside(lambda: enrolled(place.team, place.person.responsible_organisation, "Omar", by=place.alice))()

    def bring(enrolment: Any) -> Callable[[], Any]:
        return place.inside(
            lambda: actions.add_document(
                participant=enrolment.participant,
                file=Checked(FileKind.TEXT, b"sex ord"),
                kind=DocumentKind.OTHER,
                title="Brev",
                by=place.alice,
            )
        )

    told = second_meets(bring(place.person), bring(other))
    assert isinstance(told, actions.ActionError)
    assert "Teamets plats" in str(told)
    assert place.inside(lambda: Document.objects.count())() == 1
