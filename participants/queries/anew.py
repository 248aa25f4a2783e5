"""Somebody's way begins anew: they came back, or the job or the studies ended. What they had said yes to is asked again,
and higher apps say what else is (core.registry.anew). Told on the person's page until it is done, for DAYS."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from core.folding import fold
from core.registry import AskAgain, anew
from core.scope import Scope
from participants.enums import GOAL_OUTCOMES, WITH_A_DEED, ConsentKind, EnrolmentState
from participants.models import Consent, Enrolment, Outcome

DAYS = 60


@dataclass(frozen=True)
class Anew:
    """What is asked again: former consents, and what higher apps say. `came_back`, else a job or studies ended."""

    came_back: bool
    consents: list[Consent]
    others: list[AskAgain]


def columns() -> dict[str, Any]:
    """For `queries.person.enrolment_of`: what `to_ask` reads, without a statement of its own."""
    earlier = Enrolment.objects.filter(
        participant=OuterRef("participant"), state=EnrolmentState.ENDED, is_mistake=False
    )
    lost = Outcome.objects.filter(enrolment=OuterRef("pk"), kind__in=GOAL_OUTCOMES, ended_on__isnull=False)
    return {
        "came_back": Exists(earlier.filter(~Q(pk=OuterRef("pk")))),
        "lost_on": Subquery(lost.order_by("-ended_on").values("ended_on")[:1]),
    }


def to_ask(scope: Scope, enrolment: Enrolment, today: date) -> Anew | None:
    """What is left to ask of an enrolment with `columns`; None when nothing began anew lately, or all is asked. One
    statement and those of the registry, only for somebody whose way did."""
    since = _since(enrolment, today)
    if since is None:
        return None
    consents = list(_former(scope, enrolment, since))
    asked = (provider(enrolment, scope, since) for provider in anew)
    others = [each for each in asked if each is not None]
    if not consents and not others:
        return None
    came_back = bool(enrolment.came_back) and since == enrolment.started_on  # type: ignore[attr-defined]
    return Anew(came_back, consents, others)


def _since(enrolment: Enrolment, today: date) -> date | None:
    """The day it began anew, when that is no more than DAYS ago."""
    days = [enrolment.started_on] if enrolment.came_back else []  # type: ignore[attr-defined]
    if enrolment.lost_on and enrolment.state != EnrolmentState.IN_WORK:  # type: ignore[attr-defined]
        days.append(enrolment.lost_on)  # type: ignore[attr-defined]
    latest = max(days, default=None)
    recent = latest is not None and 0 <= (today - latest).days <= DAYS
    return latest if recent and enrolment.is_open else None


def _former(scope: Scope, enrolment: Enrolment, since: date) -> Iterator[Consent]:
    """The latest yes of each kind to each recipient, where it is from before. One that was taken back is a no, and is not
    asked about."""
    rows = Consent.objects.visible_to(scope).filter(participant_id=enrolment.participant_id)
    order, seen, latest = list(ConsentKind), set(), []
    for one in rows.exclude(kind__in=WITH_A_DEED).order_by("-recorded_at", "-pk"):
        key = (one.kind, fold(one.recipient))
        if key not in seen and one.withdrawn_at is None and (one.enrolment_id != enrolment.pk or one.given_on < since):
            latest.append(one)
        seen.add(key)
    yield from sorted(latest, key=lambda one: (order.index(ConsentKind(one.kind)), one.recipient))
