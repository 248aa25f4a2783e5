"""What a row of the sheet becomes, and what it is read with. Pure: team and taxonomy come in as `Words`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from participants import numbers
from participants.importing import cells, states
from participants.importing.enums import Decision, Fate, Sensitive
from participants.importing.mapping import Column

UNREAD_LENGTH = 500


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
    names: Mapping[str, str] = field(default_factory=dict)  # folded name of an unknown handler → what is chosen for it


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
    decision: Decision | None = None
    is_alike: bool = False  # like somebody else, but not by number: a person may decide to make them anyway
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
    hopes: list[str] = field(default_factory=list)  # what the person wants to work with, as written
    wishes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)  # title of a column of the team's own → text
    asides: list[tuple[Sensitive, str, str]] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    fixed: list[tuple[str, str, str]] = field(default_factory=list)  # spelling mended: column, written, stored as
    told: list[tuple[str, str, str]] = field(default_factory=list)  # words understood: column, written, taken for
    stranger: str = ""  # a handler's name as written that fits nobody in the team, or several
    remarks: list[str] = field(default_factory=list)  # what a human should know before saving
    digest: bytes = b""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_protected(self) -> bool:
        return any(kind == Sensitive.PROTECTION for kind, _text, _column in self.asides)

    @property
    def is_made_anyway(self) -> bool:
        return self.decision in (Decision.CREATE, Decision.PLAIN)

    def choices(self) -> list[Decision]:
        """What may be decided of the row instead of what is proposed. Nothing here depends on whom the importer must not
        know of: a row like a hidden person has the choices of any other."""
        if self.fate == Fate.REFUSED:
            return [Decision.SKIP] if self.decision == Decision.SKIP else []
        plain = [Decision.PLAIN] if self.is_protected or self.decision == Decision.PLAIN else []
        if self.fate == Fate.DUPLICATE:
            return [Decision.CREATE, *plain] if self.is_alike else []
        return [*([Decision.CREATE] if self.is_alike else []), *plain, Decision.SKIP]

    @property
    def is_flagged(self) -> bool:
        return bool(self.unread or self.asides or self.remarks)


@dataclass(slots=True)
class Cell:
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
