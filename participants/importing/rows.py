"""One row of the sheet into what will be saved. Pure: everything it must know of team and words comes in `Words`.

Cells that speak of protected identity, health or other sensitive matters are laid aside as remarks; what can be read
from them as a fact (a date, an occupation) is still read, but their words go nowhere the team would see them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core import swedish_dates
from core.folding import fold
from participants import numbers
from participants.enums import EnrolmentState, LanguageLevel, OutcomeKind, PauseReason, WaitingFor
from participants.importing import cells, states
from participants.importing.enums import Fate, Field, Sensitive
from participants.importing.mapping import Column, is_sensitive
from participants.importing.words import (
    hidden_digits,
    is_absent,
    lost_letters,
    sensitive,
    sensitive_words,
    without_remark,
)

NAME_LENGTH = 80
LINE = 200
UNREAD_LENGTH = 500
REMARK_LENGTH = 2000
AHEAD = timedelta(days=60)  # a start written without a year lies behind us, or at most this far ahead

LEVELS = {
    "little": LanguageLevel.A2,
    "good": LanguageLevel.B1,
    "very_good": LanguageLevel.B2,
    "fluent": LanguageLevel.C1,
    "mother_tongue": LanguageLevel.C2,
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the team and the taxonomy know. Readings are taxonomy.queries.Reading by the cell's text."""

    today: date
    colleagues: Sequence[cells.Colleague] = ()
    organisations: Mapping[str, int] = field(default_factory=dict)  # folded name → id
    languages: Mapping[str, Any] = field(default_factory=dict)
    occupations: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Any] = field(default_factory=dict)
    municipalities: Mapping[str, Any] = field(default_factory=dict)
    licences: Mapping[str, Any] = field(default_factory=dict)
    occupation_ids: Mapping[str, int] = field(default_factory=dict)  # by key, for words that fit several
    swedish_id: int | None = None  # the language Swedish


@dataclass(slots=True)
class RowPlan:
    """What a row becomes. `fixed` and `unread` are by field; `asides` (kind, words, column) await a human."""

    number: int
    fate: Fate = Fate.CREATE
    why: str = ""
    matches: int | None = None  # participant the row is a duplicate of
    matches_row: int | None = None  # or the row of the same file
    first_name: str = ""
    last_name: str = ""
    person_number: numbers.Number | None = None
    other_number: str = ""
    number_is_held: bool = False  # by somebody the importer must not know of
    birth_year: int | None = None
    person: dict[str, Any] = field(default_factory=dict)  # further fields of Participant
    enrolment: dict[str, Any] = field(default_factory=dict)  # further fields of Enrolment
    started_on: date | None = None
    ended_on: date | None = None
    handlers: tuple[int, ...] = ()
    organisation_id: int | None = None
    status: states.Status = field(default_factory=states.Status)
    planned: list[states.Planned] = field(default_factory=list)
    languages: dict[int, str] = field(default_factory=dict)
    wished: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)  # title of a column of the team's own → text
    asides: list[tuple[Sensitive, str, str]] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    fixed: list[tuple[str, str, str]] = field(default_factory=list)  # spelling mended: column, written, stored as
    told: list[tuple[str, str, str]] = field(default_factory=list)  # words understood: column, written, taken for
    remarks: list[str] = field(default_factory=list)  # what a human should know before saving
    digest: bytes = b""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_protected(self) -> bool:
        return any(kind == Sensitive.PROTECTION for kind, _text, _column in self.asides)

    @property
    def is_flagged(self) -> bool:
        return bool(self.unread or self.asides or self.remarks)


@dataclass(slots=True)
class _Cell:
    """A cell under reading. When `quiet`, its words have been laid aside and may not be stored."""

    plan: RowPlan
    words: Words
    column: Column
    text: str
    quiet: bool

    def unread(self, text: str) -> None:
        if text and not self.quiet:
            had = self.plan.unread.get(self.column.field.value)
            self.plan.unread[self.column.field.value] = (f"{had}; {text}" if had else text)[:UNREAD_LENGTH]

    def fixed(self, stored: str) -> None:
        if not self.quiet:
            self.plan.fixed.append((self.column.title, self.text, stored))

    def told(self, meaning: str) -> None:
        if not self.quiet:
            self.plan.told.append((self.column.title, self.text, meaning))

    def note(self, text: str) -> None:
        if text and not self.quiet:
            self.plan.notes.append(text)


