"""Who sees whom (design 5), said twice: by visible_to in Python and by row-level security in the database."""

from collections.abc import Callable

import pytest

from core.scope import Kind, Scope, enter
from participants import actions
from participants.enums import ProtectionLevel, SharingBasis
from participants.models import Enrolment, Note, Participant, RegisterRow
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db
MODELS = (Participant, Enrolment, RegisterRow, Note)


def counts(scope: Scope, how: Callable) -> list[int]:
    with enter(scope):
        return [how(model, scope).count() for model in MODELS]


def by_python(model, scope):
    return model.objects.visible_to(scope)


def by_database_alone(model, scope):
    """Every visible_to switched off: nothing but row-level security narrows."""
    return model.objects.all()


def by_python_alone(model, scope):
    return model.objects.visible_to(scope)


@pytest.fixture(params=[by_python, by_database_alone], ids=["visible_to", "row-level security alone"])
def how(request):
    return request.param


@pytest.fixture
def person(entered, team, municipality, handler):
    enrolment = enrolled(team, municipality, by=handler, handler=handler)
    actions.add_note(enrolment=enrolment, text="Ringde.", by=handler)
    return enrolment


def test_whole_team_sees_everyone(person, how, colleague, team, scope_of):
    assert counts(scope_of(colleague, team), how) == [1, 1, 1, 1]


def test_other_team_sees_nobody(person, how, stranger, other_team, scope_of):
    assert counts(scope_of(stranger, other_team), how) == [0, 0, 0, 0]


def test_stranger_claiming_the_team_sees_nobody(person, stranger, team):
    assert counts(Scope(Kind.MEMBER, user_id=stranger.pk, team_id=team.pk), by_database_alone) == [0, 0, 0, 0]


def test_no_scope_sees_nobody(person):
    with enter(Scope(Kind.SYSTEM)):
        assert [model.objects.count() for model in MODELS] == [0, 0, 0, 0]


def test_unshared_person_is_seen_by_the_responsible_organisation_only(
    entered, how, team, municipality, handler, colleague, scope_of
):
    enrolment = enrolled(team, municipality, by=handler, basis=SharingBasis.NONE)
    actions.add_note(enrolment=enrolment, text="Ringde.", by=handler)
    assert counts(scope_of(handler, team), how) == [1, 1, 1, 1]
    assert counts(scope_of(colleague, team), how) == [0, 0, 0, 0]


def test_withdrawn_sharing_closes_at_once_even_for_the_one_who_notes_it(
    person, how, colleague, handler, team, scope_of
):
    with enter(scope_of(colleague, team)):
        actions.withdraw_sharing(enrolment=person, by=colleague)
    assert counts(scope_of(colleague, team), how) == [0, 0, 0, 0]
    assert counts(scope_of(handler, team), how) == [1, 1, 1, 1]


def test_protected_person_is_seen_by_named_colleagues_only(person, how, handler, colleague, leader, team, scope_of):
    actions.protect(
        participant=person.participant,
        level=ProtectionLevel.PROTECTED,
        alias="Björken",
        named=[handler],
        manager=leader,
        by=handler,
    )
    assert counts(scope_of(handler, team), how) == [1, 1, 1, 1]
    assert counts(scope_of(leader, team), how) == [1, 1, 1, 1]
    assert counts(scope_of(colleague, team), how) == [0, 0, 0, 0]


def test_colleague_with_conflict_of_interest_is_shut_out(person, how, handler, colleague, team, scope_of):
    actions.ask_conflict(participant=person.participant, user=colleague, by=handler)
    assert counts(scope_of(colleague, team), how) == [0, 0, 0, 0]
    assert counts(scope_of(handler, team), how) == [1, 1, 1, 1]


def test_code_scope_sees_its_own_person_only(person, how, entered, team, municipality):
    enrolled(team, municipality, "Omid", "Haddad")
    scope = Scope(Kind.CODE, team_id=team.pk, participant_id=person.participant_id)
    assert counts(scope, how) == [1, 1, 1, 1]


def test_protected_person_is_found_by_alias_not_by_name(person, handler, leader, team):
    from core import search

    actions.protect(
        participant=person.participant,
        level=ProtectionLevel.MARKED,
        alias="Björken",
        named=[handler],
        manager=leader,
        by=handler,
    )
    assert search.find("ahmadi", team_id=team.pk, subject_type="participant") == []
    assert search.find("björk", team_id=team.pk, subject_type="participant") == [person.participant_id]
