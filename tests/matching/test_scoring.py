"""The rule by itself: both directions are the same rule, parts make the score, hard requirements stand apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.columns import JobRow, Jobs, People, PersonRow, Vocabulary
from matching.enums import Hard, Part
from matching.scoring import WEIGHTS, jobs_for_person, people_for_job, ranked

KITCHEN, CARE = 1, 2
# 1 cook and 2 kitchen help share a group; 3 waiter is related to cook; 4 nurse's aide stands alone.
COOK, HELP, WAITER, AIDE = 1, 2, 3, 4
OCCUPATIONS, SKILLS, LANGUAGES, PLACES = 5, 4, 3, 4
WORDS = Vocabulary(
    occupations={n: n for n in range(1, OCCUPATIONS)},
    skills={n: n for n in range(1, SKILLS)},
    languages={n: n for n in range(1, LANGUAGES)},
    municipalities={n: n for n in range(1, PLACES)},
    licences={1: 1, 2: 2},
    licence_concepts={},
    group=np.array([0, 10, 10, 11, 12], np.int32),
    field=np.array([0, KITCHEN, KITCHEN, KITCHEN, CARE], np.int32),
    easy=np.zeros(OCCUPATIONS, np.bool_),
    related={COOK: (np.array([WAITER], np.int32), np.array([0.6], np.float32))},
    relates={WAITER: (np.array([COOK], np.int32), np.array([0.6], np.float32))},
    rarity=np.array([1, 1, 2, 4], np.float32),
    distance=np.array(
        [[5000, 5000, 5000, 5000], [5000, 0, 30, 60], [5000, 30, 0, 200], [5000, 60, 200, 0]], np.float32
    ),
)


def parts(person: PersonRow, job: JobRow) -> dict[str, float]:
    scored = people_for_job(job, People.of([person]), WORDS)
    return {part: float(values[0]) for part, values in scored.parts.items()}


def hard(person: PersonRow, job: JobRow) -> Hard:
    return Hard(int(people_for_job(job, People.of([person]), WORDS).hard[0]))


@pytest.mark.parametrize(("occupation", "share"), [(COOK, 1.0), (HELP, 0.8), (WAITER, 0.6), (AIDE, 0.0), (0, 0.0)])
def test_occupation_counts_by_how_near_it_is(occupation, share):
    person = PersonRow(1, 1, occupations=((occupation, 1.0),) if occupation else ())
    assert parts(person, JobRow(1, occupation=COOK))[Part.OCCUPATION] == pytest.approx(share * WEIGHTS[Part.OCCUPATION])


def test_rare_skill_weighs_more():
    job = JobRow(1, skills=((1, 1.0), (3, 1.0)))
    common, rare = PersonRow(1, 1, skills=((1, 1.0),)), PersonRow(2, 1, skills=((3, 1.0),))
    assert parts(rare, job)[Part.SKILLS] == pytest.approx(4 * parts(common, job)[Part.SKILLS])


@pytest.mark.parametrize(("home", "radius", "move", "share"), [(1, 40, False, 1), (2, 30, False, 1), (2, 20, False, 0.5), (3, 30, False, 0), (3, 30, True, 0.5), (0, 40, False, 0)])  # fmt: skip
def test_place_falls_off_with_distance(home, radius, move, share):
    person = PersonRow(1, 1, home=home, radius_km=radius, would_move=move, places=((home, 0.0),))
    assert parts(person, JobRow(1, place=1))[Part.PLACE] == pytest.approx(share * WEIGHTS[Part.PLACE])


@pytest.mark.parametrize(
    ("person", "job", "missed"),
    [
        (PersonRow(1, 1), JobRow(1, licences=2), Hard.LICENCE),
        (PersonRow(1, 1, licences=3), JobRow(1, licences=2), Hard(0)),
        (PersonRow(1, 1), JobRow(1, own_car=True), Hard.CAR),
        (PersonRow(1, 1, languages=((1, 2.0),)), JobRow(1, must_languages=((1, 3.0),)), Hard.LANGUAGE),
        (PersonRow(1, 1, hours_max=20), JobRow(1, hours_min=30), Hard.HOURS),
        (PersonRow(1, 1, hours_min=30), JobRow(1, hours_max=20), Hard.HOURS),
        (PersonRow(1, 1, shifts=1), JobRow(1, shifts=4), Hard.SHIFTS),
        (PersonRow(1, 1, can_start=200), JobRow(1, starts=100), Hard.START),
        (PersonRow(1, 1, can_start=120), JobRow(1, starts=100), Hard(0)),
    ],
)
def test_hard_requirement_is_told_not_scored(person, job, missed):
    assert hard(person, job) == missed


def test_part_the_job_is_silent_about_counts_for_nobody():
    person = PersonRow(1, 1, occupations=((COOK, 1.0),))
    scored = people_for_job(JobRow(1, occupation=COOK, is_easy=True), People.of([person]), WORDS)
    assert float(scored.total[0]) == pytest.approx(100.0)
    assert float(scored.most[Part.SKILLS][0]) == 0


def lists(top: int, values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[tuple[int, float], ...]]:
    return st.dictionaries(st.integers(1, top), values, max_size=3).map(lambda d: tuple(d.items()))


LEVELS = st.sampled_from([1.0, 2.0, 3.0, 4.0])
PEOPLE = st.builds(
    PersonRow,
    id=st.integers(1, 99),
    team=st.just(1),
    home=st.just(0),
    radius_km=st.integers(0, 100),
    would_move=st.booleans(),
    hours_min=st.integers(0, 20),
    hours_max=st.integers(20, 40),
    shifts=st.integers(1, 15),
    licences=st.integers(0, 3),
    has_car=st.booleans(),
    can_start=st.integers(0, 200),
    occupations=lists(OCCUPATIONS - 1, st.sampled_from([0.8, 1.0])),
    done=lists(OCCUPATIONS - 1, st.floats(1, 30)),
    skills=lists(SKILLS - 1, st.just(1.0)),
    languages=lists(LANGUAGES - 1, LEVELS),
    places=lists(PLACES - 1, st.just(0.0)),
)
JOBS = st.builds(
    JobRow,
    id=st.integers(1, 99),
    occupation=st.integers(0, OCCUPATIONS - 1),
    place=st.integers(0, PLACES - 1),
    hours_min=st.integers(0, 40),
    hours_max=st.just(168),
    shifts=st.integers(0, 15),
    licences=st.integers(0, 3),
    own_car=st.booleans(),
    starts=st.integers(0, 200),
    is_easy=st.booleans(),
    skills=lists(SKILLS - 1, st.sampled_from([0.5, 1.0])),
    languages=lists(LANGUAGES - 1, LEVELS),
    must_languages=lists(LANGUAGES - 1, LEVELS),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=4), st.lists(JOBS, min_size=1, max_size=4))
def test_both_directions_are_the_same_rule(people, jobs):
    by_job = [people_for_job(job, People.of(people), WORDS) for job in jobs]
    by_person = [jobs_for_person(person, Jobs.of(jobs), WORDS) for person in people]
    for j in range(len(jobs)):
        for p in range(len(people)):
            for part in Part:
                assert by_job[j].parts[part][p] == pytest.approx(by_person[p].parts[part][j], abs=1e-3)
                assert by_job[j].most[part][p] == pytest.approx(by_person[p].most[part][j], abs=1e-3)
                assert -1e-3 <= by_job[j].parts[part][p] <= WEIGHTS[part] + 1e-3
            assert by_job[j].hard[p] == by_person[p].hard[j]
            assert 0 <= by_job[j].total[p] <= 100.01


def test_ranked_puts_those_who_meet_all_first_and_breaks_ties_by_id():
    total = np.array([90, 50, 70, 70], np.float32)
    missed = np.array([Hard.LICENCE, 0, 0, 0], np.int32)
    ids = np.array([1, 2, 4, 3], np.int64)
    everybody = np.ones(4, np.bool_)
    assert ranked(total, missed, everybody, ids, 4) == [3, 2, 1, 0]
    assert ranked(total, missed, everybody, ids, 2) == [3, 2]
    assert ranked(total, missed, everybody, ids, 1, relax=Hard.LICENCE) == [0]
    assert ranked(total, missed, ~everybody, ids, 4) == []
