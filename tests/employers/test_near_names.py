"""A work place written almost as one the organisation has: a person is asked, and nothing is joined by itself."""

import pytest
from django.urls import reverse

from employers import joining
from employers.joining import name_words
from employers.models import Contact, Employer, JobPosting
from employers.rules import is_near
from taxonomy.models import Municipality
from tests.employers.factories import EmployerFactory, JobFactory, link_for

KNOWN = "Ica Maxi Hisingen"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ica Maxi Hisingen", "ICA Maxi Hissingen AB"),
        ("Lunchköket", "Lunch köket"),
        ("Bageri & Kök Majorna", "Bageri och kök i Majorna"),
        ("Solgårdens hemtjänst", "Solgårdens hemtjänst Hisingen"),
        ("Solgårdens hemtjänst", "Solgardens hemtjanst, Hisingen"),
        ("Matkompaniet", "Matkompanite"),
        ("Cafe Bron", "Café Bron"),
    ],
)
def test_names_a_letter_or_a_word_apart_are_near(one, other):
    assert is_near(name_words(one), name_words(other))
    assert is_near(name_words(other), name_words(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lager 24", "Lager 25"),
        ("Hotell Kajen", "Hotell Haga"),
        ("Förskolan Tallkotten", "Förskolan Eken"),
        ("Ica", "Ika"),
        ("Coop", "Coop Forum Backaplan"),
        ("", "Lunchköket"),
        ("💥", "Lunchköket"),
    ],
)
def test_names_of_different_places_are_not_near(one, other):
    assert not is_near(name_words(one), name_words(other))


@pytest.fixture
def known(entered, municipality):
    return EmployerFactory(organisation=municipality, name=KNOWN)


@pytest.fixture
def job(known, municipality, team):
    return JobFactory(
        employer=None, organisation=municipality, employer_name="ICA Maxi Hissingen AB", answering_team=team,
        via_link=link_for(team), waiting=True, contact_name="Kim Ström", contact_email="kim@example.org",
        employer_number="5569255788",
    )  # fmt: skip


def test_review_warns_and_waits_for_an_answer(as_user, team, handler, known, job):
    client = as_user(handler)
    page = client.get(reverse("employers:job_detail", args=[team.slug, job.public_id])).content.decode()
    assert f"Kan vara samma som: {KNOWN}" in page
    assert "checked" not in page[page.index("Vilken arbetsgivare") : page.index("Öppna jobbet")]

    opening = reverse("employers:job_open", args=[team.slug, job.public_id])
    assert client.post(opening, {}).status_code == 422
    assert (Employer.objects.count(), Contact.objects.count()) == (1, 0)


@pytest.mark.parametrize("is_same", [True, False])
def test_the_answer_moves_the_job_or_leaves_the_known_one_alone(as_user, team, handler, known, job, is_same):
    answer = known.public_id if is_same else "ny"
    as_user(handler).post(reverse("employers:job_open", args=[team.slug, job.public_id]), {"employer": answer})

    job.refresh_from_db()
    known.refresh_from_db()
    assert known.name == KNOWN
    assert (job.employer == known, known.number, known.contacts.count()) == (
        (True, "5569255788", 1) if is_same else (False, "", 0)
    )


def test_near_name_of_another_organisation_is_not_told(known, job, nonprofit):
    known.organisation = nonprofit
    known.save()

    assert joining.candidates(job) == []
    assert joining.near(job.organisation_id, job.employer_name) == []


def test_quick_entry_says_at_once_whom_it_may_be(as_user, team, handler, known):
    page = as_user(handler).post(
        reverse("employers:job_call", args=[team.slug]),
        {"employer_name": "Ica Maxi Hisinge", "title": "Kassa", "contact_name": "Kim", "contact_email": "k@example.org",
         "municipality": Municipality.objects.get(code="1480").concept_id},
        follow=True,
    ).content.decode()  # fmt: skip

    assert f"Ica Maxi Hisinge kan vara samma som {KNOWN}" in page
    assert JobPosting.objects.get().employer is None


def test_new_employer_with_a_near_name_is_asked_about_first(as_user, team, handler, known):
    client, address = as_user(handler), reverse("employers:employer_add", args=[team.slug])
    asked = client.post(address, {"name": "ICA Maxi Hissingen", "number": ""})
    assert asked.status_code == 422
    assert reverse("employers:employer_detail", args=[team.slug, known.public_id]) in asked.content.decode()
    assert Employer.objects.count() == 1

    assert client.post(address, {"name": "ICA Maxi Hissingen", "number": "", "anyway": "1"}).status_code == 302
    assert Employer.objects.count() == 2
