"""The words a colleague may type to find a person: one place, for one person and for a whole import."""

from core import search
from participants.models import Participant


def words(participant: Participant) -> str:
    """Names, place, telephone; the alias alone for a protected person. Never the number."""
    if participant.is_protected:
        return participant.alias
    return " ".join(
        [participant.first_name, participant.last_name, participant.alias, participant.place, participant.phone]
    )


def index(participant: Participant) -> None:
    """Call inside the action that changes any of the words."""
    search.index(
        team_id=participant.team_id,
        subject_type="participant",
        subject_id=participant.pk,
        participant_id=participant.pk,
        text=words(participant),
    )
