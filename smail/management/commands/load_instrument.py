"""Loads the instrument that ships with the product. Safe to run at every start."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.db.roles import as_owner
from smail.loading import DataError, load, read_files


class Command(BaseCommand):
    help = (
        "Brings the SMAIL instrument (indicators, questions, texts in every language) in line with the shipped files,"
        " as role owner. A second run changes 0 rows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            documents = read_files()
        except DataError as error:
            raise CommandError(str(error)) from error
        with as_owner():
            result = load(documents)
        if options["json"]:
            self.stdout.write(json.dumps({"rows": result.rows, "changed": result.changed}))
        elif verbosity:
            self.stdout.write(f"instrument: {result.rows} rows, {result.changed} changed")
