"""From tables to columns. The only part of the product that reads people across teams (see migration 0001)."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from employers.models import JobExperience, JobLanguage, JobLicence, JobPosting, JobSkill
from matching.columns import ALL_HOURS, ANY_SHIFT, SHIFT_BITS, JobRow, Labels, PersonRow, Vocabulary
from taxonomy.models import (
    Language,
    Municipality,
    Occupation,
    OccupationRelation,
    Skill,
    SmallListItem,
)

JSON_COLUMNS = ("shifts", "licences", "occupations", "experience", "languages")
WISHED, DONE = 1.0, 0.8
RELATION = {75: 0.6, 25: 0.3}
FAR_KM = 5000.0
FULL_TIME_HOURS = 40
MUST, ADVANTAGE = 1.0, 0.5
DEFAULT_LEVEL = 3.0  # an ad that asks for a language without saying how well: enough for everyday work (B1)


class UnknownWord(KeyError):
    """A row of the taxonomy that came after the vocabulary was read: read the vocabulary anew."""


class _Known(dict[int, int]):
    """Primary key → dense index of what the vocabulary has read."""

    def __missing__(self, pk: int) -> int:
        raise UnknownWord(pk)


def _dense(ids: Iterable[int]) -> _Known:
    return _Known({pk: n for n, pk in enumerate(sorted(ids), start=1)})


def vocabulary() -> Vocabulary:
    """Reads the taxonomy: about 20 000 rows, six queries."""
    found = {
        row[0]: row[1:]
        for row in Occupation.objects.values_list("pk", "ssyk4_id", "field_id", "no_education_required", "label")
    }
    occupations = _dense(found)
    size = len(occupations) + 1
    group, field, easy = np.zeros(size, np.int32), np.zeros(size, np.int32), np.zeros(size, np.bool_)
    for pk, (ssyk4, occupation_field, no_education, _label) in found.items():
        n = occupations[pk]
        group[n], field[n], easy[n] = ssyk4 or 0, occupation_field or 0, no_education
    skills = list(Skill.objects.values_list("pk", "n_groups", "label"))
    skill_index = _dense(pk for pk, _groups, _label in skills)
    rarity = np.ones(len(skills) + 1, np.float32)
    for pk, groups, _label in skills:
        rarity[skill_index[pk]] = math.log(401 / (1 + max(groups, 1)))  # 400 groups: idf
    related, relates = _relations(occupations)
    municipalities, distance = _distances()
    languages = Language.objects.only("pk", "label", "label_en").in_bulk()
    language_index = _dense(languages)
    licences = (
        SmallListItem.objects.filter(list="driving-licence").order_by("pk").values_list("pk", "concept_id", "label")
    )
    licence_bits = {pk: (1 << n, concept_id, label) for n, (pk, concept_id, label) in enumerate(licences)}
    return Vocabulary(
        occupations=occupations,
        skills=skill_index,
        languages=language_index,
        municipalities=municipalities,
        licences={pk: bit for pk, (bit, _concept, _label) in licence_bits.items()},
        licence_concepts={concept: bit for bit, concept, _label in licence_bits.values()},
        group=group,
        field=field,
        easy=easy,
        related=related,
        relates=relates,
        rarity=rarity,
        distance=distance,
        labels=Labels(
            occupations={occupations[pk]: label for pk, (*_rest, label) in found.items()},
            skills={skill_index[pk]: label for pk, _groups, label in skills},
            languages={language_index[pk]: language for pk, language in languages.items()},
            licences={bit: label for bit, _concept, label in licence_bits.values()},
        ),
    )


def _relations(occupations: Mapping[int, int]) -> tuple[dict[int, Any], dict[int, Any]]:
    to: dict[int, list[tuple[int, float]]] = {}
    fro: dict[int, list[tuple[int, float]]] = {}
    for substitute, target, level in OccupationRelation.objects.values_list("substitute_id", "target_id", "level"):
        one, other, near = occupations[substitute], occupations[target], RELATION[level]
        to.setdefault(other, []).append((one, near))
        fro.setdefault(one, []).append((other, near))

    def arrays(pairs: list[tuple[int, float]]) -> Any:
        return np.array([p[0] for p in pairs], np.int32), np.array([p[1] for p in pairs], np.float32)

    return {k: arrays(v) for k, v in to.items()}, {k: arrays(v) for k, v in fro.items()}


def _distances() -> tuple[_Known, Any]:
    """Great circle distances between municipalities, km (haversine, earth radius 6371 km)."""
    rows = list(Municipality.objects.order_by("pk").values_list("pk", "latitude", "longitude"))
    lat = np.radians(np.array([row[1] for row in rows]))
    lon = np.radians(np.array([row[2] for row in rows]))
    a = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    distance = np.full((len(rows) + 1, len(rows) + 1), FAR_KM, np.float32)
    distance[1:, 1:] = 2 * 6371 * np.arcsin(np.sqrt(a))
    return _Known({row[0]: n for n, row in enumerate(rows, start=1)}), distance


def _place(municipality_id: int | None, words: Vocabulary) -> int:
    return words.municipalities[municipality_id] if municipality_id else 0


def _shifts(codes: Sequence[str] | None, nothing: int) -> int:
    return sum(SHIFT_BITS.get(code, 0) for code in set(codes or [])) or nothing


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


def team(words: Vocabulary, team_id: int) -> list[PersonRow]:
    """Those of a team who are looking. Call in scope `system`. Raises UnknownWord."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT matching_team(%s)", [team_id])
        ids = [row[0] for row in cursor.fetchall()]
    return people(words, ids) if ids else []


