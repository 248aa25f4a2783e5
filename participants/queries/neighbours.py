"""Who stands before and after a person in the reader's own view of the register, for turning the pages of people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.db.prepared import Given, Prepared
from core.scope import Kind
from participants.models import RegisterRow
from participants.queries.keyset import cursor, in_one_statement, parts
from participants.queries.order import SORTS
from participants.queries.register import sheet
from participants.queries.row import Row
from participants.queries.selected import TEXTS, Question, chosen, shape_of, visible_to_asker
from participants.queries.selection import SHEET, Selection
from participants.queries.states import Asked

Neighbours = tuple[tuple[str, str] | None, tuple[str, str] | None]  # public id and name, before and after
NEAR = 3  # rows looked at on each side: a person may stand in a selection once for each enrolment
AHEAD = 2  # parts from this number on are those that come after
COLUMNS = {field.name: field for field in RegisterRow._meta.concrete_fields}
FIELDS = ("participant_id", "participant_public_id", "list_name")


@dataclass(frozen=True)
class _Here(Question):
    row: RegisterRow


def neighbours(selection: Selection, row: RegisterRow, asked: Asked, found: Sequence[int] | None) -> Neighbours:
    """Who stands before and after a row in a selection's own order; also of a row that has left the selection meanwhile.
    One statement."""
    if selection.sort not in SORTS:
        rows = sheet(selection, asked, found, SHEET + 1)
        if len(rows) <= SHEET:
            return _beside(rows, row.participant_id)
        selection = replace(selection, sort="namn", descending=False)
    here = replace(selection, after=cursor(row, selection.sort), before="", size=0)
    statement = _statement(asked.scope.kind, shape_of(here), found is not None)
    sides: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    found_rows = statement.rows(_Here(asked.scope, asked.today, here, found, row))
    # Stable: each part is in order already.
    for participant_id, public_id, name, part in sorted(found_rows, key=lambda values: values[-1]):
        if participant_id != row.participant_id:
            sides[part >= AHEAD].append((public_id, name))
    before, after = (next(iter(side), None) for side in sides)
    return before, after


def _beside(rows: Sequence[Row], participant_id: int) -> Neighbours:
    """On a sheet ordered in Python. Somebody who has left the selection stands beside nobody."""
    people = list(dict.fromkeys((row.participant_id, row.participant_public_id, row.list_name) for row in rows))
    at = next((place for place, (pk, *_rest) in enumerate(people) if pk == participant_id), None)
    if at is None:
        return None, None
    before = people[at - 1][1:] if at else None
    return before, people[at + 1][1:] if at + 1 < len(people) else None


@lru_cache(maxsize=TEXTS)
def _statement(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    rows = visible_to_asker(kind).filter(chosen(shape, searched))
    before = parts(rows, replace(shape, before=shape.after, after=""), _at)
    after = parts(rows, shape, _at)
    return in_one_statement([*before, *[None] * (AHEAD - len(before)), *after], FIELDS, NEAR)


def _at(column: str) -> Given:
    """The row's own value: it is at hand, so the database need not look for it. Looking it up for each comparison made
    the statement so large that planning it took longer than anything else on the page."""
    return Given(lambda here: getattr(here.row, column), COLUMNS["id" if column == "pk" else column])
