"""Nothing a colleague sees or gets may hint that somebody is hidden from them (design 5.3): found by trying to."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from core import feed
from core.scope import Kind, Scope, enter
from participants.enums import SharingBasis
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def for_team(team) -> Callable:
    return lambda: enter(Scope(Kind.RUN, team_id=team.pk))


@pytest.mark.parametrize(
    ("basis", "status", "told"), [(SharingBasis.NONE, 204, False), (SharingBasis.AGREEMENT, 200, True)]
)
def test_poll_is_silent_when_a_hidden_person_comes(
    basis, status, told, for_team, team, municipality, colleague, as_user
):
    position = feed.position()
    with for_team():
        enrolled(team, municipality, basis=basis)

    answer = as_user(colleague).get(
        reverse("participants:register_changes", args=[team.slug]), {"plats": str(position)}
    )

    assert (answer.status_code, "Någon har skrivits in" in answer.content.decode()) == (status, told)
