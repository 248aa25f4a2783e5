"""Takes in ads in JobTech's JobSearch format."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.commands import JsonCommand
from employers.ad_files import FileError, ads_in
from employers.runs import import_ads


class Command(JsonCommand):
    help = (
        "Takes in ads from files in JobTech's JobSearch format: a JSON list, an object with hits, or an object per line."
        " Known ids are updated, so a second run creates nothing. Contact persons and HTML are dropped. What was refused"
        " is printed with its reason and kept. Exit status 0 when every file could be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        try:
            counts = import_ads(_all(files))
        except FileError as error:
            raise CommandError(str(error)) from error
        for key, title, reason in counts.reasons:
            self.stdout.write(f"{key}  {title[:60]}: {reason}" if title else f"{key}: {reason}")
        if counts.refused > len(counts.reasons):
            self.stdout.write(f"… {counts.refused - len(counts.reasons)} more refusals in the table of refused ads")
        if options["json"]:
            self.tell(counts.as_json())
        else:
            told = ", ".join(f"{name} {number}" for name, number in counts.as_json().items())
            self.stdout.write(told)


def _all(files: list[Path]) -> Iterator[Any]:
    for path in files:
        yield from ads_in(path)
