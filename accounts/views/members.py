"""The team's members: who they are, and for those who manage the team, changing and ending memberships."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions, queries
from accounts.forms.teams import PlaceInTeam, SkillsForm
from accounts.guards import TeamRequest, team_member
from accounts.models import Absence, Membership
from accounts.permissions import Permission, allows
from core import registry


def _member(request: TeamRequest, public_id: str) -> Membership:
    running = Membership.objects.running().filter(team=request.team).select_related("user", "organisation", "team")
    return get_object_or_404(running, public_id=public_id)


def _held(request: TeamRequest, member: Membership) -> list[registry.Held]:
    """What the member holds, as the viewer may know it."""
    return [one for provider in registry.leaving if (one := provider.held(member.user_id, request.scope))]


def _to_those_left(request: TeamRequest, held: list[registry.Held]) -> HttpResponse:
    """Says what stands without anybody now, and goes there; else to the team."""
    for one in held:
        messages.warning(request, one.left)
    where = next((one.left_url for one in held if one.left_url), "")
    return redirect(where or reverse("accounts:member_list", args=[request.team.slug]))


@team_member(Permission.SEE_TEAM, area="team")
@require_GET
def member_list(request: TeamRequest) -> HttpResponse:
    manages = request.may(Permission.MANAGE_TEAM)
    context = {
        "members": queries.list_members(request.team, me=request.membership.user),
        "manages": manages,
        "today": timezone.localdate(),
        "invitations": queries.list_invitations(request.team) if manages else [],
    }
    return render(request, "accounts/members.html", context)


@team_member(Permission.SEE_TEAM, area="team")
@require_http_methods(["GET", "POST"])
def member_edit(request: TeamRequest, public_id: str) -> HttpResponse:
    """Role and organisation by those who manage the team; languages and municipalities by them and by oneself."""
    member = _member(request, public_id)
    manages = request.may(Permission.MANAGE_TEAM)
    if not manages and member.user_id != request.membership.user_id:
        raise PermissionDenied
    initial = {"role": member.role, "organisation": member.organisation_id}
    place = PlaceInTeam(request.POST or None, team=request.team, initial=initial) if manages else None
    skills = SkillsForm(request.POST or None, membership=member)
    if request.method == "POST" and skills.is_valid() and (place is None or place.is_valid()):
        held = _held(request, member)
        try:
            _save(request, member, place, skills)
        except actions.ActionError as fault:
            assert place is not None
            place.add_error(None, str(fault))
        else:
            messages.success(request, _("Sparat."))
            if not allows(member.role, Permission.WORK_WITH_PEOPLE):
                return _to_those_left(request, held)
            return redirect("accounts:member_list", request.team.slug)
    context = {
        "member": member,
        "place": place,
        "skills": skills,
        "manages": manages,
        "held": _held(request, member) if manages else [],
        "absences": Absence.objects.filter(membership=member).not_over(timezone.localdate()),
    }
    return render(request, "accounts/member.html", context, status=422 if request.method == "POST" else 200)


def _save(request: TeamRequest, member: Membership, place: PlaceInTeam | None, skills: SkillsForm) -> None:
    by = request.membership.user
    if place is not None and place.has_changed():
        given = place.cleaned_data
        actions.change_membership(membership=member, role=given["role"], organisation=given["organisation"], by=by)
    if skills.has_changed():
        actions.set_skills(membership=member, by=by, **skills.keys())


@team_member(Permission.MANAGE_TEAM, area="team")
@require_POST
def member_end(request: TeamRequest, public_id: str) -> HttpResponse:
    member = _member(request, public_id)
    held = _held(request, member)
    try:
        actions.end_membership(membership=member, by=request.membership.user)
    except actions.ActionError as fault:
        context = {"member": member, "words": str(fault)}
        return render(request, "accounts/member_stays.html", context, status=422)
    messages.success(request, _("%(name)s är inte längre med i teamet.") % {"name": member.user.name})
    if member.user_id == request.membership.user_id:
        return redirect("home")
    return _to_those_left(request, held)
