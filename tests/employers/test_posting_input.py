"""Whatever is sent to the public form: kind words, never an error; strangers' addresses lead nowhere."""

import time
from itertools import product

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import escape

from employers.enums import Shift, SpokenLevel
from employers.facts import hours_in_words
from employers.forms.fields import HoursField
from employers.forms.posting import SALT
from employers.models import JobPosting
from tests.employers.factories import EmployerFactory, JobFactory
from tests.employers.posting_pages import answers, at, begin
from tests.support.database import rolled_back

BAD = [
    "", " ", "\x00", "a\x00b", "😀" * 40, "<script>alert(1)</script>", "' OR 1=1 --", "x" * 9_000, "0001-01-01",
    "år 0001", "9999-12-31", "-1", "99999999999999999999", "\u202eoutput", "heltid", "0-0", "5-999", "٤٠",
]  # fmt: skip
SCREENS = {
    1: ["title", "description", "places_count", "website", "opened"],
    2: ["must_skills", "nice_skills", "swedish", "languages", "languages-text", "languages_must", "licence",
        "licence_classes", "experience", "education", "education_text", "record_check", "occupation", "other",
        "other-text", "other-pick"],
    3: ["hours", "shifts", "starts_on", "municipality", "municipality-text", "address", "employment_form", "pay_form",
        "pay_text", "kinds", "openness"],
    4: ["employer_name", "employer_number", "contact_name", "contact_phone", "contact_email", "apply_by",
        "may_be_public"],
}  # fmt: skip


@pytest.fixture
def draft(client, link):
    """A draft this browser began."""
    client.post(
        reverse("employers:posting_start", args=[link.token]),
        {"title": "Diskare", "places_count": "1", "opened": signing.dumps(int(time.time()) - 60, salt=SALT)},
    )
    return JobPosting.objects.get()


@pytest.mark.parametrize("step", SCREENS)
def test_bad_input_on_any_screen_is_told_in_words(client, link, draft, step):
    page = reverse("employers:posting_step", args=[link.token, draft.public_id, step])
    for bad, sent in product(BAD, (1, 3)):
        with rolled_back():
            response = client.post(page, {name: [bad] * sent for name in SCREENS[step]})
        assert response.status_code in (302, 422), bad[:20]
        assert "<script>alert" not in response.content.decode(), bad[:20]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("posting_start", "title"),
        ("posting_resume", "email"),
        ("posting_later", "email"),
        ("posting_language", "next"),
        ("posting_send", "x"),
    ],
)
def test_bad_input_on_the_small_screens_is_told_in_words(client, link, draft, name, field):
    args = [draft.public_id] if name in ("posting_later", "posting_send") else []
    for bad in BAD:
        with rolled_back():
            answer = client.post(reverse(f"employers:{name}", args=[link.token, *args]), {field: bad, "language": bad})
        assert answer.status_code in (302, 422), bad[:20]


def test_bad_code_is_told_in_words(client, link, draft):
    client.post(reverse("employers:posting_resume", args=[link.token]), {"email": "kim@example.org"})
    for bad in BAD:
        with rolled_back():
            response = client.post(reverse("employers:posting_code", args=[link.token]), {"code": bad})
        assert response.status_code == 422, bad[:20]


@pytest.mark.parametrize("token", ["%00", "x", "2" * 14, "å" * 14, "2" * 2000])
def test_unknown_link_is_404(client, db, token):
    assert client.get(f"/lagg-in-jobb/{token}/").status_code == 404
    assert client.post(f"/lagg-in-jobb/{token}/", {"title": "x"}).status_code == 404


def test_screens_beyond_the_last_are_404(client, link, draft):
    for step in (0, 5, 10**9):
        assert client.get(f"/lagg-in-jobb/{link.token}/{draft.public_id}/steg/{step}/").status_code == 404


@pytest.mark.parametrize("name", ["posting_status", "posting_receipt", "posting_later", "posting_send"])
def test_somebody_elses_job_leads_to_the_question_for_a_code(client, link, team, name):
    job = JobFactory(employer=EmployerFactory(organisation=team.owner), answering_team=team, title="Hemligt jobb")
    response = client.get(reverse(f"employers:{name}", args=[link.token, job.public_id]))

    assert response["Location"] == reverse("employers:posting_resume", args=[link.token])


