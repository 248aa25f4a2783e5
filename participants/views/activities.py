"""The catalogue of activities: what there is, changing it, and what the team's people need against what there is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants.forms.activities import ActivityForm
from participants.models import Activity
from participants.queries import activities as queries
from participants.views.acting import posted

SEE, WORK = Permission.SEE_PEOPLE, Permission.WORK_WITH_PEOPLE


@team_member(SEE, area="people")
@require_GET
def activities(request: TeamRequest) -> HttpResponse:
    """Those that take more first, then the others."""
    found = queries.offers(request.team.pk)
    context = {
        "open": [offer for offer in found if offer.activity.is_open],
        "closed": [offer for offer in found if not offer.activity.is_open],
        "may_work": request.may(WORK),
        "today": timezone.localdate(),
    }
    return render(request, "participants/activities.html", context)


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def activity_add(request: TeamRequest) -> HttpResponse:
    return _asked(request, Activity(team=request.team))


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def activity_edit(request: TeamRequest, activity: int) -> HttpResponse:
    found = Activity.objects.filter(team=request.team, pk=activity).first() if activity < 2**63 else None
    if found is None:
        raise Http404
    return _asked(request, found)


def _asked(request: TeamRequest, activity: Activity) -> HttpResponse:
    form = ActivityForm(posted(request), instance=activity, team_id=request.team.pk, names=queries.names())
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Aktiviteten är sparad."))
        return redirect("participants:activities", request.team.slug)
    context = {"form": form, "activity": activity}
    return render(request, "participants/activity.html", context, status=422 if form.is_bound else 200)


@team_member(SEE, area="people")
@require_GET
def needs(request: TeamRequest) -> HttpResponse:
    """Counts only; each opens its people."""
    context = {"needs": queries.needs(request.scope)}
    return render(request, "participants/needs.html", context)


@team_member(SEE, area="people")
@require_GET
def needs_people(request: TeamRequest, code: str) -> HttpResponse:
    """The people behind one count, and the activities there are for them."""
    need = next((need for need in queries.needs(request.scope) if need.code == code), None)
    if need is None:
        raise Http404
    people = queries.people(request.scope, need.enrolment_ids)
    readlog.listed(request.scope, [one.participant_id for one in people], place="participants:needs")
    return render(request, "participants/needs_people.html", {"need": need, "people": people})
