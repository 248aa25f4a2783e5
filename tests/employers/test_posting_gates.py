"""Machines, floods and ended links at the public form."""

import pytest

from employers.models import JobPosting
from tests.employers.posting_pages import FIRST, at, begin, opened, sent_in


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
