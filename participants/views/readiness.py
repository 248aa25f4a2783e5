"""Klar att börja: what has to be in place before a first day at work."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import actions
from participants.forms.readiness import StartForm
from participants.models import StartItem
from participants.views.acting import Asking, answer, posted
from participants.views.reach import participant_of


@team_member(Permission.WORK_WITH_PEOPLE, area="people")
@require_http_methods(["GET", "POST"])
def start_items(request: TeamRequest, public_id: str) -> HttpResponse:
    """Every point in one form; those left empty are no concern of this person's."""
    participant = participant_of(request, public_id)
    known = StartItem.objects.visible_to(request.scope).filter(participant=participant)
    form = StartForm(posted(request), initial=dict(known.values_list("point", "state")))

    def act(given: dict[str, Any]) -> None:
        actions.set_start_items(participant=participant, states=given, by=request.user)

    lead = _("Det som ofta behöver vara ordnat före första dagen. Inget av det är ett krav, och det syns bara här.")
    asking = Asking(_("Klar att börja"), _("Spara"), lead=lead)
    return answer(request, participant, form, asking, act, _("Listan är sparad."))
