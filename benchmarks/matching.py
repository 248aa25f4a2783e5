"""Matching: the team's top 20 for a job over N people in memory.

bin/bench matching [--people 10000] [--jobs 100]. Columns are drawn from the product's own taxonomy; nothing is written.
Prints one JSON line: median and p95 in ms per job, the floor (reading every column once), whole batch of the jobs.
"""

import argparse
import json
import os
import random
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
TOP = 20


def main() -> None:
    given = arguments()
    from config.embedded.attach import data_dir
    from config.embedded.postgres import ensure_running, stop

    if "DATABASE_URL" not in os.environ:
        ensure_running(data_dir(), fast=True)
    import django

    django.setup()
    from django.db import connection

    from tests.support import database

    database.point_at(database.ensure_template())
    try:
        from matching import loading

        words = loading.vocabulary()
    finally:
        connection.close()
        if "DATABASE_URL" not in os.environ:
            stop(data_dir())
    draw = random.Random(given.seed)
    people = make_people(draw, words, given.people)
    jobs = [make_job(draw, words, n) for n in range(given.jobs)]
    print(json.dumps(measure(words, people, jobs) | {"people": given.people, "jobs": given.jobs}))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def make_people(draw, words, count):
    from matching.columns import People, PersonRow

    occupations, skills = list(words.occupations.values()), list(words.skills.values())
    languages, places = list(words.languages.values())[:30], list(words.municipalities.values())
    rows = []
    for n in range(count):
        home = draw.choice(places)
        rows.append(
            PersonRow(
                id=n + 1,
                team=1,
                home=home,
                radius_km=draw.choice((15, 30, 50)),
                hours_min=draw.choice((0, 20)),
                hours_max=draw.choice((30, 40)),
                shifts=draw.randint(1, 15),
                licences=draw.randint(0, 7),
                has_car=draw.random() < 0.3,
                occupations=tuple((o, 1.0) for o in draw.sample(occupations, 3)),
                done=((draw.choice(occupations), 12.0),),
                skills=tuple((s, 1.0) for s in draw.sample(skills, 6)),
                languages=tuple((lang, float(draw.randint(1, 6))) for lang in draw.sample(languages, 3)),
                places=((home, 0.0),),
            )
        )
    return People.of(rows)


def make_job(draw, words, n):
    from matching.columns import JobRow

    return JobRow(
        id=n + 1,
        occupation=draw.choice(list(words.occupations.values())),
        place=draw.choice(list(words.municipalities.values())),
        hours_min=20,
        hours_max=40,
        shifts=draw.choice((0, 1, 3)),
        licences=draw.choice((0, 0, 1)),
        skills=tuple((s, 1.0) for s in draw.sample(list(words.skills.values()), 3)),
        languages=((draw.choice(list(words.languages.values())[:30]), 3.0),),
    )


def measure(words, people, jobs):
    import numpy as np

    from matching import scoring

    times, floors = [], []
    everybody = people.alive
    for job in jobs:
        began = time.perf_counter()
        scored = scoring.people_for_job(job, people, words)
        found = scoring.ranked(scored.total, scored.hard, everybody, people.ids, TOP)
        times.append(1000 * (time.perf_counter() - began))
        assert len(found) == min(TOP, len(people))
        began = time.perf_counter()
        touched = sum(int(column.view(np.uint8).max()) for column in columns(people))
        floors.append(1000 * (time.perf_counter() - began))
        assert touched >= 0
    times.sort()
    return {
        "bench": "matching",
        "top": TOP,
        "ms_median": round(statistics.median(times), 2),
        "ms_p95": round(times[int(0.95 * (len(times) - 1))], 2),
        "baseline_ms_reading_every_column": round(statistics.median(floors), 3),
        "ratio_to_baseline": round(statistics.median(times) / max(statistics.median(floors), 1e-6), 1),
        "batch_s": round(sum(times) / 1000, 2),
    }


def columns(people):
    yield from (people.hours_min, people.hours_max, people.shifts, people.licences, people.can_start, people.radius)
    for lists in (people.occupations, people.done, people.skills, people.languages, people.places):
        yield lists.index
        yield lists.values


if __name__ == "__main__":
    main()
