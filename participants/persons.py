"""The person's own row in extract, merge and erase; last of all providers to be erased."""

from typing import Any

from core.db import history
from core.models import SearchToken
from participants import numbers
from participants.models import FormerIdentity, Participant
from participants.queries.people import ids_of


def extract(participant: Participant) -> dict[str, list[dict[str, Any]]]:
    return {
        "participants.Participant": [
            {
                "name": participant.name,
                "number": numbers.reveal(participant),
                "phone": participant.phone,
                "email": participant.email,
                "street": participant.street,
                "place": participant.place,
                "protection": participant.protection_level,
            }
        ]
    }


def erase(participant: Participant) -> int:
    """Last of all: what field history holds of the person goes with them, under earlier ids too."""
    gone = ids_of(participant.pk)
    SearchToken.objects.filter(participant_id=participant.pk).delete()
    FormerIdentity.objects.filter(participant=participant).delete()
    return participant.delete()[0] + history.forget(gone)
