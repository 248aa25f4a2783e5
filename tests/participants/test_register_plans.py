"""How PostgreSQL answers the register for role `app`, in a team of thousands beside a larger one: every state, filter,
order, page and search by an index, in the same few statements."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Organisation, Team, User
from core.scope import Kind, Scope, enter
from participants.queries.order import SORTS
from participants.queries.selected import visible
from tests.conftest import member
from tests.participants.crowds import RARE, analyze, crowd, own_things
from tests.participants.register_views import NOT_COUNTED, SCAN, further, large_tables, planned, searched, views

pytestmark = pytest.mark.slow

OURS, THEIRS = 1500, 3000
LARGE = 300  # rows
BY_NAME = ("ordning=namn", "ordning=-namn")
SORTED = re.compile(r"(?<!Incremental )Sort  \(cost")  # all rows, not only those of one key
STATEMENTS = 8  # of every view of the register (performance P4); each word searched for is one more


@pytest.fixture
def house(own_database: str, django_db_blocker: Any) -> Iterator[tuple[Team, User]]:
    with django_db_blocker.unblock():
        organisations = [Organisation.objects.create(name=f"Kommun {n}", sector="municipality") for n in range(3)]
        ours, theirs = (
            Team.objects.create(slug=slug, name=slug, owner=organisations[0]) for slug in ("alvstranden", "norra")
        )
        users = [member(ours, organisations[0], f"{name} Ek") for name in ("Alice", "Bo", "Cleo", "Disa", "Emil")]
        Membership.objects.update(previous_visit_at=timezone.now())
        crowd(theirs, organisations, users, THEIRS)
        crowd(ours, organisations, users, OURS)
        own_things(ours, users[0])
        analyze()
        yield ours, users[0]


def test_every_view_of_a_large_team_is_read_by_index_in_eight_statements(
    house: tuple[Team, User], django_db_blocker: Any, as_user: Callable[[User], Client]
) -> None:
    with django_db_blocker.unblock():
        team, user = house
        assert_team_looks_as_large_as_it_is(team, user)
        large = large_tables(LARGE)
        assert {"participants_registerrow", "core_searchtoken", "participants_enrolmenttag"} <= large
        client = as_user(user)
        addresses = views(team, user, rows=25)
        addresses |= further(client, addresses)
        addresses |= {f"words {words}": searched(client, team, words) for words in (RARE, "namn", "namn abdi")}
        scanned, told = {}, {}
        for name, address in addresses.items():
            plans: list[str] = []
            with CaptureQueriesContext(connection) as captured, planned(plans):
                response = client.get(address)
            assert response.status_code == 200, name
            assert len(plans) >= 2, name  # the counts and the rows
            if name in {f"ordning={way}{sort}" for sort in SORTS for way in ("", "-")} or name.startswith(BY_NAME):
                assert not SORTED.search(plans[1]), f"{name} sorts everybody: {plans[1]}"
            if found := {table for plan in plans for table in SCAN.findall(plan)} & large:
                scanned[name] = found
            asked = [q for q in captured.captured_queries if not NOT_COUNTED.match(q["sql"])]
            told[name] = len(asked) - (len(name.split()) - 1 if name.startswith("words") else 0)
        assert scanned == {}
        assert {name: n for name, n in told.items() if n > STATEMENTS} == {}


def assert_team_looks_as_large_as_it_is(team: Team, user: User) -> None:
    """What walls people in hides few, and the planner is told so (core.db.likely): else it takes a team of thousands for
    a hundred, and sorts it for each page instead of reading fifty rows in the order of an index."""
    organisation = Membership.objects.get(team=team, user=user).organisation_id
    scope = Scope(Kind.MEMBER, user_id=user.pk, team_id=team.pk, organisation_id=organisation)
    with transaction.atomic(), enter(scope):
        plan = visible(scope).order_by().explain().splitlines()[0]
    assert int(re.search(r"rows=(\d+)", plan)[1]) > OURS / 2, plan
