"""What has been answered over an enrolment, as this viewer may read it. One statement, and the health question's own.

Everything here obeys the blind rule: only locked assessments carry answers; health is in it only for those who may see
health; the handler's belief only for the one who rated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from core.scope import Scope
from participants.enums import HandlerKind, InterventionEnd
from participants.models import Enrolment, HandlerAssignment, Intervention, Participant
from participants.queries import sees_health
from smail import instrument
from smail.enums import PartEnd, Rater
from smail.instrument import Ask
from smail.models import Part, Rating

NOT_COUNTED = (InterventionEnd.CANCELLED, InterventionEnd.MISTAKE)


@dataclass(frozen=True)
class Half:
    """One part's state. Says nothing of its answers."""

    id: int
    ended_as: str = ""
    ended_at: datetime | None = None
    started: bool = False
    by: str = ""  # who gave or closed it; "" for the person
    language: str = ""

    @property
    def has_ended(self) -> bool:
        return self.ended_as != ""

    @property
    def was_answered(self) -> bool:
        return self.ended_as == PartEnd.ANSWERED


@dataclass(frozen=True)
class Round:
    """One assessment; `answers` by rater only when it is locked, and only for a part that was answered."""

    public_id: str
    number: int
    kind: str
    locked_on: date | None
    halves: Mapping[str, Half]
    answers: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)

    @property
    def participant(self) -> Half:
        return self.halves[Rater.PARTICIPANT]

    @property
    def handler(self) -> Half:
        return self.halves[Rater.HANDLER]

    def of(self, rater: str) -> Mapping[str, int | None] | None:
        """A rater's answers; None when there are none to read."""
        return self.answers.get(rater)


@dataclass(frozen=True)
class Effort:
    """An intervention as the chart draws it; `title` is empty for one about health that this viewer may not read."""

    title: str
    is_job_focused: bool
    starts_on: date
    last_day: date | None


@dataclass(frozen=True)
class Handled:
    """Who was the primary handler from a day; `until` is the last day."""

    name: str
    since: date
    until: date | None


@dataclass(frozen=True)
class History:
    enrolment: Enrolment
    participant: Participant
    rounds: tuple[Round, ...]  # locked, first to latest
    open: Round | None
    efforts: tuple[Effort, ...]
    handlers: tuple[Handled, ...]
    sees_health: bool

    def readings(self, rater: str) -> list[tuple[date, Mapping[str, int | None]]]:
        """A rater's answered rounds, first to latest."""
        found = []
        for each in self.rounds:
            answers = each.of(rater)
            if answers is not None and each.locked_on is not None:
                found.append((each.locked_on, answers))
        return found

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The indicators this viewer reads, in order: seven, or six without health. Never the belief."""
        return tuple(
            ask for ask in instrument.indicators() if not ask.handler_only and (self.sees_health or not ask.is_health)
        )

    @property
    def due_on(self) -> date | None:
        return self.enrolment.row.next_assessment_on


def _dated(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _timed(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _enrolment(participant: Participant, scope: Scope) -> Enrolment | None:
    mine = OuterRef("pk")
    parts = (
        Part.objects.visible_to(scope)
        .filter(assessment__enrolment=mine)
        .order_by("assessment__number", "rater")
        .values(
            row=JSONObject(
                id="pk",
                public_id="assessment__public_id",
                number="assessment__number",
                kind="assessment__kind",
                locked_on="assessment__locked_on",
                rater="rater",
                ended_as="ended_as",
                ended_at="ended_at",
                started_at="started_at",
                by="ended_by__name",
                language="language",
            )
        )
    )
    ratings = (
        Rating.objects.visible_to(scope)
        .filter(part__assessment__enrolment=mine)
        .order_by("part__assessment__number", "indicator__position")
        .values(row=JSONObject(part="part_id", code="indicator__code", value="value"))
    )
    handlers = (
        HandlerAssignment.objects.visible_to(scope)
        .filter(enrolment=mine, kind=HandlerKind.PRIMARY)
        .order_by("started_on", "pk")
        .values(row=JSONObject(name="user__name", since="started_on", until="ended_on"))
    )
    efforts = (
        Intervention.objects.visible_to(scope)
        .filter(enrolment=mine)
        .exclude(end_reason__in=NOT_COUNTED)
        .order_by("starts_on", "pk")
        .values(
            row=JSONObject(
                title="title", focus="focus", starts_on="starts_on", planned=F("planned_end_on"), ended=F("ended_on")
            )
        )
    )
    found: QuerySet[Enrolment] = Enrolment.objects.visible_to(scope).filter(participant=participant)
    return (
        found.select_related("row")
        .annotate(
            part_rows=ArraySubquery(parts),
            rating_rows=ArraySubquery(ratings),
            handler_rows=ArraySubquery(handlers),
            effort_rows=ArraySubquery(efforts),
        )
        .order_by("-started_on", "-pk")
        .first()
    )


def load(participant: Participant, scope: Scope) -> History | None:
    """The latest enrolment's history; None when there is none this viewer may see."""
    enrolment: Any = _enrolment(participant, scope)
    if enrolment is None:
        return None
    sees = participant.pk in sees_health(scope, [participant.pk])
    rounds = _rounds(enrolment.part_rows, enrolment.rating_rows, sees)
    return History(
        enrolment=enrolment,
        participant=participant,
        rounds=tuple(each for each in rounds if each.locked_on is not None),
        open=next((each for each in rounds if each.locked_on is None), None),
        efforts=tuple(_effort(row, sees) for row in enrolment.effort_rows),
        handlers=tuple(_handled(row) for row in enrolment.handler_rows),
        sees_health=sees,
    )


def _rounds(
    part_rows: Iterable[Mapping[str, Any]], rating_rows: Iterable[Mapping[str, Any]], sees: bool
) -> list[Round]:
    hidden = set() if sees else {ask.code for ask in instrument.indicators() if ask.is_health}
    answers: dict[int, dict[str, int | None]] = {}
    for row in rating_rows:
        if row["code"] not in hidden:
            answers.setdefault(row["part"], {})[row["code"]] = row["value"]
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for row in part_rows:
        found.setdefault(row["number"], {})[row["rater"]] = row
    return [_round(halves, answers) for _number, halves in sorted(found.items())]


def _round(halves: Mapping[str, Mapping[str, Any]], answers: Mapping[int, Mapping[str, int | None]]) -> Round:
    one = next(iter(halves.values()))
    return Round(
        public_id=one["public_id"],
        number=one["number"],
        kind=one["kind"],
        locked_on=_dated(one["locked_on"]),
        halves={
            rater: Half(
                id=row["id"],
                ended_as=row["ended_as"],
                ended_at=_timed(row["ended_at"]),
                started=row["started_at"] is not None,
                by=row["by"] or "",
                language=row["language"],
            )
            for rater, row in halves.items()
        },
        answers={
            rater: answers[row["id"]]
            for rater, row in halves.items()
            if row["id"] in answers and row["ended_as"] == PartEnd.ANSWERED
        },
    )


def _effort(row: Mapping[str, Any], sees: bool) -> Effort:
    return Effort(
        title="" if row["focus"] == "health" and not sees else row["title"],
        is_job_focused=row["focus"] == "job",
        starts_on=date.fromisoformat(row["starts_on"]),
        last_day=_dated(row["ended"] or row["planned"]),
    )


def _handled(row: Mapping[str, Any]) -> Handled:
    return Handled(row["name"], date.fromisoformat(row["since"]), _dated(row["until"]))
