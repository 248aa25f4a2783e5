"""Cells of the register, written in place or pasted as a block, and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission, allows
from core.ids import new_public_id
from participants import cells, register
from participants.models import CellEdit, Enrolment, TeamColumn

KEPT = timedelta(days=7)  # so long a batch can be taken back
MOST = 2000  # cells at a time


class Cell(NamedTuple):
    """One cell to write. `base` is what stood there when the writer began."""

    enrolment_id: int
    column: str
    base: str
    text: str


@dataclass
class Outcome:
    """What became of a batch. A clash holds what a colleague wrote meanwhile; nothing of either text is lost."""

    batch: str
    saved: list[Cell] = field(default_factory=list)
    clashes: list[tuple[Cell, str]] = field(default_factory=list)
    refused: list[tuple[Cell, str]] = field(default_factory=list)

    @property
    def changed(self) -> set[int]:
        """Enrolments with something new."""
        return {cell.enrolment_id for cell in self.saved}


def around(team_id: int, by: User) -> cells.Around:
    """What reading this team's cells needs; two queries."""
    own = {column.key: column for column in TeamColumn.objects.filter(team_id=team_id, is_retired=False)}
    members = Membership.objects.running().filter(team_id=team_id).values_list("user_id", "user__name", "role")
    able = {user_id: name for user_id, name, role in members if allows(role, Permission.WORK_WITH_PEOPLE)}
    return cells.Around(today=timezone.localdate(), me=by.pk, own=own, colleagues=able)


@transaction.atomic
def write_cells(*, team_id: int, written: Sequence[Cell], by: User) -> Outcome:
    """Writes each cell against the text it started from: one that a colleague changed meanwhile is left and told as a
    clash, the others are saved. Ended enrolments and unknown columns are passed over. Rows are locked in one order, so
    that two blocks at once wait for each other instead of stopping each other."""
    known = around(team_id, by)
    found = _held(team_id, {cell.enrolment_id for cell in written})
    outcome, edits, dirty = Outcome(new_public_id()), [], {pk: set[str]() for pk in found}
    for cell in written[:MOST]:
        enrolment = found.get(cell.enrolment_id)
        if enrolment is None or not cells.can_write(cell.column, known):
            continue
        before, was = cells.text_of(enrolment, cell.column), cells.stands(enrolment, cell.column)
        if before not in (cell.base, cell.text):
            outcome.clashes.append((cell, before))
            continue
        try:
            fields = cells.put(enrolment, cell.column, cell.text, known)
        except cells.TooLong as fault:
            outcome.refused.append((cell, str(fault)))
            continue
        outcome.saved.append(cell)
        after = cells.text_of(enrolment, cell.column)
        if after != before:
            dirty[enrolment.pk] |= fields
            edits.append(_edit(outcome.batch, enrolment, cell.column, (before, after), was, by))
    _save(found, dirty)
    CellEdit.objects.bulk_create(edits)
    return outcome


def _held(team_id: int, ids: set[int]) -> dict[int, Enrolment]:
    """The open ones, locked."""
    rows = Enrolment.objects.filter(team_id=team_id, pk__in=ids).select_related("next_step_user")
    locked = rows.select_for_update(of=("self",), no_key=True)
    return {enrolment.pk: enrolment for enrolment in locked.order_by("pk") if enrolment.is_open}


def _edit(
    batch: str, enrolment: Enrolment, column: str, texts: tuple[str, str], was: dict[str, Any], by: User
) -> CellEdit:
    return CellEdit(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        batch=batch,
        column=column,
        before=texts[0],
        after=texts[1],
        was=was,
        by=by,
    )


def _save(found: dict[int, Enrolment], dirty: dict[int, set[str]]) -> None:
    touched = [pk for pk, fields in dirty.items() if fields]
    for pk in touched:
        found[pk].save(update_fields=sorted(dirty[pk]))
    if touched:
        register.update(touched)


def batch_of(*, team_id: int, batch: str, by: User) -> list[CellEdit]:
    """What this user can still take back of a batch; empty when there is nothing, or it is not theirs."""
    mine = CellEdit.objects.filter(team_id=team_id, batch=batch, by=by, undone_at=None)
    return list(mine.filter(at__gte=timezone.now() - KEPT).order_by("pk"))


@transaction.atomic
def take_back(*, team_id: int, edits: Iterable[CellEdit], by: User) -> Outcome:
    """Puts back what stood in the cells before, the last first. A cell that is no longer as it was left (a colleague has
    written in it, or the enrolment has ended) stays, and is told as a clash. Of two who take back the same at once the
    second finds nothing to do."""
    wanted = {edit.pk: edit.enrolment_id for edit in edits}
    found = _held(team_id, set(wanted.values()))
    outcome, made, dirty = Outcome(new_public_id()), [], {pk: set[str]() for pk in found}
    taken = list(CellEdit.objects.filter(pk__in=wanted, undone_at=None).order_by("-pk"))
    for edit in taken:
        cell, enrolment = Cell(edit.enrolment_id, edit.column, edit.after, edit.before), found.get(edit.enrolment_id)
        now = "" if enrolment is None else cells.text_of(enrolment, edit.column)
        if enrolment is None or now != edit.after:
            outcome.clashes.append((cell, now))
            continue
        made.append(
            _edit(outcome.batch, enrolment, edit.column, (now, edit.before), cells.stands(enrolment, edit.column), by)
        )
        dirty[enrolment.pk] |= cells.restore(enrolment, edit.column, edit.was)
        outcome.saved.append(cell)
    _save(found, dirty)
    CellEdit.objects.bulk_create(made)
    CellEdit.objects.filter(pk__in=[edit.pk for edit in taken]).update(undone_at=timezone.now())
    return outcome


def clear_old() -> None:
    """What can no longer be taken back is dropped; the field history keeps what was written. In a team's own scope."""
    CellEdit.objects.filter(at__lt=timezone.now() - KEPT * 2).delete()


@transaction.atomic
def make_out(*, enrolment: Enrolment, key: str, base: str, by: User) -> bool:
    """Takes away a text to make out that belongs to no cell, when it still is the one that was read. The field history
    keeps it. Whether there was something to take away."""
    held = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if key not in held.unread or str(held.unread[key]).split() != base.split():
        return False
    held.unread = {name: text for name, text in held.unread.items() if name != key}
    held.save(update_fields=["unread"])
    register.update([held.pk])
    return True
