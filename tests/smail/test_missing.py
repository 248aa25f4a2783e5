"""No questions loaded: every page says so and what to do; the rest of the product goes on."""

import pytest

from smail import figures, instrument
from tests.participants.factories import days_from_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def unloaded(monkeypatch):
    """A product nobody has loaded the questions into."""
    instrument.forget()
    monkeypatch.setattr(instrument, "_read", dict)
    yield
    instrument.forget()


def test_participant_page_stands_with_a_quiet_line_that_says_what_to_do(unloaded, person, team, handler, as_user):
    answer = as_user(handler).get(f"/t/{team.slug}/deltagare/{person.participant.public_id}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Zahra" in page
    part = as_user(handler).get(f"/t/{team.slug}/deltagare/{person.participant.public_id}/del/smail/")
    assert "den som sköter Framåt" in part.content.decode()


@pytest.mark.parametrize("path", ["", "utveckling/", "din-del/"])
def test_staff_pages_of_the_questions_say_it_instead_of_failing(unloaded, person, team, handler, as_user, path):
    answer = as_user(handler).get(f"/t/{team.slug}/deltagare/{person.participant.public_id}/fragor/{path}")
    assert answer.status_code == 503
    assert "den som sköter Framåt" in answer.content.decode()


def test_stranger_learns_nothing_of_it(unloaded, person, team, stranger, as_user):
    address = f"/t/{team.slug}/deltagare/{person.participant.public_id}/fragor/"
    assert as_user(stranger).get(address).status_code == 404


def test_code_and_link_cannot_be_made(unloaded, person, team, handler, as_user):
    client = as_user(handler)
    for path in ("kod/", "lank/", "ny/"):
        address = f"/t/{team.slug}/deltagare/{person.participant.public_id}/fragor/{path}"
        assert client.post(address).status_code in (302, 422, 503), path


@pytest.mark.parametrize("path", ["", "q/x/", "h/x/", "start/", "fraga/1/", "klar/", "stangt/", "sagt/tack/"])
def test_phone_says_that_nothing_is_wrong_with_the_person(unloaded, client, path):
    answer = client.get(f"/f/{path}", follow=True)
    assert answer.status_code in (404, 503)
    if answer.status_code == 503:
        assert "Prata med den som hjälper dig" in answer.content.decode()


def test_weekly_report_is_made_without_what_the_questions_would_tell(unloaded, person, team):
    keys = {each.key for each in figures.figures(team.pk, days_from_today(-6), days_from_today(0))}
    assert keys == {"assessments_done", "assessments_due", "assessments_late"}
