"""Who sees which employers and jobs, and what the database itself refuses."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core.scope import Kind, NoScope, Scope, enter
from employers.enums import JobStatus
from employers.models import ContactLogEntry, Employer, JobEvent, JobPosting
from tests.employers.factories import EmployerFactory, JobFactory, OrganisationFactory


def test_jobs_visible_to_a_team_are_those_of_its_organisations_and_all_imported(entered, municipality, nonprofit):
    own = JobFactory(employer__organisation=municipality)
    partner = JobFactory(employer__organisation=nonprofit)
    JobFactory()
    national = JobFactory(national=True)

    assert set(JobPosting.objects.visible_to(entered)) == {own, partner, national}
    assert set(JobPosting.objects.own_to(entered)) == {own, partner}
    assert set(Employer.objects.visible_to(entered)) == {own.employer, partner.employer}


def test_jobs_of_a_team_whose_organisation_only_owns_it_are_visible(
    stranger, other_team, scope_of, municipality, nonprofit
):
    own = JobFactory(employer__organisation=municipality)
    JobFactory(employer__organisation=nonprofit)

    assert list(JobPosting.objects.own_to(scope_of(stranger, other_team))) == [own]


def test_visible_to_without_a_team_raises():
    with pytest.raises(NoScope):
        JobPosting.objects.visible_to(Scope(Kind.SYSTEM))


def test_drafts_never_sent_in_are_nobodys_in_the_team(entered, municipality):
    JobFactory(employer__organisation=municipality, draft=True)

    assert not JobPosting.objects.own_to(entered).exists()
    assert not JobPosting.objects.visible_to(entered).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"organisation": None},
        {"external_id": "1"},
        {"hours_min": 40, "hours_max": 20},
        {"latitude": 57.7, "longitude": None},
        {"latitude": 157.7, "longitude": 12},
        {"published_at": None},
        {"places_count": 0},
    ],
)
def test_job_with_impossible_values_is_refused_by_the_database(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(**changes)


@pytest.mark.django_db
def test_same_ad_twice_is_refused_and_own_jobs_need_no_id():
    JobFactory(national=True, external_id="30016596")
    JobFactory()
    JobFactory()

    with pytest.raises(IntegrityError, match="job_external_once"), transaction.atomic():
        JobFactory(national=True, external_id="30016596")


@pytest.mark.django_db
def test_open_leaves_out_what_has_expired_before_the_clock_has_come_by():
    JobFactory(expires_at="2025-01-01T00:00:00Z")
    JobFactory(status=JobStatus.CLOSED)
    endless = JobFactory(expires_at=None)

    assert list(JobPosting.objects.open()) == [endless]


@pytest.mark.django_db
def test_search_finds_every_word_typed_as_a_beginning_without_regard_to_accents():
    found = JobFactory(title="Köksbiträde på café", employer_name="Öbergs")
    JobFactory(title="Städare")

    for words in ("koksb", "KÖK cafe", "öberg", "kok: & (ob"):
        assert list(JobPosting.objects.with_words(words)) == [found], words
    for words in ("", "!", "\x00", "'", "kok stad"):
        assert not JobPosting.objects.with_words(words).exists(), words


@pytest.mark.django_db
def test_employer_name_changed_alone_keeps_order_and_search_in_step():
    employer = EmployerFactory(name="Öbergs bageri")
    employer.name = "Zetterlunds bageri"
    employer.save(update_fields=["name"])

    employer.refresh_from_db()
    assert employer.name_order.startswith("zetter")
    assert Employer.objects.with_words("zett").exists()


@pytest.mark.django_db
def test_same_organisation_number_twice_is_refused_within_one_organisation_only():
    first = EmployerFactory(number="5569255788")
    EmployerFactory(number="5569255788")

    with pytest.raises(IntegrityError, match="employer_number_once"), transaction.atomic():
        EmployerFactory(number="5569255788", organisation=first.organisation)


def test_what_was_said_stays_with_the_team_that_wrote_it(handler, team, stranger, other_team, scope_of, municipality):
    employer = EmployerFactory(organisation=municipality)
    with enter(scope_of(handler, team)):
        ContactLogEntry.objects.create(team=team, employer=employer, text="Ringde", written_by=handler)
        assert ContactLogEntry.objects.count() == 1
    with enter(scope_of(stranger, other_team)) as scope:
        assert Employer.objects.visible_to(scope).get() == employer
        assert ContactLogEntry.objects.count() == 0


@pytest.mark.django_db
def test_history_of_a_job_cannot_be_changed():
    JobEvent.objects.create(job=JobFactory(), act="opened")

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE employers_jobevent SET text = 'x'")


@pytest.mark.django_db
def test_factories_make_organisations_with_names_of_their_own():
    assert OrganisationFactory().name != OrganisationFactory().name
