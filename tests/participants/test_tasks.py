"""Tasks: given, private, done, done elsewhere, found; and a colleague named in a note."""

import html
import json
import re

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Notice
from core.scope import enter
from participants import actions
from participants.enums import ProtectionLevel
from participants.mentions import mentioned
from participants.models import NoteDraft, Task
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def test_task_is_given_told_found_changed_and_done_elsewhere(person, team, as_user, handler, colleague):
    client, receiver = as_user(handler), as_user(colleague)
    new = reverse("participants:task", args=[team.slug, person.participant.public_id])
    client.post(new, {"title": "Åtgärda intyget", "owner": colleague.pk, "due_on": "idag"})
    task = Task.objects.get()
    notice = Notice.objects.get(user_id=colleague.pk)
    url = reverse("participants:task_end", args=[team.slug, task.public_id])
    assert (notice.kind, notice.url) == ("task", url)
    assert "Zahra" not in notice.title
    assert f"{url}?fran=dag" in receiver.get(f"/t/{team.slug}/min-dag/").content.decode()
    search = reverse("accounts:search", args=[team.slug])
    for words, found in (("atgarda", True), ("intyg zah", True), ("zahra", False), ("körkort", False)):
        page = receiver.get(receiver.post(search, {"q": words})["Location"]).content.decode()
        assert (f'href="{url}"' in page) is found, words
    given = client.get(reverse("participants:tasks", args=[team.slug]) + "?visa=givna").content.decode()
    assert "Åtgärda intyget" in given
    sent = {"title": "Åtgärda intyget", "owner": handler.pk, "due_on": ""}
    base = {"base-title": "Åtgärda intyget", "base-owner": colleague.pk, "base-due_on": str(task.due_on)}
    assert client.post(url, sent | base).status_code == 302
    task.refresh_from_db()
    assert (task.owner, task.due_on) == (handler, None)
    assert Notice.objects.get(user_id=colleague.pk).read_at is not None
    assert client.post(url, {"hur": "fel"}).status_code == 404
    client.post(f"{url}?fran=person", {"hur": "elsewhere"})
    task.refresh_from_db()
    assert (task.done_how, task.done_by) == ("elsewhere", handler)
    story = client.get(reverse("participants:timeline", args=[team.slug, person.participant.public_id]))
    assert "Gjort på annat håll: Åtgärda intyget" in story.content.decode()
    client.post(reverse("participants:task_reopen", args=[team.slug, task.public_id]))
    task.refresh_from_db()
    assert task.done_at is None


def test_private_reminder_is_its_owners_alone_also_in_the_database(
    person, team, as_user, scope_of, handler, colleague, leader, stranger
):
    client = as_user(handler)
    new = reverse("participants:task", args=[team.slug, person.participant.public_id])
    refused = client.post(new, {"title": "Hemlis", "owner": colleague.pk, "is_private": "on"})
    assert refused.status_code == 422
    client.post(new, {"title": "Hemlis", "owner": handler.pk, "is_private": "on"})
    actions.save_draft(enrolment=person, text="Utkast", kind="note", by=handler)
    task = Task.objects.get()
    url = reverse("participants:task_end", args=[team.slug, task.public_id])
    home = reverse("participants:detail", args=[team.slug, person.participant.public_id])
    assert "Hemlis" in client.get(home).content.decode()
    for other in (colleague, leader):
        assert as_user(other).get(url).status_code == 404
        assert "Hemlis" not in as_user(other).get(home).content.decode()
        all_of_them = reverse("participants:tasks", args=[team.slug]) + "?visa=allas"
        assert "Hemlis" not in as_user(other).get(all_of_them).content.decode()
    with enter(scope_of(leader, team)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM participants_task")
        assert cursor.fetchone()[0] == 0
        assert not NoteDraft.objects.exists()
    assert as_user(stranger).get(url).status_code == 404
    client.post(url, {"hur": "done"})
    story = reverse("participants:timeline", args=[team.slug, person.participant.public_id])
    assert "Hemlis" in client.get(story).content.decode()
    assert "Hemlis" not in as_user(leader).get(story).content.decode()


def test_task_about_nobody_stands_in_the_list_and_in_the_day(team, entered, as_user, handler, colleague):
    client, url = as_user(handler), reverse("participants:tasks", args=[team.slug])
    assert client.post(url, {"title": "", "owner": handler.pk}).status_code == 422
    client.post(url, {"title": "Beställ kaffe", "owner": colleague.pk, "due_on": "imorgon"})
    assert Task.objects.get().due_on == days_from_today(1)
    day = as_user(colleague).get(f"/t/{team.slug}/min-dag/").content.decode()
    assert "Beställ kaffe" in day
    assert Notice.objects.get().user_id == colleague.pk


def test_names_after_an_at_sign_are_colleagues_or_told_as_unknown():
    colleagues = {1: "Sara Lindmark", 2: "Sara Ek", 3: "Bo Öst", 4: "Anna-Lena Å"}
    found = mentioned("Hej @Sara Lindmark och @bo, se @Sara och @anna-lena. mejl a@Bo.se", colleagues)
    assert found.users == {1, 3, 4}
    assert found.unknown == ("Sara",)


def test_colleague_named_in_a_note_is_told_when_they_may_know_of_the_person(person, team, handler, colleague):
    actions.add_note(enrolment=person, text="Fråga @Bo om köket", by=handler)
    notice = Notice.objects.get()
    assert (notice.user_id, notice.kind) == (colleague.pk, "mention")
    assert "köket" not in notice.title
    Notice.objects.all().delete()
    person.participant.protection_level, person.participant.alias = ProtectionLevel.MARKED, "Björken"
    person.participant.save()
    person.participant.named_colleagues.create(team=team, user=handler, given_by=handler)
    actions.add_note(enrolment=person, text="Fråga @Bo om köket", by=handler)
    assert not Notice.objects.exists()


def test_note_offers_the_names_of_colleagues_who_work_with_people(
    person, team, as_user, handler, colleague, leader, steering, stranger
):
    colleague.name = 'Bo "Bosse" <Lind>'
    colleague.save()
    for name in ("note", "meeting_now"):
        page = as_user(handler).get(reverse(f"participants:{name}", args=[team.slug, person.participant.public_id]))
        offered = re.search(r'class="mention" data-names="([^"]*)"', page.content.decode())[1]
        assert json.loads(html.unescape(offered)) == [colleague.name, leader.name]
