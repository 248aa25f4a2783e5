"""A screen turned to the person, their card on paper and on their telephone."""

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from core.foreign_dates import day_in
from core.models import Notice, ReadLine
from core.scope import Kind, Scope, enter
from participants import actions, ownwords
from participants.models import HandlerWish, Note, Participant, RightsRequest
from taxonomy.models import Language
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler, leader):
    made = enrolled(team, municipality, by=handler, handler=handler, phone="070-174 06 05")
    handler.phone = "070-174 06 06"
    handler.save()
    actions.set_goal(enrolment=made, goal="Kock i skolkök", by=handler)
    actions.set_next_step(
        enrolment=made, step="Skriva klart brevet", who="", on=days_from_today(3), waiting_for="", by=handler
    )
    intervention(made, title="Praktik i köket")
    actions.add_note(enrolment=made, text="Verkar trött i dag", by=handler)
    actions.add_task(enrolment=made, title="Ring chefen Gunilla", owner=handler, by=handler)
    return made


def address(enrolment, name: str, *more: object) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def test_shown_screen_holds_the_persons_own_and_nothing_else(person, as_user, handler, scope_of, team):
    page = as_user(handler).get(address(person, "shown")).content.decode()
    for own in ("Kock i skolkök", "Skriva klart brevet", "Praktik i köket"):
        assert own in page
    for unsafe in (
        "Verkar trött",
        "Gunilla",
        "Alice Ek",
        "Lena",
        "Saknar",
        "Glapp",
        "Att läsa",
        '<nav aria-label="Huvud',
        'role="search"',
    ):
        assert unsafe not in page
    assert "<form" not in page
    with enter(scope_of(handler, team)):
        assert ReadLine.objects.filter(place="participant.shown", subject_ids=[person.participant_id]).count() == 1


def test_shown_screen_and_card_speak_the_persons_language(person, as_user, handler):
    arabic = Language.objects.get(iso1="AR")
    Participant.objects.filter(pk=person.participant_id).update(preferred_language=arabic)
    client = as_user(handler)
    for name in ("shown", "card"):
        page = client.get(address(person, name)).content.decode()
        assert ownwords.language("ar").words["goal"] in page
        assert 'dir="rtl"' in page
    assert (
        ownwords.language("en").words["goal"] in client.get(address(person, "shown"), {"sprak": "en"}).content.decode()
    )
    made = client.get(address(person, "card_pdf"))
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")


def test_every_language_has_every_word():
    keys = {key for language in ownwords.languages() for key in language.words}
    for language in ownwords.languages():
        assert set(language.words) == keys, language.code
        assert all(language.words.values())
        assert ownwords.help_numbers(language.code)


SPOKEN = {"SOM": "so", "TIR": "ti", "PES": "fa", "PRS": "fa", "UKR": "uk", "DAN": "da", "ARB": "ar"}


@pytest.mark.parametrize(("iso", "code"), sorted(SPOKEN.items()))
def test_pages_are_in_the_language_the_person_reads(iso, code, person, client, as_user, handler):
    spoken = Language.objects.filter(iso2=iso).first() or Language.objects.get(iso1=code.upper())
    Participant.objects.filter(pk=person.participant_id).update(preferred_language=spoken)
    own = ownwords.language(code)
    assert own.code == code
    assert not own.is_reviewed
    direction = f'lang="{code}" dir="{"rtl" if code in ("ar", "fa") else "ltr"}"'
    for name in ("shown", "card"):
        page = as_user(handler).get(address(person, name)).content.decode()
        assert own.words["step"] in page
        assert direction in page
        assert escape(day_in(days_from_today(3), code)) in page
    opened(client, as_user, handler, person)
    page = client.get(reverse("participants:own_card"), {"sprak": code}).content.decode()
    assert own.words["goal"] in page
    for name in ("own_change", "own_stop", "own_consents", "own_readers"):
        page = client.get(reverse(f"participants:{name}"), {"sprak": code}).content.decode()
        assert own.words["back"] in page
        assert direction in page


