"""A batch saved in chunks: stopped between two it goes on where it was; nobody is made twice, and undo takes all."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import feed
from core import runs as core_runs
from core.models import OutboxMessage, Run
from core.scope import enter, system
from participants.importing import batches, chunks, runs, saving, undo
from participants.importing.enums import BatchState
from participants.models import ImportBatch, ImportedRow, Participant
from tests.participants.factories import enrolled
from tests.participants.importing.conftest import url

pytestmark = pytest.mark.django_db
NAMES = [f"Zahra{letter}" for letter in "abcdefg"]
SHEET = "Namn\tTelefon\n" + "".join(f"{name} Ahmadi\t070-174 06 {n:02d}\n" for n, name in enumerate(NAMES, start=10))
SHEET += f"{NAMES[0]} Ahmadi\t070-174 06 10\nSumma: 7\t\n"
COUNTS = {"rows": 9, "created": 7, "refused": 1, "duplicate": 1}


@pytest.fixture
def in_twos(monkeypatch):
    monkeypatch.setattr(saving, "CHUNK", 2)
    monkeypatch.setattr(batches, "INLINE_ROWS", 1)


@pytest.fixture
def started(in_twos, wizard, alice, team, team_scope):
    """A batch that a run is to save, and its run."""
    batch = wizard({"pasted": SHEET}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), {"read_in": "1"})
    with enter(team_scope):
        batch.refresh_from_db()
        assert batch.state == BatchState.RUNNING
        return batch, Run.objects.get(public_id=batch.run_public_id)


def state(batch, team_scope):
    with enter(team_scope):
        batch.refresh_from_db()
        return batch.state, Participant.objects.count()


def die_at(monkeypatch, chunk, fault):
    """The chunk's transaction ends with the fault."""
    real, seen = saving.written_by, []

    def fail(ids):
        seen.append(ids)
        if len(seen) == chunk:
            raise fault
        return real(ids)

    monkeypatch.setattr(saving, "written_by", fail)


class Killed(BaseException):
    """As kill -9: nothing of ours runs after it."""


def assert_whole_and_undoable(batch, handler, team, team_scope):
    with enter(team_scope):
        batch.refresh_from_db()
        assert batch.counts.items() >= COUNTS.items()
        assert sorted(Participant.objects.values_list("first_name", flat=True)) == NAMES
        assert ImportedRow.objects.count() == 7
        assert len(bytes(batch.digests)) == 7 * ImportedRow.DIGEST
    call_command("rebuild_register", "--check", stdout=StringIO())
    with enter(team_scope):
        undone = undo.undo(batch=batch, by=handler)
        assert (undone.removed, undone.touched, Participant.objects.count()) == (7, [], 0)


def test_worker_killed_between_chunks_goes_on_when_the_run_is_asked_for_again(
    started, handler, team, team_scope, monkeypatch
):
    batch, run = started
    with monkeypatch.context() as patch:
        die_at(patch, 3, Killed())
        with pytest.raises(Killed):
            core_runs.execute(run.pk)
    assert state(batch, team_scope) == (BatchState.RUNNING, 4)
    with system():
        run.refresh_from_db()
        assert (run.state, run.done, run.total) == (Run.RunState.RUNNING, 4, 7)
        Run.objects.update(claimed_until="2026-01-01T00:00Z")

    assert core_runs.execute(run.pk)

    assert state(batch, team_scope) == (BatchState.DONE, 7)
    with system():
        run.refresh_from_db()
    assert (run.state, run.attempts, run.message) == (Run.RunState.DONE, 2, "7 personer lästa in.")
    assert_whole_and_undoable(batch, handler, team, team_scope)


def test_run_whose_time_is_up_asks_for_the_rest_and_loses_no_attempt(started, handler, team, team_scope, monkeypatch):
    batch, run = started
    monkeypatch.setattr(runs, "PATIENCE", 0)
    for saved in (2, 4, 6):
        assert core_runs.execute(run.pk)
        assert state(batch, team_scope) == (BatchState.RUNNING, saved)
        with system():
            run.refresh_from_db()
            assert (run.state, run.attempts) == (Run.RunState.QUEUED, 0)
            assert OutboxMessage.objects.filter(task="core.execute_run", args=[run.pk]).count() == saved // 2 + 1
    core_runs.execute(run.pk)
    core_runs.execute(run.pk)
    assert_whole_and_undoable(batch, handler, team, team_scope)


