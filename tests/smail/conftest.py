"""Somebody with a phone, and somebody to ask about."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import access
from core.scope import Kind, Scope, enter
from participants.models import Enrolment
from smail.doors import door_of
from smail.models import Assessment
from tests.conftest import ReadOnlyGetClient
from tests.participants.factories import enrolled


@pytest.fixture
def person(entered, team, municipality, handler) -> Enrolment:
    """Zahra, enrolled 100 days ago, handled by Alice."""
    return enrolled(team, municipality, by=handler, handler=handler)


@pytest.fixture
def code_scope() -> Callable[[Enrolment], Scope]:
    """What the person's code opens."""

    def make(enrolment: Enrolment) -> Scope:
        return Scope(Kind.CODE, team_id=enrolment.team_id, participant_id=enrolment.participant_id)

    return make


@pytest.fixture
def phone_of() -> Callable[[Assessment], Client]:
    """A phone past the door of an assessment: the code was typed."""

    def open_door(assessment: Assessment) -> Client:
        client = ReadOnlyGetClient()
        with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
            code = access.make_here_code(door_of(assessment), by=assessment.opened_by)
        response = client.post("/f/", {"kod": code.digits})
        assert response.status_code == 302, response.content.decode()
        return client

    return open_door
