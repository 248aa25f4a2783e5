"""The staff's screens: the caseworker's part, the way in for the participant, closings; and the blind rule in bodies."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from participants.enums import EndKind, EndReason
from participants.models import RegisterRow
from smail import actions
from smail.enums import AssessmentKind, NoValue, PartEnd, Rater
from smail.models import Assessment, Part, Rating
from tests.participants.factories import days_from_today, enrolled
from tests.smail import factories as make

pytestmark = pytest.mark.django_db
ALL = {**dict.fromkeys(make.CODES, "4"), "handler_belief": "2"}


def at(person, name: str = "") -> str:
    return f"/t/alvstranden/deltagare/{person.participant.public_id}/fragor/{name}"


def text_of(response) -> str:
    return response.content.decode()


def test_handler_answers_on_one_page_and_nothing_is_shown_until_the_person_is_done(person, as_user, handler):
    client = as_user(handler)
    page = text_of(client.get(at(person, "din-del/")))
    assert page.count("<fieldset") == 8
    assert "talar om jobb som något som kommer att hända" in page
    response = client.post(at(person, "din-del/"), {"number": "1", **ALL})
    assert response.url == at(person)
    assessment = Assessment.objects.get()
    assert not assessment.is_locked
    assert "är klar" in text_of(client.get(at(person)))
    make.participant_answered(assessment, make.answers(2))
    assert Rating.objects.filter(part__rater=Rater.HANDLER, value=4).count() == 7
    assert "bara du ser den" in text_of(client.get(at(person, "utveckling/")))


def test_incomplete_part_is_told_and_what_was_ticked_stays(person, as_user, handler):
    given = {**ALL}
    del given["health"]
    response = as_user(handler).post(at(person, "din-del/"), {"number": "1", **given})
    assert response.status_code == 422
    page = text_of(response)
    assert "Kan personen hantera sin hälsa" in page
    assert len(re.findall(r"\bchecked\b", page)) == 7
    assert Assessment.objects.count() == 0


def test_cannot_judge_is_an_answer(person, as_user, handler):
    as_user(handler).post(at(person, "din-del/"), {"number": "1", **ALL, "health": "dk"})
    make.participant_answered(Assessment.objects.get())
    rating = Rating.objects.get(part__rater=Rater.HANDLER, indicator__code="health")
    assert (rating.value, rating.reason) == (None, NoValue.DONT_KNOW)


def test_sending_the_same_part_again_makes_no_second_assessment(person, as_user, handler):
    client = as_user(handler)
    for _ in range(3):
        client.post(at(person, "din-del/"), {"number": "1", **ALL})
    make.participant_answered(Assessment.objects.get())
    assert client.post(at(person, "din-del/"), {"number": "1", **ALL}).status_code == 302
    assert Assessment.objects.count() == 1


BAD = ["", "0", "6", "\x00", "😀", "x" * 3000, "<script>", "no", "1.5"]


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_in_the_handler_s_part_is_told(person, as_user, handler, bad):
    response = as_user(handler).post(at(person, "din-del/"), {"number": "1", **ALL, "job_belief": bad})
    assert response.status_code == 422
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("bad", ["", "-1", "99999999999999999999", "\x00", "två"])
def test_bad_number_of_the_round_saves_nothing(person, as_user, handler, bad):
    assert as_user(handler).post(at(person, "din-del/"), {**ALL, "number": bad}).status_code == 302
    assert Assessment.objects.count() == 0


def test_code_is_shown_with_qr_and_opens_once(person, as_user, handler, client):
    response = as_user(handler).post(at(person, "kod/"))
    page = text_of(response)
    assert "<svg" in page
    assert " style=" not in page
    assert re.search(r'<svg role="img" viewBox="0 0 (\d+) \1" class="qr">', page)  # scales whole: never cut by its size
    digits = re.search(r">(\d{4} \d{4})</bdi>", page).group(1)
    assert client.post("/f/", {"kod": digits}).url == "/f/start/"
    assert Assessment.objects.get().kind == AssessmentKind.BASELINE


def test_code_page_loaded_again_says_that_the_person_is_answering(person, as_user, handler, client):
    staff = as_user(handler)
    page = text_of(staff.post(at(person, "kod/")))
    assert "har inte börjat" in page
    client.post("/f/", {"kod": re.search(r">(\d{4} \d{4})</bdi>", page).group(1)})
    client.post("/f/start/", {"sprak": "sv"})
    for number in (1, 2, 3):
        client.post(f"/f/fraga/{number}/", {"a": "3"})
    page = text_of(staff.post(at(person, "kod/")))
    assert "Har börjat svara" in page
    assert "har inte börjat" not in page
    assert client.post("/f/fraga/4/", {"a": "3"}).url == "/f/fraga/5/"  # the phone goes on
    assert "Har börjat svara" in text_of(staff.post(at(person, "lank/")))


def test_home_link_and_code_read_out(person, as_user, handler, client):
    staff = as_user(handler)
    address = re.search(r"http://testserver(/f/h/[^<]+/)", text_of(staff.post(at(person, "lank/")))).group(1)
    assert staff.post(at(person, "kod-hemma/")).url == at(person)  # nobody asks yet
    client.post(address)
    assert "väntar på en kod" in text_of(staff.get(at(person, "lage/")))
    page = text_of(staff.post(at(person, "kod-hemma/")))
    digits = re.search(r"<bdi>(\d{3} \d{3})</bdi>", page).group(1)
    assert client.post("/f/", {"kod": digits}).url == "/f/start/"


def test_state_says_nothing_until_something_moves(person, as_user, handler):
    assessment = actions.open_assessment(enrolment=person, by=handler)
    staff = as_user(handler)
    assert "har inte börjat" in text_of(staff.get(at(person, "lage/")))
    assert staff.get(at(person, "lage/"), {"nu": "waiting"}).status_code == 204
    make.participant_began(assessment, {})
    assert "Har börjat svara" in text_of(staff.get(at(person, "lage/"), {"nu": "waiting"}))


@pytest.mark.parametrize("how", [PartEnd.DECLINED, PartEnd.NOT_OBTAINED])
def test_part_without_answers_is_declared_and_locks_when_the_handler_is_done(person, as_user, handler, how):
    client = as_user(handler)
    client.post(at(person, "din-del/"), {"number": "1", **ALL})
    assert client.post(at(person, "utan-svar/"), {"how": how}).url == at(person)
    assessment = Assessment.objects.get()
    assert assessment.is_locked
    assert make.participant_part(assessment).ended_as == how
    assert str(how.label) in text_of(client.get(at(person, "utveckling/")))


@pytest.mark.parametrize("bad", ["", "answered", "\x00", "x" * 500])
def test_bad_closing_is_told(person, as_user, handler, bad):
    actions.open_assessment(enrolment=person, by=handler)
    assert as_user(handler).post(at(person, "utan-svar/"), {"how": bad}).status_code == 422
    assert Part.objects.exclude(ended_as="").count() == 0


@pytest.mark.parametrize(
    ("kind", "status"), [("handover", 302), ("exit", 302), ("", 302), ("baseline", 422), ("x", 422)]
)
def test_round_outside_the_usual(person, as_user, handler, kind, status):
    make.assessed(person, handler, on=days_from_today(-30))
    assert as_user(handler).post(at(person, "ny/"), {"kind": kind}).status_code == status


def test_ended_enrolment_begins_no_round(person, as_user, handler):
    from participants import actions as people

    people.end_enrolment(enrolment=person, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)
    client = as_user(handler)
    for path in ("ny/", "kod/", "lank/"):
        assert client.post(at(person, path)).status_code == 302
    client.post(at(person, "din-del/"), {"number": "1", **ALL})
    assert Assessment.objects.count() == 0


def test_no_screen_shows_a_sealed_answer(person, as_user, handler, colleague, leader):
    """Canaries: labels that only these answers would show, crawled as three colleagues."""
    from participants.models import Participant

    assessment = make.handler_answered(person, handler, make.answers(3, daily_life=1))
    make.participant_began(assessment, make.answers(3, daily_life=5))
    name = Participant.objects.get().public_id
    pages = [
        f"/t/alvstranden/deltagare/{name}/",
        f"/t/alvstranden/deltagare/{name}/del/smail/",
        f"/t/alvstranden/deltagare/{name}/tidslinje/",
        at(person),
        at(person, "utveckling/"),
        at(person, "lage/"),
    ]
    for user in (handler, colleague, leader):
        for path in pages:
            body = text_of(as_user(user).get(path))
            assert "Första svaret" not in body, path
            assert 'class="num"><b>' not in body, path
            assert "Något att prata om" not in body, path
    make.participant_answered(assessment, make.answers(3, daily_life=5))
    body = text_of(as_user(colleague).get(f"/t/alvstranden/deltagare/{name}/del/smail/"))
    assert "Något att prata om" in body


def test_health_and_belief_are_not_in_a_colleague_s_page(person, as_user, handler, colleague):
    make.assessed(person, handler, on=days_from_today(-90), participant=make.answers(3, health=1))
    make.assessed(person, handler, on=days_from_today(0), participant=make.answers(3, health=5))
    page = f"/t/alvstranden/deltagare/{person.participant.public_id}/"
    for path in (at(person, "utveckling/"), f"{page}del/smail/"):
        own, theirs = text_of(as_user(handler).get(path)), text_of(as_user(colleague).get(path))
        assert "Hälsa" in own
        assert "Din egen tilltro" in own
        assert "Hälsan har gått från 1 till 5" in own
        assert "Häls" not in theirs
        assert "tilltro" not in theirs
    assert "Häls" not in text_of(as_user(colleague).get(page))
    assert "Häls" not in text_of(as_user(colleague).get(at(person, "utveckling/"), {"omrade": "health"}))


def test_reader_sees_and_may_not_write(person, as_user, colleague, team):
    Membership.objects.filter(user=colleague).update(role="reader")
    client = as_user(colleague)
    assert client.get(at(person)).status_code == 200
    assert "Svara på din del" not in text_of(client.get(at(person)))
    for path in ("din-del/", "kod/", "lank/", "ny/", "utan-svar/", "kod-hemma/"):
        assert client.post(at(person, path)).status_code == 403


def test_stranger_finds_nothing(person, as_user, stranger):
    client = as_user(stranger)
    for path in ("", "din-del/", "utveckling/", "lage/", "utan-svar/"):
        assert client.get(at(person, path)).status_code == 404
        assert client.get(at(person, path).replace("alvstranden", "norra")).status_code == 404


def test_register_row_follows_the_cycle(person, handler):
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.last_assessment_on, row.next_assessment_on) == (None, days_from_today(-86))
    make.assessed(person, handler, on=days_from_today(-10))
    row.refresh_from_db()
    assert (row.last_assessment_on, row.next_assessment_on) == (days_from_today(-10), days_from_today(80))


def asked(client, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len([q for q in queries if "SAVEPOINT" not in q["sql"]])


def test_pages_ask_the_same_number_of_queries_however_long_the_history(person, as_user, handler, team, municipality):
    client = as_user(handler)
    paths = [at(person), at(person, "utveckling/"), at(person, "din-del/")]
    make.assessed(person, handler, on=days_from_today(-95))
    client.get(paths[0])  # the first page of a sign-in writes its hour
    few = [asked(client, path) for path in paths]
    for days in range(-90, 0, 10):
        make.assessed(person, handler, on=days_from_today(days))
    for number in range(5):
        other = enrolled(team, municipality, "Omid", f"Haddad {number}", by=handler, handler=handler)
        make.assessed(other, handler, on=days_from_today(-1))
    assert [asked(client, path) for path in paths] == few
    assert max(few) <= 12


def test_panel_adds_two_statements_to_the_participant_s_page(person, handler, entered):
    from smail import instrument
    from smail.panel import panel

    instrument.versions()
    for days in range(-90, 0, 10):
        make.assessed(person, handler, on=days_from_today(days))
    with CaptureQueriesContext(connection) as queries:
        context = panel(person.participant, entered)
    assert context["history"].rounds
    assert len(queries) == 2
