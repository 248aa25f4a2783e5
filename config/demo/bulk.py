"""Rows that nothing else points at, written in bulk without making an object of each: a third of the time."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from django.db import connection, models
from django.utils import timezone

BATCH = 5000
Row = dict[str, Any]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Writes `rows`, by the names of their fields; a relation may be given as the row itself, saved by now. What no row
    names gets the field's default. Fields given must be single values: no lists, no JSON."""
    if not rows:
        return
    named = {name for row in rows for name in row}
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    given = [f for f in fields if f.name in named or f.attname in named or _differs_by_row(f)]
    same = [f for f in fields if f not in given]
    kinds = [(f.db_type(connection) or "").partition("(")[0] for f in given]
    columns = ", ".join(connection.ops.quote_name(f.column or f.name) for f in (*given, *same))
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    names = ", ".join(f"c{n}" for n in range(len(given)))
    defaults = "".join(f", %s::{f.db_type(connection)}" for f in same)
    sql = (
        f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns})"  # noqa: S608 - names of our own
        f" SELECT {names}{defaults} FROM unnest({arrays}) AS given({names})"
    )
    constant = [f.get_db_prep_save(_default(f), connection) for f in same]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            cursor.execute(sql, [*constant, *([_value(row, f) for row in batch] for f in given)])


def _differs_by_row(field: Any) -> bool:
    """Whether the default is drawn anew for each row, as public ids are."""
    return bool(field.unique) and callable(field.default)


def _default(field: Any) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return field.get_default()


def _value(row: Row, field: Any) -> Any:
    value = row[field.name] if field.name in row else row.get(field.attname, MISSING)
    if value is MISSING:
        made: Callable[[], Any] = field.get_default
        return made()
    if isinstance(value, models.Model):
        return value.pk
    return value.value if isinstance(value, Enum) else value


MISSING = object()