def test_fault_between_chunks_stops_the_batch_and_its_owner_goes_on(
    started, alice, handler, team, team_scope, monkeypatch
):
    batch, run = started
    with monkeypatch.context() as patch:
        die_at(patch, 2, LookupError())
        core_runs.execute(run.pk)
    assert state(batch, team_scope) == (BatchState.STOPPED, 2)
    page = alice.get(url("detail", team, batch.public_id)).content.decode()
    assert "Inläsningen stannade på vägen" in page
    assert alice.get(url("columns", team, batch.public_id)).status_code == 404

    answer = alice.post(url("go_on", team, batch.public_id))

    with enter(team_scope):
        batch.refresh_from_db()
        again = Run.objects.get(public_id=batch.run_public_id)
    assert again.public_id in answer["Location"]
    assert again.pk != run.pk
    core_runs.execute(again.pk)
    assert_whole_and_undoable(batch, handler, team, team_scope)


def test_stopped_batch_is_undone_as_far_as_it_came(started, alice, team, team_scope, monkeypatch):
    batch, run = started
    die_at(monkeypatch, 3, LookupError())
    core_runs.execute(run.pk)
    alice.post(url("undo", team, batch.public_id))
    assert state(batch, team_scope) == (BatchState.UNDONE, 0)


def test_stopped_batch_whose_file_is_cleared_is_done_with_what_it_has(started, alice, team, team_scope, monkeypatch):
    batch, run = started
    with CaptureQueriesContext(connection) as asked:
        alice.post(url("clear", team, batch.public_id))
    assert state(batch, team_scope) == (BatchState.RUNNING, 0)
    assert batch.content is not None  # not while it is being read in: the rest could not be read
    assert any(
        'FOR UPDATE OF "participants_importbatch"' in one["sql"] for one in asked
    )  # two tabs wait for each other
    die_at(monkeypatch, 2, LookupError())
    core_runs.execute(run.pk)
    alice.post(url("clear", team, batch.public_id))
    assert state(batch, team_scope) == (BatchState.DONE, 2)
    assert (batch.counts["rows"], batch.counts["created"], batch.counts["duplicate"]) == (2, 2, 0)
    assert alice.post(url("go_on", team, batch.public_id)).status_code == 302
    assert alice.get(url("detail", team, batch.public_id)).status_code == 200


def test_person_enrolled_between_chunks_is_not_made_once_more(
    started, municipality, handler, team, team_scope, scope_of
):
    batch, _run = started
    order, read = chunks.read(batch, lambda *_far: None)
    work = chunks.Saving(batch, order, read)
    assert work.step() == (2, 7)
    with enter(scope_of(handler, team)):
        enrolled(team, municipality, NAMES[4], "Ahmadi", phone="+46701740614", by=handler)
    while work.step():
        pass
    with enter(team_scope):
        batch.refresh_from_db()
        assert Participant.objects.filter(first_name=NAMES[4]).count() == 1
    assert (batch.counts["created"], batch.counts["duplicate"]) == (6, 2)


def test_fates_are_settled_once_when_nobody_else_changes_anything(started, monkeypatch):
    batch, run = started
    settled, real = [], chunks.planning.settle
    monkeypatch.setattr(chunks.planning, "settle", lambda *a: settled.append(a) or real(*a))
    assert feed.position()
    core_runs.execute(run.pk)
    assert len(settled) == 1


def test_planning_tells_how_far_it_has_come(in_twos, wizard, team_scope, monkeypatch):
    monkeypatch.setattr(batches, "PLANNED_INLINE", 1)
    monkeypatch.setattr(chunks, "READ_AT_ONCE", 3)
    told = []
    real = core_runs.progress
    monkeypatch.setattr(core_runs, "progress", lambda run, *far: told.append(far) or real(run, *far))
    batch = wizard({"pasted": SHEET}, basis="agreement")
    with enter(team_scope):
        run = Run.objects.get(public_id=ImportBatch.objects.get(pk=batch.pk).run_public_id)
    core_runs.execute(run.pk)
    assert [far[:2] for far in told] == [(0, 9), (3, 9), (6, 9), (9, 9), (9, 9)]
    assert told[1][2] == "3 av 9 rader är genomgångna"
