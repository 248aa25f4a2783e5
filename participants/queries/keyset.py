"""Paging the register by key: as quick on page 100 as on page 1, and right when rows come and go meanwhile."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value

from core.db.prepared import Prepared
from participants.models import RegisterRow
from participants.queries.order import SORTS
from participants.queries.selection import Selection

EMPTY = "-"  # a cursor so marked stands among the rows that have no value in the sorted column
MAY_BE_EMPTY = {"handledare", "steg", "kontakt", "skattning"}

At = Callable[[str], Any]  # what stands in a column of the row one goes on from, as an expression


class Key(NamedTuple):
    column: str
    descending: bool = False


NAMES = [Key("sort_name"), Key("pk")]


def cursor_of(selection: Selection) -> str:
    return selection.before or selection.after


def cursor(row: Any, sort: str) -> str:
    """The row's public id; marked when the row stands among those without a value."""
    empty = sort in MAY_BE_EMPTY and getattr(row, SORTS[sort]) is None
    return (EMPTY if empty else "") + row.enrolment_public_id


def walk(rows: QuerySet[RegisterRow], keys: Sequence[Key], at: At | None, backwards: bool) -> QuerySet[RegisterRow]:
    """`rows` strictly beyond the row that `at` tells of (None = from the end one starts at), nearest first. Columns of
    `keys` hold no empty values here."""
    way = [Key(key.column, key.descending != backwards) for key in keys]
    if at is not None:
        rows = rows.filter(_beyond(way, at))
    return rows.order_by(*(F(key.column).desc() if key.descending else F(key.column).asc() for key in way))


def _beyond(way: Sequence[Key], at: At) -> Q:
    """(a, b, c) > the cursor's, spelt out so that the first column bounds the index."""
    condition = Q()
    for key in reversed(way):
        further = Q(**{f"{key.column}__{'lt' if key.descending else 'gt'}": at(key.column)})
        condition = further | (Q(**{key.column: at(key.column)}) & condition) if condition else further
    first = way[0]
    return Q(**{f"{first.column}__{'lte' if first.descending else 'gte'}": at(first.column)}) & condition


def parts(rows: QuerySet[RegisterRow], shape: Selection, at: At) -> list[QuerySet]:
    """The rows on from the cursor; backwards when it is `before`, nearest first.

    Rows without a value stand last: they are a second select beside the first, so that each walks its own index.
    """
    column, down, backwards = SORTS[shape.sort], shape.descending, bool(shape.before)
    here = at if cursor_of(shape) else None
    if shape.sort == "namn":
        return [walk(rows, [Key("sort_name", down), Key("pk", down)], here, backwards)]
    if shape.sort not in MAY_BE_EMPTY:
        return [walk(rows, [Key(column, down), *NAMES], here, backwards)]
    in_empty = cursor_of(shape).startswith(EMPTY)
    filled = rows.filter(**{f"{column}__isnull": False})
    filled = walk(filled, [Key(column, down), *NAMES], None if in_empty else here, backwards)
    empty = walk(rows.filter(**{f"{column}__isnull": True}), NAMES, here if in_empty else None, backwards)
    return {
        (False, False): [filled, empty],
        (False, True): [empty],
        (True, True): [empty, filled],
        (True, False): [filled],
    }[backwards, in_empty]


def in_one_statement(parts: Sequence[QuerySet | None], fields: Sequence[str], limit: int) -> Prepared:
    """Each row ends with the number of its part."""
    chosen = [
        part.annotate(part=Value(number)).values_list(*fields, "part")[:limit]
        for number, part in enumerate(parts)
        if part is not None
    ]
    return Prepared(chosen[0] if len(parts) == 1 else chosen[0].union(*chosen[1:], all=True))
