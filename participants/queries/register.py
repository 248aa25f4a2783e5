"""The register's rows: a page of a selection, all of it, or some by their ids. RegisterRow and nothing else.

A team of up to SHEET rows stands on one sheet; larger selections page by key. The cursor is a row's public id, and the
database looks up where that row stands, so no name is ever in an address.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, F, OrderBy, Subquery

from core.db.prepared import Given, Prepared
from core.scope import Kind, Scope
from participants.models import RegisterRow
from participants.queries import order
from participants.queries.keyset import EMPTY, cursor, cursor_of, in_one_statement, parts
from participants.queries.order import SORTS
from participants.queries.overview import COLLEAGUES, OWN_COLUMNS, Overview
from participants.queries.row import OwnColumn, Row
from participants.queries.selected import (
    EVERYONE,
    TEXTS,
    chosen,
    question_of,
    shape_of,
    visible,
    visible_to_asker,
)
from participants.queries.selection import PAGE, SHEET, Selection
from participants.queries.states import Asked

_CURSOR = Given(lambda question: cursor_of(question.selection).removeprefix(EMPTY), CharField())


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    after: str = ""  # cursor of the next page, "" when this is the last
    before: str = ""


def page(selection: Selection, asked: Asked, found: Sequence[int] | None, seen: Overview) -> Page:
    """The rows to show, in order, and where the neighbouring pages begin. One statement."""
    size = selection.size or (SHEET if seen.total <= SHEET else PAGE)
    question = question_of(selection, asked, found)
    shape, kind, searched = replace(shape_of(selection), size=size), asked.scope.kind, found is not None
    if seen.total <= SHEET and selection.sort not in SORTS:
        return Page(sheet(selection, asked, found, SHEET))
    if seen.total <= size and not selection.after and not selection.before:
        return Page([Row(*values) for values in _sheet(kind, shape, searched).rows(question)])
    backwards = bool(selection.before)
    # Stable: each part is in order already.
    found_rows = sorted(_walk(kind, shape, searched).rows(question), key=lambda values: values[-1])
    more, taken = len(found_rows) > size, [Row(*values[:-1]) for values in found_rows[:size]]
    if backwards:
        taken.reverse()
    if not taken:
        return Page([])
    has_next, has_previous = (True, more) if backwards else (more, bool(selection.after))
    return Page(
        taken,
        after=cursor(taken[-1], selection.sort) if has_next else "",
        before=cursor(taken[0], selection.sort) if has_previous else "",
    )


def everyone(selection: Selection, asked: Asked, found: Sequence[int] | None) -> list[Row]:
    """All rows of the selection, over all its pages, in its order. One statement."""
    return sheet(selection, asked, found, EVERYONE)


def sheet(selection: Selection, asked: Asked, found: Sequence[int] | None, size: int) -> list[Row]:
    """The first `size` rows of a selection at once, in its order, whether an index has it or not."""
    shape = replace(shape_of(selection), after="", before="", size=size)
    statement = _sheet(asked.scope.kind, shape, found is not None)
    rows = [Row(*values) for values in statement.rows(question_of(selection, asked, found))]
    if selection.sort in SORTS or len(rows) > SHEET:
        return rows
    return order.arranged(rows, selection.sort, descending=selection.descending, today=asked.today)


@lru_cache(maxsize=TEXTS)
def _sheet(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    """Everybody at once."""
    column, down = SORTS[shape.sort], shape.descending
    names = F("sort_name").desc() if shape.sort == "namn" and down else F("sort_name").asc()
    own = [] if shape.sort == "namn" else [_ordered(column, down)]
    last = "-pk" if shape.sort == "namn" and down else "pk"
    rows = visible_to_asker(kind).filter(chosen(shape, searched)).order_by(*own, names, last)
    return Prepared(rows.values_list(*Row._fields)[: shape.size])


def _ordered(column: str, down: bool) -> OrderBy:
    return F(column).desc(nulls_last=True) if down else F(column).asc(nulls_last=True)


@lru_cache(maxsize=TEXTS)
def _walk(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    """One row more than a page, on from the cursor."""
    rows = visible_to_asker(kind).filter(chosen(shape, searched))
    return in_one_statement(parts(rows, shape, _at), Row._fields, shape.size + 1)


def _at(column: str) -> Subquery:
    """The cursor's own value, looked up by the database."""
    at = RegisterRow._default_manager.filter(enrolment__public_id=_CURSOR)
    return Subquery(at.values(column)[:1])


def chosen_ids(selection: Selection, asked: Asked, found: Sequence[int] | None) -> list[int]:
    """Every enrolment of a selection, on all its pages, that the viewer may know of. One statement."""
    shape = replace(shape_of(selection), sort="namn", descending=False, after="", before="", size=0)
    statement = _chosen_ids(asked.scope.kind, shape, found is not None)
    return [pk for (pk,) in statement.rows(question_of(selection, asked, found))]


@lru_cache(maxsize=TEXTS)
def _chosen_ids(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    return Prepared(
        visible_to_asker(kind).filter(chosen(shape, searched)).order_by("enrolment_id").values_list("enrolment_id")
    )


@dataclass(frozen=True)
class Frame:
    """What rows are drawn with besides their own facts: colleagues and the team's own columns, as in Overview."""

    colleagues: dict[int, str]
    own: list[OwnColumn]


def rows_of(scope: Scope, enrolment_ids: Collection[int]) -> tuple[list[Row], Frame]:
    """The rows of these enrolments as they stand now, those the viewer may know of, and what they are drawn with. Two
    statements; none without enrolments."""
    if not enrolment_ids:
        return [], Frame({}, [])
    rows = visible(scope).filter(enrolment_id__in=enrolment_ids).order_by("sort_name", "pk")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLLEAGUES}::text, {OWN_COLUMNS}::text", [scope.team, scope.team])  # noqa: S608  ours
        colleagues, own = (json.loads(text) for text in cursor.fetchone())
    return [Row(*values) for values in rows.values_list(*Row._fields)], Frame(
        dict(colleagues), [OwnColumn(*each) for each in own]
    )


class Seen(NamedTuple):
    public_id: str
    participant_id: int


def seen_among(scope: Scope, enrolment_ids: Collection[int]) -> dict[int, Seen]:
    """Those of the enrolments that the viewer may know of, by id."""
    if not enrolment_ids:
        return {}
    rows = visible(scope).filter(enrolment_id__in=enrolment_ids)
    return {
        pk: Seen(public_id, participant_id)
        for pk, public_id, participant_id in rows.values_list("enrolment_id", "enrolment_public_id", "participant_id")
    }
