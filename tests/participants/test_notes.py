"""Notes: templates and channels, moved to the right person, searched inside one person; a concern with fixed steps."""

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Notice
from core.scope import enter
from participants import actions, register
from participants.enums import ConcernStep
from participants.models import Concern, Note, NoteMove, NoteTemplate, RegisterRow
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def address(enrolment, name: str, *more: str) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def test_leader_writes_a_template_and_a_note_begins_from_it_but_never_over_a_draft(
    person, team, as_user, handler, leader
):
    url = reverse("participants:note_templates", args=[team.slug])
    sent = {"name": "Första mötet", "kind": "meeting", "text": "Mål:\nHinder:"}
    assert as_user(handler).post(url, sent).status_code == 403
    assert as_user(leader).post(url, sent | {"text": ""}).status_code == 422
    as_user(leader).post(url, sent)
    made, client = NoteTemplate.objects.get(), as_user(handler)
    note = address(person, "note")
    page = client.get(f"{note}?mall={made.public_id}").content.decode()
    assert "Hinder:" in page
    client.post(note, {"kind": "call", "channel": "phone", "text": "Ringde om köket"})
    story = client.get(address(person, "timeline")).content.decode()
    assert "Samtal, telefon" in story
    client.post(address(person, "note_draft"), {"kind": "note", "text": "Halv tanke"})
    assert "Halv tanke" in client.get(f"{note}?mall={made.public_id}").content.decode()
    as_user(leader).post(reverse("participants:note_template_remove", args=[team.slug, made.public_id]))
    assert not NoteTemplate.objects.exists()


def test_note_on_the_wrong_person_is_moved_and_both_stories_say_so_without_what_it_says(
    person, team, municipality, as_user, handler, colleague, stranger
):
    other = enrolled(team, municipality, "Omar", "Nur", by=handler, handler=handler)
    note = actions.add_note(enrolment=person, text="Hemligt om Omar", kind="call", by=handler)
    client, url = as_user(handler), address(person, "note_move", note.public_id)
    assert f"{note.public_id}/flytta/" in client.get(address(person, "timeline")).content.decode()
    assert as_user(stranger).get(url).status_code == 404
    found = client.post(url, {"words": "omar"})
    assert found.status_code == 422
    assert other.participant.public_id in found.content.decode()
    assert client.post(url, {"words": "omar", "person": person.participant.public_id}).status_code == 422
    client.post(url, {"words": "omar", "person": other.participant.public_id})
    note.refresh_from_db()
    assert (note.participant_id, note.enrolment_id) == (other.participant_id, other.pk)
    assert sorted(NoteMove.objects.values_list("participant_id", "is_arrival")) == sorted(
        [(person.participant_id, False), (other.participant_id, True)]
    )
    left = as_user(colleague).get(address(person, "timeline")).content.decode()
    assert "flyttades härifrån" in left
    assert "Omar" not in left
    assert "flyttades hit" in client.get(address(other, "timeline")).content.decode()
    assert RegisterRow.objects.get(enrolment=person).last_contact_on is None
    assert RegisterRow.objects.get(enrolment=other).last_contact_on is not None
    assert register.differences(team.pk) == []
    assert client.get(url).status_code == 404


def test_notes_are_searched_inside_one_person_and_the_words_stand_in_no_address(
    person, team, municipality, as_user, handler
):
    other = enrolled(team, municipality, "Omar", "Nur", by=handler)
    actions.add_note(enrolment=person, text="Vill laga mat på förskola", by=handler)
    actions.add_note(enrolment=person, text="Ringde", by=handler)
    actions.add_note(enrolment=other, text="Förskola är inget för Omar", by=handler)
    client, url = as_user(handler), address(person, "note_search")
    assert client.get(url).status_code == 200
    assert client.post(url, {"q": ""}).status_code == 422
    led = client.post(url, {"q": "FORSKOLA laga"})["Location"]
    assert "laga" not in led
    page = client.get(led).content.decode()
    assert "Vill laga mat" in page
    assert "Omar" not in page


def test_concern_is_told_to_handler_and_leader_and_read_by_nobody_else(
    person, team, municipality, as_user, scope_of, handler, colleague, leader
):
    writer = as_user(colleague)
    writer.post(address(person, "concern_add"), {"kind": "child", "text": "Barnet var rädd"})
    made = Concern.objects.get()
    assert set(Notice.objects.values_list("user_id", flat=True)) == {handler.pk, leader.pk}
    url, home = address(person, "concern", made.public_id), address(person, "detail")
    from tests.conftest import member

    third = member(team, municipality, "Dora Lind")
    assert as_user(third).get(url).status_code == 404
    assert "orolig" in as_user(third).get(home).content.decode()  # the way to write one
    assert "Barnet" not in as_user(third).get(address(person, "timeline")).content.decode()
    with enter(scope_of(third, team)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM participants_concern")
        assert cursor.fetchone()[0] == 0
    for user in (colleague, handler, leader):
        assert "Barnet var rädd" in as_user(user).get(url).content.decode()
        assert url in as_user(user).get(home).content.decode()
    client = as_user(handler)
    assert client.post(url, {"avsluta": "1"}).status_code == 422
    assert client.post(url, {"step": "fel", "done": "1"}).status_code == 422
    for step in ConcernStep:
        client.post(url, {"step": step.value, "done": "1"})
    client.post(url, {"step": "talked"})
    assert client.post(url, {"avsluta": "1"}).status_code == 422
    client.post(url, {"step": "talked", "done": "1"})
    assert client.post(url, {"avsluta": "1"}).status_code == 302
    made.refresh_from_db()
    assert made.closed_by == handler
    assert not Notice.objects.filter(read_at=None).exists()
    assert Note.objects.count() == 0
