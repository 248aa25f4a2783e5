"""The one rule for how a person and a job fit: named parts, each with its most; hard requirements apart.

Reads wishes, profile, titles and requirements. Never sex, age, origin, health, adjustments, protection, handler's
belief or notes: they are not among the columns. Both directions (people for a job, jobs for a person) and the
explanation of one pair are this same rule.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns import ANY_SHIFT, Bools, Floats, Ints, JobRow, Jobs, Lists, People, PersonRow, Vocabulary
from matching.enums import Hard, Part

ENGINE_VERSION = "1.0"
# The most each part can give. A part the job says nothing about counts for nobody: the score is the share of what
# could be had, 0-100.
WEIGHTS: dict[str, float] = {
    Part.OCCUPATION: 40.0,
    Part.SKILLS: 15.0,
    Part.LANGUAGES: 15.0,
    Part.PLACE: 15.0,
    Part.TIME: 5.0,
    Part.ENTRY: 10.0,
}
SAME_GROUP, SAME_FIELD = 0.8, 0.2
START_GRACE_DAYS = 30
MONTHS_FOR_FULL = 12.0


@dataclass(frozen=True)
class Scored:
    """One number per row: `parts` in points, `most` what each part could give, `could` all of them together (one number
    where it is the same for every row), `hard` the requirements missed."""

    parts: dict[str, Floats]
    most: dict[str, Floats]
    could: Floats
    hard: Ints

    @cached_property
    def total(self) -> Floats:
        """0-100."""
        had = functools.reduce(np.add, self.parts.values())
        return _floats(had * np.where(self.could > 0, np.float32(100) / np.maximum(self.could, np.float32(1e-6)), 0))


def nearness_to(words: Vocabulary, target: int) -> Floats:
    """How near every occupation is to the target occupation of a job (0-1): the same 1, same SSYK group 0.8, related
    0.6 or 0.3 (JobTech's 75 and 25), same field 0.2."""
    return _nearness(words, target, words.related.get(target))


def nearness_from(words: Vocabulary, substitute: int) -> Floats:
    """How near a person of this occupation is to every target occupation."""
    return _nearness(words, substitute, words.relates.get(substitute))


def _nearness(words: Vocabulary, one: int, related: tuple[Ints, Floats] | None) -> Floats:
    near = np.zeros(len(words.group), np.float32)
    if one == 0:
        return near
    if words.field[one]:
        near[words.field == words.field[one]] = SAME_FIELD
    if related is not None:
        near[related[0]] = np.maximum(near[related[0]], related[1])
    if words.group[one]:
        near[words.group == words.group[one]] = SAME_GROUP
    near[one] = 1.0
    near[0] = 0.0
    return near


def _floats(values: object) -> Floats:
    made: Floats = np.asarray(values, np.float32)
    return made


def _sum(lists: Lists, values: Floats) -> Floats:
    return np.add.reduceat(values, lists.start).astype(np.float32) if len(lists.start) else np.zeros(0, np.float32)


def _nearest(lists: Lists, near: Floats) -> Floats:
    """For each row the best of its entries' nearness times value. Reads only those who hold something near."""
    found = np.zeros(len(lists.start), np.float32)
    for item in np.flatnonzero(near).tolist():
        rows, values = lists.holders(item)
        np.maximum.at(found, rows, values * near[item])
    return found


def _held(lists: Lists, weights: Iterable[tuple[int, float]]) -> Floats:
    """For each row the sum of the weights of what it holds."""
    found = np.zeros(len(lists.start), np.float32)
    for item, weight in weights:
        np.add.at(found, lists.holders(item)[0], np.float32(weight))
    return found


def people_for_job(job: JobRow, people: People, words: Vocabulary) -> Scored:
    """Every person against one job."""
    near = nearness_to(words, job.occupation)
    asked = {skill: weight * float(words.rarity[skill]) for skill, weight in job.skills if skill}
    levels = {
        language: _level_of(people.languages, language) for language, _level in job.languages + job.must_languages
    }
    met = sum((np.minimum(levels[one] / max(level, 1.0), 1.0) for one, level in job.languages), np.float32(0))
    entry = np.ones(1, np.float32) if job.is_easy else _done_near(people, near)
    shares = {
        Part.OCCUPATION: _nearest(people.occupations, near),
        Part.SKILLS: _held(people.skills, asked.items()) / np.float32(max(sum(asked.values()), 1e-6)),
        Part.LANGUAGES: met / np.float32(max(len(job.languages), 1)),
        Part.PLACE: _closeness(words.distance[job.place][people.places.index], people.places, people),
        Part.TIME: _time(people.hours_min, people.hours_max, people.shifts, job),
        Part.ENTRY: entry,
    }
    most = {part: np.float32(WEIGHTS[part] * said) for part, said in _says(job).items()}
    n = len(people)
    return Scored(
        {part: np.broadcast_to(_floats(share * most[part]), n) for part, share in shares.items()},
        {part: np.broadcast_to(each, n) for part, each in most.items()},
        _floats(sum(most.values())),
        _hard_for_job(job, people, levels),
    )


def _says(job: JobRow) -> dict[str, float]:
    """1 for each part the job says something about, else 0."""
    return {
        Part.OCCUPATION: float(job.occupation > 0),
        Part.SKILLS: float(bool(job.skills)),
        Part.LANGUAGES: float(bool(job.languages)),
        Part.PLACE: float(job.place > 0),
        Part.TIME: float(job.shifts > 0 or job.hours_min > 0 or job.hours_max < 168),
        Part.ENTRY: 1.0,
    }


def _level_of(languages: Lists, language: int) -> Floats:
    """Each row's best level in a language, 0 for those without. Holders stand weakest first, and the last one written
    stays."""
    found = np.zeros(len(languages.start), np.float32)
    rows, levels = languages.holders(language)
    found[rows] = levels
    return found


def _done_near(people: People, near: Floats) -> Floats:
    """Months done in the same occupation or group, full after a year."""
    months = np.zeros(len(people), np.float32)
    for item in np.flatnonzero(near >= SAME_GROUP).tolist():
        rows, done = people.done.holders(item)
        np.add.at(months, rows, done)
    return _floats(np.minimum(months / np.float32(MONTHS_FOR_FULL), np.float32(1)))


def _closeness(km: Floats, places: Lists, people: People) -> Floats:
    """1 within the distance the person travels, falling to 0 at twice as far; at least a half for one who would move."""
    if len(places.index) == len(places.start):  # one place each
        return _closeness_of(km, people.radius, people.would_move)
    nearest = np.minimum.reduceat(km, places.start)
    return _closeness_of(nearest, people.radius, people.would_move)


def _closeness_of(nearest: Floats, radius: Floats, would_move: Bools) -> Floats:
    reach = np.maximum(radius, 1.0)
    close = np.clip(2.0 - nearest / reach, 0.0, 1.0)
    return _floats(np.maximum(close, np.where(would_move, 0.5, 0.0)))


def _time(hours_min: Ints, hours_max: Ints, shifts: Ints, job: JobRow) -> Floats:
    fits = (hours_max >= job.hours_min) & (hours_min <= job.hours_max)
    overlap = (shifts & job.shifts) != 0 if job.shifts else np.ones(len(shifts), np.bool_)
    return _floats(fits * 0.5 + overlap * 0.5)


def _hard_for_job(job: JobRow, people: People, levels: dict[int, Floats]) -> Ints:
    missed: list[tuple[Bools, Hard]] = [
        ((people.licences & job.licences) != job.licences, Hard.LICENCE),
        ((people.hours_max < job.hours_min) | (people.hours_min > job.hours_max), Hard.HOURS),
        *((levels[language] < level, Hard.LANGUAGE) for language, level in job.must_languages),
    ]
    if job.own_car:
        missed.append((~people.has_car, Hard.CAR))
    if job.shifts:
        missed.append(((people.shifts & job.shifts) == 0, Hard.SHIFTS))
    if job.starts:
        missed.append((people.can_start > job.starts + START_GRACE_DAYS, Hard.START))
    hard = np.zeros(len(people), np.int32)
    for rows, what in missed:
        hard |= rows * np.int32(what)
    return hard


def jobs_for_person(person: PersonRow, jobs: Jobs, words: Vocabulary) -> Scored:
    """Every job against one person."""
    n = len(jobs)
    best = np.zeros(len(words.group), np.float32)
    for occupation, weight in person.occupations:
        best = np.maximum(best, nearness_from(words, occupation) * weight)
    mine = np.zeros(len(words.rarity), np.float32)
    mine[[skill for skill, _ in person.skills]] = 1.0
    mine[0] = 0.0
    asked = jobs.skills.values * words.rarity[jobs.skills.index]
    asked[jobs.skills.index == 0] = 0.0
    could = _sum(jobs.skills, asked)
    levels = np.zeros(max(words.languages.values(), default=0) + 1, np.float32)
    for language, level in person.languages:
        levels[language] = max(levels[language], level)
    is_language = jobs.languages.index != 0
    met = np.minimum(levels[jobs.languages.index] / np.maximum(jobs.languages.values, 1.0), 1.0) * is_language
    languages = _sum(jobs.languages, is_language.astype(np.float32))
    shares: dict[str, Floats] = {
        Part.OCCUPATION: best[jobs.occupation],
        Part.SKILLS: _floats(_sum(jobs.skills, asked * mine[jobs.skills.index]) / np.maximum(could, 1e-6)),
        Part.LANGUAGES: _floats(_sum(jobs.languages, met) / np.maximum(languages, 1.0)),
        Part.PLACE: _closeness_to(person, jobs, words),
        Part.TIME: _time_of(person, jobs),
        Part.ENTRY: _floats(np.where(jobs.is_easy, 1.0, _done_for(person, jobs, words))),
    }
    says: dict[str, Bools] = {
        Part.OCCUPATION: jobs.occupation > 0,
        Part.SKILLS: could > 0,
        Part.LANGUAGES: languages > 0,
        Part.PLACE: jobs.place > 0,
        Part.TIME: (jobs.shifts > 0) | (jobs.hours_min > 0) | (jobs.hours_max < 168),
        Part.ENTRY: np.ones(n, np.bool_),
    }
    most = {part: _floats(WEIGHTS[part] * says[part]) for part in shares}
    return Scored(
        {part: _floats(share * most[part]) for part, share in shares.items()},
        most,
        _floats(sum(most.values())),
        _hard_for_person(person, jobs, levels),
    )


def _closeness_to(person: PersonRow, jobs: Jobs, words: Vocabulary) -> Floats:
    places = [place for place, _ in person.places] or [person.home]
    nearest = words.distance[places].min(axis=0)[jobs.place]
    one = np.ones(len(jobs), np.float32)
    return _closeness_of(nearest, one * person.radius_km, one.astype(np.bool_) & person.would_move)


def _time_of(person: PersonRow, jobs: Jobs) -> Floats:
    fits = (person.hours_max >= jobs.hours_min) & (person.hours_min <= jobs.hours_max)
    overlap = (jobs.shifts == 0) | ((jobs.shifts & person.shifts) != 0)
    return _floats(fits * 0.5 + overlap * 0.5)


def _done_for(person: PersonRow, jobs: Jobs, words: Vocabulary) -> Floats:
    """For each job: months done in its occupation or group, full after a year."""
    months = np.zeros(len(words.group), np.float32)
    for occupation, done in person.done:
        if occupation:
            same = np.zeros(len(words.group), np.bool_)
            if words.group[occupation]:
                same = words.group == words.group[occupation]
            same[occupation] = True
            months += same * np.float32(done)
    return _floats(np.minimum(months[jobs.occupation] / MONTHS_FOR_FULL, 1.0) * (jobs.occupation > 0))


def _hard_for_person(person: PersonRow, jobs: Jobs, levels: Floats) -> Ints:
    hard = np.zeros(len(jobs), np.int32)
    hard[(jobs.licences & person.licences) != jobs.licences] |= Hard.LICENCE
    if not person.has_car:
        hard[jobs.own_car] |= Hard.CAR
    must = jobs.must_languages
    short = (must.index != 0) & (levels[must.index] < must.values)
    hard[np.logical_or.reduceat(short, must.start) if len(must.start) else short] |= Hard.LANGUAGE
    hard[(jobs.hours_min > person.hours_max) | (jobs.hours_max < person.hours_min)] |= Hard.HOURS
    hard[(jobs.shifts > 0) & ((jobs.shifts & person.shifts) == 0)] |= Hard.SHIFTS
    hard[(jobs.starts > 0) & (person.can_start > jobs.starts + START_GRACE_DAYS)] |= Hard.START
    return hard


def ranked(total: Floats, hard: Ints, among: Bools, ids: NDArray[np.int64], top: int, relax: int = 0) -> list[int]:
    """Positions of the best `top` rows: fewest missed requirements (not relaxed) first, then by score, then by id."""
    missed = np.bitwise_count(hard & ~relax)
    enough = np.cumsum(np.bincount(missed, weights=among)) >= top
    # Those who miss so many that `top` others go before them need not be looked at.
    rows = np.flatnonzero(among & (missed <= np.argmax(enough)) if enough.any() else among)
    key = np.float32(1000) * missed[rows] - total[rows]  # the least is the best
    if len(rows) > top:
        keep = key <= np.partition(key, top - 1)[top - 1]
        rows, key = rows[keep], key[keep]
    order = np.lexsort((ids[rows], key))[:top]
    return [int(row) for row in rows[order]]


__all__ = ["ANY_SHIFT", "ENGINE_VERSION", "WEIGHTS", "Scored", "jobs_for_person", "people_for_job", "ranked"]
