"""A screen turned to the person, their card on paper and on their telephone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Notice, ReadLine
from core.scope import Kind, Scope, enter
from participants import actions, ownwords
from participants.models import Note, Participant, RightsRequest
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
