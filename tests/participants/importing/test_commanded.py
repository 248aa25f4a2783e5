"""An import by command that is killed on the way is settled by the night, or by the next one."""

from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from core.scope import enter
from participants.importing import commanded, saving, undo
from participants.importing.enums import BatchState
from participants.models import ImportBatch, Participant
from participants.tasks import clear_old_imports
from tests.participants.importing.conftest import CSV, url
from tests.participants.importing.test_chunks import Killed, die_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def killed(team, leader, handler, import_register, team_scope, monkeypatch):
    """The batch of a command that was killed with 20 of 40 saved."""
    with monkeypatch.context() as patch:
        patch.setattr(saving, "CHUNK", 10)
        die_at(patch, 3, Killed())
        with pytest.raises(Killed):
            import_register(CSV, "--team", team.slug, "--by", handler.email, "--basis", "agreement")
    with enter(team_scope):
        batch = ImportBatch.objects.get()
        assert (batch.state, Participant.objects.count()) == (BatchState.RUNNING, 20)
    return batch


def test_night_stops_what_was_killed_and_its_owner_may_undo_it(killed, as_user, handler, team, team_scope):
    clear_old_imports()
    page = as_user(handler).get(url("detail", team, killed.public_id)).content.decode()
    assert "Läs in samma fil en gång till" in page
    assert "import_go_on" not in page
    assert "Fortsätt" not in page
    with enter(team_scope):
        killed.refresh_from_db()
        assert (killed.state, killed.counts["created"]) == (BatchState.STOPPED, 20)
        assert undo.undo(batch=killed, by=handler).removed == 20


def test_same_file_once_more_settles_it_and_takes_the_rest(killed, handler, import_register, team, team_scope):
    counts, _told = import_register(CSV, "--team", team.slug, "--by", handler.email, "--basis", "agreement")
    assert (counts["created"], counts["duplicate"]) == (20, 20)
    with enter(team_scope):
        assert list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)) == ["stopped", "done"]
        assert Participant.objects.count() == 40
    call_command("rebuild_register", "--check", stdout=StringIO())


def test_batch_whose_command_lives_is_left_alone(killed, team_scope):
    params = connection.get_connection_params()
    with psycopg.connect(
        **{name: params[name] for name in ("host", "port", "user", "dbname") if name in params}
    ) as its:
        its.execute(f"SELECT pg_advisory_lock({commanded._KEY})", [killed.pk])
        with enter(team_scope):
            assert commanded.settle_killed() == 0
    with enter(team_scope):
        assert commanded.settle_killed() == 1
        assert commanded.settle_killed() == 0
