"""A participant's own page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants.views.reach import participant_of


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def detail(request: TeamRequest, public_id: str) -> HttpResponse:
    """Now, next, at risk; the panels of the apps above; everything that has happened."""
    participant = participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place="participant")
    return render(request, "participants/person.html", {"participant": participant})
