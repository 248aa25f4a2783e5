"""A job for a cook in Uppsala, and an engine that has read nothing before the test."""

import pytest

from core import feed
from matching import engine as engines
from taxonomy.models import Language, Municipality, Occupation, Skill
from tests.employers.factories import EmployerFactory, JobFactory


@pytest.fixture(autouse=True)
def fresh_engine():
    engines.forget()
    yield
    engines.forget()


@pytest.fixture
def cook():
    return Occupation.objects.get(label="Kock storhushåll")


@pytest.fixture
def uppsala():
    return Municipality.objects.get(label="Uppsala")


@pytest.fixture
def job(entered, team, municipality, cook, uppsala):
    made = JobFactory(
        employer=EmployerFactory(organisation=municipality),
        title="Kock",
        occupation=cook,
        ssyk4=cook.ssyk4,
        municipality=uppsala,
    )
    made.skills.create(skill=Skill.objects.filter(n_groups=1).first())
    made.languages.create(language=Language.objects.get(label="Svenska"), level="3")
    feed.record(team_id=None, subject_type="job", subject_ids=[made.pk], kind="opened")
    return made
