"""The same for many: who gets what, who is left out and why, and all of it taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Run
from core.runs import RunError
from core.scope import system
from participants import actions, register
from participants.actions import bulk
from participants.bulk_runs import run_back, run_bulk
from participants.enums import Deed, EndKind, EndReason, Focus, HandlerKind, StepBy
from participants.models import (
    BulkBatch,
    BulkEdit,
    ConflictOfInterest,
    Enrolment,
    EnrolmentTag,
    HandlerAssignment,
    Handover,
    Intervention,
    RegisterRow,
    Tag,
    Task,
)
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(entered, team, municipality, handler):
    return [enrolled(team, municipality, f"Namn{n}", by=handler) for n in range(4)]


@pytest.fixture
def do(team, handler):
    def act(deed, people, by=None, **values):
        ids = [enrolment.pk for enrolment in people]
        return bulk.do_for_many(team=team, deed=deed, enrolment_ids=ids, values=values, by=by or handler)

    return act


@pytest.fixture
def foresee(team, handler):
    def act(deed, people, **values):
        ids = [enrolment.pk for enrolment in people]
        return dict(bulk.foresee(team_id=team.pk, deed=deed, enrolment_ids=ids, values=values, by=handler))

    return act


@pytest.fixture
def tag(entered, team, handler):
    return actions.add_tag(team=team, name="Datakurs", by=handler)


def step(text="Ringa", **more):
    given = {"next_step": text, "next_step_by": StepBy.PERSON.value, "next_step_user_id": None, "next_step_who": ""}
    return given | {"next_step_on": days_from_today(3).isoformat()} | more


def plan(title="Jobbkurs", focus=Focus.JOB.value, **more):
    first, last = days_from_today(1).isoformat(), days_from_today(30).isoformat()
    given = {"title": title, "focus": focus, "activity_id": None, "provider": "", "starts_on": first}
    return given | {"planned_end_on": last} | more


def primary(enrolment):
    found = HandlerAssignment.objects.filter(enrolment=enrolment, kind=HandlerKind.PRIMARY, ended_on=None).first()
    return found and found.user


def test_handler_is_assigned_to_those_without_and_asked_for_the_others(people, do, foresee, colleague, handler, team):
    actions.assign_handler(enrolment=people[0], user=handler, by=handler)
    actions.assign_handler(enrolment=people[1], user=colleague, by=handler)
    told = {"assigned": 2, "asked": 1, "left.already": 1}
    assert foresee(Deed.HANDLER, people, user=colleague.pk) == told
    batch = do(Deed.HANDLER, people, user=colleague.pk)
    assert batch.counts == told
    assert [primary(e) for e in people] == [handler, colleague, colleague, colleague]
    assert Handover.objects.get().enrolment_id == people[0].pk
    assert register.differences(team.pk) == []
    assert foresee(Deed.HANDLER, people, user=colleague.pk) == {"left.already": 3, "left.waits": 1}


def test_handler_taken_back_leaves_what_a_colleague_did_since(people, do, handler, colleague, team):
    actions.assign_handler(enrolment=people[0], user=handler, by=handler)
    batch = do(Deed.HANDLER, people, user=colleague.pk)
    actions.assign_handler(enrolment=people[1], user=handler, by=colleague)
    assert bulk.take_back_many(batch=batch, by=handler) == (3, 1)
    assert [primary(e) for e in people] == [handler, handler, None, None]
    assert Handover.objects.get().withdrawn_by == handler
    assert register.differences(team.pk) == []
    assert bulk.take_back_many(batch=batch, by=handler) == (0, 0)


def test_accepted_handover_is_not_taken_back(people, do, handler, colleague):
    actions.assign_handler(enrolment=people[0], user=handler, by=handler)
    batch = do(Deed.HANDLER, people[:1], user=colleague.pk)
    actions.accept_handover(handover=Handover.objects.get(), by=colleague)
    assert bulk.take_back_many(batch=batch, by=handler) == (0, 1)
    assert primary(people[0]) == colleague


def test_ended_are_left_out_and_told(people, do, handler):
    actions.end_enrolment(enrolment=people[3], reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    assert do(Deed.STEP, people, **step()).counts == {"done": 3, "left.ended": 1}


def test_hidden_are_nowhere_in_the_answer(people, do, foresee, handler, team, leader):
    ConflictOfInterest.objects.create(team=team, participant=people[0].participant, user=handler, noted_by=leader)
    assert foresee(Deed.STEP, people, **step()) == {"done": 3}
    assert do(Deed.STEP, people, **step()).counts == {"done": 3}
    assert BulkEdit.objects.count() == 3


def test_receiver_who_must_not_know_is_left_out(people, foresee, colleague, team, leader):
    ConflictOfInterest.objects.create(team=team, participant=people[0].participant, user=colleague, noted_by=leader)
    assert foresee(Deed.HANDLER, people, user=colleague.pk) == {"assigned": 3, "left.cannot": 1}
    assert foresee(Deed.TASK, people, title="Ring", owner=colleague.pk, due_on=None) == {"done": 3, "left.cannot": 1}


def test_next_step_for_all_and_back_but_not_where_somebody_wrote_since(people, do, foresee, handler, team):
    Enrolment.objects.filter(pk=people[0].pk).update(next_step="Gammalt", unread={"nar": "efter påsk"})
    assert foresee(Deed.STEP, people, **step(only_empty=True)) == {"done": 3, "left.has_step": 1}
    batch = do(Deed.STEP, people, **step())
    assert batch.counts == {"done": 3, "replaced": 1}
    row = RegisterRow.objects.get(enrolment=people[0])
    assert (row.next_step, row.unread, row.next_step_on) == ("Ringa", {}, days_from_today(3))
    Enrolment.objects.filter(pk=people[1].pk).update(next_step="Kollegans")
    assert bulk.take_back_many(batch=batch, by=handler) == (3, 1)
    kept = list(Enrolment.objects.order_by("pk").values_list("next_step", flat=True))
    assert kept == ["Gammalt", "Kollegans", "", ""]
    people[0].refresh_from_db()
    assert people[0].unread == {"nar": "efter påsk"}
    register.update([people[1].pk])
    assert register.differences(team.pk) == []


def test_task_for_each_and_back_but_not_a_done_one(people, do, handler, colleague):
    batch = do(Deed.TASK, people, title="Ring Försäkringskassan", owner=colleague.pk, due_on=None)
    assert Task.objects.filter(owner=colleague, created_by=handler).count() == 4
    actions.finish_task(task=Task.objects.first(), by=colleague)
    assert bulk.take_back_many(batch=batch, by=handler) == (3, 1)
    assert Task.objects.count() == 1


def test_intervention_for_each_leaves_out_who_has_it_and_back(people, do, foresee, handler, team):
    batch = do(Deed.INTERVENTION, people[:2], **plan())
    assert foresee(Deed.INTERVENTION, people, **plan(title="jobbkurs")) == {"done": 2, "left.already": 2}
    changed = Intervention.objects.get(enrolment=people[0])
    actions.end_intervention(intervention=changed, on=days_from_today(2), reason="completed", by=handler)
    assert bulk.take_back_many(batch=batch, by=handler) == (1, 1)
    assert list(Intervention.objects.values_list("enrolment_id", flat=True)) == [people[0].pk]
    assert register.differences(team.pk) == []


def test_intervention_of_health_tells_nothing_of_who_has_it(people, do, foresee):
    do(Deed.INTERVENTION, people[:2], **plan("Lugn grupp", Focus.HEALTH.value))
    assert foresee(Deed.INTERVENTION, people, **plan("Lugn grupp", Focus.HEALTH.value)) == {"done": 4}
    assert foresee(Deed.INTERVENTION, people, **plan("Lugn grupp")) == {"done": 4}


def test_tag_and_untag_and_back(people, do, handler, tag, team):
    do(Deed.TAG, people[:1], tag=tag.pk)
    batch = do(Deed.TAG, people, tag=tag.pk)
    assert batch.counts == {"done": 3, "left.already": 1}
    assert RegisterRow.objects.get(enrolment=people[2]).tags == ["Datakurs"]
    gone = do(Deed.UNTAG, people, tag=tag.pk)
    assert (gone.counts, EnrolmentTag.objects.count()) == ({"done": 4}, 0)
    assert bulk.take_back_many(batch=gone, by=handler) == (4, 0)
    assert EnrolmentTag.objects.count() == 4
    assert bulk.take_back_many(batch=batch, by=handler) == (3, 0)
    assert list(EnrolmentTag.objects.values_list("enrolment_id", flat=True)) == [people[0].pk]
    assert register.differences(team.pk) == []


@pytest.mark.parametrize(
    "word", ["Sjukskriven", "adhd", "Skyddad identitet", "MISSBRUK", "Mående", "Mår dåligt", "Doktor"]
)
def test_tag_of_health_is_refused(entered, team, handler, word):
    with pytest.raises(actions.ActionError):
        actions.add_tag(team=team, name=word, by=handler)
    assert not Tag.objects.exists()


def test_tag_taken_off_the_list_goes_from_everybody(people, do, tag, leader, team):
    do(Deed.TAG, people, tag=tag.pk)
    assert actions.remove_tag(tag=tag, by=leader) == 4
    assert set(RegisterRow.objects.values_list("tags__0", flat=True)) == {None}


def test_tag_is_on_the_list_once_however_it_is_written(entered, team, leader, tag):
    with pytest.raises(actions.ActionError):
        actions.add_tag(team=team, name="DATAKURS", by=leader)


def test_nothing_is_offered_back_after_seven_days(people, do, handler, team):
    batch = do(Deed.STEP, people, **step())
    assert bulk.batches_of(team_id=team.pk, by=handler) == [batch]
    BulkBatch.objects.update(done_at=timezone.now() - timedelta(days=7, minutes=1))
    assert bulk.batches_of(team_id=team.pk, by=handler) == []


def test_more_than_anybody_should_wait_for_is_a_run_in_pieces(people, do, monkeypatch, handler, team, tag):
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    monkeypatch.setattr(bulk, "CHUNK", 3)
    batch = do(Deed.TAG, people, tag=tag.pk)
    assert (len(batch.waiting), batch.done_at) == (4, None)
    with system():
        run = Run.objects.get(kind=bulk.RUN_KIND)
    assert run_bulk(run) == {"done": 4}
    assert run_bulk(run) == {"done": 4}
    batch.refresh_from_db()
    assert (batch.waiting, EnrolmentTag.objects.count()) == ([], 4)


@pytest.fixture
def in_pieces(monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    monkeypatch.setattr(bulk, "CHUNK", 3)


def runs_of(kind):
    with system():
        return list(Run.objects.filter(kind=kind).order_by("pk"))


def test_as_many_are_taken_back_by_a_run_in_pieces_with_the_same_regard_to_colleagues(
    people, do, in_pieces, handler, colleague, team
):
    people = [*people, enrolled(team, people[0].responsible_organisation, "Namn4", by=handler)]
    batch = do(Deed.STEP, people, **step())
    run_bulk(runs_of(bulk.RUN_KIND)[0])
    batch.refresh_from_db()
    first = bulk.ask_back(batch=batch, by=handler, back_url="/t/x/")
    assert bulk.ask_back(batch=batch, by=handler) == first  # the button in two tabs
    [run] = runs_of(bulk.BACK_KIND)
    assert batch.undone_at is None

    bulk.carry_back(batch=batch, by=handler)  # and there the worker dies
    assert (len(batch.waiting), batch.undone_at) == (2, None)
    assert bulk.batches_of(team_id=team.pk, by=handler) == [batch]
    left = Enrolment.objects.get(pk=batch.waiting[0])
    left.next_step = "Kollegans"
    left.save()
    register.update([left.pk])
    run_bulk(runs_of(bulk.RUN_KIND)[0])  # a late worker does none of them over again
    assert Enrolment.objects.filter(next_step="").count() == 3

    assert run_back(run) == {"taken": 4, "left": 1}
    assert "Ångrat för 4 personer. Hos en person har någon gått vidare" in run.message
    assert run_back(run) == {"taken": 4, "left": 1}
    assert set(Enrolment.objects.values_list("next_step", flat=True)) == {"", "Kollegans"}
    assert register.differences(team.pk) == []
    assert bulk.ask_back(batch=batch, by=handler) is None
    assert bulk.take_back_many(batch=batch, by=handler) == (0, 0)


def test_a_run_that_broke_off_is_followed_by_one_that_goes_on(people, do, in_pieces, handler, team, tag):
    batch = do(Deed.TAG, people, tag=tag.pk)
    assert bulk.ask_back(batch=batch, by=handler) is None  # it is not done yet
    run_bulk(runs_of(bulk.RUN_KIND)[0])
    broken = bulk.ask_back(batch=batch, by=handler)
    with system():
        Run.objects.filter(pk=broken.pk).update(state="failed", finished_at=timezone.now())
    again = bulk.ask_back(batch=batch, by=handler)
    assert again != broken
    assert run_back(again) == {"taken": 4, "left": 0}
    assert not EnrolmentTag.objects.exists()


def test_who_no_longer_works_with_people_takes_nothing_more_back(people, do, in_pieces, handler, team, tag):
    batch = do(Deed.TAG, people, tag=tag.pk)
    run_bulk(runs_of(bulk.RUN_KIND)[0])
    run = bulk.ask_back(batch=batch, by=handler)
    handler.memberships.update(role="steering")
    with pytest.raises(RunError):
        run_back(run)
    assert EnrolmentTag.objects.count() == 4


@pytest.mark.parametrize("deed", [Deed.TASK, Deed.STEP, Deed.INTERVENTION, Deed.TAG, Deed.HANDLER])
def test_statements_are_as_many_for_twenty_as_for_two(deed, entered, team, municipality, handler, colleague, do, tag):
    values = {
        Deed.TASK: {"title": "Ring", "owner": colleague.pk, "due_on": None},
        Deed.STEP: step(),
        Deed.INTERVENTION: plan(),
        Deed.TAG: {"tag": tag.pk},
        Deed.HANDLER: {"user": colleague.pk},
    }[deed]
    everybody = [enrolled(team, municipality, f"Namn{n}", by=handler) for n in range(22)]
    do(deed, everybody[20:], **values)  # what is asked once for a process has been asked
    counted = []
    for some in (everybody[:2], everybody[2:20]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            do(deed, some, **values)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_tag_gets_another_name_on_everybody_and_never_one_of_health(
    entered, team, municipality, handler, leader, as_user
):
    tag = actions.add_tag(team=team, name="Körkort", by=leader)
    actions.add_tag(team=team, name="Språkcafé", by=leader)
    person = enrolled(team, municipality, by=handler)
    EnrolmentTag.objects.create(team=team, participant=person.participant, enrolment=person, tag=tag, by=handler)
    address = reverse("participants:tag_edit", args=[team.slug, tag.public_id])
    assert as_user(handler).post(address, {"name": "B-kort"}).status_code == 403
    for name in ("Sjukskriven", "SPRÅKCAFÉ", ""):
        assert as_user(leader).post(address, {"name": name}).status_code == 422
    assert as_user(leader).post(address, {"name": "B-kort"}).status_code == 302
    assert RegisterRow.objects.get(enrolment=person).tags == ["B-kort"]


def test_whose_handler_has_gone_is_asked_about_too(people, do, colleague, handler):
    gone = people[0]
    HandlerAssignment.objects.filter(enrolment=gone, kind=HandlerKind.PRIMARY).delete()
    HandlerAssignment.objects.create(
        team=gone.team, participant=gone.participant, enrolment=gone, user=handler, started_on=gone.started_on,
        ended_on=timezone.localdate(), end_reason="left_team",
    )  # fmt: skip
    batch = do(Deed.HANDLER, people, user=colleague.pk)
    assert Handover.objects.get(enrolment=gone).to_user == colleague
    assert batch.counts.get("asked")
