"""Columns in memory in each web process, kept true by the change feed without reading everything again: jobs of all, and
the people of each team from the first time it is asked about."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

import numpy as np
from django.db import connection

from core import feed
from core.scope import system
from matching import loading, scoring
from matching.columns import JobRow, Jobs, People, PersonRow, Vocabulary

Row = TypeVar("Row", PersonRow, JobRow)
Columns = TypeVar("Columns", People, Jobs)
REREAD_SHARE, REREAD_FLOOR = 0.05, 500  # so many replaced rows, and everything is packed anew
TRIES = 3  # reference data may be loaded between two statements of one reading


@dataclass(frozen=True)
class Match(Generic[Row]):
    """One pair as scored. `row` is the one that was found; `parts` and `most` in points by part; `hard` the requirements
    missed (bits of Hard)."""

    id: int
    row: Row
    score: float
    parts: dict[str, float]
    most: dict[str, float]
    hard: int


@dataclass
class Store(Generic[Row, Columns]):
    """The bulk of the rows, and a small block of those changed since the bulk was packed."""

    kind: type[Columns]
    bulk: Columns
    changed: dict[int, Row] = field(default_factory=dict)
    fresh: Columns | None = None

    def replace(self, ids: Iterable[int], rows: Iterable[Row]) -> None:
        """These ids now are these rows; an id without a row is gone. Blocks in use elsewhere stay as they are."""
        gone = np.fromiter(ids, np.int64)
        alive = self.bulk.alive & ~np.isin(self.bulk.ids, gone)
        self.bulk = type(self.bulk)(**{**vars(self.bulk), "alive": alive})
        for one in gone:
            self.changed.pop(int(one), None)
        self.changed.update({row.id: row for row in rows})
        self.fresh = self.kind.of(list(self.changed.values())) if self.changed else None  # type: ignore[arg-type]

    def blocks(self) -> list[Columns]:
        return [block for block in (self.bulk, self.fresh) if block is not None and len(block)]

    def is_worn(self) -> bool:
        return len(self.changed) > max(REREAD_FLOOR, REREAD_SHARE * len(self.bulk))

    def count(self) -> int:
        return sum(int(block.alive.sum()) for block in self.blocks())


class Engine:
    """Thread-safe: readers take the blocks that stand when they begin."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._position = 0
        self._words: Vocabulary | None = None
        self._people: dict[int, Store[PersonRow, People]] = {}  # by team
        self._jobs: Store[JobRow, Jobs] | None = None

    def columns(self, team_id: int) -> "Snapshot":
        """The jobs and the team's people as they stand, after reading what changed since last time (all of it the first
        time). Call inside a transaction, once for a page."""
        with self._lock, system():
            if self._words is None or self._jobs is None:
                self._load(team_id)
            else:
                self._follow(team_id, self._words, self._jobs)
            assert self._words is not None and self._jobs is not None  # noqa: PT018
            return Snapshot(self._words, tuple(self._people[team_id].blocks()), tuple(self._jobs.blocks()))

    def _load(self, team_id: int) -> None:
        """Words, jobs and one team anew; other teams are read when next asked about. Raises UnknownWord when the taxonomy
        changes under each of a few readings."""
        for left in reversed(range(TRIES)):
            position = feed.position()
            try:
                words = loading.vocabulary()
                people, jobs = loading.team(words, team_id), loading.jobs(words)
            except loading.UnknownWord:
                if not left:
                    raise
                continue
            self._position, self._words = position, words
            self._people, self._jobs = {team_id: Store(People, People.of(people))}, Store(Jobs, Jobs.of(jobs))
            return

    def _follow(self, team_id: int, words: Vocabulary, jobs: Store[JobRow, Jobs]) -> None:
        """What changed, and the team when it is new here; everything when somebody now holds a word newer than the
        vocabulary. A team read after the feed's position meets the same changes again, which does no harm."""
        try:
            self._read_changes(words, jobs)
            if team_id not in self._people:
                self._people[team_id] = Store(People, People.of(loading.team(words, team_id)))
        except loading.UnknownWord:
            self._load(team_id)

    def _read_changes(self, words: Vocabulary, jobs: Store[JobRow, Jobs]) -> None:
        batch = feed.since(self._position)
        persons = {item.subject_id for item in batch.items if item.subject_type == "participant"}
        enrolments = [item.subject_id for item in batch.items if item.subject_type == "enrolment"]
        postings = {item.subject_id for item in batch.items if item.subject_type == "job"}
        if enrolments:
            persons.update(loading.participants_of(enrolments))
        if persons:
            rows = loading.people(words, sorted(persons))
            for team_id, people in self._people.items():
                people.replace(persons, [row for row in rows if row.team == team_id])
        if postings:
            jobs.replace(postings, loading.jobs(words, sorted(postings)))
        self._position = batch.position
        for team_id in [team_id for team_id, people in self._people.items() if people.is_worn()]:
            self._people[team_id] = Store(People, People.of(loading.team(words, team_id)))
        if jobs.is_worn():
            self._jobs = Store(Jobs, Jobs.of(loading.jobs(words)))


