"""A colleague's days away: told by themselves or by who manages the team. Why is never asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.forms.absences import AbsenceForm
from accounts.guards import TeamRequest, team_member
from accounts.models import Absence, Membership
from accounts.permissions import Permission
from core import registry


def _member(request: TeamRequest, public_id: str) -> Membership:
    """Oneself, or anybody for who manages the team. Raises PermissionDenied for others."""
    running = Membership.objects.running().filter(team=request.team).select_related("user", "team")
    member = get_object_or_404(running, public_id=public_id)
    if member.user_id != request.membership.user_id and not request.may(Permission.MANAGE_TEAM):
        raise PermissionDenied
    return member


@team_member(Permission.SEE_TEAM, area="team")
@require_http_methods(["GET", "POST"])
def absence_add(request: TeamRequest, public_id: str) -> HttpResponse:
    member = _member(request, public_id)
    return _asked(request, member, Absence(team=request.team, membership=member))


@team_member(Permission.SEE_TEAM, area="team")
@require_http_methods(["GET", "POST"])
def absence_edit(request: TeamRequest, public_id: str, absence: str) -> HttpResponse:
    member = _member(request, public_id)
    return _asked(request, member, get_object_or_404(Absence, membership=member, public_id=absence))


def _asked(request: TeamRequest, member: Membership, absence: Absence) -> HttpResponse:
    form = AbsenceForm(request.POST if request.method == "POST" else None, instance=absence)
    if form.is_bound and form.is_valid():
        days = {"starts_on": absence.starts_on, "back_on": absence.back_on}
        try:
            if absence.pk:
                actions.move_absence(absence=absence, by=request.user, **days)
            else:
                absence = actions.add_absence(membership=member, by=request.user, **days)
        except actions.ActionError as fault:
            form.add_error(None, str(fault))
        else:
            return _to_those_held(request, absence)
    context = {"member": member, "absence": absence, "form": form, "is_me": member.user_id == request.user.pk}
    return render(request, "accounts/absence.html", context, status=422 if form.is_bound else 200)


def _to_those_held(request: TeamRequest, absence: Absence) -> HttpResponse:
    """On to who needs a stand-in, for those who may choose one; else back to the team."""
    held = [one for away in registry.away if (one := away.held(absence, request.scope))]
    messages.success(request, _("Sparat."))
    for one in held:
        messages.warning(request, one.words)
    where = next((one.url for one in held if one.url), "")
    return redirect(where) if where else redirect("accounts:member_list", request.team.slug)


@team_member(Permission.SEE_TEAM, area="team")
@require_POST
def absence_remove(request: TeamRequest, public_id: str, absence: str) -> HttpResponse:
    member = _member(request, public_id)
    actions.remove_absence(absence=get_object_or_404(Absence, membership=member, public_id=absence), by=request.user)
    messages.success(request, _("Borttaget. Vikariaten slutar."))
    return redirect("accounts:member_list", request.team.slug)
