"""Figures of the weekly report that participants knows: in, out and to what, the goal, the five conditions.

Each counts people by their ids, as the facts stood when the report was made; whoever opens it sees those they may see.
Sources: teamet/REDO (seed 000: 100 %), SMAIL chefshandledning (seed 003: five conditions), domain A.6.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.registry import Figure
from participants.continuity import Period, continuity, is_same_since
from participants.enums import EndReason, HandlerEnd, HandlerKind, NamelessEnd, OutcomeKind
from participants.models import Enrolment, HandlerAssignment, Intervention, Nameless, Outcome
from participants.queries import goal
from participants.queries.states import with_us
from participants.rules import Span, gap_days, merged
from participants.standing import LIMITS, is_alone, is_step_late

HALF_YEAR, YEAR = 182, 365  # days


def weekly(team_id: int, first: date, last: date) -> list[Figure]:
    """Monday `first` to Sunday `last`. Registered by mistake counts nowhere. About six queries."""
    return [*_movement(team_id, first, last), *_goal(team_id, last), *_conditions(team_id, last)]


def _distinct(ids: Iterable[int]) -> tuple[int, ...]:
    """People, not re-entries."""
    return tuple(sorted(set(ids)))


def _movement(team_id: int, first: date, last: date) -> list[Figure]:
    enrolments = Enrolment.objects.filter(team_id=team_id, is_mistake=False)
    came = enrolments.filter(started_on__range=(first, last)).values_list("participant_id", flat=True)
    left = list(enrolments.filter(ended_on__range=(first, last)).values_list("participant_id", "end_reason"))
    began = list(
        Outcome.objects.filter(
            team_id=team_id, enrolment__is_mistake=False, starts_on__range=(first, last)
        ).values_list("participant_id", "kind")
    )
    figures = [
        Figure("in", _("Nya"), _distinct(came)),
        Figure("out", _("Avslutade"), _distinct(pk for pk, why in left if why != EndReason.TRANSFERRED)),
        Figure(
            "moved_on",
            _("Fortsatte i ett annat team"),
            _distinct(pk for pk, why in left if why == EndReason.TRANSFERRED),
        ),
    ]
    for kind in OutcomeKind:
        figures.append(
            Figure(
                f"began_{kind}",
                _("Började: %(what)s") % {"what": kind.label},
                _distinct(p for p, k in began if k == kind),
            )
        )
    figures += _nameless(team_id, first, last)
    to = {EndReason.WORK, EndReason.STUDIES, EndReason.WORK_AND_STUDIES}
    figures.append(
        Figure("out_to_goal", _("Avslutade till arbete eller studier"), _distinct(p for p, r in left if r in to))
    )
    return figures


def _nameless(team_id: int, first: date, last: date) -> list[Figure]:
    """Those counted without a name, beside the others and never among them: there is nobody behind to open. Whoever was
    enrolled after all is counted there from then on, and has not ended."""
    rows = Nameless.objects.filter(team_id=team_id).exclude(outcome=NamelessEnd.MISTAKE)
    ended = rows.filter(ended_on__range=(first, last)).exclude(outcome=NamelessEnd.ENROLLED).count()
    began = rows.filter(started_on__range=(first, last)).count()
    return [
        Figure("nameless_in", _("Nya utan namn"), detail={"count": began}),
        Figure("nameless_out", _("Avslutade utan namn"), detail={"count": ended}),
    ]


def _goal(team_id: int, last: date) -> list[Figure]:
    """Of everyone enrolled at some time during the last year: who has reached work or studies."""
    base = goal.base(Enrolment.objects.filter(team_id=team_id), last)
    reached = goal.reached(Outcome.objects.filter(team_id=team_id), base, last)
    studies = {pk for pk, _kind in reached} - {pk for pk, kind in reached if kind != OutcomeKind.STUDIES}
    return [
        Figure("goal_base", _("Inskrivna någon gång det senaste året"), _distinct(base)),
        Figure("goal_reached", _("Har nått arbete eller studier"), _distinct(pk for pk, _kind in reached)),
        Figure("goal_studies", _("Har nått studier"), _distinct(studies)),
    ]


@dataclass(frozen=True)
class _Case:
    """An enrolment that was active on the report's last day, and what held that day."""

    participant: int
    started_on: date
    at_work: bool  # in work or studies with our support still there
    handlers: tuple[Period, ...]  # primary, in time order
    has_handler: bool
    next_step: str
    next_step_on: date | None
    spans: tuple[Span, ...]

    def is_same_since(self, day: date, last: date) -> bool:
        return is_same_since(self.handlers, day, last)

    def gap(self, day: date, *, job: bool = False) -> int:
        return gap_days(merged(s for s in self.spans if s.job or not job), self.started_on, day)


