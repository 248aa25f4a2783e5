"""Invented employers and open jobs: each work place has a trade, and looks for the people such a place looks for."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, Team, User
from config.demo import contacts, names, trades, words
from config.demo.people import Reference
from core import feed
from core.folding import sort_key
from core.scope import Kind, Scope, enter
from employers.enums import CreatedThrough, JobStatus, Source
from employers.models import Contact, Employer, JobLanguage, JobPosting, JobSkill
from employers.models.visibility import searchable
from taxonomy.models import Municipality, Occupation

BATCH = 1000  # jobs in one transaction: many thousand take longer to make than a transaction may stand idle


def make(
    draw: random.Random,
    known: Reference,
    team: Team,
    organisation: Organisation,
    *,
    employers: int,
    jobs: int,
    staff: Sequence[User],
) -> None:
    """`jobs` open jobs at `employers` employers of the organisation, none to six at each when there are that few; each job
    has one of `staff` to answer for it, and what was said with each employer stands in the contact log."""
    trade = _occupations()
    owners = [n for n, count in enumerate(spread(draw, employers, jobs)) for _job in range(count)]
    with transaction.atomic(), enter(Scope(Kind.RUN, team_id=team.pk)):
        places = [_employer(draw, known.places, organisation, staff, n) for n in range(employers)]
        Employer.objects.bulk_create(places)
        people = contacts.make(draw, team, places, staff, timezone.localdate())
    for start in range(0, jobs, BATCH):
        with transaction.atomic(), enter(Scope(Kind.RUN, team_id=team.pk)):
            _write(draw, known, team, [(places[n], people[places[n].pk]) for n in owners[start : start + BATCH]], trade)


def spread(draw: random.Random, employers: int, jobs: int) -> list[int]:
    """How many of the jobs each employer has: some none, many a few, a few many. Six at most, or three times the mean."""
    most = max(6, -(-3 * jobs // employers))
    counts = draw.choices(range(7), weights=(5, 6, 7, 4, 3, 2, 1), k=employers)
    while (left := jobs - sum(counts)) != 0:
        n = draw.randrange(employers)
        counts[n] = min(most, counts[n] + 1) if left > 0 else max(0, counts[n] - 1)
    return counts


def _occupations() -> dict[str, Occupation]:
    """The trades' occupations by name. Raises KeyError when the taxonomy has lost one."""
    wanted = {label for labels in trades.OCCUPATIONS.values() for label in labels}
    found = {row.label: row for row in Occupation.objects.current().filter(label__in=wanted)}
    return {label: found[label] for label in sorted(wanted)}


def _employer(
    draw: random.Random, near: Sequence[Municipality], organisation: Organisation, staff: Sequence[User], n: int
) -> Employer:
    name = words.EMPLOYERS[n % len(words.EMPLOYERS)]
    name += f" {n // len(words.EMPLOYERS) + 1}" if n >= len(words.EMPLOYERS) else ""
    return Employer(
        organisation=organisation,
        name=name,
        name_order=sort_key(name),
        search_text=searchable(name, ""),
        municipality=next((place for place in near if place.label in name), None) or draw.choice(near),
        collective_agreement=draw.random() < 0.8,
        openness=draw.sample(["shown", "shorter_days", "learn_swedish", "visit", "no_cv"], k=2),
        owner=draw.choice(staff),
    )


def _write(
    draw: random.Random,
    known: Reference,
    team: Team,
    places: Sequence[tuple[Employer, list[Contact]]],
    trade: dict[str, Occupation],
) -> None:
    """A job at each of `places`, that one of its contacts answers for."""
    now = timezone.now()
    rows = [_job(draw, team, place, draw.choice(people), trade, now) for place, people in places]
    JobPosting.objects.bulk_create(rows)
    swedish = known.languages[names.SWEDISH]
    JobLanguage.objects.bulk_create(
        JobLanguage(job=row, language=swedish, level=draw.choice(("2", "3", "3", "4")), must=draw.random() < 0.5)
        for row in rows
    )
    JobSkill.objects.bulk_create(
        JobSkill(job=row, skill_id=skill, must=draw.random() < 0.4)
        for row in rows
        for skill in _some(draw, known.skills.get(row.occupation_id or 0, []))
    )
    feed.record(team_id=None, subject_type="job", subject_ids=[row.pk for row in rows], kind="opened")


def _some(draw: random.Random, skills: list[int]) -> list[int]:
    return draw.sample(skills, k=min(len(skills), draw.randint(0, 3)))


def _job(
    draw: random.Random, team: Team, employer: Employer, contact: Contact, trade: dict[str, Occupation], now: datetime
) -> JobPosting:
    labels = next(found for name, found in trades.OCCUPATIONS.items() if employer.name.startswith(name))
    occupation = trade[draw.choice(labels)]
    place = employer.municipality
    published = now - timedelta(days=draw.randint(0, 40))
    full = draw.random() < 0.6
    return JobPosting(
        source=Source.OWN,
        organisation=employer.organisation,
        employer=employer,
        employer_name=employer.name,
        status=JobStatus.OPEN,
        created_through=draw.choice((CreatedThrough.PUBLIC_FORM, CreatedThrough.STAFF_CALL)),
        title=occupation.label.split("/")[0].split(",")[0][:200],
        description=draw.choice(trades.DAYS),
        occupation=occupation,
        ssyk4_id=occupation.ssyk4_id,
        municipality=place,
        place_text=place.label if place else "",
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        hours_min=30 if full else 15,
        hours_max=40 if full else 25,
        shifts=["day"] if draw.random() < 0.6 else ["day", "evening"],
        kinds=draw.choice((["employment"], ["trial", "employment"], ["internship", "employment"])),
        experience=draw.choice(("none", "none", "some", "required")),
        no_education=True,
        contact_name=contact.name,
        contact_phone=contact.phone,
        contact_email=contact.email,
        answering_team=team,
        owner=employer.owner,
        confirmed_at=published,
        published_at=published,
        dated_at=published,
        expires_at=now + timedelta(days=draw.randint(7, 60)),
        search_text=searchable(occupation.label, employer.name),
    )
