"""Min dag and the weekly report."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, runfiles, runs
from followup import leading, myday, pictures, queries, weeks
from followup.models import WeeklyReport
from followup.steering import latest

SHOWN = 60
PDF = "followup.report_pdf"  # the run's kind


@team_member(Permission.SEE_TEAM, area="my_day")
@require_GET
def my_day(request: TeamRequest) -> HttpResponse:
    """What the day holds for the one who is signed in; whoever sees no people goes to the page that is theirs."""
    if not request.may(Permission.SEE_PEOPLE):
        return redirect("accounts:team_home", request.team.slug)
    day = myday.my_day(
        scope=request.scope,
        since=request.membership.previous_visit_at,
        names=(request.user.name, request.user.first_name, request.user.initials),
    )
    readlog.listed(request.scope, day.participant_ids(), place="followup:my_day")
    context = {
        "day": day,
        "leading": leading.lines(request.scope, request.team, day.today),
        "away": leading.away(request.scope, request.team, day.today),
        "greeting": myday.greeting(request.user.first_name, timezone.localtime().hour),
        "sentence": myday.day_sentence(day),
        "since": request.membership.previous_visit_at,
        "may_work": request.may(Permission.WORK_WITH_PEOPLE),
        "is_beginning": not day.participant_ids() and not myday.has_people(request.scope),
    }
    return render(request, "followup/my_day.html", context)


@team_member(Permission.SEE_STEERING, area="steering")
@require_GET
def steering(request: TeamRequest) -> HttpResponse:
    """The latest week for the steering group: aggregates only."""
    return render(request, "followup/steering.html", {"steering": latest(request.scope)})


@team_member(Permission.SEE_REPORT, area="report")
@require_GET
def report_list(request: TeamRequest) -> HttpResponse:
    """All weeks, newest first."""
    reports = WeeklyReport.objects.visible_to(request.scope).order_by("-year", "-week").defer("figures")[:SHOWN]
    return render(request, "followup/report_list.html", {"reports": reports})


def _report(request: TeamRequest, week: str) -> WeeklyReport:
    try:
        wanted = weeks.parse(week)
    except weeks.NotAWeek as error:
        raise Http404 from error
    return get_object_or_404(WeeklyReport.objects.visible_to(request.scope), year=wanted.year, week=wanted.number)


@team_member(Permission.SEE_REPORT, area="report")
@require_GET
def report_detail(request: TeamRequest, week: str) -> HttpResponse:
    """One week in numbers; each number opens its people."""
    report = _report(request, week)
    shown = queries.show_report(report, scope=request.scope)
    context = {
        "report": report,
        "shown": shown,
        "pictures": pictures.pictures(shown),
        "sentence": queries.report_sentence(shown),
        "made": runfiles.latest(
            kind=PDF, owner_id=request.user.pk, team_id=request.team.pk, params={"report": report.pk}
        ),
    }
    return render(request, "followup/report_detail.html", context)


@team_member(Permission.SEE_REPORT, area="report")
@require_GET
def report_people(request: TeamRequest, week: str, key: str) -> HttpResponse:
    """The people a number counts, resolved now for this viewer."""
    report = _report(request, week)
    found = queries.people_behind(report, key, scope=request.scope)
    if found is None:
        raise Http404
    label, people = found
    readlog.listed(request.scope, [person.pk for person in people], place="followup:report_people")
    context = {"report": report, "label": label, "people": people}
    return render(request, "followup/report_people.html", context)


@team_member(Permission.SEE_REPORT, area="report")
@require_POST
def report_pdf(request: TeamRequest, week: str) -> HttpResponse:
    """Asks for the week as PDF; the run's page tells when it is there."""
    report = _report(request, week)
    run = runs.start(
        kind=PDF,
        title=_("Veckorapport vecka %(week)s") % {"week": report.week},
        by_id=request.user.pk,
        team_id=request.team.pk,
        params={"report": report.pk},
        back_url=reverse("followup:report_detail", args=[request.team.slug, report.label]),
    )
    return redirect("core:run_detail", run.public_id)
