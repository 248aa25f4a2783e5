"""Rows as they stand, in PostgreSQL's own words: what a deed over many tables changed is kept whole, and put back exactly.

Values are those of `to_jsonb`, so that moments keep their microseconds and every type finds its way back. Reads and writes
go through the policies of the scope that is open: use it in a team's own.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, models

Row = dict[str, Any]
Standing = dict[str, dict[str, Row]]  # table -> id -> columns


def tables_about(model: type[models.Model], *, without: Collection[str] = ()) -> dict[str, str]:
    """Every table with a relation to `model`, and its own, with the column that says which. Not field history, which is
    only added to, nor what the labels in `without` name."""
    found = {model._meta.db_table: "id"}
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        if not relation.auto_created or relation.concrete or not isinstance(other, type):
            continue
        if not hasattr(other, "pgh_tracked_model") and other._meta.managed and other._meta.label not in without:
            found.setdefault(other._meta.db_table, str(relation.field.column))  # type: ignore[union-attr]
    return found


def standing(tables: dict[str, str], ids: Iterable[int]) -> Standing:
    """The rows about these ids. One statement a table."""
    wanted, found = list(ids), {}
    with connection.cursor() as cursor:
        for table, column in tables.items():
            cursor.execute(
                f"SELECT id::text, to_jsonb(t)::text FROM {table} t WHERE {column} = ANY(%s)",  # noqa: S608
                [wanted],
            )
            found[table] = {pk: json.loads(row) for pk, row in cursor.fetchall()}
    return found


@dataclass
class Changed:
    """What a deed changed. `moved` has (what the changed columns said, the whole row afterwards); `removed` and `added`
    have whole rows."""

    moved: dict[str, dict[str, tuple[Row, Row]]] = field(default_factory=dict)
    removed: Standing = field(default_factory=dict)
    added: Standing = field(default_factory=dict)

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "Changed":
        return cls(**json.loads(text))


def between(before: Standing, after: Standing) -> Changed:
    """What differs between two moments, the same tables at both."""
    changed = Changed()
    for table, was in before.items():
        now = after[table]
        moved = {
            pk: ({name: value for name, value in row.items() if now[pk][name] != value}, now[pk])
            for pk, row in was.items()
            if pk in now and now[pk] != row
        }
        parts = {
            "moved": moved,
            "removed": {pk: row for pk, row in was.items() if pk not in now},
            "added": {pk: row for pk, row in now.items() if pk not in was},
        }
        for name, rows in parts.items():
            if rows:
                getattr(changed, name)[table] = rows
    return changed


def put_back(changed: Changed) -> None:
    """As it stood before. Whoever calls has asked that nobody has written there since; relations are checked when the
    transaction ends. Raises IntegrityError when somebody else has taken what only one may have."""
    with connection.cursor() as cursor:
        for table, rows in changed.added.items():
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [[int(pk) for pk in rows]])  # noqa: S608
        for table, moved in changed.moved.items():
            for pk, (was, _now) in moved.items():
                names = ", ".join(was)
                cursor.execute(
                    f"UPDATE {table} SET ({names}) = (SELECT {names}"  # noqa: S608
                    f" FROM jsonb_populate_record(NULL::{table}, %s::jsonb)) WHERE id = %s",
                    [json.dumps(was), int(pk)],
                )
        for table, rows in changed.removed.items():
            for row in rows.values():
                cursor.execute(
                    f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",  # noqa: S608
                    [json.dumps(row)],
                )
