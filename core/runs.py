"""Runs: background work whose progress the page polls, found again after leaving, safe to run twice."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core import notices, outbox, scope
from core.models import Run
from core.scope import Scope

logger = logging.getLogger("framat.runs")
CLAIM = timedelta(minutes=5)
MAX_ATTEMPTS = 3
LONG = timedelta(seconds=20)


class RunError(Exception):
    """A run that cannot go on, with words for its owner."""


class Later(Exception):
    """A run with more to do than one task has time for: what it has done stays, and the rest is asked for at once."""


@dataclass(frozen=True)
class Work:
    """`function(run)` does the work. It opens its own transactions with `core.scope.run_for_team(run.team_id)`, calls
    `progress`, may return a dict for `run.result`, raises RunError with words for the owner, or Later. `permission` is what
    opens a team's run and its file ("" = every role). `opens(run, scope)`: whether its file may still be handed out, asked
    each time in the owner's scope. `kept` is how long the file stands, when that is not a week."""

    function: Callable[[Run], dict[str, object] | None]
    queue: outbox.Queue
    permission: str = ""
    opens: Callable[[Run, Scope], bool] | None = None
    kept: timedelta | None = None


_work: dict[str, Work] = {}


def register(
    kind: str,
    function: Callable[[Run], dict[str, object] | None],
    *,
    queue: outbox.Queue,
    permission: str = "",
    opens: Callable[[Run, Scope], bool] | None = None,
    kept: timedelta | None = None,
) -> None:
    """Called from an app's provides.py."""
    _work[kind] = Work(function, queue, permission, opens, kept)


def kept_less() -> dict[str, timedelta]:
    """The kinds whose files have a life of their own, and how long."""
    return {kind: work.kept for kind, work in _work.items() if work.kept is not None}


def permission_of(run: Run) -> str | None:
    """What its owner must be allowed in its team to see it; None for a kind that nobody answers for any more."""
    work = _work.get(run.kind)
    return work.permission if work else None


def still_opens(run: Run, scope: Scope) -> bool:
    """Whether the run's file may be handed out as things stand now."""
    work = _work.get(run.kind)
    return work is None or work.opens is None or work.opens(run, scope)


def start(
    *,
    kind: str,
    title: str,
    by_id: int | None,
    team_id: int | None,
    params: dict[str, object] | None = None,
    unique_key: str | None = None,
    back_url: str = "",
) -> Run:
    """Makes the row and asks for the work, in the caller's transaction. With a known `unique_key`: that run. `back_url`
    is the path of the page it was asked for on."""
    work = _work[kind]
    with transaction.atomic():
        if unique_key is not None:
            known = Run.objects.filter(unique_key=unique_key).first()
            if known is not None:
                return known
        run = Run.objects.create(
            kind=kind,
            title=title,
            owner_id=by_id,
            team_id=team_id,
            params=params or {},
            unique_key=unique_key,
            back_url=back_url,
        )
        outbox.send("core.execute_run", run.pk, queue=work.queue)
    return run


def execute(run_id: int) -> bool:
    """Claims and carries out a run; returns False when somebody else has it or it is over."""
    with scope.system():
        now = timezone.now()
        claimed = (
            Run.objects.filter(pk=run_id)
            .filter(Q(state=Run.RunState.QUEUED) | Q(state=Run.RunState.RUNNING, claimed_until__lt=now))
            .update(state=Run.RunState.RUNNING, attempts=F("attempts") + 1, claimed_until=now + CLAIM)
        )
        if not claimed:
            return False
        run = Run.objects.get(pk=run_id)
    if run.attempts > MAX_ATTEMPTS:
        _close(run, Run.RunState.FAILED, _("Det gick inte efter tre försök. Vi har fått veta det."))
        return True
    try:
        result = _work[run.kind].function(run)
    except Later:
        _ask_again(run)
    except RunError as error:
        _close(run, Run.RunState.FAILED, str(error))
    except Exception:
        _close(run, Run.RunState.FAILED, _("Något gick fel hos oss. Vi har fått veta det."))
        logger.exception("run %s of kind %s failed", run.public_id, run.kind)
    else:
        run.result = result or {}
        _close(run, Run.RunState.DONE, run.message)
    return True


def _ask_again(run: Run) -> None:
    """It got further, so the attempts are counted from the start."""
    with scope.system():
        waiting = Run.objects.filter(pk=run.pk, state=Run.RunState.RUNNING)
        if waiting.update(state=Run.RunState.QUEUED, attempts=0, claimed_until=None):
            outbox.send("core.execute_run", run.pk, queue=_work[run.kind].queue)


def carry_out(message_id: int, run_id: int) -> None:
    """Executes a run that an outbox message asks for. While another worker holds the run the message stays: that worker
    may have died, so the work is asked for again later."""
    if execute(run_id) or _is_over(run_id):
        outbox.finish(message_id)


def _is_over(run_id: int) -> bool:
    with scope.system():
        return not Run.objects.filter(pk=run_id, state__in=(Run.RunState.QUEUED, Run.RunState.RUNNING)).exists()


def progress(run: Run, done: int, total: int, message: str = "") -> None:
    """Tells the page how far it is. A transaction of its own: call it between pieces of work, not inside one."""
    run.done, run.total, run.message = done, total, message
    with scope.system():
        Run.objects.filter(pk=run.pk, state=Run.RunState.RUNNING).update(
            done=done, total=total, message=message, claimed_until=timezone.now() + CLAIM
        )


def _close(run: Run, state: str, message: str) -> None:
    run.state, run.message, run.finished_at = state, message[:300], timezone.now()
    with scope.system():
        closed = Run.objects.filter(pk=run.pk).update(
            state=state,
            message=run.message,
            result=run.result,
            result_url=run.result_url,
            finished_at=run.finished_at,
            done=F("total"),
        )
        if closed:
            _tell_owner(run)


def _tell_owner(run: Run) -> None:
    """Whoever waits a moment stands at the run's page still; a longer one, and one that failed, is told of."""
    if run.owner_id is None or run.finished_at is None:
        return
    failed = run.state == Run.RunState.FAILED
    if failed or run.finished_at - run.created_at > LONG:
        notices.tell(
            user_id=run.owner_id,
            kind="run",
            title=format_lazy(_lazy("Gick inte: {what}") if failed else _lazy("Klart: {what}"), what=run.title),
            url=reverse("core:run_detail", args=[run.public_id]),
            team_id=run.team_id,
            at_once=True,
        )
