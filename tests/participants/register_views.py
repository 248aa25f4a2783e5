"""Every view of a team's register by its address, and the plan of what each asks: for the test of plans and the benchmark."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from core.db.tenancy import tables
from core.db.walls import Wall
from core.scope import run_for_team
from participants.enums import EnrolmentState, WaitingFor
from participants.models import EnrolmentTag, RegisterRow, SavedView
from participants.queries.order import SORTS
from participants.queries.states import Ready

SCAN = re.compile(r"Seq Scan on (\w+)")
NOT_COUNTED = re.compile(r'BEGIN|COMMIT|UPDATE "django_session"')  # a view that is new to the session is remembered
_PERSONAL = re.compile(r"\b(participants_registerrow|core_searchtoken|participants_\w+event)\b")


def views(team: Team, user: User, rows: int) -> dict[str, str]:
    """Every state, filter and order by what it is called, and the team's only saved view, `rows` to a page."""
    with run_for_team(team.pk):
        tag = EnrolmentTag.objects.values_list("tag_id", flat=True)[0]
        row = RegisterRow.objects.exclude(municipality_code="")[0]
        saved = SavedView.objects.get().public_id
    filters = {
        "urval": [ready.value for ready in Ready],
        "ordning": [f"{way}{sort}" for sort in SORTS for way in ("", "-")],
        "handledare": [str(user.pk), "ingen"],
        "lage": EnrolmentState.values,
        "kommun": [row.municipality_code],
        "organisation": [str(row.organisation_id)],
        "vantar": [waits for waits in WaitingFor.values if waits],
        "etikett": [str(tag)],
        "egen.kurs": ["ja", "-inget-"],
        "sparad": [f"{saved}&egen.kurs=ja&ordning=-start"],
    }
    base = reverse("participants:register", args=[team.slug])
    return {
        f"{name}={value}": f"{base}?{name}={value}&rader={rows}" for name, found in filters.items() for value in found
    }


def further(client: Client, addresses: dict[str, str]) -> dict[str, str]:
    """The next page of each order, and back from there: `efter` and `fore`."""
    found = {}
    for name, address in addresses.items():
        if not name.startswith("ordning="):
            continue
        base, here = address.partition("?")[0], address
        for way in ("efter", "fore"):
            link = re.search(rf'href="[^"]*\?([^"]*\b{way}=[^"]*)"', client.get(here).content.decode())
            if link is None:
                raise LookupError(f"{name} leads nowhere by {way}")
            here = f"{base}?{link[1].replace('&amp;', '&')}"
            found[f"{name} {way}"] = here
    return found


def searched(client: Client, team: Team, words: str) -> str:
    """The address of what the words find."""
    return str(client.post(reverse("participants:register_search", args=[team.slug]), {"q": words}).headers["Location"])


@contextmanager
def planned(plans: list[str]) -> Iterator[None]:
    """Inside, gathers the plan of each select that reads rows, words searched for or history, in the reader's own scope."""

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.lstrip(" (\n").startswith(("SELECT", "WITH")) and _PERSONAL.search(sql):
            beside: Any = connection.connection.cursor()
            beside.execute(f"EXPLAIN {sql}", params)
            plans.append("\n".join(line for (line,) in beside.fetchall()))
        return answer

    with connection.execute_wrapper(explain):
        yield


def large_tables(rows: int) -> set[str]:
    """Person-bound tables of more than so many rows: a smaller one is rightly read from end to end."""
    personal = [table.name for table in tables() if table.wall == Wall.PERSON]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s AND relname = ANY(%s)", [rows, personal])
        return {name for (name,) in cursor.fetchall()}
