"""The participant's own part on a phone, through HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import access
from core.scope import Kind, Scope, enter
from smail import actions, instrument
from smail.doors import door_of
from smail.enums import GivenHow, NoValue, PartEnd, Rater
from smail.models import Part, Rating
from tests.conftest import ReadOnlyGetClient
from tests.smail import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(person, handler):
    return actions.open_assessment(enrolment=person, by=handler)


def ratings(assessment):
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        found = Rating.objects.filter(part__assessment=assessment, part__rater=Rater.PARTICIPANT)
        return {r.indicator.code: (r.value, r.reason) for r in found.select_related("indicator")}


def text_of(response) -> str:
    return response.content.decode()


def answer_all(phone, value: str = "3") -> None:
    for number in range(1, make.questions() + 1):
        phone.post(f"/f/fraga/{number}/", {"a": value})


def test_whole_way_from_language_to_receipt(assessment, phone_of):
    phone = phone_of(assessment)
    assert "Frågor om dig och jobb" in text_of(phone.get("/f/start/"))
    assert phone.post("/f/start/", {"sprak": "sv"}).url == "/f/fraga/1/"
    for number in range(1, 8):
        page = phone.get(f"/f/fraga/{number}/")
        assert f"Fråga {number} av 7" in text_of(page)
        response = phone.post(f"/f/fraga/{number}/", {"a": "dk" if number == 2 else "no" if number == 6 else "4"})
    assert response.url == "/f/klar/"
    page = text_of(phone.get("/f/klar/"))
    assert "Ja, det tror jag" in page
    assert "Jag vet inte" in page
    sent = phone.post("/f/klar/")
    assert sent["Clear-Site-Data"] == '"cache", "storage"'
    assert "Tack" in text_of(phone.get(sent.url))

    part = make.participant_part(assessment)
    assert (part.ended_as, part.language, part.given_how) == (PartEnd.ANSWERED, "sv", GivenHow.HERE)
    assert ratings(assessment) == {
        "job_belief": (4, ""),
        "labour_market": (None, NoValue.DONT_KNOW),
        "goal_focus": (4, ""),
        "cooperation": (4, ""),
        "daily_life": (4, ""),
        "health": (None, NoValue.SKIPPED),
        "job_search": (4, ""),
    }


def test_what_was_sent_cannot_be_read_again(assessment, phone_of):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    answer_all(phone, "5")
    phone.post("/f/klar/")
    for path in ("/f/start/", "/f/klar/", "/f/fraga/1/"):
        response = phone.get(path)
        assert response.url == "/f/stangt/"
    again = phone_of(assessment)
    for path in ("/f/start/", "/f/klar/", "/f/fraga/1/"):
        response = again.get(path)
        assert response.url == "/f/sagt/klart/"
        assert "säker" not in text_of(again.get(response.url))


def test_going_back_shows_the_answer_and_changing_it_keeps_the_last(assessment, phone_of):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    phone.post("/f/fraga/1/", {"a": "2"})
    assert 'value="2" checked' in text_of(phone.get("/f/fraga/1/"))
    phone.post("/f/fraga/1/", {"a": "5"})
    assert ratings(assessment) == {"job_belief": (5, "")}


def test_change_from_the_last_page_returns_to_it(assessment, phone_of):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    answer_all(phone)
    assert 'name="andra"' in text_of(phone.get("/f/fraga/4/?andra=1"))
    assert phone.post("/f/fraga/4/", {"a": "1", "andra": "1"}).url == "/f/klar/"
    assert ratings(assessment)["cooperation"] == (1, "")


def test_pause_keeps_the_ticked_answer_and_going_on_takes_a_new_code(assessment, phone_of):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "ar"})
    phone.post("/f/fraga/1/", {"a": "2"})
    paused = phone.post("/f/pausa/", {"a": "4", "number": "2"})
    assert "استراحة" in text_of(phone.get(paused.url))
    assert phone.get("/f/fraga/3/").url == "/f/stangt/"

    later = phone_of(assessment)
    assert "متابعة" in text_of(later.get("/f/start/"))
    assert later.post("/f/start/", {"sprak": "ar"}).url == "/f/fraga/3/"
    assert ratings(assessment) == {"job_belief": (2, ""), "labour_market": (4, "")}


def test_own_no_ends_the_part_and_keeps_nothing(assessment, phone_of):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    phone.post("/f/fraga/1/", {"a": "2"})
    assert "Vill du inte svara?" in text_of(phone.get("/f/inte/"))
    done = phone.post("/f/inte/")
    assert "Det är okej" in text_of(phone.get(done.url))
    assert make.participant_part(assessment).ended_as == PartEnd.DECLINED
    assert ratings(assessment) == {}


def test_part_closed_by_a_colleague_meanwhile_says_so(assessment, phone_of, handler):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    actions.close_for_participant(assessment=assessment, ended_as=PartEnd.NOT_OBTAINED, by=handler)
    assert phone.post("/f/fraga/1/", {"a": "2"}).url == "/f/sagt/klart/"
    assert phone.get("/f/fraga/2/").url == "/f/sagt/klart/"


def test_arabic_page_runs_right_to_left_with_swedish_beside(assessment, phone_of):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "ar"})
    page = text_of(phone.get("/f/fraga/1/"))
    assert '<html lang="ar" dir="rtl"' in page
    assert '<bdi lang="sv">Tror du att du kommer att få ett jobb?</bdi>' in page
    assert "السؤال 1 من 7" in page


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_participant_never_meets_the_staff_s_words(assessment, phone_of, language):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": language})
    pages = [text_of(phone.get(f"/f/fraga/{n}/")) for n in range(1, 8)]
    answer_all(phone)
    pages += [text_of(phone.get(path)) for path in ("/f/start/", "/f/klar/", "/f/inte/", "/f/", "/f/stangt/")]
    pages += [text_of(phone.get(f"/f/sagt/{what}/")) for what in ("paus", "tack", "nej", "klart")]
    for page in pages:
        for word in ("skattning", "indikator", "insats", "avbrott", "avvikelse", "assessment", "indicator", "Zahra"):
            assert word not in page.lower().replace("zahra", "Zahra")


def asked(phone, path) -> list[str]:
    """The statements of one page; the test's own savepoints are no questions."""
    with CaptureQueriesContext(connection) as queries:
        assert phone.get(path).status_code == 200
    return [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]


