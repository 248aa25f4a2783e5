"""Fetching what an address names: fetching is authorising, a stranger gets 404."""

from django.http import Http404

from accounts.guards import TeamRequest
from participants.models import Participant


def participant_of(request: TeamRequest, public_id: str) -> Participant:
    """Raises Http404 for somebody the viewer must not know of."""
    found = Participant.objects.visible_to(request.scope).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
