"""One row of the sheet into what will be saved. Pure: everything it must know of team and words comes in `Words`.

Cells that speak of protected identity, health or other sensitive matters are laid aside as remarks; what can be read
from them as a fact (a date, an occupation) is still read, but their words go nowhere the team would see them.
"""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from participants.enums import OutcomeKind, WaitingFor
from participants.importing import cells
from participants.importing.enums import Field, Sensitive
from participants.importing.mapping import Column, is_sensitive
from participants.importing.readers import enrolment, person, profile
from participants.importing.rowplan import Cell, RowPlan, Words
from participants.importing.words import is_absent, sensitive, sensitive_words

REMARK_LENGTH = 2000

# In the order cells are read: later ones look at what earlier ones found. None: only looked through for sensitive words.
READERS: dict[Field, Callable[[Cell], None] | None] = {
    Field.NAME: person.name,
    Field.FIRST_NAME: person.name,
    Field.LAST_NAME: person.name,
    Field.NUMBER: person.number,
    Field.BIRTH_YEAR: person.birth_year,
    Field.PHONE: person.phone,
    Field.EMAIL: person.email,
    Field.STREET: person.street,
    Field.PLACE: person.place,
    Field.LANGUAGES: person.languages,
    Field.INTERPRETER: person.interpreter,
    Field.STARTED_ON: enrolment.started_on,
    Field.ENDED_ON: enrolment.ended_on,
    Field.STATUS: enrolment.status,
    Field.HANDLER: enrolment.handler,
    Field.ORGANISATION: enrolment.organisation,
    Field.SOURCE: enrolment.line,
    Field.OCCUPATION: profile.occupation,
    Field.EXPERIENCE: profile.occupation,
    Field.LICENCES: profile.licences,
    Field.INTERVENTION: enrolment.intervention,
    Field.GOAL: enrolment.line,
    Field.NEXT_STEP: enrolment.line,
    Field.NEXT_STEP_ON: enrolment.next_step_on,
    Field.NOTE: profile.note,
    Field.PROTECTION: None,
    Field.RESTRICTED: None,
    Field.OWN: profile.own,
    Field.SKIP: None,
}
_ORDER = {kind: at for at, kind in enumerate(READERS)}


def read_row(number: int, row: Sequence[str], columns: Sequence[Column], words: Words) -> RowPlan:
    """Reads every mapped cell. `columns` stand in the order of `READERS`: names first, status after dates."""
    plan = RowPlan(number)
    for column in columns:
        text = row[column.index] if column.index < len(row) else ""
        if text:
            _read_cell(plan, words, column, text)
    if plan.hopes and not any(column.field == Field.GOAL for column in columns):
        _hope_is_the_goal(plan, columns)
    _finish(plan, words)
    return plan


def _read_cell(plan: RowPlan, words: Words, column: Column, text: str) -> None:
    kind = sensitive_words(text) if column.field == Field.NUMBER else sensitive(text)
    if column.field == Field.PROTECTION and kind is None and cells.yes(text) is not False:
        kind = Sensitive.PROTECTION
    if kind is None and not is_absent(text) and _must_be_aside(column):
        kind = sensitive(column.title) or Sensitive.HEALTH
    if column.field == Field.OCCUPATION and kind == Sensitive.HEALTH and _names_occupation(words, text):
        kind = None  # behandlingsassistent, vård inom psykiatri: a trade, not an illness
    if kind is not None:
        lay_aside(plan, kind, text, column.title)
    elif text.startswith("=") and len(text) > 1 and column.field != Field.SKIP:
        plan.remarks.append(_("%(column)s: en formel följer inte med, bara dess text.") % {"column": column.title})
    reader = READERS[column.field]
    if reader is not None:
        reader(Cell(plan, words, column, text, quiet=kind is not None))


def _must_be_aside(column: Column) -> bool:
    return column.field == Field.RESTRICTED or (column.field in {Field.OWN, Field.NOTE} and is_sensitive(column.title))


def _names_occupation(words: Words, text: str) -> bool:
    reading = words.occupations.get(text)
    return reading is not None and bool(reading.found) and not reading.rest


def lay_aside(plan: RowPlan, kind: Sensitive, text: str, column: str) -> None:
    """For a human's eyes first: shown to handlers and leader on the person's page, nowhere else."""
    for at in range(0, len(text), REMARK_LENGTH):
        plan.asides.append((kind, text[at : at + REMARK_LENGTH], column))


def in_reading_order(columns: Sequence[Column]) -> list[Column]:
    """Those that are read, in the order `read_row` wants."""
    return sorted((c for c in columns if c.field != Field.SKIP), key=lambda c: (_ORDER[c.field], c.index))


GOAL_LENGTH = 200


def _hope_is_the_goal(plan: RowPlan, columns: Sequence[Column]) -> None:
    """In a list without a column of goals, what the person wants to work with is what everybody reads as the goal."""
    title = next(column.title for column in columns if column.field == Field.OCCUPATION)
    hopes = ", ".join(plan.hopes)
    goal = hopes if len(hopes) <= GOAL_LENGTH else f"{hopes[: GOAL_LENGTH - 1].rstrip(' ,')}…"
    plan.enrolment[Field.GOAL.value] = goal
    plan.told.append((title, hopes, f"{Field.GOAL.label}: {goal}"))


def _finish(plan: RowPlan, words: Words) -> None:
    """What needs the whole row: a lone name, the wait that a job has ended, the date nobody wrote."""
    if not plan.first_name:
        plan.first_name, plan.last_name = plan.last_name, ""
    if plan.status.waiting_for:
        plan.enrolment["waiting_for"] = plan.status.waiting_for
    if plan.status.outcome in {OutcomeKind.WORK, OutcomeKind.STUDIES, OutcomeKind.OWN_BUSINESS} or plan.status.end:
        plan.enrolment.pop("waiting_for", None)
    if plan.person_number is not None:
        plan.birth_year = plan.person_number.year
    plan.enrolment.setdefault("waiting_for", WaitingFor.NOBODY)
    if plan.started_on is None and Field.STARTED_ON.value not in plan.unread:
        plan.remarks.append(_("Startdatum saknas. Dagens datum gäller så länge."))