def read_row(number: int, row: Sequence[str], columns: Sequence[Column], words: Words) -> RowPlan:
    """Reads every mapped cell. `columns` stand in the order of `READERS`: names first, status after dates."""
    plan = RowPlan(number)
    for column in columns:
        text = row[column.index] if column.index < len(row) else ""
        if text:
            _read_cell(plan, words, column, text)
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
    READERS[column.field](_Cell(plan, words, column, text, quiet=kind is not None))


def _must_be_aside(column: Column) -> bool:
    return column.field == Field.RESTRICTED or (column.field in {Field.OWN, Field.NOTE} and is_sensitive(column.title))


def _names_occupation(words: Words, text: str) -> bool:
    reading = words.occupations.get(text)
    return reading is not None and bool(reading.found) and not reading.rest


def lay_aside(plan: RowPlan, kind: Sensitive, text: str, column: str) -> None:
    """For a human's eyes first: shown to handlers and leader on the person's page, nowhere else."""
    for at in range(0, len(text), REMARK_LENGTH):
        plan.asides.append((kind, text[at : at + REMARK_LENGTH], column))


def _nothing(cell: _Cell) -> None:
    pass


def _name(cell: _Cell) -> None:
    text = without_remark(cell.text)
    if not any(char.isalpha() for char in text):
        return
    if lost_letters(text):
        cell.plan.unread[cell.column.field.value] = text[:UNREAD_LENGTH]
    if cell.column.field == Field.FIRST_NAME:
        first, last = text, ""
    elif cell.column.field == Field.LAST_NAME:
        first, last = "", text
    else:
        read = cells.whole_name(text)
        first, last = read.first, read.last
    if max(len(first), len(last)) > NAME_LENGTH:
        cell.unread(text)
    cell.plan.first_name = first[:NAME_LENGTH].strip() or cell.plan.first_name
    cell.plan.last_name = last[:NAME_LENGTH].strip() or cell.plan.last_name


def _number(cell: _Cell) -> None:
    read = cells.number(cell.text)
    # Words beside the number that have been laid aside are not kept with it as well.
    other = "".join(char for char in read.other if char.isdigit() or char == "-") if cell.quiet else read.other
    cell.plan.person_number, cell.plan.other_number = read.number, other
    if read.fixed and read.number is not None:
        written = "••••" if cell.quiet else hidden_digits(cell.text)
        cell.plan.fixed.append((cell.column.title, written, "••••••••-••••"))
    if other:
        # The number itself is kept sealed with the person; the mark says only that it must be looked at.
        cell.plan.unread[Field.NUMBER.value] = hidden_digits(other)
    elif read.rest and read.number is None:
        cell.unread(read.rest)
    elif read.rest:
        cell.note(f"{cell.column.title}: {hidden_digits(read.rest)}")


def _birth_year(cell: _Cell) -> None:
    text = cells.squeeze(cell.text)
    if text.isdigit() and len(text) == 4 and 1920 <= int(text) <= cell.words.today.year:
        cell.plan.birth_year = int(text)
        return
    try:
        cell.plan.birth_year = swedish_dates.parse_date(text, today=cell.words.today, lean="past").year
    except (ValueError, OverflowError):
        cell.unread("" if is_absent(text) else text)


def _phone(cell: _Cell) -> None:
    read = cells.phones(cell.text)
    found = [number for number in read.found if number != cell.plan.person.get("phone")]
    if found and "phone" not in cell.plan.person:
        cell.plan.person["phone"] = found.pop(0)
        if read.fixed:
            cell.fixed(cells.show_phone(cell.plan.person["phone"]))
    if found and not cell.quiet:
        cell.plan.own[MORE_PHONES] = ", ".join(
            filter(None, [cell.plan.own.get(MORE_PHONES), *map(cells.show_phone, found)])
        )[:UNREAD_LENGTH]
    cell.unread(read.rest)


MORE_PHONES = "Fler telefonnummer"  # the column of the team's own for second numbers


def _email(cell: _Cell) -> None:
    read = cells.email(cell.text)
    if read.value and "email" not in cell.plan.person:
        cell.plan.person["email"] = read.value
        if read.rest:
            cell.note(f"{cell.column.title}: {read.rest}")
    elif read.value != cell.plan.person.get("email", ""):
        cell.note(f"{cell.column.title}: {cell.text}")
    else:
        cell.unread(read.rest)
    if read.fixed:
        cell.fixed(read.value)


