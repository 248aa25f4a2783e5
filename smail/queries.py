"""Reads of smail. Rating-bearing reads stand in smail.progression."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from participants.models import Enrolment, Pause
from smail import rules
from smail.models import Assessment
from smail.rules import Away


def due_of(enrolment: Enrolment) -> date | None:
    """The day the enrolment's next assessment is due; None when it has ended or is paused."""
    return cycle([enrolment.pk])[enrolment.pk]["next_assessment_on"]


def cycle(enrolment_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """`next_assessment_on` and `last_assessment_on` per enrolment: three queries however many."""
    last = dict(
        Assessment.objects.filter(enrolment_id__in=enrolment_ids)
        .exclude(locked_on=None)
        .values_list("enrolment_id")
        .annotate(on=Max("locked_on"))
    )
    pauses: dict[int, list[Away]] = defaultdict(list)
    for enrolment_id, first, ended in Pause.objects.filter(enrolment_id__in=enrolment_ids).values_list(
        "enrolment_id", "starts_on", "ends_on"
    ):
        pauses[enrolment_id].append(Away(first, ended))
    found = Enrolment.objects.filter(pk__in=enrolment_ids).values_list(
        "pk", "started_on", "state", "team__assessment_days"
    )
    return {
        pk: {
            "last_assessment_on": last.get(pk),
            "next_assessment_on": rules.next_due(
                started_on=started_on,
                last_locked_on=last.get(pk),
                every_days=every,
                is_open=state != "ended",
                pauses=pauses[pk],
            ),
        }
        for pk, started_on, state, every in found
    }
