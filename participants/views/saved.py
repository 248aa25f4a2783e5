"""Saved views: shown above the register, made from what is seen, kept in order on a page of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import toasts
from participants import permissions
from participants.actions import ActionError
from participants.actions import saved as actions
from participants.forms.saved import TEAM, NameForm, SaveViewForm
from participants.models import OpeningView, SavedView
from participants.queries.saved import Saved, view_address
from participants.queries.selection import EVERYBODY, Selection
from participants.views.acting import posted

SEE = Permission.SEE_PEOPLE
TEMPLATE = "participants/saved_view.html"


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    changed: bool = False


@dataclass(frozen=True)
class Shelf:
    """The saved views above the table. `changed` is the one that is seen, when something in it is not as it was saved;
    `new_url` saves what is seen as another, "" when there is nothing to save."""

    tabs: list[Tab]
    current: Saved | None
    changed: bool
    may_replace: bool
    reset_url: str
    new_url: str


def shelf(request: TeamRequest, selection: Selection, saved: list[Saved], base: str) -> Shelf:
    """What the register shows of them."""
    current = next((one for one in saved if one.public_id == selection.saved), None)
    changed = current is not None and not current.shows(selection)
    everybody = Tab(_("Alla"), f"{base}?{urlencode(EVERYBODY)}", current is None and not selection.view())
    tabs = [Tab(one.name, one.address(base), one is current, one is current and changed) for one in saved]
    query = selection.view()
    new = bool(query) and (current is None or changed)
    return Shelf(
        tabs=[everybody, *tabs] if saved else [],
        current=current,
        changed=changed,
        may_replace=current is not None and permissions.may_change_view(request.scope, current),
        reset_url=current.address(base) if current else "",
        new_url=f"{base}vyer/ny/?{urlencode(query)}" if new else "",
    )


@team_member(SEE, area="people")
@require_GET
def views(request: TeamRequest) -> HttpResponse:
    """One's own and the team's, in their order, and what the register opens with."""
    found = list(_visible(request).filter(removed_at=None).select_related("created_by"))
    opening = OpeningView.objects.filter(Q(user=request.user) | Q(user=None), team=request.team)
    opens: dict[int | None, int] = dict(opening.values_list("user_id", "view_id"))
    context = {
        "groups": [
            (_("Teamets"), [_line(request, view) for view in found if view.owner_id is None]),
            (_("Dina egna"), [_line(request, view) for view in found if view.owner_id is not None]),
        ],
        "mine": opens.get(request.user.pk),
        "team_opens": opens.get(None),
        "may_share": request.may(Permission.WORK_WITH_PEOPLE),
        "may_manage": request.may(Permission.MANAGE_TEAM),
    }
    return render(request, "participants/saved_views.html", context)


def _line(request: TeamRequest, view: SavedView) -> dict[str, Any]:
    base = reverse("participants:register", args=[request.team.slug])
    address = view_address(base, view.public_id, view.query)
    return {"view": view, "address": address, "may_change": permissions.may_change_view(request.scope, view)}


@team_member(SEE, area="people")
@require_http_methods(["GET", "POST"])
def view_add(request: TeamRequest) -> HttpResponse:
    """What the register's address asks for, under a name. GET takes the same query as the register."""
    given = dict(parse_qsl(request.POST.get("vy", "")[:4000])) if request.method == "POST" else request.GET.dict()
    query = Selection.read(given).view()
    may_share = request.may(Permission.WORK_WITH_PEOPLE)
    form = SaveViewForm(posted(request), may_share=may_share, initial={"vy": urlencode(query)})

    def act(asked: dict[str, Any]) -> SavedView:
        for_team = asked.get("whose") == TEAM
        view = actions.save_view(team=request.team, name=asked["name"], query=query, for_team=for_team, by=request.user)
        if asked["opens"]:
            actions.open_with(team=request.team, view=view, for_team=False, by=request.user)
        return view

    return _answer(request, form, _("Spara som vy"), act)


@team_member(SEE, area="people")
@require_http_methods(["GET", "POST"])
def view_edit(request: TeamRequest, view: str) -> HttpResponse:
    """Another name."""
    found = _changeable(request, view)
    form = NameForm(posted(request), initial={"name": found.name})

    def act(asked: dict[str, Any]) -> SavedView:
        actions.rename_view(view=found, name=asked["name"], by=request.user)
        return found

    return _answer(request, form, _("Byt namn på vyn"), act)


