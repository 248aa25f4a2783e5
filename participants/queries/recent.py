"""What somebody did just now and can take back: cells, and what was done for many."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone

from participants.models import CellEdit

LONGEST = 100  # lines on the page


@dataclass(frozen=True)
class Written:
    """One batch of cells. `column` and `after` are of one of them: all there is when it is a single cell."""

    batch: str
    at: datetime
    cells: int
    column: str
    after: str


def written(*, team_id: int, user_id: int, since: timedelta) -> list[Written]:
    """Batches of cells that the user can take back, the latest first. One query."""
    mine = CellEdit.objects.filter(team_id=team_id, by_id=user_id, undone_at=None, at__gte=timezone.now() - since)
    found = mine.values("batch").annotate(last=Max("at"), n=Count("pk"), column=Min("column"), after=Min("after"))
    rows = found.order_by("-last").values_list("batch", "last", "n", "column", "after")[:LONGEST]
    return [Written(*row) for row in rows]
