"""Saves a batch a chunk at a time, each in a transaction of its own: stopped anywhere, it goes on where it was.

What is saved already is told by the batch's ImportedRows, written with the persons. The rows are read once; their fates
are settled anew only when somebody else has changed something in the team since.
"""

from collections.abc import Callable

from django.db import transaction

from core import feed
from core.scope import Kind, Scope, enter
from participants.importing import batches, planning, saving
from participants.importing.enums import BatchState
from participants.importing.rowplan import RowPlan
from participants.models import Enrolment, ImportBatch

READ_AT_ONCE = 500  # rows between two words about how far it has come

Told = Callable[[int, int], None]  # done, total


def read(batch: ImportBatch, told: Told) -> tuple[planning.Order, list[RowPlan]]:
    """The batch's order, and every row of its sheet. Writes nothing."""
    with transaction.atomic(), enter(batches.team_scope(batch)):
        order = batches.order(batch)
    return order, rows_of(order, told)


def rows_of(order: planning.Order, told: Told) -> list[RowPlan]:
    """Every row of the sheet, its fate open. Writes nothing; `told` is called outside of any transaction."""
    with transaction.atomic(), enter(Scope(Kind.RUN, user_id=order.by_id, team_id=order.team.pk)):
        reading = planning.Reading(order)
    found: list[RowPlan] = []
    for row in reading.rows:
        found.append(reading.row(row))
        if len(found) % READ_AT_ONCE == 0:
            told(len(found), len(reading.rows))
    return found


def plan(batch: ImportBatch, told: Told) -> planning.Plan:
    """As batches.plan, telling how far it has come."""
    order, found = read(batch, told)
    with transaction.atomic(), enter(batches.team_scope(batch)):
        return planning.settle(order, found)


class Saving:
    """The saving of one batch, chunk by chunk. Begun again after a fault, it finds what is saved."""

    def __init__(self, batch: ImportBatch, order: planning.Order, read: list[RowPlan]) -> None:
        self._batch, self._order, self._read = batch, order, read
        self._made: planning.Plan | None = None  # as last settled
        self._position = 0

    @property
    def made(self) -> planning.Plan:
        """Every row's fate, once a step has been taken."""
        if self._made is None:
            raise LookupError("nothing has been settled yet")
        return self._made

    def step(self) -> tuple[int, int] | None:
        """Saves the next chunk; gives how many of how many are saved. None: the batch is finished, or is no longer to
        be saved (somebody has undone it, another worker finished it)."""
        with transaction.atomic(), enter(batches.team_scope(self._batch)):
            saving.lock_team(self._batch.team_id)
            batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("team").get(pk=self._batch.pk)
            if batch.state != BatchState.RUNNING:
                return None
            saved = dict(batch.imported_rows.values_list("row_number", "participant_id"))
            made = self._settled(saved)
            waiting = [row for row in made.created if row.number not in saved][: saving.CHUNK]
            if not waiting:
                batches.finish(made, batch)
                return None
            saving.save_some(made, batch, waiting)
            batch.save(update_fields=["transactions", "digests", "made_columns"])
        return len(saved) + len(waiting), len(made.created)

    def _settled(self, saved: dict[int, int]) -> planning.Plan:
        """The plan, as the team stands in this transaction."""
        position = feed.position()
        if self._made is None or self._has_changed(saved):
            self._made = planning.settle(self._order, self._read, saved)
            self._position = position
        return self._made

    def _has_changed(self, saved: dict[int, int]) -> bool:
        """Whether anything but what this batch made has changed since the fates were settled."""
        changed = feed.since(self._position, team_id=self._batch.team_id)
        people = set(saved.values())
        theirs = Enrolment.objects.filter(participant_id__in=people).values_list("pk", flat=True)
        ours = {*(("participant", pk) for pk in people), *(("enrolment", pk) for pk in theirs)}
        return any((item.subject_type, item.subject_id) not in ours for item in changed.items)


def carry_out(batch: ImportBatch, told: Told, has_time: Callable[[], bool]) -> bool:
    """Saves the batch. False when time ran out on the way: what is saved stays, and the next call goes on. One chunk at
    least is saved each time."""
    order, found = read(batch, lambda _done, _total: None)
    work = Saving(batch, order, found)
    while (far := work.step()) is not None:
        told(*far)
        if not has_time():
            return False
    return True
