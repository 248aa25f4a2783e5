"""The two registers a team really kept (people invented), and ways to bring them in."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Team
from core.scope import Kind, Scope, enter
from participants import own
from participants.enums import SharingBasis
from participants.importing import batches, layout, planning, reading
from participants.models import ImportBatch, TeamColumn
from tests.conftest import member

FILES = Path(__file__).parent / "files"
XLSX, CSV = FILES / "team_register_example.xlsx", FILES / "team_register_example.csv"
COLLEAGUES = ("Ulrika Åström", "Nour Saleh", "Joar Ek", "Per Öhman")

Command = Callable[..., tuple[dict[str, int], list[str]]]


@pytest.fixture
def colleagues(team, municipality):
    """The handlers whom the files name."""
    return [member(team, municipality, name) for name in COLLEAGUES]


@pytest.fixture
def import_register() -> Command:
    """Runs the command; gives the object of its last line and the lines before."""

    def run(path: Path, *args: str) -> tuple[dict[str, int], list[str]]:
        out = StringIO()
        call_command("import_register", str(path), "--json", *args, stdout=out)
        *told, last = out.getvalue().rstrip("\n").split("\n")
        return json.loads(last), told

    return run


@pytest.fixture
def team_scope(team: Team) -> Scope:
    """The team's own scope, which sees everyone in it."""
    return Scope(Kind.RUN, team_id=team.pk)


@pytest.fixture
def order_of(team, municipality) -> Callable[..., planning.Order]:
    """What is asked for some pasted cells or a file."""

    def make(source: str | Path, **fields: Any) -> planning.Order:
        sheets = (
            reading.read(source.read_bytes(), source.name) if isinstance(source, Path) else reading.read_pasted(source)
        )
        found = layout.find(sheets)
        sheet = next(sheet for sheet in sheets if sheet.name == found.sheet)
        columns = layout.columns(sheet, found.header_row)
        given = {"organisation": municipality, "basis": SharingBasis.AGREEMENT} | fields
        return planning.Order(team, sheet, found.header_row, columns, **given)

    return make


def url(name, team, *args):
    return reverse(f"participants:import_{name}", args=[team.slug, *args])


def column_data(batch, **changes):
    """What the columns page sends when nothing is changed there."""
    data = {f"column_{c.index}": c.field.value for c in batches.columns(batch)}
    return {**data, "organisation": batch.organisation_id, "basis": batch.basis, **changes}


def columns_but(many, team):
    """The team has room for so many more."""
    for n in range(own.MOST - many):
        TeamColumn.objects.create(team=team, key=f"k{n}", title=f"Kolumn {n}")


@pytest.fixture
def alice(as_user, handler):
    return as_user(handler)


@pytest.fixture
def wizard(alice, team, handler, scope_of):
    """Brings something and goes to the row list; gives the batch."""

    def go(data, **changes):
        response = alice.post(url("start", team), data)
        assert response.status_code == 302, response.content.decode()
        with enter(scope_of(handler, team)):
            batch = ImportBatch.objects.latest("pk")
        page = alice.get(response["Location"])
        assert page.status_code == 200
        sheet = {"sheet": "0", "header_row": batch.header_row}
        assert alice.post(url("sheet", team, batch.public_id), sheet).status_code == 302
        assert alice.get(url("columns", team, batch.public_id)).status_code == 200
        response = alice.post(url("columns", team, batch.public_id), column_data(batch, **changes))
        assert response.status_code == 302, response.content.decode()
        return batch

    return go
