"""The register: the team's shared table, its filters, its words searched for, what has changed while it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import feed, readlog, searches
from core.charts import strip_head
from participants import columns, permissions
from participants.columns import Column
from participants.enums import APART, Deed, WaitingFor
from participants.forms.register import FilterForm, SearchForm
from participants.queries import choices
from participants.queries import register as queries
from participants.queries.moved import lately
from participants.queries.order import SORTS, order_of
from participants.queries.overview import Overview, overview
from participants.queries.register import Page
from participants.queries.row import Row
from participants.queries.saved import opening
from participants.queries.selected import asked_by, found_by
from participants.queries.selection import CAP, SHEET, Selection
from participants.queries.selection import address_of as _address
from participants.queries.states import Asked, Ready
from participants.views import presence, views, way_back
from participants.views import saved as saved_views
from participants.views.rows import Shown, row_html, rows_html
from participants.views.selections import Link, chips, ready_label


@dataclass(frozen=True)
class Group:
    name: str
    items: list[Link]


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def register(request: TeamRequest) -> HttpResponse:
    """The team's people, one row each. Page and fragment are the same. The bare address leads to the view that opens."""
    selection = Selection.read(request.GET.dict())
    words = searches.words(request.session, selection.search)
    asked = asked_by(request.scope)
    found = found_by(words, request.scope)
    seen = overview(selection, asked, found)
    base = reverse("participants:register", args=[request.team.slug])
    if not request.GET and (first := opening(seen.saved)) is not None:
        return redirect(first.address(base))
    page = queries.page(selection, asked, found, seen)
    readlog.listed(request.scope, [row.participant_id for row in page.rows], place="register")
    way_back.keep(request, selection)
    context = _context(request, selection, asked, seen, page, words)
    return render(request, "participants/register.html", context)


def _context(
    request: TeamRequest, selection: Selection, asked: Asked, seen: Overview, page: Page, words: str
) -> dict[str, Any]:
    base = reverse("participants:register", args=[request.team.slug])
    shown = _shown(request, selection, asked, seen, page.rows)
    return {
        "selection": selection,
        "rows": rows_html(page.rows, shown),
        "columns": _heads(selection, shown.columns, base, seen.total),
        "shown": len(page.rows),
        "total": seen.total,
        "rail": _rail(selection, seen, base),
        "shelf": saved_views.shelf(request, selection, seen.saved, base),
        "chips": chips(selection, seen, page.rows, words, base),
        "lists": _lists(shown, seen),
        "strip_head": strip_head(today=asked.today),
        "fit": columns.fit(shown.columns),
        "folded": [column.title for column in shown.columns if column.folds],
        "ready_name": ready_label(selection.ready),
        "today": asked.today,
        "position": seen.position,
        "search_form": SearchForm(initial={"q": words}),
        "may_work": permissions.may_work(request.scope),
        "may_import": request.may(Permission.IMPORT),
        "deeds": [deed for deed in Deed if deed not in APART],
        "ready": selection.ready.value,
        **_addresses(request, selection, page, base),
    }


def _addresses(request: TeamRequest, selection: Selection, page: Page, base: str) -> dict[str, Any]:
    """Where one goes from this view, and what it is called in addresses."""
    return {
        "clear_url": _address(base, {}),
        "orders": _orders(selection, base),
        "next_url": _address(base, selection.query(after=page.after)) if page.after else "",
        "previous_url": _address(base, selection.query(before=page.before)) if page.before else "",
        "query": urlencode(selection.query(after=selection.after, before=selection.before)),
        "columns_url": views.columns_address(request, selection),
        "may_export": request.may(Permission.EXPORT),
        "density": DENSITY[selection.density],
    }


@team_member(Permission.SEE_PEOPLE, area="people")
@require_POST
def register_search(request: TeamRequest) -> HttpResponse:
    """Keeps the words on the server; the address gets their id only. Empty words show everybody."""
    form = SearchForm(request.POST)
    base = reverse("participants:register", args=[request.team.slug])
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if not words:
        return redirect(_address(base, {}))
    return redirect(_address(base, {"sok": searches.keep(request.session, words)}))


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def register_filter(request: TeamRequest) -> HttpResponse:
    """Choosing filters: a page, or a fragment in the register's dialog. Sends a GET to the register."""
    selection = Selection.read(request.GET.dict())
    form = FilterForm.for_team(request.scope, selection)
    kept = {name: value for name, value in selection.query().items() if name not in form.fields}
    template = "participants/register_filter.html"
    return render(request, f"{template}#form" if request.htmx else template, {"form": form, "kept": kept})


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def register_changes(request: TeamRequest) -> HttpResponse:
    """What has changed in the shown rows since a feed position: 204, or those rows for their places in the table. Both
    tell where colleagues write."""
    return presence.told(request, _changes(request))


