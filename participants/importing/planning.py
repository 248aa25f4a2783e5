"""Each row's fate, told before anything is saved. Saving follows the very same plan, so a dry run cannot lie."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Team
from core import crypto
from core.folding import fold
from core.scope import Scope
from participants.enums import SharingBasis
from participants.importing import facts, layout
from participants.importing.comparing import Comparison
from participants.importing.enums import Decision, Fate, Field, Sensitive
from participants.importing.mapping import Column, field_of
from participants.importing.rowplan import RowPlan
from participants.importing.rows import in_reading_order, read_row
from participants.importing.sheets import Row, Sheet

_HEADINGS = (
    "nya|gamla|avslutade|pagaende|vantande|vilande|pausade|grupp|deltagare|summa|antal|totalt|total|rubrik|januari|februari|mars"
    "|april|maj|juni|juli|augusti|september|oktober|november|december|vecka|host|var"
)
HEADINGS = frozenset(_HEADINGS.split("|"))
SUMS = frozenset(("antal", "summa", "totalt", "total", "sum", "count", "medel", "medelvarde", "genomsnitt"))


@dataclass(frozen=True)
class Order:
    """What is asked: whose sheet, read how, for whom. `seen_by` None = a command, which sees everyone."""

    team: Team
    sheet: Sheet
    header_row: int
    columns: Sequence[Column]
    organisation: Organisation
    basis: SharingBasis
    by_id: int | None = None
    seen_by: Scope | None = None
    today: date = field(default_factory=timezone.localdate)
    decisions: Mapping[int, Decision] = field(default_factory=dict)  # by row number
    names: Mapping[str, str] = field(default_factory=dict)  # folded name of an unknown handler → choice (names)


@dataclass(frozen=True)
class Counts:
    """rows = created + refused + duplicate; fixed and flagged are among the created."""

    rows: int
    created: int
    fixed: int
    refused: int
    duplicate: int
    flagged: int


@dataclass
class Plan:
    """Every row's fate. `hits` are persons a row points at whom the importer must not know of."""

    order: Order
    rows: list[RowPlan]
    keepers: list[facts.Keeper]
    hits: list[int] = field(default_factory=list)
    public_ids: dict[int, str] = field(default_factory=dict)

    @property
    def created(self) -> list[RowPlan]:
        return [row for row in self.rows if row.fate == Fate.CREATE]

    @property
    def own_titles(self) -> list[str]:
        """Titles of the columns of the team's own that the created rows have something in."""
        return list(dict.fromkeys(title for row in self.created for title in row.own))

    def counts(self) -> Counts:
        created = self.created
        return Counts(
            rows=len(self.rows),
            created=len(created),
            fixed=sum(1 for row in created if row.fixed),
            refused=sum(1 for row in self.rows if row.fate == Fate.REFUSED),
            duplicate=sum(1 for row in self.rows if row.fate == Fate.DUPLICATE),
            flagged=sum(1 for row in created if row.is_flagged),
        )


def plan(order: Order, only: Collection[int] | None = None) -> Plan:
    """Reads the rows and settles their fates. In the team's own scope; writes nothing. `only` are row numbers; they must
    hold every row that shares a mark (comparing.shared) with one of them, then their fates are those of the whole plan."""
    reading = Reading(order, only)
    return settle(order, [reading.row(row) for row in reading.rows])


class Reading:
    """Rows into plans whose fate is open. Made in the team's own scope; `row` asks the database for nothing."""

    def __init__(self, order: Order, only: Collection[int] | None = None) -> None:
        self.rows = [
            row for row in layout.data_rows(order.sheet, order.header_row) if only is None or row.number in only
        ]
        self._columns = in_reading_order(order.columns)
        self._titles = layout.titles(order.sheet, order.header_row)
        self._words = replace(facts.words(order.team, self.rows, self._columns, order.today), names=order.names)
        self._kept = [c.index for c in order.columns if field_of(c.title) != Field.SKIP]
        self._names = [c.index for c in self._columns if c.field in {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME}]
        self._decisions = order.decisions
        self._comments: dict[int, list[tuple[int, str]]] = {}
        for (number, index), text in order.sheet.comments.items():
            self._comments.setdefault(number, []).append((index, text))

    def row(self, row: layout.DataRow) -> RowPlan:
        """What the row says, or why it is none of a person."""
        why = not_a_person(row.cells, self._titles, self._names, self._kept)
        if why:
            return RowPlan(row.number, Fate.REFUSED, why)
        made = read_row(row.number, row.cells, self._columns, self._words)
        made.digest = _digest(row.cells, self._kept)
        _hang_comments(made, self._comments.get(row.number, []), self._columns)
        _decide(made, self._decisions.get(row.number))
        return made


