"""The frozen numbers of a team's week; makes the report when there is none yet."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Min
from django.utils import timezone

from accounts.models import Team
from core.commands import JsonCommand
from core.pdf import render_pdf
from core.scope import run_for_team
from followup import actions, queries, runs, weeks
from followup.models import WeeklyReport
from participants.models import Enrolment


class Command(JsonCommand):
    help = "Shows (and if needed makes) a team's weekly report: --team SLUG --week 2026-W46 [--pdf FILE] [--json]."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--week", required=True, metavar="YYYY-Www")
        parser.add_argument("--pdf", type=Path, metavar="FILE", help="also write the report as PDF")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        team = Team.objects.filter(slug=options["team"]).first()
        if team is None:
            raise CommandError(f"no team {options['team']}")
        try:
            week = weeks.parse(options["week"])
        except weeks.NotAWeek as error:
            raise CommandError(f"not an ISO week: {options['week']} (write 2026-W46)") from error
        if week.first > timezone.localdate():
            raise CommandError(f"{week} has not begun: its report would freeze the numbers of another day")
        with run_for_team(team.pk) as scope:
            report = actions.make_report(team=team, week=week)
            _refuse_before_anybody(report, team)
            shown = queries.show_report(report, scope=scope)
        if options["pdf"]:
            context = runs.report_context(report, shown, team)
            pdf = render_pdf("followup/report_pdf.html", context, title=f"Veckorapport {report.label}")
            try:
                options["pdf"].write_bytes(pdf)
            except OSError as error:
                raise CommandError(f"{options['pdf']}: {error.strerror}") from error
        told = _told(report, shown, team)
        if options["json"]:
            self.tell(told)
        else:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


def _told(report: WeeklyReport, shown: queries.ShownReport, team: Team) -> dict[str, Any]:
    """The report as plain values. A change is None where too few answered twice."""
    return {
        "team": team.slug,
        "week": report.label,
        "made_at": report.made_at.isoformat(),
        "goal": {"reached": shown.goal_reached, "of": shown.goal_base, "percent": shown.goal_percent},
        "figures": {
            figure.key: figure.count if figure.value is None else figure.value
            for part in shown.parts
            for figure in part.figures
        },
        "changes": {change.code: change.steps for change in shown.changes},
    }


def _refuse_before_anybody(report: WeeklyReport, team: Team) -> None:
    """Raises CommandError for a report of nothing at all from before the first enrolment; call in the transaction that
    made it."""
    if any(one["ids"] or one["value"] or one["detail"].get("count") for one in report.figures):
        return
    first = Enrolment.objects.aggregate(first=Min("started_on"))["first"]
    if first is None:
        raise CommandError(f"nobody has been enrolled in {team.slug} yet: a report would freeze nothing")
    if first > report.last_day:
        raise CommandError(
            f"{report.label} is before the team's first enrolment, {first}: a report would freeze nothing"
        )
