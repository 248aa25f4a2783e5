"""Lists and pages ask the same number of questions however many rows there are; pages follow on each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.registry import Panel, job_panels
from employers import queries
from employers.finding import find_employers, find_jobs
from employers.models import ContactLogEntry, JobEvent, JobPosting
from taxonomy.models import Municipality, Skill
from tests.employers.factories import ContactFactory, EmployerFactory, JobFactory


def asked(client, page):
    client.get(page)  # the session's first request writes its clock
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_job_list_asks_the_same_with_2_and_200_jobs(as_user, team, handler, municipality):
    client = as_user(handler)
    employer = EmployerFactory(organisation=municipality)
    town = Municipality.objects.get(code="1480")
    pages = [reverse("employers:job_list", args=[team.slug]) + f"?vy={view}" for view in queries.VIEWS]
    JobFactory.create_batch(2, employer=employer, municipality=town, owner=handler, answering_team=team)
    JobFactory.create_batch(2, national=True, municipality=town)
    few = [asked(client, page) for page in pages]
    JobFactory.create_batch(198, employer=employer, municipality=town, owner=handler, answering_team=team)
    JobFactory.create_batch(60, national=True, municipality=town)
    many = [asked(client, page) for page in pages]

    assert few == many


def test_employer_list_asks_the_same_with_2_and_60_employers(as_user, team, handler, municipality, entered):
    client = as_user(handler)
    page = reverse("employers:employer_list", args=[team.slug])

    def more(number):
        for employer in EmployerFactory.create_batch(number, organisation=municipality, owner=handler):
            JobFactory(employer=employer)
            ContactLogEntry.objects.create(team=team, employer=employer, text="x", written_by=handler)

    more(2)
    few = asked(client, page)
    more(58)
    assert few == asked(client, page)


def test_pages_ask_the_same_with_2_and_40_rows_on_them(as_user, team, handler, municipality, entered):
    client = as_user(handler)
    job = JobFactory(employer__organisation=municipality)
    pages = [
        reverse("employers:job_detail", args=[team.slug, job.public_id]),
        reverse("employers:employer_detail", args=[team.slug, job.employer.public_id]),
    ]
    skills = list(Skill.objects.current()[:42])

    def more(start, stop):
        for skill in skills[start:stop]:
            job.skills.create(skill=skill)
            JobEvent.objects.create(job=job, act="edited", by=handler)
            JobFactory(employer=job.employer)
            contact = ContactFactory(employer=job.employer)
            ContactLogEntry.objects.create(
                team=team, employer=job.employer, text="x", written_by=handler, contact=contact
            )

    more(0, 2)
    few = [asked(client, page) for page in pages]
    more(2, 40)
    assert few == [asked(client, page) for page in pages]


def test_pages_of_jobs_follow_on_each_other_without_gap_or_repetition(entered, municipality):
    employer = EmployerFactory(organisation=municipality)
    same_moment = "2026-11-01T08:00:00Z"
    jobs = JobFactory.create_batch(120, employer=employer, dated_at=same_moment)

    seen, after = [], ""
    while True:
        page = queries.jobs_for(entered, queries.OPEN, after=after)
        seen += [job.pk for job in page.jobs]
        after = page.after
        if not after:
            break

    assert seen == sorted((job.pk for job in jobs), reverse=True)


def test_pages_of_employers_stand_in_swedish_order(entered, municipality):
    for name in ("Öberg", "Zeta", "Ängen", "Åsen", "Alfa"):
        EmployerFactory(organisation=municipality, name=name)

    assert [e.name for e in queries.employers_for(entered).employers] == ["Alfa", "Zeta", "Åsen", "Ängen", "Öberg"]


def test_jobs_are_narrowed_by_words_town_and_education(entered, municipality):
    town = Municipality.objects.get(code="1480")
    employer = EmployerFactory(organisation=municipality)
    found = JobFactory(employer=employer, title="Diskare", municipality=town, no_education=True)
    JobFactory(employer=employer, title="Diskare", no_education=False)
    JobFactory(employer=employer, title="Kock", municipality=town, no_education=True)

    page = queries.jobs_for(entered, queries.OPEN, words="disk", town=town, no_education=True)
    assert page.jobs == [found]


def test_counts_are_capped(entered, municipality, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_CAP", 3)
    JobFactory.create_batch(6, employer=EmployerFactory(organisation=municipality))

    assert queries.jobs_for(entered, queries.OPEN).counts[queries.OPEN] == 4


@pytest.fixture
def panel():
    """A part of the job page as a higher app would give it."""
    job_panels.register(
        "test", Panel("components/empty.html", 10, lambda job, scope: {"name": f"Panel om {job.title}", "words": ""})
    )
    job_panels.register("silent", Panel("nowhere.html", 5, lambda job, scope: None))
    yield
    for key in ("test", "silent"):
        del job_panels._providers[key]


def test_panels_of_higher_apps_stand_on_the_job_page(as_user, team, handler, municipality, panel):
    job = JobFactory(employer__organisation=municipality, title="Diskare")
    page = as_user(handler).get(reverse("employers:job_detail", args=[team.slug, job.public_id])).content.decode()

    assert "Panel om Diskare" in page


def test_one_search_box_finds_jobs_and_employers_of_the_team(entered, municipality):
    job = JobFactory(employer__organisation=municipality, employer__name="Öbergs bageri", title="Bagare")
    ad = JobFactory(national=True, title="Bagare, natt")
    JobFactory(title="Bagare", employer__name="Öbergs bageri")

    assert [hit.subject_id for hit in find_jobs("bag", entered, 10)] == [job.pk, ad.pk]
    assert [hit.subject_id for hit in find_employers("oberg", entered, 10)] == [job.employer_id]


def test_steering_finds_no_jobs_by_searching(team, steering, scope_of, municipality):
    JobFactory(employer__organisation=municipality, title="Bagare")

    assert find_jobs("bag", scope_of(steering, team), 10) == []


@pytest.mark.slow
def test_lists_use_their_indexes_among_many_ads(entered, municipality):
    from employers.runs import import_ads
    from tests.employers.ads import ad

    import_ads(ad(number, headline=f"Jobb {number}") for number in range(3000))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    national = str(queries._view(entered, queries.NATIONAL).order_by("-dated_at", "-pk")[:51].explain())
    words = str(JobPosting.objects.with_words("diskare").explain())
    own = str(queries._view(entered, queries.OVER).order_by("-dated_at", "-pk")[:51].explain())

    assert "job_national_by_date" in national
    assert "job_words" in words
    assert "job_own_by_date" in own


@pytest.mark.parametrize(
    ("title", "first"),
    [("Disk", "Diskare"), ("Hjälp i köket", "Restaurangbiträde"), ("Person till disken", "Diskare"),
     ("Vi söker bagare", "Bagare/Konditor"), ("Extrahjälp i butik", "Butikssäljare, fackhandel")],
)  # fmt: skip
def test_occupation_is_guessed_from_a_name_in_everyday_words(db, title, first):
    assert queries.occupations_to_offer(JobPosting(title=title))[0].label == first
