"""`manage.py import_register` on the two registers a team really kept."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

FILES = Path(__file__).parent / "files"
XLSX, CSV = FILES / "team_register_example.xlsx", FILES / "team_register_example.csv"


def run(path, *args):
    out = StringIO()
    call_command("import_register", str(path), "--json", *args, stdout=out)
    lines = out.getvalue().rstrip("\n").split("\n")
    return json.loads(lines[-1]), lines[:-1]


@pytest.mark.parametrize(("path", "rows"), [(XLSX, 63), (CSV, 40)], ids=["xlsx", "csv"])
def test_import_register_takes_every_row_or_says_why(path, rows, team, handler, leader):
    counts, told = run(path, "--team", team.slug)
    print("\n".join(told)); print(counts)
    assert counts["rows"] == rows == counts["created"] + counts["refused"] + counts["duplicate"]
