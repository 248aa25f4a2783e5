"""manage.py setup: the first organisation, team and administrator, once."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Membership, User

GIVEN = {
    "organisation": "Älvstads kommun",
    "sector": "municipality",
    "team": "Team Åby",
    "name": "Ada Öst",
    "email": "Ada@example.org",
}


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("FRAMAT_ADMIN_PASSWORD", "en mening jag minns 7")


def run(capsys, **options):
    call_command("setup", json=True, **(GIVEN | options))
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_setup_makes_one_who_can_manage_the_team_and_sign_in(db, password, capsys, client):
    assert run(capsys) == {"organisation": "Älvstads kommun", "team": "team-aby", "email": "ada@example.org"}
    membership = Membership.objects.running().get()
    assert membership.role == Role.ADMIN
    assert membership.user.check_password("en mening jag minns 7")
    assert list(membership.team.all_organisations()) == [membership.organisation]


def test_setup_where_somebody_has_an_account_refuses(handler, password, capsys):
    with pytest.raises(CommandError, match="redan konton"):
        run(capsys)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["error"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"email": "ada"}, "Mejladressen"),
        ({"team": "x" * 200}, "tecken"),
        ({"slug": "Å b"}, "bindestreck"),
        ({"name": ""}, "--name saknas"),
    ],
)
def test_setup_with_faults_says_which_and_makes_nothing(db, password, capsys, fault, words):
    with pytest.raises(CommandError, match=words):
        run(capsys, **fault)
    assert not User.objects.exists()


@pytest.mark.parametrize("given", ["", "kort", "ada@example.org1"])
def test_setup_without_a_good_password_makes_nothing(db, monkeypatch, capsys, given):
    monkeypatch.setenv("FRAMAT_ADMIN_PASSWORD", given)
    with pytest.raises(CommandError):
        run(capsys)
    assert not User.objects.exists()