def not_a_person(cells: Row, titles: Row, names: Sequence[int], kept: Sequence[int]) -> str:
    """Why a row is none of a person: a heading in the middle, a sum, the titles once more. "" = it may be one."""
    filled = [(index, cells[index]) for index in kept if index < len(cells) and cells[index]]
    named = [t for index, t in filled if index in names and any(char.isalpha() for char in t) and not _is_sum(t)]
    if sum(1 for index, text in filled if index < len(titles) and fold(text) == fold(titles[index])) >= 3:
        return _("Rubrikerna står en gång till här.")
    if not named and any(_is_sum(text) for _index, text in filled):
        return _("Det här ser ut som en summering, inte en person.")
    # In a bare list of names every row has one cell.
    if len(filled) == 1 and (_is_heading(filled[0][1]) if len(kept) > 1 else filled[0][1].endswith(":")):
        return _("Det här ser ut som en rubrik, inte en person.")
    if not named:
        return _("Namn saknas.") if filled else _("Raden har inget att läsa in.")
    return ""


def _is_sum(text: str) -> bool:
    return next(iter(re.findall(r"\w+", fold(text))), "") in SUMS


def _is_heading(text: str) -> bool:
    plain = fold(text).strip()
    if plain.startswith("=") or not any(char.isalpha() for char in plain):
        return False
    words = plain.strip(" :.-–=*").split()
    return (
        plain.endswith(":")
        or len(words) > 3
        or any(c.isdigit() for c in plain)
        or (words[0] if words else "") in HEADINGS
    )


def _decide(made: RowPlan, decision: Decision | None) -> None:
    """What somebody has decided of the row. Words that were no remark about protection still wait for a human's eyes."""
    made.decision = decision
    if decision == Decision.SKIP:
        made.fate, made.why = Fate.REFUSED, _("Du valde att hoppa över raden.")
    elif decision == Decision.PLAIN:
        made.asides = [
            (Sensitive.OTHER if kind == Sensitive.PROTECTION else kind, text, column)
            for kind, text, column in made.asides
        ]


def _digest(cells: Row, kept: Sequence[int]) -> bytes:
    """The row itself, to know it again: its words in order, without running numbers."""
    text = "\x1f".join(" ".join(cells[index].casefold().split()) for index in kept if index < len(cells))
    return crypto.blind_index(f"row:{text.rstrip(chr(31))}")


def _hang_comments(made: RowPlan, comments: Sequence[tuple[int, str]], columns: Sequence[Column]) -> None:
    """What somebody hung on a cell of the row is a note, read as carefully as one."""
    if not comments:
        return
    titles = {column.index: column.title for column in columns}
    for index, text in comments:
        comment = Column(0, titles.get(index, ""), Field.NOTE)
        extra = read_row(made.number, (text,), [comment], NOBODY_KNOWN)
        made.asides += extra.asides
        made.notes += [_("Kommentar: %(text)s") % {"text": note} for note in extra.notes]


NOBODY_KNOWN = facts.Words(today=date(2000, 1, 1))


def settle(order: Order, read: Sequence[RowPlan], saved: Mapping[int, int] = MappingProxyType({})) -> Plan:
    """The fates of rows read, as the team stands now; `read` is left as it was, to be settled again. Rows that are
    `saved` already (row number → participant) keep theirs."""
    plans = [replace(row, remarks=list(row.remarks)) for row in read]
    made = Plan(order, plans, facts.keepers(order.team))
    digests = [p.digest for p in plans if p.fate == Fate.CREATE]
    known = facts.known(order.team, digests, order.seen_by, besides=set(saved.values()))
    made.public_ids = known.public_ids
    comparison = Comparison(known, made.hits)
    for row in plans:
        if row.fate != Fate.CREATE:
            continue
        if row.number in saved:
            comparison.take(row)
        elif not row.first_name:
            row.fate, row.why = Fate.REFUSED, _("Namnet går inte att läsa.")
        elif row.name.startswith("="):
            row.fate, row.why = Fate.REFUSED, _("Namnet är en formel. Klistra in det som värde i Excel först.")
        elif row.is_protected and not made.keepers and order.by_id is None:
            row.fate, row.why = (
                Fate.REFUSED,
                _("Skyddade uppgifter, och ingen i teamet kan ta emot dem. Bjud in en kollega först."),
            )
        else:
            comparison.settle(row)
    return made
