"""From the profile to what stands in the CV: what is there, what never is, in which order."""

import json
from dataclasses import fields

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cvbuilder import content, queries
from cvbuilder.content import CVContent
from participants.enums import ProtectionLevel
from participants.models import Experience, Participant
from tests.cvbuilder.factories import made_cv, many_experiences

pytestmark = pytest.mark.django_db


def said(cv, scope) -> CVContent:
    return queries.content_of(cv, queries.facts_of(scope, cv.participant, cv.language))


def test_content_of_a_full_profile_is_the_whole_cv(cv, entered):
    made = said(cv, entered)

    assert (made.name, made.headline, made.language, made.dir) == ("Zahra Ahmadi", "Lagerarbetare", "sv", "ltr")
    assert made.contact == ("070-174 06 05", "zahra@example.org", "Göteborg")
    assert made.profile.startswith("Noggrann")
    experience, occupation, education = made.entry_parts
    assert [(e.period, e.title, e.where) for e in experience.entries] == [
        ("sedan mars 2022", "Lagermedarbetare", ("Ågrens Åkeri AB",)),
        ("2010–2015", "Sömmerska", ("Eget arbete hemma", "Afghanistan")),
    ]
    assert [(e.period, e.title) for e in occupation.entries] == [("4 år", "Barnskötare")]
    assert education.entries[0].where == ("Herat", "Afghanistan", "bedömd i Sverige")
    languages, skills, licences = made.fact_parts
    assert [(f.label, f.detail) for f in languages.facts] == [
        ("Persiska", "modersmål"),
        ("Svenska", "bra i arbetet (B2)"),
    ]
    assert len(skills.facts) == 2
    assert [f.label for f in licences.facts] == ["B"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Work experience", "since March 2022", "4 years", "Persian", "Afghanistan", "recognised in Sweden"]),
        ("ar", ["الخبرة المهنية", "منذ مارس 2022", "4 سنوات", "الفارسية", "أفغانستان"]),
        ("uk", ["Досвід роботи", "з березня 2022", "4 роки", "Перська", "Афганістан"]),
    ],
)
def test_content_follows_the_documents_language(person, handler, entered, language, words):
    text = said(made_cv(person, handler, language), entered).text()

    for word in words:
        assert word in text


def test_content_never_holds_number_birth_year_street_or_how_it_was_paid(cv, entered):
    Participant.objects.filter(pk=cv.participant_id).update(street="Hemliga gatan 3")
    cv.participant.refresh_from_db()

    text = said(cv, entered).text()

    for secret in ("2385", "1990", "Hemliga", "utan lön"):
        assert secret not in text
    assert {field.name for field in fields(CVContent)} == {
        "language", "title", "name", "headline", "contact", "profile", "entry_parts", "fact_parts",
    }  # fmt: skip


def test_content_of_an_empty_profile_is_a_name(entered, team, municipality, handler):
    from tests.participants.factories import enrolled

    cv = made_cv(enrolled(team, municipality, by=handler).participant, handler)

    made = said(cv, entered)
    assert made.is_empty
    assert (made.name, made.contact) == ("Zahra Ahmadi", ())


def test_protected_person_has_no_employer_school_municipality_and_no_contact_unless_said(person, handler, entered):
    Participant.objects.filter(pk=person.pk).update(protection_level=ProtectionLevel.MARKED, alias="Person A")
    from participants.models import ProtectedAccess

    ProtectedAccess.objects.create(team_id=person.team_id, participant=person, user=handler, given_by=handler)
    person.refresh_from_db()
    cv = made_cv(person, handler)
    made = said(cv, entered)

    assert made.name == "Person A"
    assert made.contact == ()
    for place in ("Ågrens", "Eget arbete", "Herat", "Göteborg"):
        assert place not in made.text()
    cv.shows_phone, cv.shows_municipality, cv.shown_name = True, True, "Zahra A."
    again = said(cv, entered)
    assert (again.name, again.contact) == ("Zahra A.", ("070-174 06 05",))


def test_arrangement_hides_orders_and_lets_new_rows_in(cv, entered, person):
    first, second = (str(pk) for pk in Experience.objects.order_by("-from_month").values_list("pk", flat=True))
    cv.arrangement = {"experience": [[second, True], [first, False]], "skill": "nonsense", "education": [["77", True]]}

    made = said(cv, entered)
    assert [e.title for e in made.entry_parts[0].entries] == ["Sömmerska"]

    many_experiences(person, 1)
    assert [e.title for e in said(cv, entered).entry_parts[0].entries] == ["Sömmerska", "Uppdrag 0"]


def test_part_without_shown_rows_is_not_there(cv, entered):
    keys = [str(pk) for pk in Experience.objects.values_list("pk", flat=True)]
    cv.arrangement = {"experience": [[key, False] for key in keys]}

    assert [part.code for part in said(cv, entered).entry_parts] == ["occupation", "education"]


@pytest.mark.parametrize("many", [0, 30])
def test_facts_take_seven_queries_whatever_the_profile_holds(person, entered, many):
    many_experiences(person, many)
    with CaptureQueriesContext(connection) as captured:
        queries.facts_of(entered, person, "sv")

    assert len(captured) == 7


def test_content_survives_being_kept(cv, entered):
    made = said(cv, entered)

    assert CVContent.from_data(json.loads(json.dumps(made.as_data()))) == made


def test_digest_changes_with_words_design_and_engine_only(cv, entered):
    made = said(cv, entered)
    base = content.digest(made, design="classic", engine="1")

    assert base == content.digest(said(cv, entered), design="classic", engine="1")
    cv.headline = "Annat"
    others = {
        content.digest(said(cv, entered), design="classic", engine="1"),
        content.digest(made, design="modern", engine="1"),
        content.digest(made, design="classic", engine="2"),
    }
    assert len({base, *others}) == 4


def test_facts_of_somebody_the_viewer_must_not_know_are_empty(person, cv, scope_of, stranger, other_team):
    from core.scope import enter

    with enter(scope_of(stranger, other_team)) as outside:
        facts = queries.facts_of(outside, person, "sv")

    assert all(not items for items in facts.items.values())
