"""The way in: to the team's first page, or a kind word to somebody without a team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import queries
from accounts.guards import TeamRequest, team_member
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.places import first_page
from core.guards import signed_in


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    running = Membership.objects.running().filter(user=request.user.pk).select_related("team")
    membership = running.order_by("team__is_practice", "team__name").first()
    if membership is None:
        return render(request, "accounts/no_team.html")
    return redirect(first_page(membership))


@team_member(Permission.SEE_TEAM)
@require_GET
def team_home(request: TeamRequest) -> HttpResponse:
    return redirect(first_page(request.membership))


@signed_in
@require_GET
def second_step(request: HttpRequest) -> HttpResponse:
    """Says that a team wants two steps at sign-in, and leads there; whoever has them goes on, and whoever is asked for
    them by no team comes to where one chooses oneself."""
    assert isinstance(request.user, User)
    if queries.has_second_step(request.user):
        return redirect("home")
    if not Membership.objects.running().filter(user=request.user, team__requires_second_step=True).exists():
        return redirect("mfa_index")
    return render(request, "accounts/second_step.html")


@signed_in
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """ "Stanna kvar": the request itself is the hand on the keys."""
    return HttpResponse(status=204)
