"""Commands that other programs call: one JSON object on the last line, also for what cannot be done."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("import_register", ["/finns/inte.csv", "--team", "alvstranden"], "There is no file /finns/inte.csv."),
        ("import_register", ["/", "--team", "alvstranden"], "/ cannot be read: Is a directory."),
        ("import_register", ["manage.py", "--team", "alvstranden"], "xlsx"),
        ("import_ads", ["/finns/inte.json"], "inte.json"),
        ("import_ads", ["manage.py"], "no JSON"),
        ("match", ["--job", "1", "--team", "finns-inte"], "no such team"),
        ("match", ["--job", "finnsinte"], "no job"),
        ("match", ["--participant", "0"], "no job or person"),
        ("match", ["--job", "finnsinte", "--top", "0"], "whole number"),
        ("weekly_report", ["--team", "finns-inte", "--week", "2026-W46"], "no team"),
        ("weekly_report", ["--team", "alvstranden", "--week", "2025-W53"], "ISO week"),
        ("weekly_report", ["--team", "alvstranden", "--week", "2099-W01"], "not begun"),
        ("weekly_report", ["--team", "alvstranden", "--week", "2020-W10"], "nobody has been enrolled"),
        ("rebuild_register", ["--check", "--team", "finns-inte"], "no team"),
        ("demo", ["--participants", "60"], "demo data already"),
        ("demo", ["--participants", "0"], "1 to 200 000"),
        ("setup", [], "redan konton"),
    ],
)
def test_command_that_cannot_says_why_as_json_and_fails(team, handler, command, arguments, words):
    out = StringIO()
    with pytest.raises(CommandError, match=words):
        call_command(command, *arguments, "--json", stdout=out)
    if words != "whole number":  # a fault in how it was called: usage, as every command line
        last = out.getvalue().rstrip("\n").split("\n")[-1]
        assert words in json.loads(last)["error"]


def test_fault_in_how_a_command_is_called_is_told_as_json_too(monkeypatch, capsys):
    argv = ["manage.py", "match", "--job", "1", "--top", "0", "--json"]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit) as ended:
        load_command_class("matching", "match").run_from_argv(argv)

    assert ended.value.code == 2
    assert "whole number" in json.loads(capsys.readouterr().out.splitlines()[-1])["error"]
