"""An import of many rows in the background."""

import logging
import time
from functools import partial

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import runs, scope
from core.models import Run
from participants.actions import ActionError
from participants.importing import batches, chunks, outcome
from participants.importing.enums import BatchState
from participants.models import ImportBatch

logger = logging.getLogger("framat.import")
PATIENCE = 120  # seconds of saving, then the rest is asked for again: half of what the heavy queue allows


def run_import(run: Run) -> dict[str, object]:
    """Saves a batch in chunks. Run again after a worker died, it goes on; after all is saved, it finds it done."""
    with scope.run_for_team(run.team_id or 0, user_id=run.owner_id):
        batch = ImportBatch.objects.select_related("team", "organisation").get(pk=run.params["batch"])
    run.result_url = reverse("participants:import_detail", args=[batch.team.slug, batch.public_id])
    if batch.state == BatchState.DONE:
        return dict(batch.counts)
    total = int(batch.counts.get("rows", 0))
    runs.progress(run, 0, total, _("Läser in %(n)d rader") % {"n": total})
    last = time.monotonic() + PATIENCE
    try:
        is_done = chunks.carry_out(batch, partial(_told, run), lambda: time.monotonic() < last)
    except (LookupError, DatabaseError) as error:
        logger.warning("import %s failed: %s", batch.public_id, type(error).__name__)
        if _stopped(batch):
            raise runs.RunError(
                _("Det stannade på vägen. Det som är inläst finns kvar, och du kan fortsätta.")
            ) from error
        raise runs.RunError(_("Inget lästes in. Försök igen, eller dela filen i flera.")) from error
    except ActionError as error:
        _stopped(batch)
        raise runs.RunError(str(error)) from error
    except Exception:  # time ran out, or a fault of ours: what is saved stays, and the owner may go on
        _stopped(batch)
        raise
    if not is_done:
        raise runs.Later
    with scope.run_for_team(run.team_id or 0, user_id=run.owner_id):
        batch.refresh_from_db()
    runs.progress(run, total, total, outcome.summary(batch.counts.get("created", 0)))
    return dict(batch.counts)


def _told(run: Run, done: int, total: int) -> None:
    runs.progress(run, done, total, _("%(done)d av %(total)d personer är inlästa") % {"done": done, "total": total})


def _gone_through(run: Run, done: int, total: int) -> None:
    runs.progress(run, done, total, _("%(done)d av %(total)d rader är genomgångna") % {"done": done, "total": total})


def run_plan(run: Run) -> dict[str, object]:
    """Plans a large sheet's rows. Run twice, the second time finds it done."""
    with scope.run_for_team(run.team_id or 0, user_id=run.owner_id):
        batch = ImportBatch.objects.select_related("team", "organisation").filter(pk=run.params["batch"]).first()
    if batch is None or (batch.state, batch.run_public_id) != (BatchState.PLANNING, run.public_id):
        return {}
    run.result_url = reverse("participants:import_rows", args=[batch.team.slug, batch.public_id])
    total = int(run.params["rows"])
    runs.progress(run, 0, total, _("Går igenom %(n)d rader") % {"n": total})
    try:
        made = chunks.plan(batch, partial(_gone_through, run))
        with transaction.atomic(), scope.enter(batches.team_scope(batch)):
            batches.keep_plan(batch, made)
    except (LookupError, DatabaseError) as error:
        logger.warning("planning %s failed: %s", batch.public_id, type(error).__name__)
        raise runs.RunError(_("Det gick inte att gå igenom listan. Försök igen, eller dela filen i flera.")) from error
    runs.progress(run, total, total, _("Klart. Nu kan du se vad som händer med varje rad."))
    return dict(batch.counts)


def _stopped(batch: ImportBatch) -> int:
    with transaction.atomic(), scope.enter(batches.team_scope(batch)):
        return batches.stop(batch)
