"""The public form as an employer meets it: without an account, without JavaScript."""

import re

import pytest
from django.core import signing
from django.urls import reverse

from core.models import Change, Mail, Notice
from core.scope import system
from employers.enums import JobStatus
from employers.forms.posting import SALT, STEPS, FirstStep
from employers.models import Contact, Employer, JobPosting
from taxonomy.models import Municipality, Occupation
from tests.employers.factories import JobFactory, link_for


@pytest.fixture
def link(team):
    team.contact_name, team.contact_phone = "Maria Åsberg", "+46701740612"
    team.save()
    return link_for(team)


def at(name, link, *args):
    return reverse(f"employers:{name}", args=[link.token, *args])


def opened(seconds=60):
    import time

    return signing.dumps(int(time.time()) - seconds, salt=SALT)


FIRST = {
    "title": "Diskare och köksbiträde",
    "description": "Diskar och plockar undan.",
    "places_count": "2",
}


def answers(job=None):
    """What is answered on each screen after the first."""
    gothenburg = Municipality.objects.get(code="1480")
    dishwasher = Occupation.objects.current().get(label="Diskare")
    needs = {"swedish": "2", "languages-text": "", "licence": "nice", "experience": "none", "education": "no"}
    when = {"hours": "20-30", "shifts": ["evening"], "municipality": gothenburg.concept_id, "pay_form": "fixed"}
    return {
        2: needs | {"occupation": dishwasher.concept_id},
        3: when | {"kinds": ["employment", "internship"], "openness": ["shown"]},
        4: {
            "employer_name": "Lunchköket AB",
            "employer_number": "556925-5788",
            "contact_name": "Kim Ström",
            "contact_phone": "070-174 06 05",
            "contact_email": "Kim@Example.org",
            "may_be_public": "on",
        },
    }


def begin(client, link):
    response = client.post(at("posting_start", link), FIRST | {"opened": opened()})
    assert response.status_code == 302, response.content.decode()[:3000]
    return JobPosting.objects.get(status=JobStatus.DRAFT)


def fill_in(client, link, job, steps=(2, 3, 4)):
    for step in steps:
        page = at("posting_step", link, job.public_id, step)
        assert client.get(page).status_code == 200
        response = client.post(page, answers()[step])
        assert response.status_code == 302, (step, re.findall(r'class="fault".*?</', response.content.decode()))
    return response


def code_in_mail():
    text = Mail.objects.order_by("pk").last().text
    return re.search(r"\d{3} \d{3}", text)[0]


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


def sent_in(link, **changes):
    return JobFactory(
        employer__organisation=link.team.owner,
        answering_team=link.team,
        via_link=link,
        contact_email="kim@example.org",
        experience="none",
        no_education=True,
        kinds=["employment"],
        **changes,
    )


@pytest.fixture
def employer_client(client, link):
    """A browser in which a code has proved kim@example.org."""

    def prove():
        client.post(at("posting_resume", link), {"email": "kim@example.org"})
        client.post(at("posting_code", link), {"code": code_in_mail()})
        return client

    return prove


def test_employer_changes_an_open_job_and_it_goes_back_to_review(link, employer_client):
    job = sent_in(link, title="Diskare")
    client = employer_client()
    page = at("posting_step", link, job.public_id, 1)
    assert client.get(page).status_code == 200
    response = client.post(page, FIRST | {"title": "Diskare och kallskänka"})

    assert response["Location"] == at("posting_status", link, job.public_id)
    job.refresh_from_db()
    assert (job.status, job.title) == (JobStatus.WAITING_REVIEW, "Diskare och kallskänka")
    assert job.events.first().act == "edited"
    assert JobPosting.objects.with_words("kallsk").get() == job


def test_employer_saves_a_step_unchanged_and_the_job_stays_open(link, employer_client):
    job = sent_in(link, title="Diskare", description="", places_count=1)
    client = employer_client()
    client.post(
        at("posting_step", link, job.public_id, 1), {"title": "Diskare", "description": "", "places_count": "1"}
    )

    job.refresh_from_db()
    assert job.status == JobStatus.OPEN


def test_employer_closes_and_offers_again(link, employer_client):
    job = sent_in(link)
    client = employer_client()
    client.post(at("posting_close", link, job.public_id))
    job.refresh_from_db()
    assert job.status == JobStatus.CLOSED
    assert client.get(at("posting_status", link, job.public_id)).status_code == 200

    client.post(at("posting_reopen", link, job.public_id))
    job.refresh_from_db()
    assert job.status == JobStatus.WAITING_REVIEW
    client.post(at("posting_reopen", link, job.public_id))
    assert job.events.filter(act="reopened").count() == 1


def test_mail_address_of_a_job_sent_in_cannot_be_changed_by_the_form(link, employer_client):
    job = sent_in(link, waiting=True)
    client = employer_client()
    response = client.post(
        at("posting_step", link, job.public_id, 4), answers()[4] | {"contact_email": "annan@example.org"}
    )

    assert response.status_code == 302
    job.refresh_from_db()
    assert job.contact_email == "kim@example.org"


