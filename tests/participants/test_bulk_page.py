"""Choosing rows in the register, seeing what will happen, doing it and taking it back: as pages, without script."""

import re

import pytest
from django.urls import reverse

from core import runs
from core.models import Run
from core.scope import system
from participants import actions
from participants.actions import bulk
from participants.enums import APART, Deed, Focus
from participants.models import BulkBatch, ConflictOfInterest, Enrolment, EnrolmentTag, Intervention, Task
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(entered, team, municipality, handler):
    return [enrolled(team, municipality, f"Namn{n}", by=handler) for n in range(3)]


@pytest.fixture
def begin(as_user, handler, team):
    client = as_user(handler)

    def act(deed, people=(), **more):
        given = {"vald": [enrolment.public_id for enrolment in people], "gor": deed, **more}
        answer = client.post(reverse("participants:bulk_begin", args=[team.slug]), given)
        assert answer.status_code == 302
        return client, answer.url

    return act


def seen(answer):
    return re.search(r'name="sett" value="(\w+)"', answer.content.decode()).group(1)


def test_register_has_a_box_per_row_and_a_button_per_deed(people, as_user, handler, team):
    page = as_user(handler).get(reverse("participants:register", args=[team.slug])).content.decode()
    for enrolment in people:
        assert f'name="vald" value="{enrolment.public_id}"' in page
    for deed in set(Deed) - APART:
        assert f'name="gor" value="{deed}"' in page


def test_steering_has_no_boxes(people, as_user, steering, team):
    client = as_user(steering)
    assert client.post(reverse("participants:bulk_begin", args=[team.slug]), {"gor": "steg"}).status_code == 403


def test_what_will_happen_is_shown_first_and_done_when_asked(people, begin):
    client, address = begin(Deed.STEP, people[:2])
    assert "Du har valt 2 personer" in client.get(address).content.decode()
    given = {"next_step": "Ring skolan", "who": "person", "next_step_on": ""}
    shown = client.post(address, given)
    assert "2 personer får ett nästa steg." in shown.content.decode()
    assert not Enrolment.objects.exclude(next_step="").exists()
    done = client.post(address, given | {"gor": "1", "sett": seen(shown)})
    assert done.status_code == 302
    assert Enrolment.objects.filter(next_step="Ring skolan", next_step_by="person").count() == 2
    client.post(address, given | {"gor": "1", "sett": seen(shown)})  # pressed twice
    assert BulkBatch.objects.count() == 1


def test_something_else_than_what_was_shown_is_shown_again(people, begin):
    client, address = begin(Deed.STEP, people)
    given = {"next_step": "Ring", "who": "", "next_step_on": ""}
    shown = client.post(address, given)
    again = client.post(address, given | {"next_step": "Annat", "gor": "1", "sett": seen(shown)})
    assert (again.status_code, Enrolment.objects.exclude(next_step="").count()) == (200, 0)
    assert "Något har ändrats" in again.content.decode()


def test_whole_selection_is_what_the_filter_says(people, begin, handler):
    actions.assign_handler(enrolment=people[0], user=handler, by=handler)
    client, address = begin(Deed.TASK, alla="1", query=f"handledare={handler.pk}&sok=finnsinte")
    given = {"title": "Ring", "owner": handler.pk, "due_on": ""}
    shown = client.post(address, given)
    client.post(address, given | {"gor": "1", "sett": seen(shown)})
    assert [task.enrolment_id for task in Task.objects.all()] == [people[0].pk]


def test_hidden_person_cannot_be_chosen_and_is_not_counted(people, begin, handler, leader, team):
    ConflictOfInterest.objects.create(team=team, participant=people[0].participant, user=handler, noted_by=leader)
    client, address = begin(Deed.STEP, people)
    assert "Du har valt 2 personer" in client.get(address).content.decode()


def test_nobody_chosen_leads_back_with_words(begin, team):
    client, address = begin(Deed.STEP)
    assert address == reverse("participants:register", args=[team.slug])


