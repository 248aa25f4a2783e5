"""The file a run made: kept under a random name, handed out to the run's owner only, gone after a week (or sooner, by its
kind: core.runs.Work.kept)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import IO

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from core import filestore, runs
from core.models import Run
from core.scope import system

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "json": "application/json",
}
KEPT = timedelta(days=7)


def attach(run: Run, data: bytes | IO[bytes], *, name: str) -> dict[str, object]:
    """Stores the file; return this from the run's function as its result. `name` is what the browser calls it: our own
    words, never a person's, ending in one of KINDS."""
    stored = filestore.keep("runs", data, ending=name.rpartition(".")[2])
    run.result_url = reverse("core:run_file", args=[run.public_id])
    return {"file": stored, "name": name}


def latest(*, kind: str, owner_id: int | None, team_id: int, params: Mapping[str, object]) -> Run | None:
    """The last run of the kind that its owner asked for with these parameters, while its file is still kept."""
    asked = Run.objects.filter(kind=kind, owner_id=owner_id, team_id=team_id, params=dict(params))
    return asked.filter(result__has_key="file").order_by("-finished_at").first()


def response(run: Run) -> HttpResponse | None:
    """The file as an attachment that cannot run anything; None when there is none (any more)."""
    data = None if is_old(run) else filestore.read(str(run.result.get("file", "")))
    if data is None:
        return None
    name = str(run.result.get("name", "fil"))
    kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
    return filestore.inert(data, content_type=kind, name=name)


def kept_until(run: Run) -> datetime | None:
    """When the file goes; None while there is none yet."""
    return run.finished_at + runs.kept_less().get(run.kind, KEPT) if run.finished_at else None


def is_old(run: Run) -> bool:
    """Its time is over, whether or not it has been taken away yet."""
    until = kept_until(run)
    return until is not None and until < timezone.now()


def remove(run: Run) -> None:
    """Deletes the file once the transaction stands; the run stays. In a scope that reads the run."""
    stored = str(run.result.get("file", ""))
    run.result = {k: v for k, v in run.result.items() if k != "file"}
    run.save(update_fields=["result"])
    if stored:
        transaction.on_commit(partial(filestore.remove, stored), robust=True)


def remove_old() -> int:
    """Deletes files of runs whose time is over; returns how many. Safe to run twice."""
    removed = 0
    shortest = min([KEPT, *runs.kept_less().values()])
    with system():
        for run in Run.objects.filter(finished_at__lt=timezone.now() - shortest, result__has_key="file"):
            if is_old(run):
                remove(run)
                removed += 1
    return removed
