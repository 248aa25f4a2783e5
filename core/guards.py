"""Marks that say who may come in. A test walks every address and fails when a view carries none."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from core.scope import Scope

View = Callable[..., Any]


class Elsewhere(Exception):
    """What was asked for has another address now, and the one who asks may know it. The door leads there."""

    def __init__(self, address: str) -> None:
        super().__init__("elsewhere")
        self.address = address


# (request, the team's id, a permission or "") -> the scope to open, or the page to go to first. Raises Http404 for a
# stranger, PermissionDenied for a role without the permission.
TeamDoor = Callable[[HttpRequest, int, str], Scope | HttpResponse]
_team_doors: list[TeamDoor] = []


def mark(view: View, guard: str) -> View:
    """Writes the guard on the view, where the architecture test reads it."""
    view.guard = guard  # type: ignore[attr-defined]
    return view


def public(reason: str) -> Callable[[View], View]:
    """Open to anybody; the reason stands in the code and in docs."""
    if not reason:
        raise ValueError("a public view needs a reason")

    def wrap(view: View) -> View:
        return mark(login_not_required(view), f"public: {reason}")

    return wrap


def signed_in(view: View) -> View:
    """Any member of staff who is signed in (LoginRequiredMiddleware does the work); no team's data."""
    return mark(view, "signed_in")


def register_team_door(door: TeamDoor) -> None:
    """Called by the app that keeps memberships."""
    _team_doors[:] = [door]


def team_door(request: HttpRequest, team_id: int, permission: str) -> Scope | HttpResponse:
    """The door to a team for a page outside the team's own addresses: see TeamDoor. Shut while nobody keeps it."""
    for door in _team_doors:
        return door(request, team_id, permission)
    raise Http404
