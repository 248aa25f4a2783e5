"""The door to a team: membership read anew on every request, scope opened, stranger 404, colleague without right 403."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Membership, Team
from accounts.permissions import Permission, allows
from core.guards import mark
from core.scope import Kind, Scope, enter

TeamView = Callable[..., HttpResponse]


class TeamRequest(HttpRequest):
    """A request past the door: who, in which team, with what role."""

    team: Team
    teams: list[Team]
    membership: Membership
    scope: Scope
    area: str
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
                .order_by("team__name")
            )
            membership = next((m for m in memberships if m.team.slug == team), None)
            if membership is None:
                raise Http404
            if not allows(membership.role, permission):
                raise PermissionDenied
            request.membership, request.team, request.area = membership, membership.team, area
            request.teams = [m.team for m in memberships]
            request.scope = Scope(
                Kind.MEMBER,
                user_id=request.user.pk,
                team_id=membership.team_id,
                organisation_id=membership.organisation_id,
                role=membership.role,
            )
            request.may = functools.partial(allows, membership.role)
            with enter(request.scope):
                return view(request, **kwargs)

        return mark(guarded, f"team_member: {permission}")

    return wrap
