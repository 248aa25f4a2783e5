"""An import is undone while somebody writes about one of its people: one of the two is told, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Team
from core.scope import Kind, Scope, enter
from participants import actions
from participants.importing import batches, undo
from participants.models import Enrolment, ImportBatch, Note, Participant
from tests.conftest import member
from tests.races import second_meets


class Place:
    """A team into which Alice has read two people in. Committed."""

    def __init__(self) -> None:
        organisation = Organisation.objects.create(name="O", sector="municipality")
        self.team = Team.objects.create(slug="t", name="T", owner=organisation)
        self.alice, self.bo = (member(self.team, organisation, name) for name in ("Alice", "Bo"))
        self.scope = Scope(
            Kind.MEMBER,
            user_id=self.alice.pk,
            team_id=self.team.pk,
            organisation_id=organisation.pk,
            role="handler",
        )
        self.inside(self._read_in, organisation)

    def _read_in(self, organisation: Organisation) -> None:
        sheet = "Namn\tTelefon\nZahra Ahmadi\t070-174 06 10\nOmid Haddad\t070-174 06 11\n"
        batch = batches.bring(team=self.team, by=self.alice, text=sheet)
        batches.map_columns(batch=batch, fields={}, organisation=organisation, basis="agreement", by=self.alice)
        batches.start(batch=batch, by=self.alice, title="x")

    def inside(self, act: Callable[..., Any], *args: Any) -> Any:
        with transaction.atomic(), enter(self.scope):
            return act(*args)

    def person(self) -> Enrolment:
        return Enrolment.objects.select_related("team", "participant").get(participant__first_name="Zahra")

    def write(self) -> Note:
        return self.inside(lambda: actions.add_note(enrolment=self.person(), text="Ringde.", by=self.bo))

    def undo(self) -> undo.Undone:
        return self.inside(lambda: undo.undo(batch=ImportBatch.objects.get(), by=self.alice))

    def left(self) -> list[str]:
        return self.inside(lambda: sorted(Participant.objects.values_list("first_name", flat=True)))


@pytest.fixture
def place(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield Place()


def test_undo_while_a_note_is_being_written_is_told_to_wait_and_then_keeps_the_person(place):
    told = second_meets(place.write, place.undo)
    assert isinstance(told, actions.ActionError), told
    assert "skriver just nu" in str(told)
    assert place.left() == ["Omid", "Zahra"]
    assert place.undo().removed == 1
    assert place.left() == ["Zahra"]
    assert place.inside(lambda: [note.text for note in Note.objects.all()]) == ["Ringde."]


@pytest.mark.parametrize("htmx", [False, True])
def test_note_written_while_its_person_is_taken_away_is_answered_kindly(place, htmx):
    client = Client(raise_request_exception=True)
    client.force_login(place.bo, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("participants:note", args=["t", place.inside(place.person).participant.public_id])
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"kind": "call", "text": "Ringde."}
    answer = second_meets(place.undo, lambda: client.post(url, data, headers=headers), is_request=True)
    assert answer.status_code == 409, answer
    assert place.left() == []
    if htmx:
        assert answer["HX-Reswap"] == "none"
        assert "inte sparat" in answer["HX-Trigger"].encode().decode("unicode_escape")
    else:
        assert "Någon hann före" in answer.content.decode()
