"""What colleagues were told of a person before the person was closed to them: gone with the right to know of them, link and
words, read or not, and a mail that still waits (design 5: nothing hints that somebody is hidden)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from core import notices
from core.models import Notice
from core.scope import Kind, Scope, enter
from participants.models import FormerIdentity, Handover, Intake, Participant, Task
from participants.sight import knowing


def forget_notices(participant_ids: Iterable[int], *, team_id: int) -> int:
    """Takes away every notice of the team that leads to one of these people, or to something of theirs, from whoever does
    not see them now; one of several people asked about together stays while any of them is seen. Returns how many went.
    Called in the transaction that closes a person to somebody."""
    with enter(Scope(Kind.RUN, team_id=team_id)):
        about = _about(list(participant_ids), team_id)
    knows = knowing(team_id, set().union(*about.values()))
    gone = [
        pk
        for pk, user_id, url in Notice.objects.filter(team_id=team_id).values_list("pk", "user_id", "url")
        if (named := about.keys() & set(url.split("/")))
        and not any(user_id in knows[person] for part in named for person in about[part] if person in knows)
    ]
    if gone:
        notices.unsend(gone)
    return int(Notice.objects.filter(pk__in=gone).delete()[0])


def _about(ids: list[int], team_id: int) -> dict[str, set[int]]:
    """Parts of addresses that lead to these people, each with everybody it is about."""
    found: dict[str, set[int]] = {}
    batches = Handover.objects.filter(participant_id__in=ids).exclude(batch="").values("batch")
    asked: tuple[QuerySet[Any], ...] = (
        Participant.objects.filter(pk__in=ids).values_list("public_id", "pk"),
        FormerIdentity.objects.filter(participant_id__in=ids).values_list("former_public_id", "participant_id"),
        Task.objects.filter(participant_id__in=ids).values_list("public_id", "participant_id"),
        Intake.objects.filter(participant_id__in=ids).values_list("public_id", "participant_id"),
        Handover.objects.filter(team_id=team_id, batch__in=batches).values_list("batch", "participant_id"),
    )
    for rows in asked:
        for part, person in rows:
            found.setdefault(part, set()).add(person)
    return found