def _answer(
    request: TeamRequest, form: NameForm, title: str, act: Callable[[dict[str, Any]], SavedView]
) -> HttpResponse:
    """The form, or what to mend in it (422); else the register as the view has it."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                view = act(form.cleaned_data)
        except ActionError as fault:
            form.add_error("name", str(fault))
        else:
            toasts.say(request, _("Vyn ”%(name)s” är sparad.") % {"name": view.name})
            address = _line(request, view)["address"]
            return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    status = 422 if form.is_bound else 200
    template = f"{TEMPLATE}#form" if request.htmx else TEMPLATE
    return render(request, template, {"form": form, "title": title}, status=status)


@team_member(SEE, area="people")
@require_POST
def view_replace(request: TeamRequest, view: str) -> HttpResponse:
    """The same name for what is seen now: `vy` is its query."""
    found = _changeable(request, view)
    query = Selection.read(dict(parse_qsl(request.POST.get("vy", "")[:4000]))).view()
    actions.replace_view(view=found, query=query, by=request.user)
    toasts.say(request, _("Vyn ”%(name)s” är sparad.") % {"name": found.name})
    return redirect(_line(request, found)["address"])


@team_member(Permission.WORK_WITH_PEOPLE, area="people")
@require_POST
def view_share(request: TeamRequest, view: str) -> HttpResponse:
    """One's own becomes the team's."""
    found = _changeable(request, view)
    try:
        actions.share_view(view=found, by=request.user)
    except ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    else:
        toasts.say(request, _("Nu har hela teamet vyn ”%(name)s”.") % {"name": found.name})
    return redirect("participants:saved_views", request.team.slug)


@team_member(SEE, area="people")
@require_POST
def view_move(request: TeamRequest, view: str) -> HttpResponse:
    """`way=earlier` or later."""
    actions.move_view(view=_changeable(request, view), earlier=request.POST.get("way") == "earlier", by=request.user)
    return redirect(f"{reverse('participants:saved_views', args=[request.team.slug])}#v-{view}")


@team_member(SEE, area="people")
@require_POST
def view_open(request: TeamRequest) -> HttpResponse:
    """What the register opens with: `vy` is a view, nothing for everybody; `vem=teamet` for the whole team."""
    for_team = request.POST.get("vem") == TEAM
    if for_team and not request.may(Permission.MANAGE_TEAM):
        return HttpResponse(status=403)
    asked = request.POST.get("vy", "")
    view = _view(request, asked) if asked else None
    try:
        actions.open_with(team=request.team, view=view, for_team=for_team, by=request.user)
    except ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    return redirect("participants:saved_views", request.team.slug)


@team_member(SEE, area="people")
@require_POST
def view_remove(request: TeamRequest, view: str) -> HttpResponse:
    found = _changeable(request, view)
    actions.remove_view(view=found, by=request.user)
    undo = reverse("participants:view_take_back", args=[request.team.slug, found.public_id])
    toasts.say(request, _("Vyn ”%(name)s” är borttagen.") % {"name": found.name}, undo=undo)
    return redirect("participants:saved_views", request.team.slug)


@team_member(SEE, area="people")
@require_POST
def view_take_back(request: TeamRequest, view: str) -> HttpResponse:
    """A removed one is there again. 422 with htmx when its name is taken meanwhile."""
    found = _changeable(request, view, removed=True)
    try:
        actions.take_back_view(view=found, by=request.user)
    except ActionError as fault:
        toasts.say(request, str(fault), fault=True)
        if request.htmx:
            return HttpResponse(status=422)
    return HttpResponse(status=204) if request.htmx else redirect("participants:saved_views", request.team.slug)


def _visible(request: TeamRequest) -> Any:
    return SavedView.objects.filter(Q(owner=None) | Q(owner=request.user), team=request.team)


def _view(request: TeamRequest, public_id: str, *, removed: bool = False) -> SavedView:
    """One's own or the team's; a colleague's own is not there."""
    known = public_id.isascii() and public_id.isalnum()
    found = _visible(request).filter(public_id=public_id, removed_at__isnull=not removed).first() if known else None
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _changeable(request: TeamRequest, public_id: str, *, removed: bool = False) -> SavedView:
    """One's own, or the team's for who made it and for the leader. Raises PermissionDenied for others."""
    found = _view(request, public_id, removed=removed)
    if not permissions.may_change_view(request.scope, found):
        raise PermissionDenied
    return found
