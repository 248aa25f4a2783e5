"""Matching on the pages of others: the person's page says what is near, and why, or that nothing is yet."""

import pytest
from django.db.models import F
from django.utils import translation

from matching import loading, provides
from matching.queries import Explainer
from taxonomy.models import Language
from tests.employers.factories import EmployerFactory, JobFactory
from tests.matching.factories import wants
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield


def test_a_near_job_is_suggested_with_its_reasons_in_one_line(entered, team, municipality, job, cook, uppsala):
    participant = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook, uppsala)
    panel = provides.jobs_panel(participant, entered)
    assert [one.subject for one in panel["ranked"]] == [job]
    assert "Samma yrke" in panel["ranked"][0].summary


def test_a_person_without_occupation_is_told_how_suggestions_come(
    entered,
    team,
    municipality,
    job,
    as_user,
    handler,
):
    person = enrolled(team, municipality, "Zahra", "Ahmadi").participant
    assert provides.jobs_panel(person, entered)["ranked"] == []
    shown = as_user(handler).get(f"/t/{team.slug}/deltagare/{person.public_id}/del/matching/").content.decode()
    assert "Inga förslag än" in shown
    assert job.title not in shown


def test_people_of_a_draft_are_not_found_as_little_as_the_draft(team, municipality, as_user, handler):
    draft = JobFactory(employer=EmployerFactory(organisation=municipality), draft=True)
    sent = JobFactory(employer=EmployerFactory(organisation=municipality), waiting=True)
    browser = as_user(handler)

    for page, status in ((sent, 200), (draft, 404)):
        for end in ("", "personer/"):
            assert browser.get(f"/t/{team.slug}/jobb/{page.public_id}/{end}").status_code == status


def test_languages_are_named_in_the_language_of_the_screen():
    arabic = Language.objects.exclude(label_en="").exclude(label_en=F("label"))[0]
    words = loading.vocabulary()
    explain = Explainer(words)
    known = words.languages[arabic.pk]
    assert explain._language(known) == arabic.label
    with translation.override("en"):
        assert explain._language(known) == arabic.label_en