@pytest.mark.parametrize("name", ["posting_close", "posting_reopen", "posting_confirm"])
def test_somebody_elses_job_cannot_be_moved(client, link, team, name):
    job = JobFactory(employer=EmployerFactory(organisation=team.owner), answering_team=team)
    page = reverse(f"employers:{name}", args=[link.token, job.public_id])
    assert client.post(page).status_code == 302
    assert client.get(page).status_code == 405

    job.refresh_from_db()
    assert job.status == "open"
    assert not job.events.exists()


def test_somebody_elses_draft_is_not_opened_by_its_address(client, link, draft):
    other = type(client)()
    page = reverse("employers:posting_step", args=[link.token, draft.public_id, 1])

    assert other.get(page).status_code == 302
    assert other.post(page, {"title": "Kapat", "places_count": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Diskare"


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("40", (40, 40, "")), ("20-30", (20, 30, "")), ("30–20", (20, 30, "")), ("20 till 30 timmar", (20, 30, "")),
     ("ca 25 tim", (25, 25, "")), ("heltid", (40, 40, "")), ("37,5", (37, 37, "")), ("100 %", (40, 40, "")),
     ("halvtid", (20, 20, "")), ("ungefär halvtid", (20, 20, "")), ("50 %", (20, 20, "")), ("50-75%", (20, 30, "")),
     ("75 % av heltid", (30, 30, "")), ("20–30 tim", (20, 30, "")), ("25 tim/vecka", (25, 25, "")),
     ("Heltid, 40 timmar", (40, 40, "")), ("Heltidstjänst", (40, 40, "")),
     ("minst 20 i veckan", (20, None, "minst 20 i veckan")), ("upp till 25", (None, 25, "upp till 25")),
     ("20-30 tim, mest kvällar", (20, 30, "20-30 tim, mest kvällar"))],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed, hours):
    assert HoursField().clean(typed) == hours


@pytest.mark.parametrize(
    "typed",
    ["enligt överenskommelse", "Deltid", "heltid eller deltid", "3 timmar om dagen", "kl 8-17", "08-17", "7:30-16",
     "120 tim/mån", "2 dagar i veckan", "timmar vid behov", "vi bestämmer tillsammans", "varierar", "vet inte än",
     "by agreement", "part time, evenings", "hel- eller halvtid", "extra vid sjukdom", "sommarjobb"],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_kept_as_written(typed):
    assert HoursField().clean(typed) == (None, None, typed)


@pytest.mark.parametrize(
    "typed",
    ["mycket", "ja", "x", "100", "100 timmar", "0", "120 %", "🤷", "20-30-40", "-", "Göteborg", "stid", "'; --", "<b>"],
)
def test_what_says_nothing_of_hours_gets_a_question_beside_the_field_and_stays_written(client, link, typed):
    with pytest.raises(ValidationError, match="timmar"):
        HoursField().clean(typed)
    mine = begin(client, link)
    when = at("posting_step", link, mine.public_id, 3)
    answer = client.post(when, answers()[3] | {"hours": typed})
    mine.refresh_from_db()

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Skriv ett tal, till exempel 20 eller 20–30" in page
    assert f'value="{escape(typed)}"' in page
    assert (mine.hours_min, mine.hours_max, mine.hours_text) == (None, None, "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("ungefär halvtid", "20 timmar i veckan"), ("enligt  överenskommelse", "enligt överenskommelse"),
     ("minst 20 tim", "minst 20 timmar i veckan (minst 20 tim)")],
)  # fmt: skip
def test_form_takes_hours_in_words_and_shows_them_back(client, link, typed, shown):
    mine = begin(client, link)
    when = at("posting_step", link, mine.public_id, 3)
    answer = client.post(when, answers()[3] | {"hours": typed})
    mine.refresh_from_db()

    assert answer.status_code == 302
    assert hours_in_words(mine) == shown
    assert (
        f'value="{"20" if typed.startswith("ung") else " ".join(typed.split())}"' in client.get(when).content.decode()
    )


def test_codes_of_shifts_and_levels_are_those_of_a_participants_profile():
    from participants import enums
    from taxonomy.enums import LanguageLevel

    assert set(Shift.values) == set(enums.Shift.values)
    assert set(SpokenLevel.values) <= set(LanguageLevel.values)
