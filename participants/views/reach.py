"""Fetching what an address names: fetching is authorising, a stranger gets 404."""

from django.http import Http404

from accounts.guards import TeamRequest
from participants.models import Enrolment, Participant


def participant_of(request: TeamRequest, public_id: str) -> Participant:
    """Raises Http404 for somebody the viewer must not know of."""
    found = Participant.objects.visible_to(request.scope).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def enrolment_of(request: TeamRequest, participant: Participant) -> Enrolment:
    """The latest enrolment. Raises Http404 without one."""
    rows = Enrolment.objects.visible_to(request.scope).filter(participant=participant)
    found = rows.select_related("responsible_organisation").order_by("-started_on", "-pk").first()
    if found is None:
        raise Http404
    found.participant = participant
    return found  # type: ignore[no-any-return]


def open_enrolment(request: TeamRequest, public_id: str) -> Enrolment:
    """The enrolment that is open. Raises Http404 when there is none: an ended one is not planned for."""
    found = enrolment_of(request, participant_of(request, public_id))
    if not found.is_open:
        raise Http404
    return found
