"""The person's own row in extract, merge and erase; last of all providers to be erased."""

from typing import Any

from core.db import history
from core.models import SearchToken
from participants import numbers
from participants.models import FormerIdentity, FormerNumber, Participant
from participants.queries.people import ids_of


def extract(participant: Participant) -> dict[str, list[dict[str, Any]]]:
    return {
        "participants.Participant": [
            {
                "name": participant.name,
                "number": numbers.reveal(participant),
                "former_numbers": [
                    {"number": numbers.reveal_former(one), "until": one.until.isoformat()}
                    for one in FormerNumber.objects.filter(participant=participant).order_by("until", "pk")
                ],
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
    FormerNumber.objects.filter(participant=participant).delete()
    return participant.delete()[0] + history.forget(gone)
