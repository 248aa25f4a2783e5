"""Field history of persons who are gone. The app cannot change or remove history; the database does it, and refuses for
anybody who is still here (core.db.tenancy)."""

from collections.abc import Iterable

from django.db import connection


def forget(participant_ids: Iterable[int]) -> int:
    """Removes every line of history about persons erased before, in the scope's team; returns how many lines went.

    Raises django.db.ProgrammingError when one of them is still here.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_history(%s)", [list(participant_ids)])
        return int(cursor.fetchone()[0])


def follow_note(note_id: int) -> int:
    """History of a note that was moved speaks of whom the note speaks of now (participants' migration 0010); returns how
    many lines went along."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_follows_note(%s)", [note_id])
        return int(cursor.fetchone()[0])
