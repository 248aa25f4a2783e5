"""Real PostgreSQL as role `app` with row-level security on; standing actors; nets that catch what nobody looks for."""

import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from accounts.enums import Role
from accounts.models import Membership, Organisation, Team, User
from core.scope import Kind, Scope, enter
from tests.support import database, spreading

# A GET may write these and nothing else (design 9).
# (mfa_authenticator: the sign-in library notes that spare codes were shown).
GET_MAY_WRITE = {
    "core_readline",
    "core_deniedline",
    "django_session",
    "accounts_membership",
    "axes_accesslog",
    "mfa_authenticator",
}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


def pytest_configure(config: pytest.Config) -> None:
    from config.embedded.attach import data_dir
    from config.embedded.postgres import ensure_running, stop

    if "DATABASE_URL" not in os.environ:
        ensure_running(data_dir(), fast=True)
        config.add_cleanup(lambda: stop(data_dir()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    spreading.check(items)


def pytest_collection_finish() -> None:
    """What stands now stands to the end: looking it through for garbage again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What all processes of the run shared goes with the one that began them."""
    if not hasattr(session.config, "workerinput"):
        database.drop(database.of_this_run("demo"))


@pytest.fixture(autouse=True)
def swedish() -> None:
    """A request in English leaves the thread in English; the next test begins in Swedish all the same."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> spreading.Spreading:
    return spreading.Spreading(config, log)


@pytest.fixture(scope="session")
def template_database(django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock():
        yield database.ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """One clone for the whole run; each test is a transaction that is rolled back."""
    with django_db_blocker.unblock():
        name = database.clone(template_database, f"framat_test_{worker_id}_{os.getpid()}")
        database.point_at(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        database.drop(name)


@pytest.fixture
def own_database(
    template_database: str, django_db_setup: None, django_db_blocker: Any, worker_id: str
) -> Iterator[str]:
    """A database of this test's own, for tests that commit: threads, servers, workers. Thrown away afterwards."""
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        name = database.clone(template_database, f"framat_test_own_{worker_id}_{os.getpid()}")
        database.point_at(name)
        try:
            yield name
        finally:
            database.point_at(before)
            database.drop(name)


class ReadOnlyGetClient(Client):
    """Fails the test when a GET writes anything but logs, session and last visit."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        with forbid_writes():
            return super().get(*args, **kwargs)


@contextmanager
def forbid_writes() -> Iterator[None]:
    def check(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        if found and found.group(1) not in GET_MAY_WRITE:
            raise AssertionError(f"a GET wrote to {found.group(1)}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(check):
        yield


@pytest.fixture
def client() -> Client:
    return ReadOnlyGetClient()


@pytest.fixture
def municipality(db: None) -> Organisation:
    return Organisation.objects.create(name="Älvstads kommun", sector="municipality")


@pytest.fixture
def nonprofit(db: None) -> Organisation:
    return Organisation.objects.create(name="Föreningen Bron", sector="nonprofit")


@pytest.fixture
def team(municipality: Organisation, nonprofit: Organisation) -> Team:
    team = Team.objects.create(slug="alvstranden", name="Team Älvstranden", owner=municipality)
    team.organisations.set([municipality, nonprofit])
    return team


@pytest.fixture
def other_team(municipality: Organisation) -> Team:
    return Team.objects.create(slug="norra", name="Team Norra", owner=municipality)


def member(team: Team, organisation: Organisation, name: str, role: str = Role.HANDLER) -> User:
    """A user with a running membership."""
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.org", "hemligt losenord 12", name=name)
    Membership.objects.create(
        team=team,
        user=user,
        organisation=organisation,
        role=role,
        started_on="2025-01-01",
        last_visit_at=timezone.now(),  # in the middle of a visit: pages write nothing more
    )
    return user


@pytest.fixture
def handler(team: Team, municipality: Organisation) -> User:
    """Alice: works in the team for the municipality."""
    return member(team, municipality, "Alice Ek")


@pytest.fixture
def colleague(team: Team, nonprofit: Organisation) -> User:
    """Bo: same team, another organisation."""
    return member(team, nonprofit, "Bo Lind")


@pytest.fixture
def leader(team: Team, municipality: Organisation) -> User:
    return member(team, municipality, "Lena Strand", Role.LEADER)


@pytest.fixture
def steering(team: Team, municipality: Organisation) -> User:
    return member(team, municipality, "Stig Grupp", Role.STEERING)


@pytest.fixture
def stranger(other_team: Team, municipality: Organisation) -> User:
    """Cleo: same organisation as Alice, another team."""
    return member(other_team, municipality, "Cleo Berg")


@pytest.fixture
def scope_of() -> Callable[[User, Team], Scope]:
    """The scope the guard would make for this user in this team."""

    def make(user: User, team: Team) -> Scope:
        membership = Membership.objects.running().get(user=user, team=team)
        return Scope(
            Kind.MEMBER,
            user_id=user.pk,
            team_id=team.pk,
            organisation_id=membership.organisation_id,
            role=membership.role,
        )

    return make


@pytest.fixture
def entered(handler: User, team: Team, scope_of: Callable[[User, Team], Scope]) -> Iterator[Scope]:
    """Alice's scope, open for the whole test: for tests of models, actions and queries."""
    with enter(scope_of(handler, team)) as scope:
        yield scope


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A signed-in client whose GETs may not write."""

    def sign_in(user: User) -> Client:
        client = ReadOnlyGetClient()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