def _street(cell: _Cell) -> None:
    if not cell.quiet and not is_absent(cell.text):
        cell.plan.person["street"] = cells.squeeze(cell.text)[:LINE]


def _place(cell: _Cell) -> None:
    text = cells.squeeze(cell.text)
    if is_absent(text):
        return
    municipality, place = cell.words.municipalities.get(cell.text), cell.words.places.get(cell.text)
    one = municipality.found[0] if municipality is not None and len(municipality.found) == 1 else None
    label = place.found[0].label if place is not None and len(place.found) == 1 else one.label if one else ""
    if one is not None:
        cell.plan.person["municipality_id"] = one.target_id
        cell.plan.person["place"] = label[:NAME_LENGTH]
        if label != text:
            cell.fixed(label)
        if one.others:
            cell.unread(text)
        return
    if not cell.quiet:
        cell.plan.person["place"] = text[:NAME_LENGTH]
    cell.unread(text)


def _languages(cell: _Cell) -> None:
    reading = cell.words.languages.get(cell.text)
    if reading is None or is_absent(cell.text):
        return
    for found in reading.found:
        level = LEVELS.get(found.level)
        if level is None:
            # Without a level: the first language is taken for the mother tongue, unless it is Swedish.
            first = not cell.plan.languages and found.target_id != cell.words.swedish_id
            level = LanguageLevel.C2 if first else LanguageLevel.B1
        cell.plan.languages.setdefault(found.target_id, level)
    if fold(" ".join(f.label for f in reading.found)) != fold(cell.text):
        cell.fixed(", ".join(f.label for f in reading.found))
    if "tolk" in fold(reading.rest):
        cell.plan.person["needs_interpreter"] = True
    else:
        cell.unread(reading.rest)
    spoken = [f.target_id for f in reading.found]
    if spoken and "preferred_language_id" not in cell.plan.person:
        cell.plan.person["preferred_language_id"] = spoken[0]


def _interpreter(cell: _Cell) -> None:
    answer = cells.yes(cell.text)
    if answer is None and not is_absent(cell.text):
        cell.plan.person["needs_interpreter"] = True
        cell.note(f"{cell.column.title}: {cell.text}")
    elif answer:
        cell.plan.person["needs_interpreter"] = True


def _started_on(cell: _Cell) -> None:
    read = cells.day(cell.text, today=cell.words.today, lean="near")
    if read.value and read.value > cell.words.today + AHEAD:
        read = cells.day(cell.text, today=cell.words.today, lean="past")
    cell.plan.started_on = read.value
    cell.unread(read.rest)
    if read.fixed and read.value:
        cell.fixed(swedish_dates.full(read.value))


def _ended_on(cell: _Cell) -> None:
    read = cells.day(cell.text, today=cell.words.today, lean="near")
    if read.value and read.value > cell.words.today:
        cell.note(f"{cell.column.title}: {cell.text}")
        return
    cell.plan.ended_on = read.value
    cell.unread(read.rest)
    if read.fixed and read.value:
        cell.fixed(swedish_dates.full(read.value))


def _status(cell: _Cell) -> None:
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


def _handler(cell: _Cell) -> None:
    read = cells.handlers(cell.text, cell.words.colleagues)
    cell.plan.handlers = read.found
    cell.unread(read.rest)
    if read.fixed and read.found:
        cell.fixed(", ".join(c.name for c in cell.words.colleagues if c.user_id in read.found))


def _organisation(cell: _Cell) -> None:
    wanted = fold(cells.squeeze(cell.text))
    fits = [pk for name, pk in cell.words.organisations.items() if name == wanted] or [
        pk for name, pk in cell.words.organisations.items() if wanted and name.startswith(wanted)
    ]
    if len(fits) == 1:
        cell.plan.organisation_id = fits[0]
    elif not is_absent(cell.text):
        cell.unread(cells.squeeze(cell.text))


def _occupation(cell: _Cell) -> None:
    reading = cell.words.occupations.get(cell.text)
    if is_absent(cell.text) or reading is None:
        return
    chosen = cell.plan.wished if cell.column.field == Field.OCCUPATION else cell.plan.done
    for found in reading.found:
        # "kock" fits two: both are wished, since leaving one out would hide jobs.
        fits = [
            found.target_id,
            *(cell.words.occupation_ids[key] for key in found.others if key in cell.words.occupation_ids),
        ]
        chosen += [pk for pk in fits if pk not in chosen]
    labels = ", ".join(f.label for f in reading.found)
    if reading.found and fold(labels) != fold(cell.text):
        cell.told(labels)
    if cell.quiet or (reading.found and not reading.rest and not any(f.others for f in reading.found)):
        return
    if cell.column.field == Field.OCCUPATION:
        cell.plan.wishes.append(cells.squeeze(cell.text))
    else:
        cell.note(f"{cell.column.title}: {cell.text}")
    if not reading.found and not _open_to_all(cell.text):
        cell.unread(cells.squeeze(cell.text))


