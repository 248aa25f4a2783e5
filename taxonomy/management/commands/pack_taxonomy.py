"""Makes the shipped files anew from collected open data; see taxonomy/data/README.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from taxonomy.packing import DATA, pack


class Command(BaseCommand):
    help = "Packs a folder of collected JobTech data into taxonomy/data. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="folder with occupations.csv, skills.csv …")
        parser.add_argument("frequency", type=Path, help="CSV with occupation_concept_id and n_ads")
        parser.add_argument("--target", type=Path, default=DATA)

    def handle(self, *args: Any, source: Path, frequency: Path, target: Path, **options: Any) -> None:
        for name, rows in pack(source, frequency, target).items():
            self.stdout.write(f"{name:22}{rows:>7} rows")
