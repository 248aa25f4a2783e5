"""The movement board: who stands in which lane, who came there week by week, how many have reached the goal.

Today's lanes are the register's own states, so that a count opens exactly its people. Those of weeks before are worked
out from dated facts (enrolled, ended, paused, job-focused interventions, internships, work or studies), so no figure
stands without something stored; whom a figure counts is kept under its key (`Board.behind`), so that it opens exactly
them. All of it is over those the viewer may see. A fixed number of statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from core.db.prepared import Prepared
from core.scope import Kind, Scope
from participants.enums import GOAL_OUTCOMES, WORKPLACE_OUTCOMES, Focus
from participants.models import Enrolment, Intervention, Outcome, Participant, Pause
from participants.queries import goal
from participants.queries.selected import visible
from participants.queries.states import CONDITIONS, LANES, ME, OPEN, ORGANISATION, SELF, TEAM, Asked
from participants.rules import Flow, Lane, came, flows, lane
from participants.standing import LIMITS

WEEKS = 8
NAMED = 24  # people named in a lane; the rest is a link to those who are not
REACHED, BASE, REST = "framme", "alla", "resten"  # keys of figures
Range = tuple[date, date | None]


class Person(NamedTuple):
    """Somebody in a lane. `came` this week, from another lane or newly enrolled."""

    participant_id: int
    public_id: str
    name: str
    came: bool


@dataclass(frozen=True)
class LaneNow:
    """A lane today. `people` are the first NAMED by name, those who came this week before the others; `weeks` how many
    came each week, the oldest first, this week last; `left` how many have left it this week."""

    lane: Lane
    count: int
    people: list[Person]
    weeks: list[int]
    left: int


@dataclass(frozen=True)
class Motion:
    """Those who have gone from one lane to another since Sunday, or came, or ended. Who has ended is counted and not
    named here."""

    flow: Flow
    count: int
    people: list[Person]


@dataclass(frozen=True)
class Board:
    """`mondays` of the weeks, the oldest first, this week last; `motions` of this week; `reached` of `base` people have
    reached work or studies. `behind` holds the participants that each figure counts, by the figure's key."""

    lanes: list[LaneNow]
    motions: list[Motion]
    mondays: list[date]
    base: int
    reached: int
    behind: Mapping[str, frozenset[int]]

    @property
    def percent(self) -> int | None:
        return round(100 * self.reached / self.base) if self.base else None


def board(asked: Asked) -> Board:
    """Eight statements."""
    today = asked.today
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    now = _now(asked)
    ends = lanes_by_day(asked.scope, [first - timedelta(days=1) for first in mondays])
    states = [*ends, {person: where for person, _public, _name, where in now}]
    moved = [came(before, after) for before, after in zip(states, states[1:], strict=False)]
    this_week = flows(states[-2], states[-1])
    lanes, behind = (
        [],
        {week_key(where, day): week[where] for day, week in zip(mondays, moved, strict=True) for where in Lane},
    )
    for where in Lane:
        new = moved[-1][where]
        people = [Person(pk, public, name, pk in new) for pk, public, name, its in now if its == where]
        first = sorted(people, key=lambda person: not person.came)[:NAMED]  # stable: by name within each
        lanes.append(LaneNow(where, len(people), first, [len(week[where]) for week in moved], _left(where, this_week)))
        behind[rest_key(lane_key(where))] = _others(people, first)
    base = goal.base(Enrolment.objects.visible_to(asked.scope), today)  # type: ignore[arg-type]
    reached = goal.reached(Outcome.objects.visible_to(asked.scope), base, today)  # type: ignore[arg-type]
    behind |= {REACHED: {person for person, _kind in reached}, BASE: base}
    motions = []
    for flow in sorted(this_week, key=_in_order):
        motion, behind[flow_key(flow)] = _motion(flow, this_week[flow], now), this_week[flow]
        behind[rest_key(flow_key(flow))] = this_week[flow] - {person.participant_id for person in motion.people}
        motions.append(motion)
    frozen = {key: frozenset(people) for key, people in behind.items()}
    return Board(lanes, motions, mondays, len(base), len(behind[REACHED]), frozen)


def _others(people: Sequence[Person], named: Sequence[Person]) -> set[int]:
    return {person.participant_id for person in people} - {person.participant_id for person in named}


def people_of(scope: Scope, ids: Iterable[int]) -> list[Participant]:
    """Those whom a figure counts, by name. One statement."""
    people = Participant.objects.visible_to(scope).filter(pk__in=list(ids))
    return list(people.order_by("sort_name", "pk"))


def lane_key(where: Lane | None) -> str:
    """A lane as a part of a key; None, in no lane, is out."""
    return LANES[where].value if where else "ute"


def week_key(where: Lane, monday: date) -> str:
    """The key of those who came to a lane in a week."""
    return f"{lane_key(where)}.{monday.isoformat()}"


