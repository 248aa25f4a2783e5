"""The one writer of Progress: `update` when an assessment locks, `rebuild` from nothing; both compute the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from participants.models import Enrolment
from smail import scoring
from smail.enums import Stage
from smail.models import Part, Progress, Rating

BATCH = 1000
COLUMNS = [f.name for f in Progress._meta.concrete_fields if f.name not in {"id", "enrolment", "rater"}]


@dataclass
class _Reading:
    """One rater's answers in one locked assessment, without health and belief."""

    on: date
    answers: dict[str, int | None] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, int]:
        return {code: value for code, value in self.answers.items() if value is not None}


def update(enrolment_ids: Iterable[int]) -> None:
    """Brings the rows of these enrolments in line. Inside the action's transaction."""
    ids = sorted(set(enrolment_ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = compute(batch)
        kept = {(row.enrolment_id, row.rater) for row in rows}
        stale = [
            row.pk
            for row in Progress.objects.filter(enrolment_id__in=batch)
            if (row.enrolment_id, row.rater) not in kept
        ]
        if stale:
            Progress.objects.filter(pk__in=stale).delete()
        Progress.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["enrolment", "rater"], update_fields=COLUMNS, batch_size=500
        )


def rebuild(team_id: int) -> int:
    """Computes every row of a team anew; returns how many rows stand."""
    update(_enrolments(team_id))
    return Progress.objects.filter(team_id=team_id).count()


def differences(team_id: int) -> list[int]:
    """Enrolments whose stored rows are not what the answers say. Run in one REPEATABLE READ snapshot."""
    stored = {(row.enrolment_id, row.rater): _values(row) for row in Progress.objects.filter(team_id=team_id)}
    computed: dict[tuple[int, str], dict[str, Any]] = {}
    ids = _enrolments(team_id)
    for start in range(0, len(ids), BATCH):
        computed |= {(row.enrolment_id, row.rater): _values(row) for row in compute(ids[start : start + BATCH])}
    return sorted({key[0] for key in stored.keys() | computed.keys() if stored.get(key) != computed.get(key)})


def _enrolments(team_id: int) -> list[int]:
    return list(Enrolment.objects.filter(team_id=team_id).order_by("pk").values_list("pk", flat=True))


def _values(row: Progress) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}


def compute(enrolment_ids: Sequence[int]) -> list[Progress]:
    """Unsaved rows for these enrolments, in two queries. Joined in one, the planner goes astray while the tables are
    newly filled: minutes instead of a second for two thousand people."""
    parts = {
        part_id: ((team_id, participant_id, enrolment_id, rater), _Reading(on))
        for part_id, on, team_id, participant_id, enrolment_id, rater in Part.objects.filter(
            assessment__enrolment_id__in=enrolment_ids
        )
        .order_by("assessment__number", "pk")
        .values_list("pk", "assessment__locked_on", "team_id", "participant_id", "assessment__enrolment_id", "rater")
        if on is not None  # until it locks nothing of it is shown
    }
    found = (
        Rating.objects.filter(
            part_id__in=list(parts), stage=Stage.SHOWN, indicator__is_health=False, indicator__handler_only=False
        )
        .order_by("indicator__position")
        .values_list("part_id", "indicator__code", "value")
    )
    for part_id, code, value in found:
        parts[part_id][1].answers[code] = value
    readings: dict[tuple[int, int, int, str], list[_Reading]] = defaultdict(list)
    for key, reading in parts.values():
        if reading.answers:
            readings[key].append(reading)
    return [_row(key, those) for key, those in readings.items()]


def _row(key: tuple[int, int, int, str], readings: list[_Reading]) -> Progress:
    team_id, participant_id, enrolment_id, rater = key
    first, latest = readings[0], readings[-1]
    previous = readings[-2] if len(readings) > 1 else None
    return Progress(
        team_id=team_id,
        participant_id=participant_id,
        enrolment_id=enrolment_id,
        rater=rater,
        times=len(readings),
        first_on=first.on,
        previous_on=previous.on if previous else None,
        latest_on=latest.on,
        first=first.given,
        previous=previous.given if previous else {},
        latest=latest.given,
        first_index=scoring.index(first.answers),
        previous_index=scoring.index(previous.answers) if previous else None,
        latest_index=scoring.index(latest.answers),
        verdict=scoring.verdict(first.answers, previous.answers if previous else None, latest.answers),
    )
