"""Partitions and seals of the read log. The work is done by functions in the database that role `app` may call but
not change (migration 0002)."""

from django.db import connection


def ensure_partitions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ensure_readline_partitions()")


def seal_lines() -> int:
    """Chains every line whose transaction is certainly over; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_readlines()")
        return int(cursor.fetchone()[0])


def first_broken_seal() -> int | None:
    """The id of the first seal whose lines were changed, removed or added to afterwards; None when all hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_broken_seal()")
        found = cursor.fetchone()[0]
        return None if found is None else int(found)


def forget_denied(most: int) -> int:
    """Takes away refusals older than a year, at most so many; how many went. The database holds the limit of a year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_denied(%s)", [most])
        return int(cursor.fetchone()[0])
