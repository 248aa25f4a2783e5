"""What the register's table looks like to me: its columns, their order and how close the rows stand. All of it is the
address; choosing needs no script, and moving a column is a press of a button."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import columns
from participants.queries import choices
from participants.queries.selection import DENSITIES, Selection
from participants.views import way_back

TEMPLATE = "participants/register_columns.html"
DENSITY_WORDS = {
    "": gettext_lazy("Som jag brukar"),
    "normal": gettext_lazy("Normal"),
    "tat": gettext_lazy("Tät"),
}


@dataclass(frozen=True)
class Pick:
    """A column to choose or not; `first` and `last` cannot be moved further."""

    key: str
    title: str
    chosen: bool
    first: bool
    last: bool
    moved: str  # "upp" or "ner" when it was moved just now, so that the focus stays on its button


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def register_columns(request: TeamRequest) -> HttpResponse:
    """Choosing columns and density: a page, or a fragment in the register's dialog. Every press sends the whole form;
    "Visa" leads to the register, "Spara som vy" to a name for it."""
    selection = viewed(request)
    own = choices.own_columns(request.scope)
    offered = columns.all_columns(own)
    first_time = "alla" not in request.GET
    usual = [c.key for c in columns.shown(selection.columns, selection.ready, own)][1:]
    chosen = usual if first_time else [key for key in request.GET.getlist("k") if key in offered]
    keys = _keys(usual if first_time else request.GET.getlist("alla"), offered)
    density = selection.density if first_time else request.GET.get("tathet", "")
    if "visa" in request.GET:
        made = replace(selection, columns=tuple(k for k in keys if k in chosen)[: columns.MOST])
        made = replace(made, density=density if density in DENSITIES else "")
        if request.GET["visa"] == "spara":
            adding = reverse("participants:view_add", args=[request.team.slug])
            return _go(request, f"{adding}?{urlencode(made.view())}")
        return _go(request, way_back.register_address(request, made.query()))
    side, _colon, key = request.GET.get("flytta", "").partition(":")
    keys = _moved(keys, key, side)
    context = {
        "picks": _picks(keys, set(chosen), offered, key, side),
        "densities": [(value, words, value == density) for value, words in DENSITY_WORDS.items()],
        "seen": urlencode(selection.query()),
        "usual_url": way_back.register_address(request, selection.query(columns=(), density="")),
    }
    return render(request, f"{TEMPLATE}#form" if request.htmx else TEMPLATE, context)


def viewed(request: HttpRequest) -> Selection:
    """The view of the register that a form was opened from: its query travels as `vy`."""
    return Selection.read(dict(parse_qsl(request.GET.get("vy", "")[:4000])))


def _keys(asked: list[str], offered: dict[str, columns.Column]) -> list[str]:
    """Those asked for in their order, then the rest as they are offered."""
    known = [key for key in asked[:200] if key in offered and key != columns.NAME.key]
    return list(dict.fromkeys([*known, *(key for key in offered if key != columns.NAME.key)]))


def _moved(keys: list[str], key: str, side: str) -> list[str]:
    if key not in keys:
        return keys
    at = keys.index(key)
    to = at - 1 if side == "upp" else at + 1
    if 0 <= to < len(keys):
        keys[at], keys[to] = keys[to], keys[at]
    return keys


def _picks(keys: list[str], chosen: set[str], offered: dict[str, columns.Column], moved: str, side: str) -> list[Pick]:
    last = len(keys) - 1
    picks = []
    for at, key in enumerate(keys):
        # At the end of the list its own button is off: the other one takes the focus.
        way = "" if key != moved else "ner" if at == 0 else "upp" if at == last else side
        picks.append(Pick(key, str(offered[key].title), key in chosen, at == 0, at == last, way))
    return picks


def _go(request: TeamRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def columns_address(request: TeamRequest, selection: Selection) -> str:
    base = reverse("participants:register_columns", args=[request.team.slug])
    return f"{base}?{urlencode({'vy': urlencode(selection.query())})}"