def _conditions(team_id: int, last: date) -> list[Figure]:
    """Who lacks what on the report's last day, of the same people as in the register (participants.queries.states):
    all but the paused need a handler and a next step, also when they are at work; what an intervention should cover is
    asked of those who are not. Next steps are not kept by day: they are as they stand when the report is made.
    """
    cases = _cases(team_id, last)

    def who(test: Callable[[_Case], bool]) -> tuple[int, ...]:
        return _distinct(case.participant for case in cases if test(case))

    def on_the_way(test: Callable[[_Case], bool]) -> tuple[int, ...]:
        return who(lambda case: not case.at_work and test(case))

    return [
        Figure("active", _("Aktiva"), who(lambda case: True)),
        Figure("no_handler", _("Saknar handledare"), who(lambda case: not case.has_handler)),
        Figure(
            "handler_changed", _("Har bytt handledare"), who(lambda case: continuity(case.handlers, last).changes > 0)
        ),
        *_continuity(cases, last),
        Figure("gap", _("Glapp mellan insatser"), on_the_way(lambda case: case.gap(last) > LIMITS.gap)),
        Figure("no_parallel", _("En insats i taget"), on_the_way(lambda case: is_alone(case.spans, last))),
        Figure(
            "no_job_focus", _("Utan jobbfokus"), on_the_way(lambda case: case.gap(last, job=True) > LIMITS.job_focus)
        ),
        Figure("no_next_step", _("Saknar nästa steg"), who(lambda case: not case.next_step)),
        Figure(
            "step_late",
            _("Nästa steg har passerat"),
            who(lambda case: is_step_late(case.next_step, case.next_step_on, last)),
        ),
    ]


def _continuity(cases: Iterable[_Case], last: date) -> list[Figure]:
    """Of those with us for half a year, and a year: who has had the same handler all that time. Of the team, never of a
    colleague (seed 003)."""
    figures = []
    for key, days, with_us_words, same_words in (
        ("half", HALF_YEAR, _("Inskrivna minst sex månader"), _("Samma handledare de sex månaderna")),
        ("year", YEAR, _("Inskrivna minst ett år"), _("Samma handledare hela året")),
    ):
        since = last - timedelta(days=days)
        long = [case for case in cases if case.started_on <= since]
        same = (case.participant for case in long if case.is_same_since(since, last))
        figures.append(Figure(f"base_{key}", with_us_words, _distinct(case.participant for case in long)))
        figures.append(Figure(f"same_{key}", same_words, _distinct(same)))
    return figures


def _cases(team_id: int, last: date) -> list[_Case]:
    rows = list(
        with_us(team_id, last).values_list("pk", "participant_id", "started_on", "next_step", "next_step_on", "at_work")
    )
    ids = [row[0] for row in rows]
    assigned = HandlerAssignment.objects.filter(enrolment_id__in=ids, kind=HandlerKind.PRIMARY, started_on__lte=last)
    had: dict[int, list[Period]] = defaultdict(list)
    has: set[int] = set()
    fields = ("enrolment_id", "user_id", "started_on", "ended_on", "end_reason")
    for enrolment_id, user_id, first, after, why in assigned.order_by("started_on", "pk").values_list(*fields):
        had[enrolment_id].append(Period(user_id, first, after, is_mistake=why == HandlerEnd.MISTAKE))
        if after is None or after > last:
            has.add(enrolment_id)
    spans = _spans(ids)
    return [
        _Case(person, started, at_work, tuple(had[pk]), pk in has, step, on, tuple(spans.get(pk, ())))
        for pk, person, started, step, on, at_work in rows
    ]


def _spans(enrolment_ids: list[int]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    rows = (
        Intervention.objects.filter(enrolment_id__in=enrolment_ids)
        .exclude(end_reason__in=("cancelled", "mistake"))
        .values_list("enrolment_id", "starts_on", "planned_end_on", "ended_on", "focus")
    )
    for enrolment_id, starts_on, planned_end_on, ended_on, focus in rows:
        found.setdefault(enrolment_id, []).append(Span(starts_on, ended_on or planned_end_on, job=focus == "job"))
    return found
