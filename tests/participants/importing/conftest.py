"""The two registers a team really kept (people invented), and ways to bring them in."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Team
from core.scope import Kind, Scope
from participants.enums import SharingBasis
from participants.importing import layout, planning, reading
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
