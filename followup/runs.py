"""Background work of followup."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from core import pdf, runfiles
from core.models import Run
from core.runs import RunError
from core.scope import Kind, Scope, enter, run_for_team
from followup import actions, pictures, queries, weeks
from followup.models import WeeklyReport

logger = logging.getLogger("framat.reports")


def make_due_reports() -> list[str]:
    """Makes the report of the week that has ended for every team whose day and hour have come; returns their slugs.
    Safe to run twice. Practice teams stand outside all figures. One team's fault does not keep the others waiting."""
    now = timezone.localtime()
    made = []
    for team in Team.objects.filter(is_practice=False).order_by("pk"):
        if weeks.is_due(now, weekday=team.report_weekday, hour=team.report_hour):
            try:
                _make(team, weeks.of(now.date() - timedelta(days=7)))
            except Exception:
                logger.exception("the weekly report of team %s failed", team.slug)
            else:
                made.append(team.slug)
    return made


def _make(team: Team, week: weeks.Week) -> None:
    with run_for_team(team.pk):
        known = WeeklyReport.objects.filter(team=team, year=week.year, week=week.number).exists()
        report = actions.make_report(team=team, week=week)
        if not known:
            actions.announce(report)


def report_context(report: WeeklyReport, shown: queries.ShownReport, team: Team) -> dict[str, object]:
    """What the report's PDF template needs."""
    return {
        "report": report,
        "shown": shown,
        "pictures": pictures.pictures(shown),
        "team_name": team.name,
        "sentence": queries.report_sentence(shown),
    }


def report_pdf(run: Run) -> dict[str, object]:
    """The report as PDF, with the numbers its owner may see."""
    with transaction.atomic():
        membership = (
            Membership.objects.running()
            .filter(team_id=run.team_id or 0, user_id=run.owner_id or 0)
            .select_related("team")
            .first()
        )
        if membership is None:
            raise RunError(_("Du är inte med i teamet längre."))
        scope = Scope(
            Kind.MEMBER,
            user_id=run.owner_id,
            team_id=run.team_id,
            organisation_id=membership.organisation_id,
            role=membership.role,
        )
        with enter(scope):
            report = WeeklyReport.objects.visible_to(scope).get(pk=run.params["report"])
            shown = queries.show_report(report, scope=scope)
    title = _("Veckorapport vecka %(week)s") % {"week": report.week}
    context = report_context(report, shown, membership.team)
    data = pdf.render_in_limits(pdf.document_html("followup/report_pdf.html", context, title=title, lang="sv"))
    return runfiles.attach(run, data, name=f"veckorapport-{report.label}.pdf")