def _open_to_all(text: str) -> bool:
    """ "vad som helst" is a wish too."""
    plain = fold(text).strip(" \"'”.!")
    return plain in {
        "vad som helst",
        "allt",
        "vilket som",
        "oppen",
        "oppen for allt",
        "oppen for det mesta",
        "alla",
        "flexibel",
    }


def _licences(cell: _Cell) -> None:
    reading = cell.words.licences.get(cell.text)
    if reading is None or is_absent(cell.text):
        return
    cell.plan.licences += [f.key for f in reading.found if f.key not in cell.plan.licences]
    if reading.found and {f.label for f in reading.found} != set(cell.text.upper().replace(",", " ").split()):
        cell.fixed(", ".join(f.label for f in reading.found))
    if reading.answer == "learning":
        cell.note(f"{cell.column.title}: {cell.text}")
    else:
        cell.unread(reading.rest)


def _intervention(cell: _Cell) -> None:
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


def _line(cell: _Cell) -> None:
    """Goal, next step, source: one line of text."""
    if cell.quiet or is_absent(cell.text):
        return
    name = cell.column.field.value
    most = 120 if name == "source" else LINE
    text = cells.squeeze(cell.text)
    cell.plan.enrolment[name] = text[:most]
    if len(text) > most:
        cell.note(f"{cell.column.title}: {cell.text}")


def _next_step_on(cell: _Cell) -> None:
    read = cells.day(cell.text, today=cell.words.today, lean="future")
    cell.plan.enrolment["next_step_on"] = read.value
    cell.unread(read.rest)


def _note(cell: _Cell) -> None:
    if is_absent(cell.text):
        return
    if "tolk" in fold(cell.text) and not fold(cell.text).startswith(("ej ", "inte ", "behover inte", "behover ej")):
        cell.plan.person["needs_interpreter"] = True
    named = cell.column.title and cell.column.field == Field.NOTE and fold(cell.column.title) not in NOTE_TITLES
    cell.note(f"{cell.column.title}: {cell.text}" if named else cell.text)


NOTE_TITLES = {"anteckning", "anteckningar", "kommentar", "kommentarer", "ovrigt", "notering", "noteringar", "info"}


def _own(cell: _Cell) -> None:
    if not cell.quiet and not is_absent(cell.text):
        cell.plan.own[cell.column.title] = cells.squeeze(cell.text)[:UNREAD_LENGTH]


# In the order cells are read: later ones look at what earlier ones found.
READERS: dict[Field, Callable[[_Cell], None]] = {
    Field.NAME: _name,
    Field.FIRST_NAME: _name,
    Field.LAST_NAME: _name,
    Field.NUMBER: _number,
    Field.BIRTH_YEAR: _birth_year,
    Field.PHONE: _phone,
    Field.EMAIL: _email,
    Field.STREET: _street,
    Field.PLACE: _place,
    Field.LANGUAGES: _languages,
    Field.INTERPRETER: _interpreter,
    Field.STARTED_ON: _started_on,
    Field.ENDED_ON: _ended_on,
    Field.STATUS: _status,
    Field.HANDLER: _handler,
    Field.ORGANISATION: _organisation,
    Field.SOURCE: _line,
    Field.OCCUPATION: _occupation,
    Field.EXPERIENCE: _occupation,
    Field.LICENCES: _licences,
    Field.INTERVENTION: _intervention,
    Field.GOAL: _line,
    Field.NEXT_STEP: _line,
    Field.NEXT_STEP_ON: _next_step_on,
    Field.NOTE: _note,
    Field.PROTECTION: _nothing,
    Field.RESTRICTED: _nothing,
    Field.OWN: _own,
    Field.SKIP: _nothing,
}
_ORDER = {kind: at for at, kind in enumerate(READERS)}


def in_reading_order(columns: Sequence[Column]) -> list[Column]:
    """Those that are read, in the order `read_row` wants."""
    return sorted((c for c in columns if c.field != Field.SKIP), key=lambda c: (_ORDER[c.field], c.index))


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