def test_page_asks_at_most_five_queries(assessment, phone_of):
    instrument.versions()
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    answer_all(phone)
    for path in ("/f/start/", "/f/fraga/3/", "/f/klar/", "/f/inte/", "/f/"):
        assert len(asked(phone, path)) <= 5, asked(phone, path)


BAD = ["", "0", "6", "4.0", "-1", "３", "\x00", "😀", "x" * 5000, "1; DROP TABLE", "<script>"]


@pytest.mark.parametrize("bad", BAD)
def test_bad_answer_is_told_in_words_and_keeps_nothing(assessment, phone_of, bad):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    response = phone.post("/f/fraga/1/", {"a": bad})
    assert response.status_code == 422
    assert "Välj ett svar." in text_of(response)
    assert ratings(assessment) == {}


@pytest.mark.parametrize("number", ["0", "8", "99999999999999999999"])
def test_question_that_does_not_exist_goes_to_the_first_that_is_left(assessment, phone_of, number):
    phone = phone_of(assessment)
    phone.post("/f/start/", {"sprak": "sv"})
    assert phone.get(f"/f/fraga/{number}/").url == "/f/fraga/1/"


@pytest.mark.parametrize("bad", ["", "12", "abc", "0" * 80, "\x00", "😀", "1" * 9999])
def test_bad_code_is_told_in_words(bad, client):
    response = client.post("/f/", {"kod": bad})
    assert response.status_code == 422
    assert "kod" in text_of(response).lower()