@pytest.mark.parametrize("deed", sorted(set(Deed) - APART))
def test_every_form_shows_and_refuses_what_is_not_filled_in(people, begin, deed, team, handler):
    actions.add_tag(team=team, name="Datakurs", by=handler)
    client, address = begin(deed, people)
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "\x00" * 3000, "user": "x", "tag": "🍳"}).status_code == 422


def test_intervention_is_planned_from_an_activity_of_the_team(people, begin, team):
    from participants.models import Activity

    activity = Activity.objects.create(team=team, name="Jobbkurs", focus=Focus.JOB, provider="Vux")
    client, address = begin(Deed.INTERVENTION, people)
    first = days_from_today(1).isoformat()
    given = {"activity": activity.pk, "title": "", "starts_on": first, "planned_end_on": ""}
    client.post(address, given | {"gor": "1", "sett": seen(client.post(address, given))})
    assert Intervention.objects.filter(activity=activity, title="Jobbkurs", focus="job", provider="Vux").count() == 3


def test_what_one_did_just_now_is_listed_and_taken_back_by_oneself_only(
    people, begin, as_user, handler, colleague, team
):
    tag = actions.add_tag(team=team, name="Datakurs", by=handler)
    batch = bulk.do_for_many(
        team=team, deed=Deed.TAG, enrolment_ids=[e.pk for e in people], values={"tag": tag.pk}, by=handler
    )
    address = reverse("participants:bulk_undo", args=[team.slug, batch.public_id])
    recent = reverse("participants:recent", args=[team.slug])
    assert address not in as_user(colleague).get(recent).content.decode()
    assert as_user(colleague).post(address).status_code == 404
    client = as_user(handler)
    assert "3 personer får etiketten." in client.get(recent).content.decode()
    assert client.post(address).status_code == 302
    assert not EnrolmentTag.objects.exists()
    assert BulkBatch.objects.get().undone_at
    assert client.post(address).status_code == 404


def test_very_many_are_taken_back_by_a_run_that_the_page_follows(people, as_user, handler, team, monkeypatch):
    tag = actions.add_tag(team=team, name="Datakurs", by=handler)
    batch = bulk.do_for_many(
        team=team, deed=Deed.TAG, enrolment_ids=[e.pk for e in people], values={"tag": tag.pk}, by=handler
    )
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    address, client = reverse("participants:bulk_undo", args=[team.slug, batch.public_id]), as_user(handler)
    assert client.post(address, headers={"HX-Request": "true"}).status_code == 200  # in the toast: told, not led away
    first = client.post(address)
    with system():
        run = Run.objects.get(kind=bulk.BACK_KIND)
    assert first["Location"] == client.post(address)["Location"] == reverse("core:run_detail", args=[run.public_id])
    assert "Ångrar: " in client.get(first["Location"]).content.decode()
    recent = client.get(reverse("participants:recent", args=[team.slug])).content.decode()
    assert "Ångras nu." in recent
    assert EnrolmentTag.objects.count() == 3
    runs.execute(run.pk)
    assert not EnrolmentTag.objects.exists()
    assert "Ångrat för 3 personer." in client.get(first["Location"]).content.decode()


def test_tag_is_a_column_and_a_filter(people, begin, as_user, handler, team):
    tag = actions.add_tag(team=team, name="Datakurs", by=handler)
    bulk.do_for_many(team=team, deed=Deed.TAG, enrolment_ids=[people[0].pk], values={"tag": tag.pk}, by=handler)
    base = reverse("participants:register", args=[team.slug])
    page = as_user(handler).get(f"{base}?etikett={tag.pk}&kolumner=etiketter").content.decode()
    assert '<span class="tag">Datakurs</span>' in page
    assert people[0].public_id in page
    assert people[1].public_id not in page


def test_leader_writes_the_list_and_health_is_refused(people, as_user, leader, handler, team):
    add = reverse("participants:tag_add", args=[team.slug])
    assert as_user(handler).post(add, {"name": "Körkort"}).status_code == 403
    client = as_user(leader)
    assert client.post(add, {"name": "Utmattning"}).status_code == 422
    assert client.post(add, {"name": "Körkort"}).status_code == 302
    page = client.get(reverse("participants:tags", args=[team.slug])).content.decode()
    assert "Körkort" in page
    assert "Utmattning" not in page
