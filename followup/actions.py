"""Making the weekly report."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Team
from accounts.permissions import Permission, allows
from core import notices, registry
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


def announce(report: WeeklyReport) -> None:
    """Tells those who read the team's figures, each with the page that is theirs."""
    for member in Membership.objects.running().filter(team=report.team_id).order_by("pk"):
        if allows(member.role, Permission.SEE_REPORT):
            url = reverse("followup:report_detail", args=[report.team.slug, report.label])
        elif allows(member.role, Permission.SEE_STEERING):
            url = reverse("followup:steering", args=[report.team.slug])
        else:
            continue
        notices.tell(
            user_id=member.user_id,
            kind="report",
            title=format_lazy(_("Rapporten för vecka {week} är klar"), week=report.week),
            url=url,
            team_id=report.team_id,
        )


def _frozen(figure: registry.Figure) -> dict[str, Any]:
    kept = asdict(figure)
    return {
        "key": kept["key"],
        "label": str(kept["label"]),
        "ids": list(kept["participant_ids"]),
        "value": kept["value"],
        "detail": dict(kept["detail"] or {}),
    }
