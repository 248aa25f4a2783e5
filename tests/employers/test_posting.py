"""The public form as an employer meets it: without an account, without JavaScript."""

from core.models import Change, Mail, Notice
from core.scope import system
from employers.enums import JobStatus
from employers.forms.posting import STEPS, FirstStep
from employers.models import Contact, Employer, JobPosting
from tests.employers.posting_pages import FIRST, answers, at, begin, code_in_mail, fill_in, opened


def test_employer_posts_a_job_from_first_screen_to_receipt(client, link, handler, leader, steering):
    assert client.get(at("posting_start", link)).status_code == 200
    job = begin(client, link)
    response = fill_in(client, link, job)
    assert response["Location"] == at("posting_send", link, job.public_id)
    assert "Lunchköket AB" in client.get(response["Location"]).content.decode()

    response = client.post(response["Location"])
    assert response["Location"] == at("posting_code", link)
    assert not Notice.objects.exists()
    response = client.post(at("posting_code", link), {"code": code_in_mail()})

    assert response["Location"] == at("posting_receipt", link, job.public_id)
    page = client.get(response["Location"]).content.decode()
    assert "Maria Åsberg" in page
    job.refresh_from_db()
    assert job.status == JobStatus.WAITING_REVIEW
    assert (job.title, job.places_count, job.occupation.label) == ("Diskare och köksbiträde", 2, "Diskare")
    assert (job.hours_min, job.hours_max, job.shifts, job.kinds) == (20, 30, ["evening"], ["employment", "internship"])
    assert (job.municipality.label, job.contact_phone, job.contact_email) == (
        "Göteborg",
        "+46701740605",
        "kim@example.org",
    )
    assert [(row.licence.label, row.must) for row in job.licences.all()] == [("B", False)]
    assert [(row.language.label, row.level) for row in job.languages.all()] == [("Svenska", "2")]
    assert (job.employer, job.employer_number, job.contact_name) == (None, "5569255788", "Kim Ström")
    assert not Employer.objects.exists()  # held until a colleague has reviewed it
    assert not Contact.objects.exists()
    assert job.answer_by is not None
    assert job.organisation == link.team.owner
    receipt = Mail.objects.order_by("pk").last()
    assert "Maria Åsberg" in receipt.text
    assert at("posting_resume", link) in receipt.text
    assert {notice.user_id for notice in Notice.objects.all()} == {handler.pk, leader.pk}
    with system():
        assert Change.objects.filter(subject_type="job", subject_id=job.pk, team_id=None, kind="confirmed").exists()


def test_draft_is_found_again_on_another_machine_with_a_code(client, link):
    job = begin(client, link)
    client.post(at("posting_step", link, job.public_id, 2), answers()[2])
    response = client.post(at("posting_later", link, job.public_id), {"email": "kim@example.org"})
    assert response.status_code == 200

    other = type(client)()
    assert other.get(at("posting_step", link, job.public_id, 3))["Location"] == at("posting_resume", link)
    other.post(at("posting_resume", link), {"email": "KIM@example.org"})
    response = other.post(at("posting_code", link), {"code": code_in_mail()})

    assert response["Location"] == at("posting_own", link)
    listed = other.get(response["Location"])
    page = at("posting_step", link, job.public_id, 3)
    assert f'href="{page}"' in listed.content.decode()
    assert "Diskare" in other.get(page).content.decode()


def test_sole_traders_personal_number_is_not_taken_in(client, link):
    job = begin(client, link)
    fill_in(client, link, job, (2, 3))
    response = client.post(
        at("posting_step", link, job.public_id, 4), answers()[4] | {"employer_number": "900101-2385"}
    )

    assert response.status_code == 422
    assert "Skriv inget personnummer" in response.content.decode()


def test_name_says_the_occupation_and_the_next_screen_shows_it(client, link):
    job = begin(client, link)
    page = client.get(at("posting_step", link, job.public_id, 2)).content.decode()
    assert (job.occupation.label, job.ssyk4) == ("Diskare", job.occupation.ssyk4)
    assert "Vi läser det som yrket <b>Diskare</b>" in page

    client.post(at("posting_step", link, job.public_id, 1), FIRST | {"title": "Bagare"})
    job.refresh_from_db()
    assert "agare" in job.occupation.label


def test_name_nobody_knows_asks_for_the_occupation_in_the_open(client, link):
    client.post(at("posting_start", link), FIRST | {"title": "Qzxw", "opened": opened()})
    job = JobPosting.objects.get()
    page = client.get(at("posting_step", link, job.public_id, 2)).content.decode()

    assert job.occupation is None
    assert page.index('name="other') < page.index("<details")


def test_what_most_must_answer_is_little(client, link):
    """Under three minutes: four screens, seven answers to give, fourteen questions to look at."""
    job = begin(client, link)
    forms = [FirstStep(), *(kind(job=job) for kind in STEPS[1:])]
    seen = [field for form in forms for field in form.shown_fields if field.name != "website"]
    asked = [field.name for field in seen if field.field.required and not field.value()]

    assert asked == ["title", "swedish", "municipality", "hours", "employer_name", "contact_name", "contact_email"]
    assert len(forms) == 4
    assert len([field for field in seen if field.name != "must_skills"]) <= 14


def test_language_is_switched_and_kept(client, link):
    start = at("posting_start", link)
    response = client.post(at("posting_language", link), {"language": "en", "next": start})
    assert response["Location"] == start
    assert 'lang="en"' in client.get(start).content.decode()
    response = client.post(at("posting_language", link), {"language": "xx", "next": "https://evil.example/"})
    assert response["Location"] == start


def test_pages_tell_no_other_site_where_one_comes_from(client, link):
    assert client.get(at("posting_start", link))["Referrer-Policy"] == "strict-origin"
