"""manage.py rebuild_register [--team SLUG] [--check]: the register's rows from the facts, or whether they agree."""

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, transaction

from accounts.models import Team
from core.commands import JsonCommand
from core.scope import Kind, Scope, enter
from participants import register


class Command(JsonCommand):
    help = "Computes the register's rows anew; with --check only says which rows differ, and fails if any does."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--team", help="one team's slug; all teams without it")
        parser.add_argument("--check", action="store_true", help="change nothing; status 1 when a row differs")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        teams = Team.objects.order_by("slug")
        if options["team"]:
            teams = teams.filter(slug=options["team"])
            if not teams.exists():
                raise CommandError(f"There is no team {options['team']!r}.")
        work = self._check if options["check"] else self._rebuild
        counted = {team.slug: work(team) for team in teams}
        for slug, number in counted.items():
            self.stdout.write(f"{slug}: {number} {'rows differ' if options['check'] else 'rows'}")
        if options["json"]:
            self.tell({"differences" if options["check"] else "rows": counted})
        if options["check"] and any(counted.values()):
            raise CommandError("Some rows do not say what the facts say. Run without --check to mend them.")

    @staticmethod
    def _rebuild(team: Team) -> int:
        with transaction.atomic(), enter(Scope(Kind.RUN, team_id=team.pk)):
            return register.rebuild(team.pk)

    @staticmethod
    def _check(team: Team) -> int:
        """Compares in one snapshot, so that a change under way is never half seen."""
        with transaction.atomic():
            if connection.savepoint_ids:
                differences = _differences(team)
            else:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                differences = _differences(team)
        return len(differences)


def _differences(team: Team) -> list[int]:
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        return register.differences(team.pk)
