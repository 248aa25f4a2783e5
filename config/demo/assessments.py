"""Assessments of the demo, written in bulk as they would stand after both parts had ended."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Team
from config.demo import bulk
from config.demo.people import BATCH, at
from participants.models import Enrolment, HandlerAssignment
from smail import instrument, progress
from smail.enums import AssessmentKind, GivenHow, PartEnd, Rater, Stage
from smail.models import Assessment, Part, Rating

FIRST_AFTER, EVERY = 14, 90


@dataclass(frozen=True)
class _Round:
    enrolment: Enrolment
    handler_id: int | None
    number: int
    day: date


def make(draw: random.Random, team: Team, enrolment_ids: Sequence[int]) -> int:
    """A first round two weeks in and one every 90 days, rising a little over time; returns how many."""
    made = 0
    for start in range(0, len(enrolment_ids), BATCH):
        made += _write(draw, _rounds(draw, enrolment_ids[start : start + BATCH]))
    progress.rebuild(team.pk)
    return made


def _rounds(draw: random.Random, ids: Sequence[int]) -> list[_Round]:
    handlers = dict(
        HandlerAssignment.objects.filter(enrolment_id__in=ids)
        .order_by("started_on")
        .values_list("enrolment_id", "user_id")
    )
    today = timezone.localdate()
    found = []
    for enrolment in Enrolment.objects.filter(pk__in=ids).order_by("pk"):
        day, number = enrolment.started_on + timedelta(days=FIRST_AFTER + draw.randint(-3, 10)), 1
        while day < (enrolment.ended_on or today) and draw.random() < 0.93:
            found.append(_Round(enrolment, handlers.get(enrolment.pk), number, day))
            number += 1
            day += timedelta(days=EVERY + draw.randint(-6, 14))
    return found


def _write(draw: random.Random, rounds: list[_Round]) -> int:
    version = instrument.current()
    assessments = [
        Assessment(
            team_id=one.enrolment.team_id,
            participant_id=one.enrolment.participant_id,
            enrolment=one.enrolment,
            number=one.number,
            kind=AssessmentKind.BASELINE if one.number == 1 else AssessmentKind.REGULAR,
            due_on=one.day,
            instrument_id=version.id,
            opened_at=at(one.day, 10),
            opened_by_id=one.handler_id,
            locked_at=at(one.day, 12),
            locked_on=one.day,
        )
        for one in rounds
    ]
    Assessment.objects.bulk_create(assessments, batch_size=BATCH)
    parts = [
        Part(
            team_id=row.team_id,
            participant_id=row.participant_id,
            assessment=row,
            rater=rater,
            language="sv" if rater == Rater.HANDLER else draw.choice(("sv", "ar", "en")),
            given_how=GivenHow.STAFF if rater == Rater.HANDLER else GivenHow.HERE,
            started_at=row.opened_at,
            ended_as=PartEnd.ANSWERED,
            ended_at=row.locked_at,
            ended_by_id=row.opened_by_id,
        )
        for row in assessments
        for rater in (Rater.PARTICIPANT, Rater.HANDLER)
    ]
    Part.objects.bulk_create(parts, batch_size=BATCH)
    bulk.insert(Rating, [rating for part in parts for rating in _ratings(draw, part, version)])
    return len(assessments)


def _ratings(draw: random.Random, part: Part, version: "instrument.Version") -> list[bulk.Row]:
    asks = version.to_handler if part.rater == Rater.HANDLER else version.to_participant
    level = min(4.2, 2.0 + 0.35 * part.assessment.number + draw.uniform(-0.6, 0.6))
    bound = {
        "team_id": part.team_id,
        "participant_id": part.participant_id,
        "part_id": part.pk,
        "stage": Stage.SHOWN.value,
        "by_id": part.ended_by_id if part.rater == Rater.HANDLER else None,
        "rated_at": part.ended_at or timezone.now(),
    }
    return [
        bound
        | {"indicator_id": ask.indicator_id, "value": max(1, min(5, round(level + draw.uniform(-1, 1)))), "reason": ""}
        for ask in asks
    ]
