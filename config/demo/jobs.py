"""Invented employers and open jobs, made from the taxonomy and how often occupations are advertised."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Organisation, Team
from config.demo import words
from config.demo.people import Reference
from core import feed
from core.folding import sort_key
from employers.enums import CreatedThrough, JobStatus, Source
from employers.models import Employer, JobLanguage, JobPosting, JobSkill
from employers.models.visibility import searchable

DAY = (
    "Du blir en del av ett litet lag där alla hjälps åt. Vi visar hur allt går till och du får en egen person att fråga."
    " Vi bryr oss mer om att du vill lära dig än om var du arbetat förut."
)


def make(
    draw: random.Random, known: Reference, team: Team, organisation: Organisation, *, employers: int, jobs: int
) -> None:
    """`jobs` open jobs at `employers` employers of the organisation."""
    places = []
    for n in range(employers):
        name = words.EMPLOYERS[n % len(words.EMPLOYERS)] + (
            f" {n // len(words.EMPLOYERS) + 1}" if n >= len(words.EMPLOYERS) else ""
        )
        places.append(
            Employer(
                organisation=organisation,
                name=name,
                name_order=sort_key(name),
                search_text=searchable(name, ""),
                municipality=draw.choice(known.places),
                collective_agreement=draw.random() < 0.8,
                openness=draw.sample(["shown", "shorter_days", "learn_swedish", "visit", "no_cv"], k=2),
            )
        )
    Employer.objects.bulk_create(places)
    now = timezone.now()
    rows = [_job(draw, known, team, draw.choice(places), now) for _n in range(jobs)]
    JobPosting.objects.bulk_create(rows)
    swedish = known.languages[words.SWEDISH]
    JobLanguage.objects.bulk_create(
        JobLanguage(job=row, language=swedish, level=draw.choice(("2", "3", "3", "4")), must=draw.random() < 0.5)
        for row in rows
    )
    JobSkill.objects.bulk_create(
        JobSkill(job=row, skill_id=skill, must=draw.random() < 0.4)
        for row in rows
        for skill in _some(draw, known.skills.get(row.ssyk4_id or 0, []))
    )
    feed.record(team_id=None, subject_type="job", subject_ids=[row.pk for row in rows], kind="opened")


def _some(draw: random.Random, skills: list[int]) -> list[int]:
    return draw.sample(skills, k=min(len(skills), draw.randint(0, 3)))


def _job(draw: random.Random, known: Reference, team: Team, employer: Employer, now: datetime) -> JobPosting:
    occupation = draw.choices(known.occupations, known.weights)[0]
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
        title=occupation.label[:200],
        description=DAY,
        occupation=occupation,
        ssyk4_id=occupation.ssyk4_id,
        municipality=place,
        place_text=place.label if place else "",
        hours_min=30 if full else 15,
        hours_max=40 if full else 25,
        shifts=["day"] if draw.random() < 0.6 else ["day", "evening"],
        kinds=draw.choice((["employment"], ["trial", "employment"], ["internship", "employment"])),
        experience=draw.choice(("none", "none", "some", "required")),
        no_education=True,
        contact_name="Kim Ström",
        contact_phone="+46701740610",
        contact_email="arbetsgivare@example.org",
        answering_team=team,
        confirmed_at=published,
        published_at=published,
        dated_at=published,
        expires_at=now + timedelta(days=draw.randint(7, 60)),
        search_text=searchable(occupation.label, employer.name),
    )
