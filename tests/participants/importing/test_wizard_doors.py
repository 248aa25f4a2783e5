"""Who may enter the wizard: members who may import, and only their own files."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.scope import enter
from participants.models import ImportBatch
from tests.conftest import member

PAGES = ["detail", "sheet", "columns", "rows", "untaken"]
POSTS = ["undo", "clear"]


@pytest.fixture
def batch(as_user, handler, team, scope_of):
    as_user(handler).post(reverse("participants:import_start", args=[team.slug]), {"pasted": "Namn\nZahra Ahmadi\n"})
    with enter(scope_of(handler, team)):
        return ImportBatch.objects.get()


@pytest.mark.parametrize("role", Role.values)
def test_start_is_for_roles_that_may_import(role, as_user, team, municipality):
    user = member(team, municipality, "Rolf Roll", role)

    response = as_user(user).get(reverse("participants:import_start", args=[team.slug]))

    assert response.status_code == (200 if role in (Role.HANDLER, Role.LEADER) else 403)


def test_start_asks_for_sign_in(client, team, settings):
    settings.LOGIN_URL = "/in/"

    response = client.get(reverse("participants:import_start", args=[team.slug]))

    assert response.status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_batch_is_not_there(page, as_user, batch, team, colleague, leader, stranger):
    address = reverse(f"participants:import_{page}", args=[team.slug, batch.public_id])

    for user in (colleague, leader, stranger):
        assert as_user(user).get(address).status_code == 404


@pytest.mark.parametrize("act", POSTS)
def test_somebody_elses_batch_cannot_be_acted_on(act, as_user, batch, team, colleague, leader, stranger):
    address = reverse(f"participants:import_{act}", args=[team.slug, batch.public_id])

    for user in (colleague, leader, stranger):
        assert as_user(user).post(address).status_code == 404


@pytest.mark.parametrize("act", POSTS)
def test_acts_are_not_done_by_get(act, as_user, batch, team, handler):
    address = reverse(f"participants:import_{act}", args=[team.slug, batch.public_id])

    assert as_user(handler).get(address).status_code == 405


def test_unknown_batch_is_404(as_user, team, handler):
    for public_id in ("bbbbbbbbbbbbbb", "x", "b" * 200):
        address = f"/t/{team.slug}/import/{public_id}/"
        assert as_user(handler).get(address).status_code == 404


def test_content_is_sealed_for_colleagues_who_read_the_table(batch, team, leader, scope_of):
    with enter(scope_of(leader, team)):
        row = ImportBatch.objects.get()

    assert b"Ahmadi" not in bytes(row.content)
