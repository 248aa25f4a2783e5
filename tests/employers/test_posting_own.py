"""What an employer does with a job that was sent in: sees, changes, closes and offers it again, by code."""

import re

from core.models import Mail
from employers.enums import JobStatus
from employers.models import JobPosting
from tests.employers.factories import JobFactory, link_for
from tests.employers.posting_pages import FIRST, answers, at, begin, code_in_mail, fill_in, sent_in


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


def test_address_to_come_back_by_stands_whole_with_a_way_to_copy_it(link, employer_client):
    job = sent_in(link)
    page = employer_client().get(at("posting_status", link, job.public_id)).content.decode()

    assert f"data-copy-text>http://testserver{at('posting_resume', link)}</bdi>" in page
    assert re.search(r'<button class="btn" type="button" data-copy hidden>', page)
