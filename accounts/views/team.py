"""The team's settings and the organisations that share it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.forms.teams import OrganisationForm, TeamForm
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import runs


def _page(request: TeamRequest, form: TeamForm, organisation: OrganisationForm) -> HttpResponse:
    context = {"form": form, "organisation": organisation, "organisations": request.team.all_organisations()}
    return render(request, "accounts/team.html", context, status=422 if request.method == "POST" else 200)


@team_member(Permission.MANAGE_TEAM, area="team")
@require_http_methods(["GET", "POST"])
def team_edit(request: TeamRequest) -> HttpResponse:
    form = TeamForm(request.POST or None, team=request.team)
    if request.method == "POST" and form.is_valid():
        actions.change_team(team=request.team, values=form.values(), by=request.membership.user)
        messages.success(request, _("Sparat."))
        return redirect("accounts:team_edit", request.team.slug)
    return _page(request, form, OrganisationForm(prefix="organisation"))


@team_member(Permission.MANAGE_TEAM, area="team")
@require_POST
def practice_reset(request: TeamRequest) -> HttpResponse:
    """A practice team begins again: what somebody tried out in it goes, and new invented people come. Any other is 404."""
    if not request.team.is_practice:
        raise Http404
    run = runs.start(
        kind="practice.reset",
        title=_("Övningsteamet börjar om"),
        by_id=request.user.pk,
        team_id=request.team.pk,
        back_url=reverse("accounts:team_edit", args=[request.team.slug]),
    )
    return redirect("core:run_detail", run.public_id)


@team_member(Permission.MANAGE_TEAM, area="team")
@require_POST
def organisation_add(request: TeamRequest) -> HttpResponse:
    form = OrganisationForm(request.POST, prefix="organisation")
    if form.is_valid():
        actions.add_organisation(team=request.team, by=request.membership.user, **form.cleaned_data)
        messages.success(request, _("Organisationen är med i teamet."))
        return redirect("accounts:team_edit", request.team.slug)
    return _page(request, TeamForm(team=request.team), form)
