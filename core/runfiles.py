"""The file a run made: kept under a random name, handed out to the run's owner only, gone after a week."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from core import filestore
from core.models import Run
from core.scope import system

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
KEPT = timedelta(days=7)


def attach(run: Run, data: bytes, *, name: str) -> dict[str, object]:
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
    data = filestore.read(str(run.result.get("file", "")))
    if data is None:
        return None
    name = str(run.result.get("name", "fil"))
    kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
    return filestore.inert(data, content_type=kind, name=name)


def remove_old() -> int:
    """Deletes files of runs finished more than a week ago; returns how many. Safe to run twice."""
    removed = 0
    with system():
        for run in Run.objects.filter(finished_at__lt=timezone.now() - KEPT, result__has_key="file"):
            filestore.remove(str(run.result["file"]))
            run.result = {k: v for k, v in run.result.items() if k != "file"}
            run.save(update_fields=["result"])
            removed += 1
    return removed
