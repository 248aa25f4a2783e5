"""The one place that opens person-bound data: says to Python and to PostgreSQL who reads, in which team.

Row-level security reads the same three facts (`app.kind`, `app.user`, `app.team`) with transaction-local
`set_config`, so nothing survives into the next request on a pooled connection.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

import pghistory
from django.db import connection, transaction


class Kind(StrEnum):
    MEMBER = "member"  # a member of staff in one team
    RUN = "run"  # a background run for one team
    CODE = "code"  # a participant with an access code: that participant's own rows only
    SYSTEM = "system"  # dispatcher, feed readers: change feed, runs and outbox; no person-bound table opens for it
    PUBLIC = "public"  # an employer at the public form: a team, no person


@dataclass(frozen=True)
class Scope:
    """Who reads: ids only, no model of a higher app. `display_id` ties all read-log lines of one page together."""

    kind: Kind
    user_id: int | None = None
    team_id: int | None = None
    organisation_id: int | None = None
    role: str = ""
    participant_id: int | None = None
    display_id: uuid.UUID = field(default_factory=uuid.uuid4, compare=False)

    @property
    def user(self) -> int:
        """The user's id. Raises NoScope when nobody is signed in."""
        if self.user_id is None:
            raise NoScope("this scope has no user")
        return self.user_id

    @property
    def team(self) -> int:
        """The team's id. Raises NoScope when this scope has none."""
        if self.team_id is None:
            raise NoScope("this scope has no team")
        return self.team_id


class NoScope(RuntimeError):
    """Person-bound data was asked for outside a scope."""


_current: ContextVar[Scope | None] = ContextVar("framat_scope", default=None)


def current() -> Scope:
    """The scope in force. Raises NoScope outside one."""
    scope = _current.get()
    if scope is None:
        raise NoScope("no scope is open; use core.scope.enter")
    return scope


def _tell_database(scope: Scope | None) -> None:
    values = [scope.kind, scope.user_id, scope.team_id, scope.participant_id] if scope else [None] * 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.kind', %s, true), set_config('app.user', %s, true),"
            " set_config('app.team', %s, true), set_config('app.participant', %s, true)",
            ["" if value is None else str(value) for value in values],
        )


@contextmanager
def enter(scope: Scope, *, ends_transaction: bool = False) -> Iterator[Scope]:
    """Opens `scope` for the rest of the block. Must stand inside a transaction; nests, restoring the outer scope.

    `ends_transaction` says that the transaction ends with the block, as a request's does: the database is then not asked
    to forget what it forgets by itself. Inside another transaction, as in tests, it is asked all the same.

    Field history tells who acts: a scope without a user, opened inside a user's, keeps that user (nested contexts of
    history share one row, so the inner one's "nobody" would stand for all that the user did).

    Raises RuntimeError outside a transaction: the settings would fall away at once and every row with them.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a scope opens inside a transaction only")
    outer = _current.get()
    _tell_database(scope)
    token = _current.set(scope)
    user_id = outer.user_id if scope.user_id is None and outer is not None else scope.user_id
    try:
        with pghistory.context(user=user_id, team=scope.team_id, kind=str(scope.kind)):
            yield scope
    finally:
        _current.reset(token)
        is_over = ends_transaction and outer is None and not connection.savepoint_ids
        if not is_over and not connection.needs_rollback and connection.connection is not None:
            _tell_database(outer)


@contextmanager
def run_for_team(team_id: int, *, user_id: int | None = None) -> Iterator[Scope]:
    """A transaction of a background run for one team. `user_id` says on whose behalf, for history; it opens nothing."""
    with transaction.atomic(), enter(Scope(Kind.RUN, user_id=user_id, team_id=team_id)) as scope:
        yield scope


@contextmanager
def system() -> Iterator[Scope]:
    """A transaction of the dispatcher or of a feed reader."""
    with transaction.atomic(), enter(Scope(Kind.SYSTEM)) as scope:
        yield scope
