"""Putting a field back as it stood before a change: the inverse of it, against what its reader saw."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.edits import as_text
from participants import cells, register
from participants.actions.cells import Cell, write_cells
from participants.actions.enrolments import update_person
from participants.actions.errors import ActionError
from participants.actions.ownrecord import note_own_records
from participants.columns import OWN
from participants.models import Document, Enrolment, Participant
from participants.queries.fieldwords import CELL


class Clash(ActionError):
    """A colleague wrote in the same field since it was read; `now` is what stands there."""

    def __init__(self, now: str) -> None:
        super().__init__(
            _("En kollega ändrade samma ruta. Där står nu: ”%(theirs)s”. Tryck igen om det gamla ska gälla.")
            % {"theirs": now[:200]}
        )
        self.now = now


def standing(row: models.Model, column: str) -> str:
    """What stands in the field now, as text to compare with."""
    if column.startswith(CELL) and isinstance(row, Enrolment):
        return cells.text_of(row, column.removeprefix(CELL))
    if column.startswith(OWN) and isinstance(row, Enrolment):
        return str(row.own_values.get(column.removeprefix(OWN), ""))
    return as_text(row, column)


@transaction.atomic
def put_back(*, row: Any, column: str, value: Any, base: str, by: User) -> None:
    """Writes `value` into a field of a person, an enrolment or what hangs on one, when `base` still stands there.
    The history keeps both. Raises Clash; ActionError when the old value breaks a rule of today."""
    held = type(row)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    now = standing(held, column)
    if now.split() != base.split():
        raise Clash(now)
    if column.startswith((CELL, OWN)):
        _put_back_cell(held, column.removeprefix(CELL), str(value), now, by)
        return
    field = held._meta.get_field(column)
    setattr(held, field.attname, value)
    others = {f.name for f in held._meta.concrete_fields} - {column}
    try:
        held.clean_fields(exclude=others)
        held.validate_constraints()
    except ValidationError as fault:
        raise ActionError(
            _("Det gamla går inte ihop med resten nu: %(why)s") % {"why": " ".join(fault.messages)}
        ) from fault
    held.save(update_fields=[column])
    if isinstance(held, Participant):
        update_person(participant=held, by=by)
        note_own_records(team_id=held.team_id, participant_ids=[held.pk], by=by)
    elif not isinstance(held, Document):
        register.update([held.pk if isinstance(held, Enrolment) else held.enrolment_id])


def _put_back_cell(enrolment: Enrolment, column: str, text: str, now: str, by: User) -> None:
    outcome = write_cells(team_id=enrolment.team_id, written=[Cell(enrolment.pk, column, now, text)], by=by)
    if not outcome.saved:
        raise ActionError(_("Kolumnen går inte att skriva i längre."))
