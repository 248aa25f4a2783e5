"""Making the weekly report."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from accounts.models import Team
from core import registry
from followup.models import WeeklyReport
from followup.weeks import Week


@transaction.atomic
def make_report(*, team: Team, week: Week) -> WeeklyReport:
    """The team's report for a week, made once and frozen; asking again gives the same. Call in the team's run scope."""
    known = WeeklyReport.objects.filter(team=team, year=week.year, week=week.number).first()
    if known is not None:
        return known
    figures: list[dict[str, Any]] = []
    for provider in registry.report_figures:
        figures += [_frozen(figure) for figure in provider(team.pk, week.first, week.last)]
    report, _made = WeeklyReport.objects.get_or_create(
        team=team,
        year=week.year,
        week=week.number,
        defaults={"first_day": week.first, "last_day": week.last, "figures": figures},
    )
    return report


def _frozen(figure: registry.Figure) -> dict[str, Any]:
    kept = asdict(figure)
    return {
        "key": kept["key"],
        "label": str(kept["label"]),
        "ids": list(kept["participant_ids"]),
        "value": kept["value"],
        "detail": dict(kept["detail"] or {}),
    }
