"""The person's way in to their card: one door per person, opened by accounts.access with this purpose."""

from accounts.access import Door
from participants.models import Participant

PURPOSE = "card"


def door_of(participant: Participant) -> Door:
    """What a link and a code for the card open: the person's own plan, nothing of what colleagues write."""
    return Door(PURPOSE, participant.team_id, "participant", participant.pk, participant.pk)
