"""How many statements the team's pages take, whole pages with every app's part, among 2, 20 and 2 000 people."""

import random
import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation, Team, User
from config.demo import assessments, jobs, people
from core.scope import run_for_team
from employers.models import JobPosting
from participants import register
from participants.models import Enrolment, HandlerAssignment, Participant, Profile, ProfileOccupation
from tests.conftest import member

pytestmark = pytest.mark.slow

WITH_HISTORY = 20
# Sign-in, membership and scope take four of each; the limits are design's. The participant's
# page holds what is read first (12, tests/participants/test_person_page.py) and what an import laid aside; what lies below
# is fetched when it is scrolled to.
STATEMENTS = {"register": 8, "participant": 13, "job": 15, "ranked people": 10, "ranked jobs": 10, "my day": 11}


def statements(client, address: str) -> list[str]:
    """What the page asks, without what the test's own transaction adds. Asked twice: a first visit stamps the session."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    found = [q["sql"] for q in captured.captured_queries]
    return [sql for sql in found if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", sql[-60:])]


def filled(many: int) -> tuple[Team, User, Enrolment, JobPosting]:
    """A team with so many people with history, and as many open jobs; one of each, and the handler of all."""
    draw, known = random.Random(7), people.reference()  # noqa: S311 - invented people
    organisation = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
    team = Team.objects.create(slug="alvstranden", name="Team Älvstranden", owner=organisation)
    user = member(team, organisation, "Alice Ek")
    Membership.objects.update(previous_visit_at=timezone.now() - timedelta(days=1))
    with run_for_team(team.pk):
        ids = people.Maker(draw, known, team, [user], [organisation]).make(min(many, WITH_HISTORY), numbered=False)
        assessments.make(draw, team, ids)
        crowd(team, organisation, user, many - len(ids), known)
        register.rebuild(team.pk)
        jobs.make(draw, known, team, organisation, employers=20, jobs=min(many, 200), staff=[user])
        enrolment = Enrolment.objects.filter(state="active").select_related("participant").order_by("pk")[0]
        return team, user, enrolment, JobPosting.objects.open().order_by("pk")[0]


def crowd(team: Team, organisation: Organisation, user: User, many: int, known: people.Reference) -> None:
    """More people, cheaply: an enrolment, a handler and a wish each."""
    persons = Participant.objects.bulk_create(
        Participant(team=team, first_name=f"Namn{n}", last_name="Ek", sort_name=f"ek namn{n}") for n in range(many)
    )
    bound = [{"team": team, "participant": person} for person in persons]
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(**b, responsible_organisation=organisation, started_on="2026-01-07") for b in bound
    )
    HandlerAssignment.objects.bulk_create(
        HandlerAssignment(**b, enrolment=enrolment, user=user, kind="primary", started_on="2026-01-07")
        for b, enrolment in zip(bound, enrolments, strict=True)
    )
    profiles = Profile.objects.bulk_create(Profile(**b) for b in bound)
    ProfileOccupation.objects.bulk_create(
        ProfileOccupation(**b, profile=profile, occupation=known.occupations[n % len(known.occupations)], is_wish=True)
        for n, (b, profile) in enumerate(zip(bound, profiles, strict=True))
    )


@pytest.mark.parametrize("many", [2, 20, 2000])
def test_pages_take_the_same_statements_however_many(own_database, django_db_blocker, as_user, many):
    with django_db_blocker.unblock():
        team, user, enrolment, job = filled(many)
        client = as_user(user)
        told = {
            name: settled(client, address, STATEMENTS[name]) for name, address in pages(team, enrolment, job).items()
        }
    # At most: among two people a part of a page may have nothing to ask for.
    assert {name: max(found, STATEMENTS[name]) for name, found in told.items()} == STATEMENTS


def settled(client: Client, address: str, expected: int) -> int:
    """Statements of a page when its readers have followed the feed to the end. A transaction that is open anywhere in
    the cluster, as another worker's test, holds the feed's position back, and what came after it is read again."""
    for _attempt in range(120):
        if (found := len(statements(client, address))) <= expected:
            return found
        time.sleep(0.5)
    return found


def pages(team: Team, enrolment: Enrolment, job: JobPosting) -> dict[str, str]:
    person = [team.slug, enrolment.participant.public_id]
    return {
        "register": reverse("participants:register", args=[team.slug]),
        "participant": reverse("participants:detail", args=person),
        "job": reverse("employers:job_detail", args=[team.slug, job.public_id]),
        "ranked people": reverse("matching:people_list", args=[team.slug, job.public_id]),
        "ranked jobs": reverse("matching:job_list", args=person),
        "my day": reverse("followup:my_day", args=[team.slug]),
    }
