"""What came through the form reaches a known employer only when a colleague has reviewed it, and only what is said."""

import pytest
from django.urls import reverse

from employers import joining
from employers.actions import jobs, posting
from employers.actions.employers import NumberTaken
from employers.enums import JobStatus
from employers.models import Contact, Employer
from employers.rules import name_stem
from tests.employers.factories import ContactFactory, EmployerFactory, JobFactory, link_for

NUMBER, OTHER_NUMBER = "5569255788", "2120001355"


@pytest.fixture
def known(entered, municipality):
    return EmployerFactory(organisation=municipality, name="Lunchköket AB")


@pytest.fixture
def make_job(entered, municipality, team):
    def make(name="Lunchköket", number=NUMBER, **more):
        more = {"waiting": True, "contact_name": "Kim Ström", "contact_email": "kim@example.org"} | more
        return JobFactory(
            employer=None,
            organisation=municipality,
            employer_name=name,
            employer_number=number,
            answering_team=team,
            via_link=link_for(team),
            **more,
        )

    return make


def open_address(team, job):
    return reverse("employers:job_open", args=[team.slug, job.public_id])


def test_confirming_writes_nothing_onto_a_known_employer(known, make_job):
    draft = make_job(waiting=False, draft=True, step=9)
    job = posting.confirm(draft, page="https://x.example/")

    known.refresh_from_db()
    assert (known.number, job.employer, job.status) == ("", None, JobStatus.WAITING_REVIEW)
    assert not Contact.objects.exists()
    assert Employer.objects.count() == 1


def test_a_change_by_the_employer_never_moves_the_job_to_another_employer(known, make_job, handler):
    job = jobs.open_for_matching(make_job(name="Öbergs", number=""), by=handler)
    mine = job.employer
    job = posting.fill_in(job, step=4, fields={"employer_name": known.name, "employer_number": NUMBER})

    known.refresh_from_db()
    assert (job.employer, job.status, known.number) == (mine, JobStatus.WAITING_REVIEW, "")


def test_review_says_what_would_be_added_and_adds_just_that(as_user, team, handler, known, make_job):
    job = make_job()
    client = as_user(handler)
    page = client.get(reverse("employers:job_detail", args=[team.slug, job.public_id])).content.decode()
    for words in ("Vilken arbetsgivare är det?", "Samma arbetsgivare", "556925-5788", "Kim Ström", "Ny arbetsgivare"):
        assert words in page

    assert client.post(open_address(team, job), {"employer": known.public_id}).status_code == 302
    job.refresh_from_db()
    known.refresh_from_db()
    assert (job.status, job.employer, known.number) == (JobStatus.OPEN, known, NUMBER)
    assert [one.name for one in known.contacts.all()] == ["Kim Ström"]


def test_new_employer_leaves_the_known_one_as_it_was(as_user, team, handler, known, make_job):
    job = make_job()
    as_user(handler).post(open_address(team, job), {"employer": "ny"})

    job.refresh_from_db()
    known.refresh_from_db()
    assert (known.number, known.contacts.count()) == ("", 0)
    assert (job.employer.name, job.employer.number, job.employer.owner) == ("Lunchköket", NUMBER, handler)
    assert job.employer.contacts.get().email == "kim@example.org"


def test_without_an_answer_nothing_opens(as_user, team, handler, known, make_job):
    job = make_job()
    answer = as_user(handler).post(open_address(team, job), {})

    job.refresh_from_db()
    assert answer.status_code == 422
    assert job.status == JobStatus.WAITING_REVIEW


def test_employer_of_another_organisation_is_neither_offered_nor_taken(as_user, team, handler, nonprofit, make_job):
    foreign = EmployerFactory(organisation=nonprofit, name="Lunchköket")
    EmployerFactory(organisation=team.owner, name="Lunchköket")
    job = make_job()
    assert foreign not in [one.employer for one in joining.candidates(job)]

    assert as_user(handler).post(open_address(team, job), {"employer": foreign.public_id}).status_code == 422


def test_same_number_is_the_same_employer_whatever_the_name(known, make_job, handler):
    known.number, known.name = NUMBER, "Matkompaniet"
    known.save()
    found = joining.candidates(job := make_job())

    assert [(one.employer, one.is_sure, one.adds[0][:7]) for one in found] == [(known, True, "kontakt")]
    with pytest.raises(NumberTaken):
        jobs.open_for_matching(job, by=handler, as_new=True)
    job.refresh_from_db()
    assert (job.status, Employer.objects.count()) == (JobStatus.WAITING_REVIEW, 1)


def test_what_stands_with_the_employer_is_never_overwritten(known, make_job, handler):
    known.number = OTHER_NUMBER
    known.save()
    ContactFactory(employer=known, name="Kim S.", email="KIM@example.org", phone="")
    job = make_job()
    found = joining.candidates(job)[0]
    assert (found.adds, len(found.keeps)) == ((), 1)

    jobs.open_for_matching(job, by=handler, employer=known)
    known.refresh_from_db()
    assert (known.number, known.contacts.get().name) == (OTHER_NUMBER, "Kim S.")


def test_job_unknown_to_the_organisation_makes_its_employer_when_opened(make_job, handler):
    job = make_job()
    assert not joining.has_question(job, joining.candidates(job))
    job = jobs.open_for_matching(job, by=handler)

    assert (job.employer.name, job.employer.number) == ("Lunchköket", NUMBER)


def test_reopened_job_asks_nothing_when_nothing_differs(make_job, handler):
    job = jobs.open_for_matching(make_job(), by=handler)

    assert not joining.has_question(job, joining.candidates(job))


def test_page_read_before_a_change_does_not_open(as_user, team, handler, make_job):
    job = make_job()
    seen = job.changed_at.isoformat()
    posting.fill_in(job, step=1, fields={"title": "Något annat"})
    answer = as_user(handler).post(open_address(team, job), {"seen": seen})

    job.refresh_from_db()
    assert answer.status_code == 422
    assert "Läs igenom det igen" in answer.content.decode()
    assert job.status == JobStatus.WAITING_REVIEW


def test_job_nobody_has_reviewed_is_not_opened_by_a_new_last_day(as_user, team, handler, make_job):
    job = posting.close(make_job())
    address = reverse("employers:job_extend", args=[team.slug, job.public_id])
    as_user(handler).post(address, {"last_day": "2027-01-15"})

    job.refresh_from_db()
    assert job.status == JobStatus.CLOSED


@pytest.mark.parametrize(
    ("name", "stem"),
    [("Lunchköket AB", "Lunchköket"), ("lunchköket ab.", "lunchköket"), ("AB Volvo", "AB Volvo"), ("Grab", "Grab"),
     ("Öbergs,  HB", "Öbergs"), ("", "")],
)  # fmt: skip
def test_stem_leaves_the_form_of_company_out(name, stem):
    assert name_stem(name) == stem
