"""With English chosen the interface itself holds no Swedish: names and notes may."""

import re
from html import unescape

import pytest
from django.utils import timezone, translation

from core.scope import Kind, Scope, enter
from followup import actions, weeks
from smail import actions as smail
from tests.employers.factories import EmployerFactory, JobFactory
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_swedish():
    """A page in English leaves English behind in this process."""
    with translation.override("sv"):
        yield


def test_staff_pages_in_english_hold_no_swedish(entered, team, municipality, leader, as_user):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi", handler=leader)
    smail.open_assessment(enrolment=enrolment, by=leader)
    job = JobFactory(
        employer=EmployerFactory(organisation=municipality, name="Brinks"),
        title="Cook",
        contact_name="Kim Berg",
        waiting=True,
    )
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        report = actions.make_report(team=team, week=weeks.of(timezone.localdate()))
    leader.language = "en"
    leader.save(update_fields=["language"])
    client, found = as_user(leader), []
    person = f"deltagare/{enrolment.participant.public_id}/"
    for path in (
        "min-dag/", "rapport/", f"rapport/{report.label}/", "styrgrupp/", "deltagare/", person, f"jobb/{job.public_id}/",
        f"jobb/{job.public_id}/personer/", "jobb/", f"{person}fragor/",
    ):  # fmt: skip
        response = client.get(f"/t/{team.slug}/{path}")
        if response.status_code == 404:
            found.append((path, "404"))
            continue
        text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
        words = {word for word in re.findall(r"\w+", unescape(text)) if re.search("[åäöÅÄÖ]", word)}
        found += [
            (path, word) for word in sorted(words - {"Framåt", *re.findall(r"\w+", f"{team.name} {municipality.name}")})
        ]
    assert found == []
