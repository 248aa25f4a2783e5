"""The time with the team: dates, status, handlers, interventions, goal and next step."""

from datetime import timedelta

from django.utils.translation import gettext as _

from core import swedish_dates
from core.folding import fold
from participants.enums import EnrolmentState, PauseReason
from participants.importing import cells, names, states
from participants.importing.enums import Field
from participants.importing.rowplan import Cell
from participants.importing.words import is_absent

AHEAD = timedelta(days=60)  # a start written without a year lies behind us, or at most this far ahead
LENGTHS = {Field.SOURCE: 120, Field.GOAL: 200, Field.NEXT_STEP: 200}


def started_on(cell: Cell) -> None:
    read = cells.day(cell.text, today=cell.words.today, lean="near")
    if read.value and read.value > cell.words.today + AHEAD:
        read = cells.day(cell.text, today=cell.words.today, lean="past")
    cell.plan.started_on = read.value
    cell.unread(read.rest)
    if read.fixed and read.value:
        cell.fixed(swedish_dates.full(read.value))


def ended_on(cell: Cell) -> None:
    read = cells.day(cell.text, today=cell.words.today, lean="near")
    if read.value and read.value > cell.words.today:
        cell.note(f"{cell.column.title}: {cell.text}")
        return
    cell.plan.ended_on = read.value
    cell.unread(read.rest)
    if read.fixed and read.value:
        cell.fixed(swedish_dates.full(read.value))


def status(cell: Cell) -> None:
    read = states.status(cell.text, today=cell.words.today, not_before=cell.plan.started_on)
    cell.plan.status = read
    if read.rest or (read.unsure and not (read.end and cell.plan.ended_on)):
        cell.unread(cells.squeeze(cell.text))
    if read.says_something and not read.rest:
        cell.told(_told(read))
    if read.end and read.on is None and cell.plan.ended_on is None:
        cell.plan.remarks.append(_("Slutdatum saknas. Dagens datum gäller så länge."))
    elif read.outcome and read.on is None and not read.end:
        cell.plan.remarks.append(_("Det står inte när det började. Dagens datum gäller så länge."))


def _told(read: states.Status) -> str:
    """In words, for the list before saving."""
    if read.end:
        words = f"{EnrolmentState.ENDED.label}: {read.end.label}"
    elif read.outcome:
        words = f"{EnrolmentState.IN_WORK.label}: {read.outcome.label}"
    elif read.pause:
        reason = "" if read.pause == PauseReason.OTHER else f": {read.pause.label}"
        words = f"{EnrolmentState.PAUSED.label}{reason}"
    else:
        words = str(_("väntar på %(whom)s") % {"whom": read.waiting_for.label})
    return f"{words}, {swedish_dates.full(read.on)}" if read.on else words


def handler(cell: Cell) -> None:
    read = cells.handlers(cell.text, cell.words.colleagues)
    if read.rest and not cell.quiet:
        _stranger(cell, read.rest)
        return
    cell.plan.handlers = read.found
    cell.unread(read.rest)
    if read.fixed and read.found:
        cell.fixed(", ".join(c.name for c in cell.words.colleagues if c.user_id in read.found))


def _stranger(cell: Cell, written: str) -> None:
    """A name that fits nobody, or several: what the importer has chosen for it, else text att tyda."""
    cell.plan.stranger = written
    kind, _colon, pk = cell.words.names.get(fold(written), names.TEXT).partition(":")
    chosen = next((c for c in cell.words.colleagues if kind == names.USER and str(c.user_id) == pk), None)
    if chosen is not None:
        cell.plan.handlers = (chosen.user_id,)
        cell.told(chosen.name)
    elif kind == names.NOBODY:
        cell.told(_("ingen handledare"))
    else:
        cell.unread(written)


def organisation(cell: Cell) -> None:
    wanted = fold(cells.squeeze(cell.text))
    fits = [pk for name, pk in cell.words.organisations.items() if name == wanted] or [
        pk for name, pk in cell.words.organisations.items() if wanted and name.startswith(wanted)
    ]
    if len(fits) == 1:
        cell.plan.organisation_id = fits[0]
    elif not is_absent(cell.text):
        cell.unread(cells.squeeze(cell.text))


def intervention(cell: Cell) -> None:
    read = states.interventions(cell.text, today=cell.words.today, not_before=cell.plan.started_on)
    cell.plan.planned += read.planned
    if read.waiting_for and not cell.plan.status.waiting_for:
        cell.plan.enrolment["waiting_for"] = read.waiting_for
    if read.statuses and not cell.plan.status.says_something:
        cell.plan.status = states.status(read.statuses[0], today=cell.words.today, not_before=cell.plan.started_on)
    cell.unread(read.rest)
    if read.planned:
        cell.told(", ".join(_planned_told(planned) for planned in read.planned))


def _planned_told(planned: states.Planned) -> str:
    """ "Språkpraktik, ICA Maxi (jobbfokus), till 15 dec 2026"."""
    words = ", ".join(filter(None, [planned.title, planned.provider])) + f" ({planned.focus.label})"
    if planned.last is None:
        return words
    return _("%(what)s, till %(day)s") % {"what": words, "day": swedish_dates.full(planned.last)}


def line(cell: Cell) -> None:
    """Goal, next step, source: one line of text."""
    if cell.quiet or is_absent(cell.text):
        return
    most = LENGTHS[cell.column.field]
    text = cells.squeeze(cell.text)
    cell.plan.enrolment[cell.column.field.value] = text[:most]
    if len(text) > most:
        cell.note(f"{cell.column.title}: {cell.text}")


def next_step_on(cell: Cell) -> None:
    read = cells.day(cell.text, today=cell.words.today, lean="future")
    cell.plan.enrolment["next_step_on"] = read.value
    cell.unread(read.rest)
