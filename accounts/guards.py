"""The doors. To a team: membership read anew on every request, scope opened, stranger 404, colleague without right 403.
To one matter, with a code: only what the grant names."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import access, queries, visits
from accounts.models import Membership, Team, User
from accounts.permissions import Permission, allows
from core import context
from core.guards import Elsewhere, mark
from core.models import Notice
from core.scope import Kind, Scope, enter

TeamView = Callable[..., HttpResponse]
LAST_TEAM = "last_team"  # in the session
# How much waits to be read; asked with the memberships, so that the frame needs no question of its own.
UNREAD = (
    Notice.objects.filter(user_id=OuterRef("user_id"), read_at=None)
    .order_by()
    .values("user_id")
    .annotate(n=Count("pk"))
    .values("n")
)


class TeamRequest(HttpRequest):
    """A request past the door: who, in which team, with what role."""

    user: User  # type: ignore[assignment]  # signed in, or the guard had stopped
    team: Team
    teams: list[Team]
    membership: Membership
    scope: Scope
    area: str
    unread: int  # notices
    search_words: str  # set by the search's own page
    htmx: Any

    def may(self, permission: Permission) -> bool:
        return allows(self.membership.role, permission)


def team_member(permission: Permission, *, area: str = "") -> Callable[[TeamView], TeamView]:
    """Guard of every view under /t/<team>/. The view gets (request, …) without the slug; `request.team`, `.membership`,
    `.scope` and `.area` (the menu's current place) are set. Must run inside ATOMIC_REQUESTS' transaction."""

    def wrap(view: TeamView) -> TeamView:
        @functools.wraps(view)
        def guarded(request: Any, team: str, **kwargs: Any) -> HttpResponse:
            memberships = list(
                Membership.objects.running()
                .filter(user=request.user)
                .select_related("team", "organisation")
                .annotate(unread=Coalesce(Subquery(UNREAD), 0))
                .order_by("team__name")
            )
            membership = next((m for m in memberships if m.team.slug == team), None)
            if membership is None:
                raise Http404
            if elsewhere := _stopped(request, membership, permission):
                return elsewhere
            visits.note(request, membership)
            _remember(request, membership)
            request.membership, request.team, request.area = membership, membership.team, area
            request.unread = membership.unread
            request.teams = [m.team for m in memberships]
            request.scope = _scope_of(membership)
            request.may = functools.partial(allows, membership.role)
            with enter(request.scope, ends_transaction=True):
                try:
                    return view(request, **kwargs)
                except Elsewhere as other:
                    return redirect(other.address)

        return mark(guarded, f"team_member: {permission}")

    return wrap


def _remember(request: HttpRequest, membership: Membership) -> None:
    """The team one is in, for the menu on pages outside every team. Polls of another tab do not count."""
    if request.headers.get("X-Poll") != "1" and request.session.get(LAST_TEAM) != membership.team_id:
        request.session[LAST_TEAM] = membership.team_id


def came_from(request: HttpRequest) -> context.Team | None:
    """The team somebody was in latest (else the first of theirs), as core.context wants it. None without a team."""
    running = Membership.objects.running().filter(user=request.user.pk).select_related("team")
    memberships = list(running.order_by("team__is_practice", "team__name"))
    if not memberships:
        return None
    last = request.session.get(LAST_TEAM)
    here = next((m for m in memberships if m.team_id == last), memberships[0])
    teams = sorted((m.team for m in memberships), key=lambda team: team.name)
    return context.Team(here.team, teams, lambda permission: allows(here.role, Permission(permission)))


def open_team(request: HttpRequest, team_id: int, permission: str) -> Scope | HttpResponse:
    """The same door for core's own pages (core.guards.TeamDoor); "" lets every role in."""
    running = Membership.objects.running().filter(user=request.user.pk, team=team_id)
    membership = running.select_related("team").first()
    if membership is None:
        raise Http404
    return _stopped(request, membership, Permission(permission) if permission else None) or _scope_of(membership)


def _stopped(request: Any, membership: Membership, permission: Permission | None) -> HttpResponse | None:
    """Where to go first, if anywhere. Raises PermissionDenied for a role without the permission."""
    if permission is not None and not allows(membership.role, permission):
        raise PermissionDenied
    if membership.team.requires_second_step and not queries.has_second_step(request.user):
        return _to_second_step(request)
    return None


def _scope_of(membership: Membership) -> Scope:
    return Scope(
        Kind.MEMBER,
        user_id=membership.user_id,
        team_id=membership.team_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )


def _to_second_step(request: Any) -> HttpResponse:
    """The team asks for two steps at sign-in: first that, then people. A fragment sends the whole page there."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": reverse("accounts:second_step")})
    return redirect("accounts:second_step")


class CodeRequest(HttpRequest):
    """A request past a code: `grant.door` says what may be seen, `scope` is open."""

    grant: access.Grant
    scope: Scope
    htmx: Any


def code_holder(purpose: str, *, otherwise: str = "") -> Callable[[TeamView], TeamView]:
    """Guard of every page behind an access code. The view gets (request, …) with `request.grant` and `request.scope`;
    the scope shows a participant's own rows only (an employer: the team, no person).

    Without a grant, or when it was taken back: 404, or on to the URL named `otherwise` where a new code can be asked
    for. A POST gives twenty more minutes, a poll (`X-Poll: 1`) never does.
    """

    def wrap(view: TeamView) -> TeamView:
        @functools.wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            grant = access.grant_of(request, purpose)
            if grant is not None:
                with enter(access.scope_of(grant)) as scope:
                    if access.still_stands(grant):
                        if request.method == "POST" and request.headers.get("X-Poll") != "1":
                            access.prolong(request, grant)
                        request.grant, request.scope = grant, scope
                        response = view(request, *args, **kwargs)
                        response.setdefault("Referrer-Policy", access.REFERRER)
                        return response
            if otherwise:
                return redirect(otherwise)
            raise Http404

        return mark(login_not_required(guarded), f"code_holder: {purpose}")

    return wrap