@pytest.mark.parametrize("bad", ["", "xx", "\x00", "sv" * 400])
def test_bad_language_is_asked_again(assessment, phone_of, bad):
    phone = phone_of(assessment)
    assert phone.post("/f/start/", {"sprak": bad}).status_code == 422
    assert phone.get("/f/start/", {"sprak": bad}).status_code == 200


def test_arabic_digits_open(assessment, client):
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        code = access.make_here_code(door_of(assessment), by=assessment.opened_by)
    eastern = code.digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/f/?sprak=ar", {"kod": f"{eastern[:4]} {eastern[4:]}"}).url == "/f/start/"


def test_code_is_good_once(assessment, client):
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        code = access.make_here_code(door_of(assessment), by=assessment.opened_by)
    assert client.post("/f/", {"kod": code.digits}).status_code == 302
    other = ReadOnlyGetClient()
    assert other.post("/f/", {"kod": code.digits}).status_code == 422


def test_expired_code_opens_nothing(assessment, client):
    from accounts.models import AccessCode

    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        code = access.make_here_code(door_of(assessment), by=assessment.opened_by)
        AccessCode.objects.filter(pk=code.id).update(expires_at=code.expires_at.replace(year=2020))
    assert client.post("/f/", {"kod": code.digits}).status_code == 422


def test_qr_address_shows_a_button_and_only_the_press_uses_it_up(assessment, client):
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        code = access.make_here_code(door_of(assessment), by=assessment.opened_by)
    path = reverse("smail:here_link", args=[code.token])
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.post(path).url == "/f/start/"
    assert client.get("/f/start/").status_code == 200
    other = ReadOnlyGetClient()
    assert other.post(path).status_code == 422


def test_home_link_needs_a_code_that_the_handler_reads_out(assessment, client, handler):
    door = door_of(assessment)
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        link = access.make_link(door, by=handler)
    path = reverse("smail:home_link", args=[link.token])
    assert client.get(path).status_code == 200
    assert client.post(path).url == "/f/"
    assert "6 siffror" in text_of(client.get("/f/"))
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        code = access.tell_code(door, by=handler)
    assert client.post("/f/", {"kod": code.digits}).url == "/f/start/"
    client.post("/f/start/", {"sprak": "sv"})
    assert make.participant_part(assessment).given_how == GivenHow.HOME


def test_unknown_link_looks_like_any_other(client, assessment, handler):
    with enter(Scope(Kind.RUN, team_id=assessment.team_id)):
        link = access.make_link(door_of(assessment), by=handler)
    known = client.get(reverse("smail:home_link", args=[link.token]))
    unknown = ReadOnlyGetClient().get(reverse("smail:home_link", args=["x" * 43]))
    assert known.status_code == unknown.status_code
    strip = [b"csrfmiddlewaretoken"]
    same = [[line for line in r.content.splitlines() if not any(s in line for s in strip)] for r in (known, unknown)]
    assert same[0] == same[1]


def test_without_a_code_nothing_opens(client, assessment):
    for path in ("/f/start/", "/f/fraga/1/", "/f/klar/", "/f/inte/"):
        assert client.get(path).url == "/f/stangt/"
        assert client.post(path, {"a": "3", "sprak": "sv"}).url == "/f/stangt/"
    assert Part.objects.filter(assessment=assessment).exclude(started_at=None).count() == 0


@pytest.mark.parametrize("token", ["%00", "x", "%F0%9F%98%80", "a" * 3000, "..%2F.."])
@pytest.mark.parametrize("kind", ["q", "h"])
def test_bad_link_is_never_a_fault_of_ours(client, db, kind, token):
    assert client.get(f"/f/{kind}/{token}/").status_code in (200, 404)
    assert client.post(f"/f/{kind}/{token}/").status_code in (302, 404, 422)


def test_mail_scanner_s_head_is_answered(client, db):
    assert client.head("/f/").status_code == 200
