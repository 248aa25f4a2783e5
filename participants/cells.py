"""How a cell of the register is read and written as text. Nothing typed is ever refused for not being understood, or for
being longer than its field: it stays as text, marked *att tyda* (Enrolment.unread), until somebody has made it out.

No query here: a cell changes the enrolment it is given and says which fields to save.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import swedish_dates
from core.folding import fold
from core.parts import initials
from participants.columns import COLUMNS, OWN
from participants.enums import ColumnKind, StepBy, WaitingFor
from participants.models import Enrolment, TeamColumn

LONGEST = 200  # letters that a field holds; more stays to make out
CEILING = 2000  # letters in a cell


class TooLong(ValueError):
    """More than CEILING letters: the one thing a cell refuses. The message is for the screen."""


@dataclass(frozen=True)
class Around:
    """What reading a cell needs to know besides the text: the day, who writes, the team's own columns, and
    the colleagues who work with people (id: name)."""

    today: date
    me: int
    own: Mapping[str, TeamColumn] = field(default_factory=dict)
    colleagues: Mapping[int, str] = field(default_factory=dict)


def can_write(key: str, around: Around) -> bool:
    """Whether there is such a cell to write in."""
    if key.startswith(OWN):
        return key.removeprefix(OWN) in around.own
    return key in _CELLS


def fields_of(key: str) -> tuple[str, ...]:
    """The enrolment's fields that a cell holds."""
    return ("own_values",) if key.startswith(OWN) else _CELLS[key].fields if key in _CELLS else ()


def text_of(enrolment: Enrolment, key: str) -> str:
    """What stands in the cell as the text an editor starts from: a day as 2026-11-28, a choice as its words."""
    if key in enrolment.unread:
        return str(enrolment.unread[key])
    if key.startswith(OWN):
        return str(enrolment.own_values.get(key.removeprefix(OWN), ""))
    return _CELLS[key].read(enrolment)


def put(enrolment: Enrolment, key: str, text: str, around: Around) -> set[str]:
    """Writes the text into the enrolment (unsaved) and returns the fields to save. Raises TooLong."""
    text = " ".join(text.replace("\x00", "").split())
    if len(text) > CEILING:
        raise TooLong(_("Högst %(most)d tecken ryms här. Du skrev %(n)d.") % {"most": CEILING, "n": len(text)})
    fits = len(text) <= (LONGEST if key.startswith(OWN) else _CELLS[key].most)
    held = text if fits else ""
    enrolment.unread = {name: kept for name, kept in enrolment.unread.items() if name != key}
    if key.startswith(OWN):
        understood = _put_own(enrolment, around.own[key.removeprefix(OWN)], held, around)
        fields = {"own_values"}
    else:
        understood = _CELLS[key].write(enrolment, held, around)
        fields = set(_CELLS[key].fields)
    if not understood or not fits:
        enrolment.unread = {**enrolment.unread, key: text}
    return {*fields, "unread"}


def stands(enrolment: Enrolment, key: str) -> dict[str, Any]:
    """All that the cell holds, as JSON. A text says less: not whose namesake it is, nor of which week it was."""
    if key.startswith(OWN):
        held: dict[str, Any] = {"own": enrolment.own_values.get(key.removeprefix(OWN), "")}
    else:
        values = {name: getattr(enrolment, _attribute(name)) for name in _CELLS[key].fields}
        held = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return held | ({"unread": enrolment.unread[key]} if key in enrolment.unread else {})


def restore(enrolment: Enrolment, key: str, held: Mapping[str, Any]) -> set[str]:
    """Puts back what `stands` said, however long or odd, into the enrolment (unsaved); returns the fields to save."""
    unread = {name: kept for name, kept in enrolment.unread.items() if name != key}
    enrolment.unread = unread | ({key: held["unread"]} if "unread" in held else {})
    if key.startswith(OWN):
        name = key.removeprefix(OWN)
        kept = {other: value for other, value in enrolment.own_values.items() if other != name}
        enrolment.own_values = kept | ({name: held["own"]} if held["own"] else {})
        return {"own_values", "unread"}
    for name in _CELLS[key].fields:
        setattr(enrolment, _attribute(name), _field(name).to_python(held[name]))
    return {*_CELLS[key].fields, "unread"}


def _attribute(name: str) -> str:
    """Where a field's plain value lies: a colleague's id, not the colleague."""
    return str(_field(name).attname)


def _field(name: str) -> Any:
    return Enrolment._meta.get_field(name)


@dataclass(frozen=True)
class _Cell:
    """`write` sets the fields and says whether the text was understood; if not, it leaves them empty."""

    fields: tuple[str, ...]
    read: Callable[[Enrolment], str]
    write: Callable[[Enrolment, str, Around], bool]
    most: int = LONGEST


