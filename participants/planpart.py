"""The plan as a part of the person's page: the goal and those before it, interventions over time, what there is to add."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import charts, swedish_dates
from core.scope import Scope
from participants import permissions
from participants.models import Enrolment, Participant
from participants.planning import Advice, Told, advice, gaps, together
from participants.queries import activities, attendance, sees_health
from participants.queries.activities import Planned
from participants.queries.own import earlier_goals
from participants.rules import Span
from participants.standing import LIMITS

YEAR = timedelta(days=365)
SHOWN = 4  # of what is over


def context(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """Context of participants/plan_panel.html, for core.registry.panels. Eight statements, fewer with nothing low."""
    rows = Enrolment.objects.visible_to(scope).filter(participant=participant)
    enrolment = rows.order_by("-started_on", "-pk").first()
    if enrolment is None:
        return None
    today = timezone.localdate()
    near = participant.pk in sees_health(scope, [participant.pk])
    planned = activities.plan(scope, enrolment, sees_health=near)
    spans = [each.span for each in planned]
    is_open = enrolment.is_open
    low = activities.suggested(scope, enrolment) if is_open else []
    return {
        "enrolment": enrolment,
        "earlier": earlier_goals(participant.pk),
        "lanes": [each for each in _lanes(planned) if is_open or each.items],
        "drawing": _drawing(planned, enrolment, today) if planned else None,
        "advice": words_of(advice(spans, today)) if is_open else [],
        "hours": attendance.recent(scope, participant.pk),
        "suggested": [each for each in low if each.offers],
        "unsupported": [each.name for each in low if not each.offers],
        "may_work": permissions.may_work(scope),
    }


@dataclass(frozen=True)
class Lane:
    """A part of the board: what goes on, what is planned, what is done. `rest` are those that are folded away."""

    title: str
    empty: str
    items: list[Planned]
    rest: list[Planned]


def _lanes(planned: list[Planned]) -> list[Lane]:
    """Facts by today, beside each other; none is a step to the next. What is over stands with the latest first."""
    now = [each for each in planned if not each.is_over and not each.is_planned]
    ahead = [each for each in planned if not each.is_over and each.is_planned]
    over = sorted((each for each in planned if each.is_over), key=lambda each: each.last_day or each.starts_on)[::-1]
    return [
        Lane(_("Pågår"), _("Inget pågår just nu."), now, []),
        Lane(_("Planerat"), _("Inget är planerat."), ahead, []),
        Lane(_("Klart"), _("Inget är klart än."), over[:SHOWN], over[SHOWN:]),
    ]


def _drawing(planned: list[Planned], enrolment: Enrolment, today: date) -> Any:
    """The last year and what is to come."""
    since = max(enrolment.started_on, today - YEAR)
    shown = [each for each in planned if each.last_day is None or each.last_day >= since]
    spans = [each.span for each in shown]
    data = charts.OverTime(
        participant=(),
        handler=(),
        today=today,
        periods=tuple(
            charts.Period(each.title, max(each.starts_on, since), each.last_day, each.is_job_focused, each.is_planned)
            for each in shown
        ),
        gaps=_gaps(spans, since, enrolment.ended_on or today),
    )
    return charts.plan_over_time(
        data,
        together(spans, since),
        title=_("Planen"),
        description=_("Insatser över tid: vad som har jobbfokus, när flera gick samtidigt och när ingen gick."),
        today_word=_("i dag"),
        together_word=_("flera samtidigt"),
        language=get_language() or "sv",
    )


def _gaps(spans: list[Span], since: date, until: date) -> tuple[charts.Gap, ...]:
    """Stretches up to today of more than a week with nothing at all; up to today only, what is to come is advice."""
    found = []
    for first, last in gaps(spans, since):
        ends = min(last or until, until)
        days = (ends - first).days + 1
        if days > LIMITS.gap:
            found.append(charts.Gap(_("Glapp %(n)d dagar") % {"n": days}, first, ends))
    return tuple(found)


def words_of(told: list[Told]) -> list[str]:
    """Advice as sentences."""
    today, language = timezone.localdate(), get_language() or "sv"

    def day(value: date) -> str:
        return swedish_dates.short(value, today=today, language=language)

    words = []
    for each in told:
        if each.advice == Advice.NOTHING_RUNS:
            words.append(_("Inget pågår och inget är planerat."))
        elif each.advice == Advice.ALONE:
            words.append(_("En sak i taget är planerad. Flera samtidigt brukar gå fortare."))
        elif each.advice == Advice.NO_JOB_FOCUS:
            words.append(_("Inget har jobbfokus de närmaste två veckorna."))
        elif each.first is not None and each.last is not None:
            words.append(
                _("Inget är planerat %(first)s till %(last)s.") % {"first": day(each.first), "last": day(each.last)}
            )
        elif each.first is not None:
            words.append(_("Inget är planerat från %(first)s.") % {"first": day(each.first)})
    return words
