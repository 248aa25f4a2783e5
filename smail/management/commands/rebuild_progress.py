"""Computes Progress anew from the answers, or tells where it differs."""

import json
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.models import Team
from core.scope import Kind, Scope, enter
from smail import progress


class Command(BaseCommand):
    help = (
        "Brings every team's progress in line with the locked assessments. --check changes nothing, compares in one"
        " snapshot per team and fails when a row differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare")
        parser.add_argument("--team", default="", help="slug of one team; all without it")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, check: bool, team: str, verbosity: int, **options: Any) -> None:
        teams = Team.objects.filter(slug=team) if team else Team.objects.order_by("pk")
        if team and not teams.exists():
            raise CommandError(f"there is no team {team}")
        work = _differing if check else progress.rebuild
        found = {slug: _in_team(pk, work, snapshot=check) for pk, slug in teams.values_list("pk", "slug")}
        total = sum(found.values())
        if options["json"]:
            self.stdout.write(json.dumps({"check": check, "differing" if check else "rows": total, "teams": found}))
        elif verbosity:
            self.stdout.write(f"{total} {'enrolments differ' if check else 'rows stand'} in {len(found)} teams")
        if check and total:
            raise CommandError(f"{total} enrolments differ: run manage.py rebuild_progress")


def _differing(team_id: int) -> int:
    return len(progress.differences(team_id))


def _in_team(team_id: int, work: Callable[[int], int], *, snapshot: bool) -> int:
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if snapshot and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with enter(Scope(Kind.RUN, team_id=team_id)):
            return work(team_id)
