"""Saved views: made, renamed, filled anew, given to the team, ordered, opened with, removed and taken back."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.folding import fold
from participants import own
from participants.actions.errors import ActionError
from participants.models import OpeningView, SavedView

MOST = 20  # of one's own, and of the team's
KEPT = timedelta(days=7)  # so long a removed view can be taken back


@transaction.atomic
def save_view(*, team: Team, name: str, query: Mapping[str, str], for_team: bool, by: User) -> SavedView:
    """A new view, last among its like. Raises ActionError when the name is taken or says what the team must not read, or
    there are MOST already."""
    _one_at_a_time(team)
    owner = None if for_team else by
    name = _free_name(team, owner, name)
    last = _live(team, owner).aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    return SavedView.objects.create(
        team=team, owner=owner, name=name, query=dict(query), position=position, created_by=by
    )


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User) -> None:
    """Raises ActionError as save_view."""
    _one_at_a_time(view.team)
    view.name = _free_name(view.team, view.owner, name, but=view)
    view.save(update_fields=["name"])


@transaction.atomic
def replace_view(*, view: SavedView, query: Mapping[str, str], by: User) -> None:
    """The same name for what is seen now."""
    view.query = dict(query)
    view.save(update_fields=["query"])


@transaction.atomic
def share_view(*, view: SavedView, by: User) -> None:
    """One's own becomes the team's, last; whoever opened with it goes on doing so. Raises ActionError as save_view."""
    _one_at_a_time(view.team)
    if view.owner is None:
        return
    view.name = _free_name(view.team, None, view.name)
    last = _live(view.team, None).aggregate(last=Max("position"))["last"]
    view.owner, view.position = None, 0 if last is None else last + 1
    view.save(update_fields=["name", "owner", "position"])


@transaction.atomic
def move_view(*, view: SavedView, earlier: bool, by: User) -> None:
    """One place earlier or later among its like; at the end it stays."""
    _one_at_a_time(view.team)
    found = list(_live(view.team, view.owner).select_for_update())
    at = next(n for n, each in enumerate(found) if each.pk == view.pk)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(found):
        return
    found[at], found[to] = found[to], found[at]
    for position, each in enumerate(found):
        each.position = position
    SavedView.objects.bulk_update(found, ["position"])


@transaction.atomic
def open_with(*, team: Team, view: SavedView | None, for_team: bool, by: User) -> None:
    """The view the register opens with, for oneself or for all in the team who have none of their own; None = everybody
    in it. Raises ActionError for a team that would open with a colleague's own."""
    _one_at_a_time(team)
    if for_team and view is not None and view.owner_id is not None:
        raise ActionError(_("Dela vyn med teamet först."))
    user = None if for_team else by
    OpeningView.objects.filter(team=team, user=user).delete()
    if view is not None:
        OpeningView.objects.create(team=team, user=user, view=view)


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Gone from the register; kept for KEPT, then swept away with the next that is removed."""
    now = timezone.now()
    SavedView.objects.filter(team_id=view.team_id, removed_at__lt=now - KEPT).delete()
    view.removed_at = now
    view.save(update_fields=["removed_at"])


@transaction.atomic
def take_back_view(*, view: SavedView, by: User) -> None:
    """There again, as it was. Raises ActionError when another has its name meanwhile, or there are MOST."""
    _one_at_a_time(view.team)
    _free_name(view.team, view.owner, view.name)
    view.removed_at = None
    view.save(update_fields=["removed_at"])


def _live(team: Team, owner: User | None) -> models.QuerySet[SavedView]:
    return SavedView.objects.filter(team=team, owner=owner, removed_at=None)


def _one_at_a_time(team: Team) -> None:
    """Two changes at once of a team's views wait for each other."""
    Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)


def _free_name(team: Team, owner: User | None, name: str, but: SavedView | None = None) -> str:
    """The name as it is kept. A view is shown to the team sooner or later, so its name says nothing of health."""
    name = " ".join(name.split())
    if own.is_about_health([name]):
        raise ActionError(_("Namnet får inte handla om hälsa eller annat lika privat. Välj ett annat ord."))
    others = list(_live(team, owner).exclude(pk=but.pk if but else 0).values_list("name", flat=True))
    if any(fold(other) == fold(name) for other in others):
        raise ActionError(_("Det finns redan en vy som heter så."))
    if but is None and len(others) >= MOST:
        raise ActionError(_("Det finns redan %(n)d vyer. Ta bort en först.") % {"n": MOST})
    return name
