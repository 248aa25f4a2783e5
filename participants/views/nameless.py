"""Those who take part and want to be registered nowhere: counted, and nothing else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import actions
from participants.enums import IntakeSource, NamelessEnd
from participants.forms.nameless import NamelessEndForm, NamelessForm
from participants.models import Nameless
from participants.views.acting import posted

WORK = Permission.WORK_WITH_PEOPLE
SHOWN = 200  # of those that have ended


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def nameless(request: TeamRequest) -> HttpResponse:
    """Those who go on, those who have ended, and one more."""
    form = NamelessForm(posted(request), team=request.team, organisation=request.membership.organisation)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.count_nameless(
            team=request.team,
            organisation=given["organisation"],
            source_kind=IntakeSource(given["source_kind"]),
            started_on=given["started_on"],
        )
        messages.success(request, _("Räknad, utan namn."))
        return redirect("participants:nameless", request.team.slug)
    rows = Nameless.objects.filter(team=request.team).select_related("responsible_organisation")
    context = {
        "form": form,
        "open": rows.filter(ended_on=None).order_by("started_on", "pk"),
        "ended": rows.exclude(ended_on=None).order_by("-ended_on", "-pk")[:SHOWN],
    }
    return render(request, "participants/nameless.html", context, status=422 if form.is_bound else 200)


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def nameless_end(request: TeamRequest, item: str) -> HttpResponse:
    """What it came to; `enrolled` when they want to be written in after all."""
    found = get_object_or_404(
        Nameless.objects.select_related("responsible_organisation"), team=request.team, public_id=item, ended_on=None
    )
    form = NamelessEndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            outcome = NamelessEnd(form.cleaned_data["outcome"])
            actions.end_nameless(nameless=found, outcome=outcome, on=form.cleaned_data["on"])
        except actions.ActionError as fault:
            form.add_error("on", str(fault))
        else:
            messages.success(request, _("Avslutad."))
            return redirect("participants:nameless", request.team.slug)
    context = {"form": form, "one": found}
    return render(request, "participants/nameless_end.html", context, status=422 if form.is_bound else 200)
