"""Meetings with the participant: booked, moved, and what one form writes afterwards."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Notice
from core.working_days import next_working_day
from participants import actions, register
from participants.enums import Interpreter, MeetingState, MeetingWay, ProtectionLevel
from participants.models import Enrolment, Meeting, Note, NoteDraft, RegisterRow, Task
from taxonomy.models import Language
from tests.participants.factories import days_from_today, enrolled
from tests.support.database import rolled_back

pytestmark = pytest.mark.django_db

SATURDAY = timezone.localdate() + timedelta(days=7 + (5 - timezone.localdate().weekday()) % 7)
MONDAY = next_working_day(SATURDAY)


@pytest.fixture
def person(entered, team, municipality, handler):
    language = Language.objects.get(iso2="PRS")
    return enrolled(
        team, municipality, by=handler, handler=handler, preferred_language=language, needs_interpreter=True
    )


@pytest.fixture
def meeting(person, handler):
    return actions.book_meeting(
        enrolment=person,
        starts_at=timezone.now() - timedelta(hours=1),
        with_user=handler,
        by=handler,
        place="Kontoret",
        way=MeetingWay.PLACE,
        interpreter=Interpreter.BOOKED,
    )


def address(enrolment: Enrolment, name: str, *more: str) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def test_meeting_is_booked_with_interpreter_shown_and_changed(person, as_user, handler):
    client = as_user(handler)
    form = client.get(address(person, "meeting")).content.decode()
    assert 'value="wanted"' in form
    data = {"on": "24/12", "at": "10", "minutes": "30", "way": "video", "interpreter": "wanted", "about": "planen"}
    response = client.post(address(person, "meeting"), data | {"with_user": handler.pk}, follow=True)
    assert "röd dag" in response.content.decode()
    made = Meeting.objects.get()
    assert (made.way, made.interpreter, made.minutes) == ("video", "wanted", 30)
    assert RegisterRow.objects.get(enrolment=person).next_meeting_at == made.starts_at
    page = client.get(address(person, "detail")).content.decode()
    assert "tolk ska bokas" in page
    edit = address(person, "meeting_edit", made.public_id)
    assert client.get(edit).status_code == 200
    sent = {"minutes": "30", "way": "video", "place": "", "about": "planen", "with_user": handler.pk}
    base = {f"base-{name}": value for name, value in sent.items()} | {"base-interpreter": "wanted"}
    assert client.post(edit, sent | base | {"interpreter": "booked"}).status_code == 302
    made.refresh_from_db()
    assert made.interpreter == Interpreter.BOOKED


def test_after_the_meeting_one_form_writes_everything(person, meeting, team, as_user, handler, colleague):
    url = address(person, "meeting_after", meeting.public_id)
    client = as_user(handler)
    day = client.get(f"/t/{team.slug}/min-dag/").content.decode()
    assert f"{url}?fran=dag" in day
    assert "efter-motet/?fran=lista" in client.get(reverse("participants:register", args=[team.slug])).content.decode()
    data = {
        "state": "held",
        "text": "Vill börja på måndag.",
        "next_step": "Ringa köket",
        "who": f"user:{handler.pk}",
        "next_step_on": "imorgon",
        "next_day": str(days_from_today(7)),
        "next_hour": "9.30",
        "tell": colleague.pk,
        "task": "Skicka intyget",
    }
    response = client.post(f"{url}?fran=dag", data)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert response["Location"] == reverse("accounts:team_home", args=[team.slug])
    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_by) == ("held", handler)
    note = Note.objects.get()
    assert (note.kind, note.happened_at) == ("meeting", meeting.starts_at)
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.next_step, row.next_step_user_id, row.next_step_on) == ("Ringa köket", handler.pk, days_from_today(1))
    assert row.last_contact_on == timezone.localdate(meeting.starts_at)
    following = Meeting.objects.get(state=MeetingState.PLANNED)
    assert row.next_meeting_at == following.starts_at
    assert (following.place, following.interpreter, following.moved_from) == ("Kontoret", Interpreter.WANTED, None)
    task = Task.objects.get()
    assert (task.owner, task.title, task.created_by) == (colleague, "Skicka intyget", handler)
    notice = Notice.objects.get(user_id=colleague.pk)
    assert "Zahra" not in notice.title
    assert register.differences(team.pk) == []


def told(response) -> str:
    [found] = re.findall(r"data-toast><span>([^<]*)", response.content.decode())
    return html.unescape(found)


@pytest.mark.parametrize(
    ("step", "following", "said"),
    [
        (SATURDAY, MONDAY, "Sparat. Dagen för nästa steg är en helg eller röd dag."),
        (MONDAY, SATURDAY, "Sparat. Dagen för nästa möte är en helg eller röd dag."),
        (MONDAY, MONDAY, "Sparat."),
    ],
)
def test_days_that_are_no_working_days_are_told_after_the_meeting(person, as_user, handler, step, following, said):
    sent = {"next_step": "Ringa köket", "next_step_on": str(step), "next_day": str(following), "next_hour": "10"}
    response = as_user(handler).post(address(person, "meeting_now"), sent, follow=True)
    assert RegisterRow.objects.get(enrolment=person).next_step_on == step
    assert told(response) == said


@pytest.mark.parametrize(
    ("name", "sent", "day", "saved"),
    [
        ("next_step", {"next_step": "Ringa köket"}, "next_step_on", "Nästa steg sparat."),
        ("task", {"title": "Ringa köket", "owner": "ME"}, "due_on", "Uppgiften sparad."),
    ],
)
def test_day_that_is_no_working_day_is_saved_and_told(person, as_user, handler, name, sent, day, saved):
    client = as_user(handler)
    sent = {key: handler.pk if value == "ME" else value for key, value in sent.items()}
    for on, said in (
        (SATURDAY, f"{saved} Dagen är en helg eller röd dag."),
        (MONDAY, saved),
        ("", saved),
    ):
        with rolled_back():
            response = client.post(address(person, name), sent | {day: str(on)}, follow=True)
            assert told(response) == said


def test_moved_meeting_keeps_its_past_and_asks_for_the_new_hour(person, meeting, as_user, handler):
    client, url = as_user(handler), address(person, "meeting_after", meeting.public_id)
    assert client.post(url, {"state": "moved"}).status_code == 422
    client.post(url, {"state": "moved", "next_day": "imorgon", "next_hour": "13"})
    meeting.refresh_from_db()
    new = Meeting.objects.get(moved_from=meeting)
    assert (meeting.state, new.state) == ("moved", "planned")
    assert timezone.localtime(new.starts_at).hour == 13
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.next_meeting_at, row.last_contact_on) == (new.starts_at, None)
    assert "Mötet flyttades" in client.get(address(person, "timeline")).content.decode()
    again = client.post(url, {"state": "held", "text": "Två gånger"})
    assert again.status_code == 422
    assert "redan avslutat" in again.content.decode()
    assert not Note.objects.exists()


def test_who_did_not_come_is_no_contact_and_the_note_says_so(person, meeting, as_user, handler):
    as_user(handler).post(address(person, "meeting_now"), {"state": "missed", "text": "Svarade inte i telefon."})
    meeting.refresh_from_db()
    assert meeting.state == "missed"
    assert Note.objects.get().kind == "note"
    assert RegisterRow.objects.get(enrolment=person).last_contact_on is None


def test_step_of_a_colleague_is_shown_and_nothing_is_saved_meanwhile(person, meeting, as_user, handler, colleague):
    url = address(person, "meeting_after", meeting.public_id)
    actions.set_next_step(enrolment=person, step="Boka studiebesök", on=None, waiting_for="", by=colleague)
    data = {"state": "held", "text": "Bra.", "next_step": "Ringa köket", "base-next_step": "", "base-who": ""}
    response = as_user(handler).post(url, data)
    assert response.status_code == 422
    assert "Boka studiebesök" in response.content.decode()
    meeting.refresh_from_db()
    assert (meeting.state, Note.objects.count()) == ("planned", 0)


def test_step_left_as_it_is_stays(person, meeting, as_user, handler, colleague):
    actions.set_next_step(
        enrolment=person, step="Boka studiebesök", on=days_from_today(2), waiting_for="us", who="Bo", by=colleague
    )
    as_user(handler).post(address(person, "meeting_after", meeting.public_id), {"state": "held", "text": "Bra."})
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.next_step, row.next_step_who, row.waiting_for) == ("Boka studiebesök", "Bo", "us")


def test_what_is_being_written_is_kept_box_by_box_for_its_writer_alone(
    person, meeting, team, as_user, handler, colleague
):
    client, url = as_user(handler), address(person, "meeting_after", meeting.public_id)
    sent = {"text": "Halv tan\x00ke", "next_step": "Ringa k", "state": "missed", "base-next_step": ""}
    assert client.post(address(person, "meeting_draft", meeting.public_id), sent).status_code == 204
    page = client.get(url).content.decode()
    assert "Halv tanke" in page
    assert 'value="Ringa k"' in page
    assert url in client.get(f"/t/{team.slug}/min-dag/").content.decode()
    assert "Halv tanke" not in as_user(colleague).get(url).content.decode()
    assert client.post(address(person, "meeting_draft", "new"), {"text": "x" * 20_001}).status_code == 422
    client.post(url, {"state": "held", "text": "Hel tanke"})
    assert not NoteDraft.objects.exists()


def test_meeting_never_booked_is_written_as_held_and_a_colleague_who_must_not_know_is_refused(
    person, as_user, handler, colleague
):
    person.participant.protection_level, person.participant.alias = ProtectionLevel.MARKED, "Björken"
    person.participant.save()
    person.participant.named_colleagues.create(team=person.team, user=handler, given_by=handler)
    client, url = as_user(handler), address(person, "meeting_now")
    refused = client.post(url, {"text": "Kom förbi.", "tell": colleague.pk})
    assert refused.status_code == 422
    assert not Meeting.objects.exists()
    assert client.post(url, {"text": "Kom förbi."}).status_code == 302
    assert Meeting.objects.get().state == "held"
    assert RegisterRow.objects.get(enrolment=person).last_contact_on == timezone.localdate()
