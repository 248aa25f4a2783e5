"""The part of the participant's page that smail owns."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.permissions import Permission, allows
from core.scope import Scope
from participants.models import Participant
from smail import instrument, progression, shown
from smail.instrument import NoInstrument
from smail.progression import History
from smail.rules import nearness

FIRST_CURVE = "job_belief"


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """Context of smail/panel.html; None for somebody without an enrolment. Two statements."""
    try:
        history = progression.load(participant, scope)
        if history is None:
            return None
        instrument.current()
    except NoInstrument:
        return {"no_questions": True}
    return {
        "no_questions": False,
        **picture(history, FIRST_CURVE),
        "due": nearness(history.due_on, timezone.localdate()),
        "may_work": allows(scope.role, Permission.WORK_WITH_PEOPLE),
    }


def picture(history: History, code: str) -> dict[str, Any]:
    """Everything drawn and said of a history, with the curve of one indicator (the first when `code` is unknown)."""
    return {
        "history": history,
        "round": history.open,
        "sentences": shown.sentences(history),
        "radars": shown.radars(history),
        "rows": shown.rows(history) if history.rounds else [],
        "talks": shown.talks(history),
        "belief": shown.belief(history),
        "curve": shown.curve(history, code) or shown.curve(history, FIRST_CURVE),
        "areas": [(ask.code, ask.name(shown.language())) for ask in history.asks],
        "first_on": history.rounds[0].locked_on if history.rounds else None,
        "latest_on": history.rounds[-1].locked_on if history.rounds else None,
    }
