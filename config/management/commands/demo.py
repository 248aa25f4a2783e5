"""Believable invented data: the demo of bin/run, and volumes to measure with."""

import random
import time
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connection

from accounts.models import Team, User
from config.demo.build import Demo
from core.commands import JsonCommand

MEASURING = 500  # from so many people on, field history is not written: nobody changed anything


class Command(JsonCommand):
    help = (
        "Makes invented organisations, teams, people, employers and jobs. Refuses a database that is not embedded or"
        " holds anybody real. --participants N scales to 100 000; --shape teams (of 200) or one (a single team)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--participants", type=int, default=60, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--shape", choices=["teams", "one"], default="teams")
        parser.add_argument("--reset-practice", action="store_true", help="only empty and refill the practice team")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_allowed(options)
        began = time.monotonic()
        demo = Demo(random.Random(options["seed"]), participants=options["participants"], shape=options["shape"])  # noqa: S311
        if options["reset_practice"]:
            told = demo.reset_practice(Team.objects.get(is_practice=True))
        elif options["participants"] >= MEASURING:
            with pgtrigger.ignore():
                told = demo.make()
        else:
            told = demo.make()
        self.analyze()
        told["seconds"] = round(time.monotonic() - began, 1)
        if options["json"]:
            self.tell(told)
        else:
            self.stdout.write(", ".join(f"{key} {value}" for key, value in told.items()))

    def check_allowed(self, options: dict[str, Any]) -> None:
        """Only embedded and test databases, and only where everybody is invented."""
        if settings.FRAMAT_KIND not in ("local", "test"):
            raise CommandError("demo data only goes into an embedded database (bin/run)")
        if options["participants"] < 1 or options["participants"] > 200_000:
            raise CommandError("--participants must be 1 to 200 000")
        strangers = User.objects.exclude(email__endswith="@example.org")
        if strangers.exists():
            raise CommandError("this database holds users who are not invented; the demo stays out of it")
        if User.objects.exists() and not options["reset_practice"]:
            raise CommandError("there is demo data already; bin/run --fresh begins anew")

    @staticmethod
    def analyze() -> None:
        """Fresh statistics after much was written, so that the planner knows."""
        if connection.in_atomic_block:
            return
        from core.db.roles import as_owner  # noqa: PLC0415 - only here

        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
