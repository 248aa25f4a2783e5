"""How PostgreSQL answers the register for role `app`, in a team of thousands beside a larger one: every state, filter,
order, page and search by an index, in the same few statements."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation, Team, User
from core.db.tenancy import tables
from core.db.walls import Wall
from core.scope import run_for_team
from participants.enums import ColumnKind, EnrolmentState, WaitingFor
from participants.models import EnrolmentTag, RegisterRow, SavedView, TeamColumn
from participants.queries.order import SORTS
from participants.queries.states import Ready
from tests.conftest import member
from tests.participants.crowds import RARE, analyze, crowd

pytestmark = pytest.mark.slow

OURS, THEIRS = 1500, 3000
LARGE = 300  # rows: a smaller table is rightly read from end to end
STATEMENTS = 8  # of every view of the register (performance P4); each word searched for is one more
NOT_COUNTED = re.compile(r'BEGIN|COMMIT|UPDATE "django_session"')  # a view that is new to the session is remembered
SCAN = re.compile(r"(?:Parallel )?Seq Scan on (\w+)")


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
        with run_for_team(ours.pk):
            column = {"title": "Kurs", "kind": ColumnKind.YES_NO, "owner": users[0], "purpose": "Vem går kursen"}
            TeamColumn.objects.create(team=ours, key="kurs", **column)
            view = {"name": "Kursen", "query": {"egen.kurs": "ja", "ordning": "-start"}, "created_by": users[0]}
            SavedView.objects.create(team=ours, **view)
        analyze()
        yield ours, users[0]


def views(team: Team, user: User) -> dict[str, str]:
    """Every state, filter and order by what it is called, as the address says it."""
    with run_for_team(team.pk):
        tag = EnrolmentTag.objects.values_list("tag_id", flat=True)[0]
        row = RegisterRow.objects.exclude(municipality_code="")[0]
        saved = SavedView.objects.get().public_id
    filters = {
        "handledare": [str(user.pk), "ingen"],
        "lage": EnrolmentState.values,
        "kommun": [row.municipality_code],
        "organisation": [str(row.organisation_id)],
        "vantar": [waits for waits in WaitingFor.values if waits],
        "etikett": [str(tag)],
        "egen.kurs": ["ja", "-inget-"],
        "urval": [ready.value for ready in Ready],
        "ordning": [f"{way}{sort}" for sort in SORTS for way in ("", "-")],
        "sparad": [f"{saved}&egen.kurs=ja&ordning=-start"],
    }
    base = reverse("participants:register", args=[team.slug])
    return {
        f"{name}={value}": f"{base}?{name}={value}&rader=25" for name, values in filters.items() for value in values
    }


def further(client: Client, team: Team, addresses: dict[str, str]) -> dict[str, str]:
    """The next page of each order, and back from there."""
    found = {}
    base = reverse("participants:register", args=[team.slug])
    for name, address in addresses.items():
        if not name.startswith("ordning="):
            continue
        for way in ("efter", "fore"):
            page = client.get(address).content.decode()
            link = re.search(rf'href="([^"]*[?&;]{way}=[^"]*)"', page)
            assert link, (name, way)
            address = base + "?" + link[1].replace("&amp;", "&").partition("?")[2]
            found[f"{name} {way}"] = address
    return found


def searched(client: Client, team: Team, words: str) -> str:
    address = reverse("participants:register_search", args=[team.slug])
    return client.post(address, {"q": words}).url


@contextmanager
def planned(plans: list[str]) -> Iterator[None]:
    """Inside, the plan of every select that reads a person-bound table, by whoever reads, in the reader's own scope."""

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.lstrip(" (").startswith(("SELECT", "WITH")) and PERSONAL.search(sql):
            beside = connection.connection.cursor()
            beside.execute(f"EXPLAIN {sql}", params)
            plans.append("\n".join(line for (line,) in beside.fetchall()))
        return answer

    with connection.execute_wrapper(explain):
        yield


PERSONAL = re.compile(r"\b(participants_registerrow|core_searchtoken|participants_\w+event)\b")


def large_tables() -> set[str]:
    personal = [table.name for table in tables() if table.wall == Wall.PERSON]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s AND relname = ANY(%s)", [LARGE, personal])
        return {name for (name,) in cursor.fetchall()}


def test_every_view_of_a_large_team_is_read_by_index_in_eight_statements(
    house: tuple[Team, User], django_db_blocker: Any, as_user: Callable[[User], Client]
) -> None:
    with django_db_blocker.unblock():
        team, user = house
        large = large_tables()
        assert {"participants_registerrow", "core_searchtoken", "participants_enrolmenttag"} <= large
        client = as_user(user)
        addresses = views(team, user)
        addresses |= further(client, team, addresses)
        addresses |= {f"words {words}": searched(client, team, words) for words in (RARE, "namn", "namn abdi")}
        scanned, told = {}, {}
        for name, address in addresses.items():
            plans: list[str] = []
            with CaptureQueriesContext(connection) as captured, planned(plans):
                response = client.get(address)
            assert response.status_code == 200, name
            assert len(plans) >= 2, name  # the counts and the rows
            if found := {table for plan in plans for table in SCAN.findall(plan)} & large:
                scanned[name] = found
            asked = [q for q in captured.captured_queries if not NOT_COUNTED.match(q["sql"])]
            told[name] = len(asked) - (len(name.split()) - 1 if name.startswith("words") else 0)
        assert scanned == {}
        assert {name: n for name, n in told.items() if n > STATEMENTS} == {}
