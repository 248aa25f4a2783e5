"""The register as a file."""

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import runfiles, runs, searches
from participants import export
from participants.queries.overview import overview
from participants.queries.selected import asked_by, found_by
from participants.queries.selection import Selection
from participants.runs import KIND, content, name

AT_ONCE = 1000  # rows; more are written in a run


@team_member(Permission.EXPORT, area="people")
@require_POST
def register_export(request: TeamRequest) -> HttpResponse:
    """What is seen, over all its pages: `vy` is the view's query, `slag` the kind of file. At most AT_ONCE rows come
    at once, more as a run's file."""
    selection = Selection.read(dict(parse_qsl(request.POST.get("vy", "")[:4000])))
    kind = request.POST.get("slag", "")
    kind = kind if kind in export.KINDS else export.KINDS[0]
    words = searches.words(request.session, selection.search)
    found = found_by(words, request.scope)
    if overview(selection, asked_by(request.scope), found).total > AT_ONCE:
        run = runs.start(
            kind=KIND,
            title=_("Deltagare till fil"),
            by_id=request.user.pk,
            team_id=request.team.pk,
            params={"query": selection.query(search=""), "found": found, "slag": kind},
        )
        return redirect("core:run_detail", run.public_id)
    data, _people = content(request.scope, selection, found, kind)
    response = HttpResponse(data, content_type=runfiles.KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name(kind)}"'
    return response
