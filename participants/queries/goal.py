"""The team's goal: of everyone enrolled at some time during the last year, who has reached work or studies. People are
counted, not re-entries; registered by mistake counts nowhere (seed 000: a hundred per cent)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from participants.enums import GOAL_OUTCOMES, EndReason

GOAL_DAYS = 365


def since(last: date) -> date:
    """The first day of the year that ends on `last`."""
    return last - timedelta(days=GOAL_DAYS)


def base(enrolments: QuerySet, last: date) -> set[int]:
    """Participants of these enrolments that the goal is counted over; whoever went on in another team counts there."""
    with_us = enrolments.filter(is_mistake=False, started_on__lte=last).exclude(ended_on__lt=since(last))
    return set(
        with_us.exclude(end_reason__in=[EndReason.DECEASED, EndReason.TRANSFERRED]).values_list(
            "participant_id", flat=True
        )
    )


def reached(outcomes: QuerySet, people: set[int], last: date) -> list[tuple[int, str]]:
    """(participant, kind) of what they reached during that year."""
    found = outcomes.filter(participant_id__in=people, kind__in=GOAL_OUTCOMES, starts_on__range=(since(last), last))
    return list(found.values_list("participant_id", "kind"))
