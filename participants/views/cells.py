"""The register's cells, written in place: one, or a pasted block, as JSON from the table; one at a time as a page."""

import json
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, swedish_dates, toasts
from participants import actions, cells, columns
from participants.actions.cells import MOST, Cell, around, batch_of
from participants.forms.cells import CellForm
from participants.groups import group_of
from participants.models import Enrolment
from participants.queries import register as queries
from participants.queries.groups import updated
from participants.queries.moved import lately
from participants.queries.selected import asked_by
from participants.queries.selection import Selection
from participants.views import way_back
from participants.views.acting import Asking, answer, posted
from participants.views.reach import open_enrolment
from participants.views.rows import Shown, rows_html

WORK = Permission.WORK_WITH_PEOPLE


@team_member(WORK, area="people")
@require_POST
def cells_write(request: TeamRequest) -> HttpResponse:
    """`{"cells": [{"p", "c", "base", "text"}], "query"}`: p a person's public id, c a column, base what stood there.
    Answers the changed rows, clashes with both texts, and where it is taken back: 200, 409 with a clash, 422 when
    something was refused, 400 for what is no such thing."""
    try:
        asked, query = _read(request.body)
    except ValueError:
        return JsonResponse({"said": _("Det gick inte att läsa. Ladda om sidan och försök igen.")}, status=400)
    people = _enrolments(request, {public_id for public_id, *_rest in asked})
    written = [Cell(people[p][0], c, base, text) for p, c, base, text in asked if p in people]
    outcome = actions.write_cells(team_id=request.team.pk, written=written, by=request.user)
    public = {enrolment_id: public_id for public_id, (enrolment_id, _person) in people.items()}
    shown = outcome.changed | {cell.enrolment_id for cell, _theirs in outcome.clashes}
    told = [person for enrolment_id, person in people.values() if enrolment_id in shown]
    readlog.listed(request.scope, told, place="register.cells")
    undo = reverse("participants:cells_undo", args=[request.team.slug, outcome.batch]) if outcome.saved else ""
    answer_ = {
        "rows": _rows(request, query, outcome.changed),
        "clashes": [
            {"p": public[c.enrolment_id], "c": c.column, "mine": c.text, "theirs": t} for c, t in outcome.clashes
        ],
        "refused": [{"p": public[c.enrolment_id], "c": c.column, "mine": c.text, "why": t} for c, t in outcome.refused],
        "gone": len(asked) - len(written),
        "undo": undo,
        "said": _said(len(outcome.saved)),
    }
    return JsonResponse(answer_, status=422 if outcome.refused else 409 if outcome.clashes else 200)


def _said(saved: int) -> str:
    if not saved:
        return ""
    return ngettext("En ruta sparad.", "%(n)d rutor sparade.", saved) % {"n": saved}


def _read(body: bytes) -> tuple[list[tuple[str, str, str, str]], str]:
    """Raises ValueError for anything else than what is asked for."""
    try:
        given = json.loads(body)
        asked = [tuple(cell[key] for key in ("p", "c", "base", "text")) for cell in given["cells"]]
        query = given.get("query", "")
    except (TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise ValueError(str(fault)) from fault
    if not asked or len(asked) > MOST or not all(isinstance(text, str) for cell in asked for text in (*cell, query)):
        raise ValueError("not cells")
    for cell in asked:
        "".join(cell).encode()  # half a sign, which JSON can say and no database holds, is a ValueError too
    return asked, query[:2000]


def _enrolments(request: TeamRequest, public_ids: set[str]) -> dict[str, tuple[int, int]]:
    """By public id the open enrolment and the participant, of those people whom this viewer may know of; the others are
    as if they did not exist."""
    wanted = [public_id for public_id in public_ids if len(public_id) <= 14 and public_id.isalnum()]
    rows = Enrolment.objects.visible_to(request.scope).filter(participant__public_id__in=wanted)
    found = rows.exclude(state="ended").values_list("participant__public_id", "pk", "participant_id")
    return {public_id: (pk, person) for public_id, pk, person in found}


def _rows(request: TeamRequest, query: str, enrolment_ids: set[int]) -> dict[str, str]:
    """The changed rows as they stand now, by the row's own id, drawn in the columns of the view in `query`."""
    selection = Selection.read(dict(parse_qsl(query)))
    found, frame = queries.rows_of(request.scope, enrolment_ids)
    today, visited_at = asked_by(request.scope).today, request.membership.previous_visit_at
    shown = Shown(
        marks=lately(request.scope, found, today, visited_at),
        visited_at=visited_at,
        today=today,
        base=reverse("participants:register", args=[request.team.slug]),
        me=request.user.pk,
        colleagues=frame.colleagues,
        may_write=True,
        columns=columns.shown(selection.columns, selection.ready, frame.own),
    )
    return {row.enrolment_public_id: rows_html([row], shown) for row in found}


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def cell(request: TeamRequest, public_id: str, column: str) -> HttpResponse:
    """One cell as a page of its own, for who has no script; the same clash and the same reading."""
    enrolment = open_enrolment(request, public_id)
    known = around(request.team.pk, request.user)
    if not cells.can_write(column, known):
        raise Http404
    title = str(columns.all_columns(known.own.values())[column].title)
    form = CellForm(posted(request), now=cells.text_of(enrolment, column), label=title)

    def act(given: dict[str, Any]) -> None:
        change = Cell(enrolment.pk, column, given["base"], given["text"])
        outcome = actions.write_cells(team_id=request.team.pk, written=[change], by=request.user)
        for _cell, theirs in outcome.clashes:
            form.clash(theirs)
        for _cell, why in outcome.refused:
            raise actions.ActionError(why)

    return answer(
        request,
        enrolment.participant,
        form,
        Asking(title, _("Spara"), lead=_told(request, enrolment, column)),
        act,
        _("Sparat."),
    )


def _told(request: TeamRequest, enrolment: Enrolment, column: str) -> str:
    """When what the cell belongs to was changed last and by whom, and which role answers for it."""
    group = group_of(column)
    if group is None:
        return ""
    found = updated(request.scope, enrolment, timezone.localdate())[group.value]
    answers = _("Svarar för det här: %(role)s") % {"role": found.role.label}
    if found.on is None:
        return f"{answers}."
    language = get_language() or "sv"
    day = {"day": swedish_dates.short(found.on, today=timezone.localdate(), language=language), "name": found.by}
    said = _("Senast uppdaterat %(day)s av %(name)s") if found.by else _("Senast uppdaterat %(day)s")
    return f"{said % day}. {answers}."


@team_member(WORK, area="people")
@require_POST
def cells_undo(request: TeamRequest, batch: str) -> HttpResponse:
    """Takes back a batch of one's own, for seven days. What a colleague has written since stays. Raises Http404 when
    there is nothing to take back."""
    edits = batch_of(team_id=request.team.pk, batch=batch, by=request.user)
    if not edits:
        raise Http404
    outcome = actions.take_back(team_id=request.team.pk, edits=edits, by=request.user)
    left = len(outcome.clashes)
    if left:
        words = ngettext(
            "En ruta hade en kollega hunnit ändra. Den står kvar.",
            "%(n)d rutor hade kollegor hunnit ändra. De står kvar.",
            left,
        )
        toasts.say(request, words % {"n": left})
    if request.htmx or request.headers.get("HX-Request"):
        return HttpResponse(status=204 if not left else 200)
    return redirect(way_back.address(request))