@dataclass(frozen=True)
class Snapshot:
    """What an engine's columns were at one moment; safe to keep for a request."""

    words: Vocabulary
    people: tuple[People, ...]
    jobs: tuple[Jobs, ...]

    def person(self, participant_id: int) -> PersonRow | None:
        """Someone who is looking; None for one who is not, is protected or not shared."""
        return cast(PersonRow | None, _find(self.people, participant_id))

    def job(self, job_id: int) -> JobRow | None:
        """An open job."""
        return cast(JobRow | None, _find(self.jobs, job_id))

    def people_for_job(self, job: JobRow, *, team_id: int, top: int, relax: int = 0) -> list[Match[PersonRow]]:
        """The team's best `top` people for a job."""
        found = []
        for block in self.people:
            scored = scoring.people_for_job(job, block, self.words)
            among = block.alive & (block.team == team_id)
            found += _take(scored, block, scoring.ranked(scored.total, scored.hard, among, block.ids, top, relax))
        return _best(found, top, relax)

    def jobs_for_person(self, person: PersonRow, *, top: int, relax: int = 0) -> list[Match[JobRow]]:
        """The best `top` open jobs for a person, of every source; the caller keeps those the viewer may see."""
        found = []
        for block in self.jobs:
            scored = scoring.jobs_for_person(person, block, self.words)
            rows = scoring.ranked(scored.total, scored.hard, block.alive, block.ids, top, relax)
            found += _take(scored, block, rows)
        return _best(found, top, relax)


def _find(blocks: Iterable[Any], subject_id: int) -> Any:
    for block in blocks:
        for n in np.flatnonzero((block.ids == subject_id) & block.alive):
            return block.row(int(n))
    return None


def _take(scored: scoring.Scored, block: Any, rows: list[int]) -> list[Match]:
    total = scored.total
    return [
        Match(
            id=int(block.ids[row]),
            row=block.row(row),
            score=round(float(total[row]), 1),
            parts={part: round(float(values[row]), 2) for part, values in scored.parts.items()},
            most={part: round(float(values[row]), 2) for part, values in scored.most.items()},
            hard=int(scored.hard[row]),
        )
        for row in rows
    ]


def _best(found: list[Match], top: int, relax: int) -> list[Match]:
    return sorted(found, key=lambda m: ((m.hard & ~relax).bit_count(), -m.score, m.id))[:top]


_engines: dict[str, Engine] = {}
_making = threading.Lock()


def engine() -> Engine:
    """This process's engine for the database in use."""
    name = str(connection.settings_dict["NAME"])
    with _making:
        return _engines.setdefault(name, Engine())


def forget() -> None:
    """Drops this process's engines: between test databases, and for a measurement from nothing."""
    with _making:
        _engines.clear()
