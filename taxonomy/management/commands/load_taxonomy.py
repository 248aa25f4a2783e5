"""Loads the reference data that ships with the product. Safe to run at every start."""

import json
import time
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.db.roles import as_owner
from taxonomy.loading import DataError, TableResult, edition, is_loaded, load, read_files


class Command(BaseCommand):
    help = (
        "Brings occupations, skills, places, languages and the small lists in line with the shipped files, as role owner."
        " A second run changes 0 rows. --full compares every row even when this edition is loaded already;"
        " --check compares every row, changes nothing and fails when something would change."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="compare every row also when this edition is loaded")
        parser.add_argument("--check", action="store_true", help="only tell whether the tables are what the files say")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, full: bool, check: bool, verbosity: int, **options: Any) -> None:
        began = time.monotonic()
        digest = edition()
        results: Mapping[str, TableResult] = {}
        if full or check or not is_loaded(digest):
            try:
                files = read_files()
                with as_owner():
                    results = load(files, digest, write=not check)
            except DataError as error:
                raise CommandError(str(error)) from error
        changed = sum(result.changed for result in results.values())
        seconds = time.monotonic() - began
        if options["json"]:
            tables = {name: vars(result) for name, result in results.items()}
            told = {"edition": digest[:12], "check": check, "compared": bool(results), "changed": changed}
            self.stdout.write(json.dumps(told | {"seconds": round(seconds, 2), "tables": tables}))
        elif verbosity:
            for name, result in results.items():
                self.stdout.write(f"{name:22}{result.rows:>7} rows{_changes(result)}")
            state = "" if results else "this edition is loaded already: "
            self.stdout.write(f"{state}{changed} rows {'would change' if check else 'changed'}, {seconds:.1f} s")
        if check and changed:
            raise CommandError(f"{changed} rows differ from the shipped files: run manage.py load_taxonomy")


def _changes(result: TableResult) -> str:
    kinds = ("inserted", "updated", "retired", "deleted")
    return "".join(f", {count} {kind}" for kind in kinds if (count := getattr(result, kind)))
