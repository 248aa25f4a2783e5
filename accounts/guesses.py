"""The ceiling on guesses, kept in PostgreSQL so that it holds for all processes and survives restarts.

A guess is counted before it is tried: two hundred at the same moment do not slip past the ceiling together. A right
one is taken off again. Nothing here may be caught and passed over: without an answer the door stays shut.
"""

import hashlib
import hmac
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from accounts.network import network_of


class Ceiling(NamedTuple):
    limit: int
    seconds: int


# A town hall or a library sits behind one address: a whole room of people may mistype without locking each other out.
NETWORK = Ceiling(30, 600)
# All networks together. At this pace an eight-digit code is found once in years; what is reached by a secret of 256
# bits (a QR code, a link) is not counted and stays open.
EVERYWHERE = Ceiling(300, 3600)

_COUNT = """
INSERT INTO accounts_guesscount AS g (key, opened_at, count) VALUES (%(key)s, clock_timestamp(), 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN g.opened_at < clock_timestamp() - make_interval(secs => %(seconds)s) THEN 1 ELSE g.count + 1 END,
  opened_at = CASE WHEN g.opened_at < clock_timestamp() - make_interval(secs => %(seconds)s)
              THEN clock_timestamp() ELSE g.opened_at END
RETURNING count
"""


def _key(*parts: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), "\0".join(("guess", *parts)).encode(), hashlib.sha256).hexdigest()


def count(ceiling: Ceiling, *parts: str) -> bool:
    """Counts one under the key made of `parts`; False when that is more than the ceiling allows. Atomic."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(*parts), "seconds": ceiling.seconds})
        return int(cursor.fetchone()[0]) <= ceiling.limit


def guess(request: HttpRequest, kind: str) -> bool:
    """Counts a guess of this kind for the network and for everywhere. False: do not even try it.

    The network is asked first and a refused one is not counted everywhere: one network alone cannot shut the door for
    all others.
    """
    return count(NETWORK, kind, network_of(request)) and count(EVERYWHERE, kind)


def was_right(request: HttpRequest, kind: str) -> None:
    """Takes the guess off again: the ceilings are for wrong ones."""
    forgive(kind, network_of(request))
    forgive(kind)


def forgive(*parts: str) -> None:
    """Takes one off the count under this key."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_guesscount SET count = greatest(count - 1, 0) WHERE key = %s", [_key(*parts)])