def flow_key(flow: Flow) -> str:
    """The key of those who have gone from one lane to another this week."""
    return f"{lane_key(flow[0])}.{lane_key(flow[1])}"


def rest_key(key: str) -> str:
    """The key of those of a lane or a motion whom the board does not name."""
    return f"{key}.{REST}"


def _left(where: Lane, this_week: Mapping[Flow, set[int]]) -> int:
    return sum(len(people) for (before, _after), people in this_week.items() if before == where)


_ORDER = {where: number for number, where in enumerate((*Lane, None))}


def _in_order(flow: Flow) -> tuple[int, int]:
    """As the lanes stand on the board."""
    return _ORDER[flow[0]], _ORDER[flow[1]]


def _motion(flow: Flow, people: set[int], now: Sequence[tuple[int, str, str, Lane]]) -> Motion:
    named = [Person(pk, public, name, True) for pk, public, name, _where in now if pk in people]
    return Motion(flow, len(people), named[:NAMED])


def _now(asked: Asked) -> list[tuple[int, str, str, Lane]]:
    """(participant, public id, name, lane) of all open enrolments, by name."""
    rows = _today(asked.scope.kind).rows(asked)
    return [(pk, public, name, Lane(where)) for pk, public, name, where in rows]


@lru_cache(maxsize=8)
def _today(kind: Kind) -> Prepared:
    cases = [When(CONDITIONS[ready], then=Value(where.value)) for where, ready in LANES.items()]
    anybody = Scope(kind, user_id=ME, team_id=TEAM, organisation_id=ORGANISATION, participant_id=SELF)  # type: ignore[arg-type]
    rows = visible(anybody).filter(OPEN).annotate(lane=Case(*cases, output_field=CharField()))
    return Prepared(
        rows.order_by("sort_name", "pk").values_list("participant_id", "participant_public_id", "list_name", "lane")
    )


def lanes_by_day(scope: Scope, days: Sequence[date]) -> list[dict[int, Lane]]:
    """The lane of each participant on each of these days, from dated facts. Five statements."""
    first, last = min(days), max(days)
    enrolments = Enrolment.objects.visible_to(scope).filter(is_mistake=False, started_on__lte=last)
    with_us = enrolments.exclude(ended_on__lte=first).order_by("started_on", "pk")
    rows = list(with_us.values_list("pk", "participant_id", "started_on", "ended_on"))
    paused = _ranges(Pause.objects.visible_to(scope), first, "starts_on", "ends_on")
    outcomes = Outcome.objects.visible_to(scope)
    at_work = _ranges(outcomes.filter(kind__in=GOAL_OUTCOMES), first, "starts_on", "ended_on")
    workplace = _ranges(outcomes.filter(kind__in=WORKPLACE_OUTCOMES), first, "starts_on", "ended_on")
    job = _job_ranges(scope, first)
    found: list[dict[int, Lane]] = []
    for day in days:
        lanes: dict[int, Lane] = {}
        for pk, person, started_on, ended_on in rows:
            if started_on > day or (ended_on is not None and ended_on <= day):
                continue
            state = "paused" if _on(day, paused[pk]) else "in_work" if _on(day, at_work[pk]) else "active"
            outside = {"job": _on(day, job[pk]), "workplace": _on(day, workplace[pk])}
            where = lane(state, started_on, day, new_days=LIMITS.new, **outside)
            if where is not None:
                lanes[person] = where
        found.append(lanes)
    return found


def _ranges(rows: QuerySet, first: date, begins: str, after: str) -> Mapping[int, list[Range]]:
    """By enrolment: from the first day to the first day it no longer is; None goes on."""
    over = Q(**{f"{after}__isnull": True}) | Q(**{f"{after}__gt": first})
    return _by_enrolment(rows.filter(over).values_list("enrolment_id", begins, after))


def _job_ranges(scope: Scope, first: date) -> Mapping[int, list[Range]]:
    """Days with a job-focused intervention. Only those are read: nothing about health decides a lane."""
    rows = (
        Intervention.objects.visible_to(scope).filter(focus=Focus.JOB).exclude(end_reason__in=("cancelled", "mistake"))
    )
    day = timedelta(days=1)
    spans = rows.values_list("enrolment_id", "starts_on", "ended_on", "planned_end_on")
    ended = ((pk, starts, end or planned) for pk, starts, end, planned in spans)
    return _by_enrolment((pk, starts, last + day if last else None) for pk, starts, last in ended)


def _by_enrolment(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, list[Range]]:
    found: dict[int, list[Range]] = defaultdict(list)
    for pk, begins, after in rows:
        found[pk].append((begins, after))
    return found


def _on(day: date, ranges: list[Range]) -> bool:
    return any(begins <= day and (after is None or after > day) for begins, after in ranges)