def _plain(name: str) -> _Cell:
    def write(enrolment: Enrolment, text: str, _around: Around) -> bool:
        setattr(enrolment, name, text)
        return True

    return _Cell((name,), lambda enrolment: str(getattr(enrolment, name)), write)


def _write_step_on(enrolment: Enrolment, text: str, around: Around) -> bool:
    enrolment.next_step_on, understood = _day(text, around)
    return understood


def _day(text: str, around: Around) -> tuple[date | None, bool]:
    if not text:
        return None, True
    try:
        return swedish_dates.parse_date(text, today=around.today, lean="future"), True
    except swedish_dates.NotADate:
        return None, False


ME = {"jag", "mig", "me", "i"}
PERSON = {"deltagaren", "personen", "hen", "hon", "han", "the participant", "participant"}


def _read_who(enrolment: Enrolment) -> str:
    if enrolment.next_step_by == StepBy.USER and enrolment.next_step_user is not None:
        return enrolment.next_step_user.name
    return str(StepBy.PERSON.label) if enrolment.next_step_by == StepBy.PERSON else enrolment.next_step_who


def _write_who(enrolment: Enrolment, text: str, around: Around) -> bool:
    """A colleague by full name, or by a first name or initials that only one has; oneself; the person; else words."""
    asked, user_id, by = fold(text), None, StepBy.UNSAID
    if asked in ME:
        user_id = around.me
    elif asked in PERSON or asked == fold(str(StepBy.PERSON.label)):
        by = StepBy.PERSON
    elif asked:
        user_id = _colleague(asked, around.colleagues)
        by = StepBy.OTHER
    if user_id is not None:
        by = StepBy.USER
    enrolment.next_step_by, enrolment.next_step_user_id = by, user_id
    enrolment.next_step_who = text if by == StepBy.OTHER else ""
    return True


def _colleague(asked: str, colleagues: Mapping[int, str]) -> int | None:
    named: list[Callable[[str], str]] = [fold, lambda name: fold(name.split()[0]), lambda name: fold(initials(name))]
    for how in named:
        found = [user_id for user_id, name in colleagues.items() if name and how(name) == asked]
        if len(found) == 1:
            return found[0]
    return None


def _write_this_week(enrolment: Enrolment, text: str, around: Around) -> bool:
    enrolment.this_week, enrolment.this_week_on = text, around.today if text else None
    return True


def _write_waiting(enrolment: Enrolment, text: str, _around: Around) -> bool:
    asked = fold(text)
    found = next((w for w in WaitingFor if asked in (fold(w.value), fold(str(w.label)))), None)
    enrolment.waiting_for = WaitingFor.NOBODY if found is None else found
    return found is not None


_CELLS: dict[str, _Cell] = {
    "mot": _plain("goal"),
    "steg": _plain("next_step"),
    "vem": _Cell(("next_step_by", "next_step_user", "next_step_who"), _read_who, _write_who, most=60),
    "nar": _Cell(("next_step_on",), lambda e: e.next_step_on.isoformat() if e.next_step_on else "", _write_step_on),
    "veckan": _Cell(("this_week", "this_week_on"), lambda e: e.this_week, _write_this_week),
    "vantar": _Cell(
        ("waiting_for",), lambda e: str(WaitingFor(e.waiting_for).label) if e.waiting_for else "", _write_waiting
    ),
}

YES = {"ja", "j", "yes", "y", "x", "1", "sant", "true", "ok"}
NO = {"nej", "n", "no", "0", "falskt", "false", "-"}


def _put_own(enrolment: Enrolment, column: TeamColumn, text: str, around: Around) -> bool:
    value, understood = own_value(column, text, around)
    kept = {key: kept for key, kept in enrolment.own_values.items() if key != column.key}
    enrolment.own_values = {**kept, column.key: value} if value else kept
    return understood


def own_value(column: TeamColumn, text: str, around: Around) -> tuple[str, bool]:
    """A text as this column keeps it, and whether it was understood: a day as 2026-11-28, yes and no as ja and nej, a
    choice as it is spelled in the list."""
    if not text or column.kind == ColumnKind.TEXT:
        return text, True
    if column.kind == ColumnKind.DATE:
        day, understood = _day(text, around)
        return day.isoformat() if day else "", understood
    asked = fold(text)
    if column.kind == ColumnKind.YES_NO:
        said = "ja" if asked in YES else "nej" if asked in NO else ""
        return said, bool(said)
    found = next((str(choice) for choice in column.choices if fold(str(choice)) == asked), "")
    return found, bool(found)


assert set(_CELLS) == {key for key, column in COLUMNS.items() if column.written}  # noqa: S101  two lists, one truth