@pytest.mark.parametrize(
    ("said", "code"), [("fa-IR,fa;q=0.9", "fa"), ("prs", "fa"), ("uk-UA", "uk"), ("fi, da;q=0.8", "da")]
)
def test_telephone_says_which_language(said, code, client):
    page = client.get(reverse("participants:own_enter"), headers={"accept-language": said}).content.decode()
    assert ownwords.language(code).words["code_title"] in page


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("sv", "tisdag 8 december 2026"),
        ("so", "Talaado 8 Desembar 2026"),
        ("ti", "ሰሉስ 8 ታሕሳስ 2026"),
        ("uk", "Вівторок 8 грудня 2026"),
        ("da", "tirsdag 8 december 2026"),
    ],
)
def test_days_are_told_in_the_persons_language(code, told):
    assert day_in(date(2026, 12, 8), code) == told


PHONE = ("noto-sans-latin", "noto-sans-cyrillic", "phone-arabic", "phone-ethiopic")
PAPER = ("noto-sans-latin", "noto-sans-latin-ext", "noto-sans-cyrillic", "vazirmatn-arabic", "noto-sans-ethiopic")


@pytest.mark.parametrize("faces", [PHONE, PAPER])
def test_our_own_faces_hold_every_letter_of_every_language(faces):
    """Letters outside them would fall back to whatever the telephone has, and to nothing on paper."""
    folder = Path(settings.BASE_DIR) / "static" / "fonts"
    known = {letter for face in faces for letter in TTFont(folder / f"{face}.woff2").getBestCmap()}
    for file in ("own_words", "consents"):
        text = json.dumps(json.loads(ownwords.FILE.with_name(f"{file}.json").read_text()), ensure_ascii=False)
        assert {letter for letter in text if ord(letter) not in known and letter > " "} == set()
    days = [date(2026, month, month) for month in range(1, 13)]
    told = "".join(day_in(day, language.code) for language in ownwords.languages() for day in days)
    assert {letter for letter in told if ord(letter) not in known} == set()


def test_card_on_paper_says_whom_to_tell(person, as_user, handler):
    words = ownwords.language("sv").said(organisation="Älvstads kommun")
    page = as_user(handler).get(address(person, "card")).content.decode()
    assert words["change_paper"] in page
    assert words["stop_paper"] in page
    Participant.objects.filter(pk=person.participant_id).update(limited_to_organisation=person.responsible_organisation)
    page = as_user(handler).get(address(person, "card")).content.decode()
    assert words["stop_none"] in page
    assert words["stop_paper"] not in page


def test_card_is_one_sheet_of_paper_in_every_language(person, as_user, handler):
    client = as_user(handler)
    starts = timezone.now() + timedelta(days=2)
    actions.book_meeting(enrolment=person, starts_at=starts, place="Biblioteket", with_user=handler, by=handler)
    for language in ownwords.languages():
        made = client.get(address(person, "card_pdf"), {"sprak": language.code}).content
        assert len(PdfReader(BytesIO(made)).pages) == 1, language.code


def opened(client, as_user, handler, person) -> None:
    """The whole way in: a link from the handler, a button, a code read out."""
    staff = as_user(handler)
    sent = staff.post(address(person, "card_home")).content.decode()
    link = sent[sent.index("/k/h/") :].split("<")[0].split('"')[0]
    for _twice in range(2):
        assert client.get(link).status_code == 200  # opening it uses nothing up
    assert client.get(reverse("participants:own_card")).status_code == 302
    assert client.post(link).status_code == 302
    assert client.post(reverse("participants:own_enter"), {"kod": "\x00"}).status_code == 422
    told = staff.post(address(person, "card_code")).content.decode()
    digits = told.split("<bdi>")[-1].split("</bdi>")[0]
    assert client.post(reverse("participants:own_enter"), {"kod": digits}).status_code == 302