def test_code_for_one_address_never_opens_what_the_draft_was_changed_to(client, link):
    victims = sent_in(link)
    job = begin(client, link)
    fill_in(client, link, job)
    JobPosting.objects.filter(pk=job.pk).update(contact_email="mallory@example.org")
    client.post(at("posting_send", link, job.public_id))
    code = code_in_mail()
    client.post(at("posting_step", link, job.public_id, 4), answers()[4])
    response = client.post(at("posting_code", link), {"code": code})

    job.refresh_from_db()
    assert job.status == JobStatus.DRAFT
    assert response.status_code == 302
    assert client.get(at("posting_status", link, victims.public_id))["Location"] == at("posting_own", link)
    assert client.post(at("posting_close", link, victims.public_id))["Location"] == at("posting_resume", link)
    victims.refresh_from_db()
    assert victims.status == JobStatus.OPEN


def test_code_opens_nothing_of_another_team(client, link, other_team, employer_client):
    sent_in(link)
    elsewhere = JobFactory(
        employer__organisation=other_team.owner, answering_team=other_team, contact_email="kim@example.org"
    )
    client = employer_client()
    other_link = link_for(other_team)

    for token in (link, other_link):
        response = client.get(at("posting_status", token, elsewhere.public_id))
        assert response.status_code == 302
        assert elsewhere.title not in response.content.decode()


def test_unknown_address_gets_the_same_answer_and_no_mail(client, link):
    sent_in(link)
    known = client.post(at("posting_resume", link), {"email": "kim@example.org"})
    page_known = client.get(known["Location"]).content.decode()
    mails = Mail.objects.count()
    other = type(client)()
    unknown = other.post(at("posting_resume", link), {"email": "xim@example.org"})
    page_unknown = other.get(unknown["Location"]).content.decode()

    def plain(page):
        return re.sub(r'value="\w{64}"', "", page).replace("xim@", "kim@")

    assert known["Location"] == unknown["Location"]
    assert plain(page_known) == plain(page_unknown)
    assert Mail.objects.count() == mails
    assert other.post(at("posting_code", link), {"code": "123456"}).status_code == 422


def test_wrong_code_is_told_and_six_wrong_ones_end_it(client, link):
    sent_in(link)
    client.post(at("posting_resume", link), {"email": "kim@example.org"})
    right = code_in_mail()
    wrong = "000 000" if right != "000 000" else "111 111"
    for _n in range(5):
        assert client.post(at("posting_code", link), {"code": wrong}).status_code == 422
    assert client.post(at("posting_code", link), {"code": right}).status_code == 422


def test_job_written_down_in_a_call_is_confirmed_by_the_employer(link, employer_client):
    job = sent_in(link, waiting=True, confirmed_at=None, created_through="staff_call")
    client = employer_client()
    assert "Stämmer det" in client.get(at("posting_status", link, job.public_id)).content.decode()
    client.post(at("posting_confirm", link, job.public_id))

    job.refresh_from_db()
    assert job.confirmed_at is not None
    assert job.status == JobStatus.WAITING_REVIEW


def test_question_from_the_team_is_shown_and_answered_by_a_change(link, employer_client):
    from django.utils import timezone

    from employers.models import JobEvent

    job = sent_in(link, waiting=True, asked_at=timezone.now(), answer_by=timezone.localdate())
    JobEvent.objects.create(job=job, act="asked", text="Vilka tider gäller?")
    client = employer_client()
    assert "Vilka tider gäller?" in client.get(at("posting_status", link, job.public_id)).content.decode()
    client.post(at("posting_step", link, job.public_id, 4), answers()[4])

    job.refresh_from_db()
    assert job.asked_at is None


# --- machines and floods -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{"website": "https://spam.example"}, {"opened": ""}, {"opened": "x"}, {"opened": "NEW"}]
)
def test_machine_is_turned_away_with_kind_words_and_nothing_kept(client, link, changes):
    if changes.get("opened") == "NEW":
        changes = {"opened": opened(0)}
    response = client.post(at("posting_start", link), FIRST | {"opened": opened()} | changes)

    assert response.status_code == 422
    assert "Diskare och köksbiträde" in response.content.decode()
    assert not JobPosting.objects.exists()


def test_too_many_jobs_from_one_network_are_told_to_wait(client, link, monkeypatch):
    from accounts import guesses

    monkeypatch.setattr("employers.doors.DRAFTS_FROM_NETWORK", guesses.Ceiling(2, 3600))
    statuses = [client.post(at("posting_start", link), FIRST | {"opened": opened()}).status_code for _n in range(3)]

    assert statuses == [302, 302, 429]
    assert JobPosting.objects.count() == 2


def test_mails_to_one_address_have_a_ceiling(client, link):
    job = begin(client, link)
    statuses = [
        client.post(at("posting_later", link, job.public_id), {"email": "kim@example.org"}).status_code
        for _n in range(7)
    ]

    assert statuses == [200] * 6 + [422]


def test_ended_link_takes_no_new_job_and_still_opens_old_ones(client, link, team, handler, employer_client):
    from employers.actions import jobs

    sent_in(link)
    new = jobs.renew_link(team=team, by=handler)
    assert client.get(at("posting_start", link)).status_code == 410
    assert client.post(at("posting_start", link), FIRST | {"opened": opened()}).status_code == 410
    assert client.get(at("posting_start", new)).status_code == 200
    assert employer_client().get(at("posting_own", link)).status_code == 302


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
