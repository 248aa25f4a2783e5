"""Words searched for are kept on the server; an address carries their id only (design 4)."""

import secrets
from typing import Any

PLACE = "searches"  # in the session: [[id, words], …], the latest last
KEPT = 20


def keep(session: Any, words: str) -> str:
    """The id under which the words are found again in this person's own session. The oldest fall away."""
    key = secrets.token_urlsafe(9)
    session[PLACE] = [*session.get(PLACE, []), [key, words]][-KEPT:]
    return key


def words(session: Any, key: str) -> str:
    """The words kept under an id, "" when there are none."""
    return next((kept for known, kept in session.get(PLACE, []) if known == key), "") if key else ""
