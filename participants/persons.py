"""The person's own row in extract, merge and erase; last of all providers to be erased."""

from typing import Any

from core import extracting
from core.db import history
from core.models import SearchToken
from participants import numbers
from participants.models import FormerIdentity, FormerNumber, Participant
from participants.queries.people import ids_of


def extract(participant: Participant) -> dict[str, list[dict[str, Any]]]:
    """With the number in full: it is the person's own."""
    own = extracting.rows(Participant._base_manager.filter(pk=participant.pk))
    return {
        "participants.Participant": [
            row
            | {
                "number": numbers.reveal(participant),
                "former_numbers": [
                    {"number": numbers.reveal_former(one), "until": one.until.isoformat()}
                    for one in FormerNumber.objects.filter(participant=participant).order_by("until", "pk")
                ],
            }
            for row in own
        ],
        "participants.FormerIdentity": extracting.rows(FormerIdentity._base_manager.filter(participant=participant)),
        "participants.FormerNumber": extracting.rows(FormerNumber._base_manager.filter(participant=participant)),
        "core.SearchToken": extracting.rows(SearchToken.objects.filter(participant_id=participant.pk)),
    }


def erase(participant: Participant) -> int:
    """Last of all: what field history holds of the person goes with them, under earlier ids too."""
    gone = ids_of(participant.pk)
    SearchToken.objects.filter(participant_id=participant.pk).delete()
    FormerIdentity.objects.filter(participant=participant).delete()
    FormerNumber.objects.filter(participant=participant).delete()
    return participant.delete()[0] + history.forget(gone)
