"""Pure rules of the cycle. Sources: domain A.4 (first after 14 days, then every third month), A.6 (early and late)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_AFTER = timedelta(days=14)
AFTER_PAUSE = timedelta(days=14)  # a person who comes back is not late on the first day
SOON = timedelta(days=14)
LATE = timedelta(days=14)


@dataclass(frozen=True)
class Away:
    """A pause: its first day, and the day the person is back (None = goes on)."""

    first: date
    last: date | None


class Due(StrEnum):
    """How near the next assessment is."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"  # within 14 days, or passed by up to 14
    LATE = "late"


def next_due(
    *, started_on: date, last_locked_on: date | None, every_days: int, is_open: bool, pauses: Sequence[Away] = ()
) -> date | None:
    """The day of the next assessment; None when the enrolment has ended or is paused.

    The first is due 14 days after the start, the next `every_days` after the last one was locked, and none sooner than
    14 days after a pause. Depends on stored facts only, never on today.
    """
    if not is_open or any(pause.last is None for pause in pauses):
        return None
    due = started_on + FIRST_AFTER if last_locked_on is None else last_locked_on + timedelta(days=every_days)
    back = max((pause.last for pause in pauses if pause.last is not None), default=None)
    if back is not None and (last_locked_on is None or back >= last_locked_on):
        due = max(due, back + AFTER_PAUSE)
    return due


def nearness(due_on: date | None, today: date) -> Due:
    """Where a due day stands today."""
    if due_on is None:
        return Due.NONE
    if today > due_on + LATE:
        return Due.LATE
    return Due.SOON if today >= due_on - SOON else Due.LATER
