"""The file a run made: kept under a random name, handed out to the run's owner only, gone after a week."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

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
    ending = name.rpartition(".")[2]
    stored = default_storage.save(f"runs/{secrets.token_hex(16)}.{ending}", ContentFile(data))
    run.result_url = reverse("core:run_file", args=[run.public_id])
    return {"file": stored, "name": name}


def latest(*, kind: str, owner_id: int | None, team_id: int, params: Mapping[str, object]) -> Run | None:
    """The last run of the kind that its owner asked for with these parameters, while its file is still kept."""
    asked = Run.objects.filter(kind=kind, owner_id=owner_id, team_id=team_id, params=dict(params))
    return asked.filter(result__has_key="file").order_by("-finished_at").first()


def response(run: Run) -> HttpResponse | None:
    """The file as an attachment that cannot run anything; None when there is none (any more)."""
    stored = str(run.result.get("file", ""))
    if not stored or not default_storage.exists(stored):
        return None
    name = str(run.result.get("name", "fil"))
    with default_storage.open(stored) as file:
        answer = HttpResponse(file.read(), content_type=KINDS.get(name.rpartition(".")[2], "application/octet-stream"))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def remove_old() -> int:
    """Deletes files of runs finished more than a week ago; returns how many. Safe to run twice."""
    removed = 0
    with system():
        for run in Run.objects.filter(finished_at__lt=timezone.now() - KEPT, result__has_key="file"):
            default_storage.delete(str(run.result["file"]))
            run.result = {k: v for k, v in run.result.items() if k != "file"}
            run.save(update_fields=["result"])
            removed += 1
    return removed