def people(words: Vocabulary, ids: Sequence[int]) -> list[PersonRow]:
    """Those of `ids` who are looking, whatever their team. Call in scope `system`. Raises UnknownWord."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM matching_people(%s)", [list(ids)])
        columns = [column.name for column in cursor.description]
        return [_person(_read(dict(zip(columns, row, strict=True))), words) for row in cursor.fetchall()]


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """Django's cursors give jsonb as text."""
    return row | {name: json.loads(row[name] or "[]") for name in JSON_COLUMNS}


def _person(row: dict[str, Any], words: Vocabulary) -> PersonRow:
    home = _place(row["municipality_id"], words)
    wishes, done = [], []
    for pk, is_wish, months in row["occupations"] or []:
        wishes.append((words.occupations[pk], WISHED if is_wish else DONE))
        if months:
            done.append((words.occupations[pk], float(months)))
    for pk, months in row["experience"] or []:
        wishes.append((words.occupations[pk], DONE))
        done.append((words.occupations[pk], float(months)))
    if row["goal_occupation_id"]:
        wishes.append((words.occupations[row["goal_occupation_id"]], WISHED))
    places = {home, *(_place(pk, words) for pk in row["places"] or [])}
    return PersonRow(
        id=row["id"],
        team=row["team_id"],
        home=home,
        radius_km=row["radius_km"],
        would_move=row["would_move"],
        hours_min=row["hours_min"] or 0,
        hours_max=row["hours_max"] or ALL_HOURS,
        shifts=_shifts(row["shifts"], ANY_SHIFT),
        licences=_licences(row["licences"] or [], words),
        has_car=row["has_car"],
        can_start=_day(row["can_start_on"]),
        occupations=tuple(wishes),
        done=tuple(done),
        skills=tuple((words.skills[pk], 1.0) for pk in row["skills"] or []),
        languages=tuple((words.languages[pk], float(level)) for pk, level in row["languages"] or []),
        places=tuple((place, 0.0) for place in sorted(places)),
    )


def _licences(concept_ids: Sequence[str], words: Vocabulary) -> int:
    """A person's licences as bits. The profile keeps concept ids; one that is no licence counts for nothing."""
    return sum({words.licence_concepts.get(concept, 0) for concept in concept_ids})


def jobs(words: Vocabulary, ids: Sequence[int] | None = None, *, only_open: bool = True) -> list[JobRow]:
    """Open jobs, own and imported, or those of `ids` that still are open (or, asked for by id, in any state).
    Raises UnknownWord."""
    open_jobs = JobPosting.objects.open() if only_open else JobPosting.objects.all()
    if ids is not None:
        open_jobs = open_jobs.filter(pk__in=list(ids))
    skills = _by_job(JobSkill, "skill_id", "must", ids=ids)
    languages = _by_job(JobLanguage, "language_id", "level", "must", ids=ids)
    licences = _by_job(JobLicence, "licence_id", ids=ids, must=True)
    experience = _by_job(JobExperience, "occupation_id", ids=ids, must=True)
    rows = open_jobs.values_list(
        "pk", "occupation_id", "municipality_id", "hours_min", "hours_max", "worktime_min", "worktime_max", "shifts",
        "own_car", "starts_on", "experience", "no_education",
    )  # fmt: skip
    found = []
    for row in rows:
        pk, occupation, place, hours_min, hours_max, share_min, share_max, shifts, car, starts, wanted, easy = row
        n = words.occupations[occupation] if occupation else 0
        found.append(
            JobRow(
                id=pk,
                occupation=n,
                place=_place(place, words),
                hours_min=hours_min or _hours(share_min) or 0,
                hours_max=hours_max or _hours(share_max) or ALL_HOURS,
                shifts=_shifts(shifts, 0),
                licences=sum({words.licences.get(item[0], 0) for item in licences.get(pk, [])}),
                own_car=car,
                starts=_day(starts),
                is_easy=bool(easy)
                or wanted == "none"
                or (bool(words.easy[n]) and pk not in experience and wanted != "required"),
                skills=tuple((words.skills[s], MUST if must else ADVANTAGE) for s, must in skills.get(pk, [])),
                languages=tuple((words.languages[lang], _level(level)) for lang, level, _ in languages.get(pk, [])),
                must_languages=tuple(
                    (words.languages[lang], float(level))
                    for lang, level, must in languages.get(pk, [])
                    if must and level
                ),
            )
        )
    return found


def _hours(share: int | None) -> int | None:
    return None if share is None else round(share * FULL_TIME_HOURS / 100)


def _level(level: str) -> float:
    return float(level) if level else DEFAULT_LEVEL


def _by_job(model: Any, *columns: str, ids: Sequence[int] | None, must: bool | None = None) -> dict[int, list[Any]]:
    rows = (
        model.objects.filter(job_id__in=list(ids))
        if ids is not None
        else model.objects.filter(job__status=JobPosting.Status.OPEN)
    )
    if must is not None:
        rows = rows.filter(must=must)
    found: dict[int, list[Any]] = {}
    for job_id, *values in rows.values_list("job_id", *columns):
        found.setdefault(job_id, []).append(values)
    return found


def participants_of(enrolment_ids: Sequence[int]) -> list[int]:
    """The participants of changed enrolments. Call in scope `system`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT matching_participants_of(%s)", [list(enrolment_ids)])
        return [row[0] for row in cursor.fetchall()]
