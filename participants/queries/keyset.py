"""Paging the register by key: as quick on page 100 as on page 1, and right when rows come and go meanwhile."""

from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Subquery

from core.db.prepared import Given
from participants.models import RegisterRow

EMPTY = "-"  # a cursor so marked stands among the rows that have no value in the sorted column


class Key(NamedTuple):
    column: str
    descending: bool = False


def walk(
    rows: QuerySet[RegisterRow], keys: list[Key], cursor: str | Given | None, backwards: bool
) -> QuerySet[RegisterRow]:
    """`rows` strictly beyond the row whose public id is `cursor` (None = from the end one starts at), nearest first.

    The cursor's values are looked up by the database, once each. Columns of `keys` hold no empty values here.
    """
    way = [Key(key.column, key.descending != backwards) for key in keys]
    if cursor is not None:
        rows = rows.filter(_beyond(rows.model, way, cursor))
    return rows.order_by(*(F(key.column).desc() if key.descending else F(key.column).asc() for key in way))


def _beyond(model: type[RegisterRow], way: list[Key], cursor: str | Given) -> Q:
    """(a, b, c) > the cursor's, spelt out so that the first column bounds the index."""
    at = model._default_manager.filter(enrolment__public_id=cursor)
    condition = Q()
    for key in reversed(way):
        value = Subquery(at.values(key.column)[:1])
        further = Q(**{f"{key.column}__{'lt' if key.descending else 'gt'}": value})
        condition = further | (Q(**{key.column: value}) & condition) if condition else further
    first = way[0]
    bound = Subquery(at.values(first.column)[:1])
    return Q(**{f"{first.column}__{'lte' if first.descending else 'gte'}": bound}) & condition
