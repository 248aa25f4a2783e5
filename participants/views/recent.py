"""Det du gjorde nyss: what one did in the register, taken back for seven days."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import toasts
from core.models import Run
from participants import columns
from participants.actions import bulk, cells
from participants.enums import Deed
from participants.models import TeamColumn
from participants.queries.recent import Written, written
from participants.views.bulk import said

WORK = Permission.WORK_WITH_PEOPLE


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str
    undo: str
    going: bool = False  # it is being taken back


@team_member(WORK, area="people")
@require_GET
def recent(request: TeamRequest) -> HttpResponse:
    """One's own deeds of the last seven days, the latest first, each with its way back. Names nobody."""
    team, slug = request.team.pk, request.team.slug
    titles = columns.all_columns(TeamColumn.objects.filter(team_id=team, is_retired=False))
    lines = [
        Line(one.at, _of_cells(one, titles), reverse("participants:cells_undo", args=[slug, one.batch]))
        for one in written(team_id=team, user_id=request.user.pk, since=cells.KEPT)
    ]
    for batch in bulk.batches_of(team_id=team, by=request.user):
        words = " ".join(words for part, words in said(Deed(batch.deed), batch.counts) if not part.startswith("left."))
        lines.append(
            Line(batch.at, words, reverse("participants:bulk_undo", args=[slug, batch.public_id]), bool(batch.waiting))
        )
    lines.sort(key=lambda line: line.at, reverse=True)
    return render(request, "participants/recent.html", {"lines": lines})


def _of_cells(one: Written, titles: dict[str, columns.Column]) -> str:
    if one.cells > 1:
        return ngettext("%(n)d ruta skriven.", "%(n)d rutor skrivna.", one.cells) % {"n": one.cells}
    title = titles[one.column].title if one.column in titles else one.column
    return f"{title}: {one.after or _('tömd')}"


@team_member(WORK, area="people")
@require_POST
def bulk_undo(request: TeamRequest, batch: str) -> HttpResponse:
    """Takes back one's own deed for many, for seven days; very many by a run. What a colleague has changed since stays,
    and is told."""
    mine = bulk.batches_of(team_id=request.team.pk, by=request.user)
    found = next((one for one in mine if one.public_id == batch), None)
    if found is None:
        raise Http404
    run = bulk.ask_back(batch=found, by=request.user, back_url=reverse("participants:recent", args=[request.team.slug]))
    if run is not None:
        return _in_background(request, run)
    back, stays = bulk.told_back(*bulk.take_back_many(batch=found, by=request.user))
    if stays:
        toasts.say(request, stays)
    if _wants_no_page(request):
        return HttpResponse(status=200 if stays else 204)
    if back:
        toasts.say(request, back)
    return redirect("participants:recent", request.team.slug)


def _in_background(request: TeamRequest, run: Run) -> HttpResponse:
    """So many that nobody should wait: a run with its own page."""
    if not _wants_no_page(request):
        return redirect("core:run_detail", run.public_id)
    words = _("Det är många, så det görs i bakgrunden. Under ”Det du gjorde nyss” ser du när det är klart.")
    toasts.say(request, words)
    return HttpResponse(status=200)


def _wants_no_page(request: TeamRequest) -> bool:
    """Pressed in a toast, wherever one is."""
    return bool(request.htmx or request.headers.get("HX-Request"))