def _changes(request: TeamRequest) -> HttpResponse:
    raw = request.GET.get("plats", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        return HttpResponse(status=204)
    batch = feed.since(int(raw), team_id=request.scope.team)
    # The feed is the team's: somebody hidden from this viewer must not even make the answer another than 204.
    changed = queries.seen_among(request.scope, {i.subject_id for i in batch.items if i.subject_type == "enrolment"})
    if not changed:
        return HttpResponse(status=204)
    came = {item.subject_id for item in batch.items if item.kind == "enrolled"}
    selection = Selection.read(request.GET.dict())
    asked = asked_by(request.scope)
    found = found_by(searches.words(request.session, selection.search), request.scope)
    seen = overview(selection, asked, found)
    rows = [row for row in queries.page(selection, asked, found, seen).rows if row.enrolment_id in changed]
    readlog.listed(request.scope, [row.participant_id for row in rows], place="register.changes")
    shown = _shown(request, selection, asked, seen, rows)
    context = {
        "rows": [(row.enrolment_public_id, row_html(row, shown)) for row in rows],
        "gone": [changed[pk].public_id for pk in changed.keys() - {row.enrolment_id for row in rows}],
        "enrolled": any(row.participant_id in came for row in changed.values()),
        "counts": [(link.key, link.count) for group in _rail(selection, seen, "") for link in group.items],
        "total": seen.total,
        "position": batch.position,
        "query": urlencode(selection.query(after=selection.after, before=selection.before)),
    }
    return render(request, "participants/register_changes.html", context)


def _shown(request: TeamRequest, selection: Selection, asked: Asked, seen: Overview, rows: Sequence[Row]) -> Shown:
    visited_at = request.membership.previous_visit_at
    return Shown(
        marks=lately(request.scope, rows, asked.today, visited_at),
        visited_at=visited_at,
        today=asked.today,
        base=reverse("participants:register", args=[request.team.slug]),
        me=request.user.pk,
        colleagues=seen.colleagues,
        may_write=permissions.may_work(request.scope),
        columns=columns.shown(selection.columns, selection.ready, seen.own),
    )


def _rail(selection: Selection, seen: Overview, base: str) -> list[Group]:
    """Ready-made states, one at a time. Choosing one keeps the filters and drops the search."""

    def link(ready: Ready, label: str) -> Link:
        count = seen.counts[ready]
        url = _address(base, selection.query(ready=ready, search=""))
        return Link(label, url, f"{CAP}+" if count > CAP else str(count), ready == selection.ready, ready.value)

    return [
        Group(name, [link(ready, label) for ready, label in ready_made])
        for name, ready_made in (
            (
                _("Överblick"),
                [
                    (r, ready_label(r))
                    for r in (Ready.ALL, Ready.MINE, Ready.NEW_TO_ME, Ready.MEETING_TODAY, Ready.MOVED)
                ],
            ),
            (_("Behöver något nu"), [(r, ready_label(r)) for r in NEEDS]),
            (
                _("Kommer snart"),
                [
                    (r, ready_label(r))
                    for r in (
                        Ready.ENDS_SOON,
                        Ready.ASSESSMENT_DUE,
                        Ready.FOLLOW_UP,
                        Ready.CONSENT_ENDING,
                        Ready.HANDOVER,
                    )
                ],
            ),
            (_("Läge"), [(r, ready_label(r)) for r in (Ready.PAUSED, Ready.IN_WORK, Ready.ENDED)]),
        )
    ]


NEEDS = (
    Ready.NO_HANDLER,
    Ready.HANDLER_AWAY,
    Ready.GAP,
    Ready.NO_JOB_FOCUS,
    Ready.NO_STEP,
    Ready.STEP_LATE,
    Ready.STILL,
    Ready.WAITING_FOR_ME,
    Ready.WAITING_FOR_US,
    Ready.WAITING_FOR_PERSON,
    Ready.PAUSE_CONTACT,
    Ready.UNREAD,
)


@dataclass(frozen=True)
class Head:
    """A column's head: where pressing it leads ("" when the list is too long for that order), and how it stands now ("", "ascending", "descending")."""

    column: Column
    url: str
    aria: str


def _heads(selection: Selection, shown: Sequence[Column], base: str, total: int) -> list[Head]:
    """On one sheet every column orders; over several pages those with an index do."""
    heads = []
    for column in shown:
        order = order_of(column)
        may = order in SORTS or total <= SHEET
        aria = ("descending" if selection.descending else "ascending") if may and selection.sort == order else ""
        heads.append(Head(column, _ordered(selection, order, base) if may else "", aria))
    return heads


def _ordered(selection: Selection, sort: str, base: str) -> str:
    """The list in that order; the order it stands in already turns round."""
    turned = selection.sort == sort and not selection.descending
    return _address(base, selection.query(sort=sort, descending=turned))


DENSITY = {"": "", "normal": "normal", "tat": "tight"}  # as tokens.css has them
ORDERS = {
    "namn": gettext_lazy("namn"),
    "start": gettext_lazy("inskriven"),
    "handledare": gettext_lazy("handledare"),
    "steg": gettext_lazy("nästa steg"),
    "kontakt": gettext_lazy("senaste kontakt"),
    "skattning": gettext_lazy("skattning"),
}


def _orders(selection: Selection, base: str) -> list[Link]:
    """Every order, also those of columns that are not shown."""
    return [Link(str(label), _ordered(selection, sort, base)) for sort, label in ORDERS.items()]


@dataclass(frozen=True)
class Words:
    """What is offered while a cell is written in."""

    key: str
    words: list[str]


def _lists(shown: Shown, seen: Overview) -> list[Words]:
    """For the shown columns whose words are known beforehand."""
    known = {
        "vem": sorted(seen.colleagues.values()),
        "vantar": [str(waits.label) for waits in WaitingFor if waits.value],
        **{
            columns.own_key(own.key): own.choices or [_("ja"), _("nej")]
            for own in seen.own
            if own.kind in choices.CHOSEN
        },
    }
    return [Words(column.key, known[column.key]) for column in shown.columns if known.get(column.key)]
