"""An import in the background that fails leaves nothing behind and can be tried again."""

import pytest

from core.models import Run
from core.scope import enter
from participants.importing import batches, runs, saving
from participants.models import ImportBatch, Participant


@pytest.mark.parametrize("fault", [RuntimeError, LookupError])
def test_failed_run_saves_nobody_and_opens_the_batch_again(fault, team, handler, scope_of, team_scope, monkeypatch):
    with enter(scope_of(handler, team)):
        batch = batches.bring(team=team, by=handler, text="Namn\nZahra Ahmadi\n")
        ImportBatch.objects.update(state="running")
        run = Run.objects.create(kind=batches.RUN_KIND, title="x", team_id=team.pk, owner_id=handler.pk)
        run.params = {"batch": batch.pk}

    def fail(*args):
        raise fault("time ran out")

    monkeypatch.setattr(saving, "written_by", fail)
    with pytest.raises(Exception, match="time ran out|Inget lästes in"):
        runs.run_import(run)

    with enter(team_scope):
        assert Participant.objects.count() == 0
        batch.refresh_from_db()
    assert batch.is_open
