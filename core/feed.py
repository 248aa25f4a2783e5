"""The change feed: what changed since, without losing late commits.

A transaction that began early may commit late, so neither a time nor the highest id is a safe place to go on from.
Readers keep `position`, the oldest transaction still running when they last read (`pg_snapshot_xmin`), and read again
from there. A change may be seen twice, never missed: apply idempotently.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Item:
    team_id: int | None
    subject_type: str
    subject_id: int
    kind: str


@dataclass(frozen=True)
class Batch:
    """`position` is where to go on. Items are distinct."""

    items: tuple[Item, ...]
    position: int


def record(*, team_id: int | None, subject_type: str, subject_ids: Iterable[int], kind: str) -> None:
    """Call inside the action's transaction. One statement, however many: an import tells of ten thousand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_change (team_id, subject_type, subject_id, kind, at)"
            " SELECT %s::bigint, %s, unnest(%s::bigint[]), %s, now()",
            [team_id, subject_type, list(subject_ids), kind],
        )


def position() -> int:
    """Where a reader that has just read everything goes on from. Take it before reading the tables themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        row = cursor.fetchone()
    return int(row[0])


def since(position: int, *, team_id: int | None = None) -> Batch:
    """Changes visible now and not certainly seen before `position`; of one team, or of all in scope `system`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT now.position, c.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS position) now"
            " LEFT JOIN (SELECT DISTINCT team_id, subject_type, subject_id, kind FROM core_change"
            " WHERE xid >= %s::text::xid8 AND (%s::bigint IS NULL OR team_id = %s)) c ON true",
            [str(position), team_id, team_id],
        )
        rows = cursor.fetchall()
    return Batch(tuple(Item(*found) for _now, *found in rows if found[1] is not None), int(rows[0][0]))
