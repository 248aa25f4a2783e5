"""A draft that somebody else began in an employer's name: a code for one's own jobs neither sends it in nor shares it."""

from datetime import timedelta

import pytest

from core.models import Mail, Notice
from employers.enums import JobStatus
from employers.models import JobPosting
from tests.employers.posting_pages import FIRST, answers, at, begin, code_in_mail, fill_in, sent_in


@pytest.fixture
def planted(client, link, handler):
    """A finished draft with the employer's address, left by another browser (`client`), and no code asked for."""
    job = begin(client, link)
    fill_in(client, link, job)
    return job


def prove(browser, link, email="kim@example.org"):
    browser.post(at("posting_resume", link), {"email": email})
    return browser.post(at("posting_code", link), {"code": code_in_mail()})


@pytest.mark.parametrize("own", [0, 1])
def test_code_to_see_ones_own_jobs_sends_in_no_draft(client, link, planted, own):
    if own:
        sent_in(link, title="Eget jobb", dated_at=planted.dated_at - timedelta(days=1))
    employer = type(client)()
    response = prove(employer, link)

    assert response["Location"] == at("posting_own", link)
    page = employer.get(response["Location"])
    assert page.status_code == 200
    assert planted.title in page.content.decode()
    assert ("Eget jobb" in page.content.decode()) == bool(own)
    planted.refresh_from_db()
    assert planted.status == JobStatus.DRAFT
    assert not Notice.objects.exists()
    assert [mail.subject for mail in Mail.objects.all()] == ["Din kod till jobbet"]


def test_code_asked_for_again_to_see_jobs_does_not_send_in_the_draft_it_was_first_asked_for(client, link, planted):
    client.post(at("posting_send", link, planted.public_id))
    client.post(at("posting_resume", link), {"email": "kim@example.org"})
    assert "så är jobbet skickat" not in client.get(at("posting_code", link)).content.decode()
    client.post(at("posting_code", link), {"code": code_in_mail()})

    planted.refresh_from_db()
    assert planted.status == JobStatus.DRAFT


def test_code_asked_for_at_the_button_says_that_it_sends_in(client, link, planted):
    client.post(at("posting_send", link, planted.public_id))

    assert "så är jobbet skickat" in client.get(at("posting_code", link)).content.decode()


def is_shut_out(browser, link, job):
    first = at("posting_step", link, job.public_id, 1)
    answers_to = [
        browser.get(first),
        browser.post(first, FIRST | {"title": "Kapat"}),
        browser.post(at("posting_step", link, job.public_id, 4), answers()[4] | {"contact_email": "annan@example.org"}),
        browser.post(at("posting_later", link, job.public_id), {"email": "annan@example.org"}),
        browser.post(at("posting_send", link, job.public_id)),
    ]
    job.refresh_from_db()
    kept = (job.title, job.contact_email) == (FIRST["title"], "kim@example.org")
    return kept and {response["Location"] for response in answers_to} == {at("posting_resume", link)}


def test_draft_whose_address_is_proved_is_shut_to_the_browser_that_began_it(client, link):
    job = begin(client, link)
    client.post(at("posting_later", link, job.public_id), {"email": "kim@example.org"})
    assert client.get(at("posting_step", link, job.public_id, 1)).status_code == 200
    employer = type(client)()
    prove(employer, link)

    assert is_shut_out(client, link, job)
    assert employer.get(at("posting_step", link, job.public_id, 2)).status_code == 200
    fill_in(employer, link, job)
    response = employer.post(at("posting_send", link, job.public_id))
    assert response["Location"] == at("posting_receipt", link, job.public_id)
    job.refresh_from_db()
    assert job.status == JobStatus.WAITING_REVIEW


def test_draft_left_after_the_address_was_proved_waits_for_the_next_code(client, link):
    sent_in(link)
    employer = type(client)()
    prove(employer, link)
    job = begin(client, link)
    fill_in(client, link, job)
    assert employer.post(at("posting_send", link, job.public_id))["Location"] == at("posting_resume", link)
    assert client.get(at("posting_step", link, job.public_id, 1)).status_code == 200

    prove(employer, link)
    assert is_shut_out(client, link, job)
    assert employer.get(at("posting_send", link, job.public_id)).status_code == 200


def test_proved_employer_begins_a_new_job_in_the_same_browser_and_sends_it_in_without_a_new_code(client, link):
    sent_in(link)
    prove(client, link)
    job = begin(client, link)
    fill_in(client, link, job)
    assert job.title in client.get(at("posting_own", link)).content.decode()
    response = client.post(at("posting_send", link, job.public_id))

    assert response["Location"] == at("posting_receipt", link, job.public_id)


def test_code_for_one_address_shuts_no_draft_of_another(client, link, planted):
    JobPosting.objects.filter(pk=planted.pk).update(contact_email="annan@example.org")
    sent_in(link)
    prove(type(client)(), link)

    assert client.get(at("posting_step", link, planted.public_id, 1)).status_code == 200
