"""Fetching what an address names: fetching is authorising, a stranger gets 404."""

from typing import NoReturn

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.guards import TeamRequest
from core.guards import Elsewhere
from participants.models import Enrolment, FormerIdentity, Participant


def participant_of(request: TeamRequest, public_id: str) -> Participant:
    """Raises Http404 for somebody the viewer must not know of, Elsewhere for a duplicate that became somebody else."""
    found = Participant.objects.visible_to(request.scope).filter(public_id=public_id).first()
    if found is None:
        not_here(request, public_id)
    return found


def not_here(request: TeamRequest, public_id: str) -> NoReturn:
    """Nobody has this id: Http404, or Elsewhere for those who may know of the one it became. A page leads to the same
    page of theirs; what was sent about the duplicate is not done to somebody else unasked."""
    former = FormerIdentity.objects.visible_to(request.scope).filter(former_public_id=public_id)
    stays = former.values_list("participant__public_id", flat=True).first()
    if stays is None:
        raise Http404
    if request.method == "GET":
        raise Elsewhere(request.get_full_path().replace(f"/{public_id}/", f"/{stays}/", 1))
    messages.warning(
        request, _("Två rader för personen har blivit en. Det du skickade sparades inte: gör det här i stället.")
    )
    raise Elsewhere(reverse("participants:detail", args=[request.team.slug, stays]))


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