def test_card_on_the_telephone_tells_who_helps_and_takes_the_persons_words(
    person, client, as_user, handler, leader, team
):
    opened(client, as_user, handler, person)
    card = client.get(reverse("participants:own_card"))
    page = card.content.decode()
    for own in ("Kock i skolkök", "Skriva klart brevet", "Alice Ek", "070-174 06 06", "112"):
        assert own in page
    for unsafe in ("Verkar trött", "Gunilla", "Bo Lind"):
        assert unsafe not in page
    assert client.post(reverse("participants:own_change"), {"text": " "}).status_code == 422
    assert client.post(reverse("participants:own_change"), {"text": "Jag vill byta tid"}).status_code == 302
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        asked = RightsRequest.objects.get(participant=person.participant)
        assert (asked.kind, asked.words, asked.recorded_by) == ("correct", "Jag vill byta tid", None)
        assert (asked.due_on - timezone.localdate()).days == 30
        assert not Note.objects.filter(text__contains="byta tid").exists()
        told = Notice.objects.filter(kind="rights_request")
        assert sorted(told.values_list("user_id", flat=True)) == sorted([handler.pk, leader.pk])
    page = as_user(handler).get(told[0].url).content.decode()
    assert "Jag vill byta tid" in page
    assert "väntar på svar" in page
    assert "30 dagar" in client.get(reverse("participants:own_card"), {"sagt": "andrat"}).content.decode()
    assert client.post(reverse("participants:own_leave")).status_code == 302
    assert client.get(reverse("participants:own_card")).status_code == 302


def test_person_asks_for_somebody_else_and_leaders_alone_are_told(person, client, as_user, handler, leader, team):
    opened(client, as_user, handler, person)
    change = reverse("participants:own_change")
    assert 'value="helper"' in client.get(change).content.decode()
    kept = client.post(change, {"about": "helper", "text": "x" * 401})
    assert kept.status_code == 422
    assert ownwords.language("sv").words["too_long"] in kept.content.decode()
    assert 'value="helper" checked' in kept.content.decode()
    assert client.post(change, {"about": "chefen", "text": "x"}).status_code == 422
    assert client.post(change, {"about": "helper", "text": ""}).url.endswith("?sagt=onskat")
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        wish = HandlerWish.objects.get(participant=person.participant)
        assert (wish.words, wish.recorded_by, wish.settled_on) == ("", None, None)
        assert list(Notice.objects.filter(kind="wish").values_list("user_id", flat=True)) == [leader.pk]
        assert not RightsRequest.objects.filter(participant=person.participant).exists()
    again = client.post(change, {"about": "helper", "text": ""}, follow=True).content.decode()
    assert ownwords.language("sv").words["wish_waiting"] in again


def test_person_sees_who_has_opened_and_nothing_of_what(person, client, as_user, handler, colleague):
    as_user(colleague).get(address(person, "history"))
    opened(client, as_user, handler, person)
    page = client.get(reverse("participants:own_readers")).content.decode()
    for told in ("Alice Ek", colleague.name, "Älvstads kommun", day_in(timezone.localdate(), "sv")):
        assert told in page
    assert page.count(colleague.name) == 1
    for kept in ("ändringarna", "kortet till personen", "öppnade", "tog ut"):
        assert kept not in page


def test_stopping_the_sharing_shuts_out_the_other_organisations_at_once(
    person, client, as_user, handler, colleague, team
):
    detail = address(person, "detail")
    assert as_user(colleague).get(detail).status_code == 200
    opened(client, as_user, handler, person)
    assert "Älvstads kommun" in client.get(reverse("participants:own_stop")).content.decode()
    assert client.post(reverse("participants:own_stop")).status_code == 302
    assert as_user(colleague).get(detail).status_code == 404
    assert as_user(handler).get(detail).status_code == 200
    assert client.get(reverse("participants:own_card")).status_code == 200
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Notice.objects.filter(user_id=handler.pk, kind="sharing").count() == 1


def test_card_of_a_stranger_is_not_there(person, as_user, stranger, steering):
    for name in ("shown", "card", "card_pdf"):
        assert as_user(stranger).get(address(person, name)).status_code == 404
        assert as_user(steering).get(address(person, name)).status_code == 403
