"""A person with a full profile, and a CV of theirs."""

from pathlib import Path

import pytest

from cvbuilder.models import CV
from participants.models import Participant
from tests.cvbuilder.factories import full_profile, made_cv
from tests.participants.factories import enrolled


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    """Where the files of this test lie."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def person(entered, team, municipality, handler) -> Participant:
    from taxonomy.models import Municipality

    enrolment = enrolled(
        team, municipality, by=handler, handler=handler, number="19900101-2385", phone="+46701740605",
        email="zahra@example.org", birth_year=1990, municipality=Municipality.objects.get(label="Göteborg"),
    )  # fmt: skip
    full_profile(enrolment.participant)
    return enrolment.participant


@pytest.fixture
def cv(person, handler) -> CV:
    return made_cv(person, handler)
