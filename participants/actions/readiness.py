"""Klar att börja: what has to be in place before a first day at work."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import feed
from participants.models import Participant, StartItem


@transaction.atomic
def set_start_items(*, participant: Participant, states: Mapping[str, str], by: User) -> None:
    """`states` by StartPoint; "" takes a point off the list. Points that are not named stay as they are."""
    known = {item.point: item for item in StartItem.objects.select_for_update().filter(participant=participant)}
    changed = {point for point, state in states.items() if state != (known[point].state if point in known else "")}
    for point in sorted(changed):
        if not states[point]:
            known[point].delete()
            continue
        StartItem.objects.update_or_create(
            participant=participant,
            point=point,
            defaults={
                "team_id": participant.team_id,
                "state": states[point],
                "changed_on": timezone.localdate(),
                "changed_by": by,
            },
        )
    if changed:
        feed.record(
            team_id=participant.team_id, subject_type="participant", subject_ids=[participant.pk], kind="changed"
        )
