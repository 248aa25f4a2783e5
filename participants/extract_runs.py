"""A register extract as a file, made as the team: whoever asked may not read all of it, and the person may."""

import json
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Membership
from core import pdf, readlog, runfiles, runs
from core.models import Run
from core.runs import RunError
from core.scope import Kind, Scope, enter, system
from participants import documents, extractpaper, permissions
from participants.enums import ExtractForm
from participants.models import Extract, Participant
from participants.queries.extract import everything, undecided

FOLDER = "dokument"
KEPT = timedelta(days=1)  # it holds everything there is


def make_extract(run: Run) -> dict[str, object]:
    """Safe to run twice: the same extract becomes the same file anew."""
    with transaction.atomic():
        scope = _owner_scope(run)
        with enter(scope):
            extract = _extract_of(run, scope)
            if undecided(extract.participant):
                raise RunError(_("En text har kommit till som någon måste bestämma om. Gör om utdraget."))
            readlog.exported(scope, [extract.participant_id], place="participant.extract")
            data = everything(extract.participant) | {
                "made_on": timezone.localtime(extract.asked_at).date().isoformat(),
                "made_by": extract.asked_by.name,
                "language": extract.language,
            }
            Extract.objects.filter(pk=extract.pk).update(left_out=len(data["left_out"]))
            enclosed = _enclosed(extract.participant, data) if extract.form == ExtractForm.BUNDLE else []
            html = "" if extract.form == ExtractForm.JSON else _html(extract, data)
    runs.progress(run, 1, 2, _("sätter sidorna"))
    paper = _printed(html) if html else b""
    written = b"" if extract.form == ExtractForm.PDF else json.dumps(data, ensure_ascii=False, indent=1).encode()
    stem = f"registerutdrag-{data['made_on']}"
    made = {"people": [extract.participant_id]}
    if extract.form != ExtractForm.BUNDLE:
        return runfiles.attach(run, paper or written, name=f"{stem}.{extract.form}") | made
    with tempfile.TemporaryFile() as archive:
        _pack(archive, {f"{stem}.pdf": paper, f"{stem}.json": written}, enclosed)
        return runfiles.attach(run, archive, name=f"{stem}.zip") | made


def _enclosed(participant: Participant, data: dict[str, Any]) -> list[documents.Carried]:
    """The documents that go along, each named in the extract by what it is called in the archive."""
    rows = {row["id"]: row for row in data["sections"].get("participants.Document", []) if not row.get("left_out")}
    found = [one for one in documents.documents_of(participant) if one.id in rows]
    for one in found:
        rows[one.id]["filed_as"] = f"{FOLDER}/{one.name}"
    return found


def _pack(archive: IO[bytes], texts: dict[str, bytes], enclosed: Sequence[documents.Carried]) -> None:
    """One file at a time: all of a person's may weigh a hundred megabytes. Raises RunError for one that is lost."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            packed.writestr(name, text)
        for one in enclosed:
            data = one.data
            if not data:
                raise RunError(
                    _("Filen ”%(title)s” går inte att läsa. Säg till den som sköter Framåt.") % {"title": one.title}
                )
            packed.writestr(f"{FOLDER}/{one.name}", data, zipfile.ZIP_STORED)
    archive.seek(0)


def still_may(run: Run, scope: Scope) -> bool:
    """Handed out while its owner still may make it."""
    extract = _visible(run, scope)
    return extract is not None and permissions.may_extract(scope, extract.participant)


def erase(participant: Participant) -> int:
    """The extracts and their files: nobody hands out what is erased."""
    found = list(Extract.objects.filter(participant=participant))
    with system():
        for run in Run.objects.filter(public_id__in=[one.run_public_id for one in found]):
            runfiles.remove(run)
    return int(Extract.objects.filter(pk__in=[one.pk for one in found]).delete()[0])


def _owner_scope(run: Run) -> Scope:
    membership = Membership.objects.running().filter(team_id=run.team_id or 0, user_id=run.owner_id or 0).first()
    if membership is None:
        raise RunError(_("Du är inte med i teamet längre."))
    return Scope(
        Kind.MEMBER,
        user_id=run.owner_id,
        team_id=run.team_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )


def _extract_of(run: Run, scope: Scope) -> Extract:
    extract = _visible(run, scope)
    if extract is None or not permissions.may_extract(scope, extract.participant):
        raise RunError(_("Du får inte göra utdraget längre."))
    return extract


def _visible(run: Run, scope: Scope) -> Extract | None:
    rows = Extract.objects.visible_to(scope).select_related("participant__team", "asked_by")
    return rows.filter(pk=run.params.get("extract")).first()  # type: ignore[no-any-return]


def _html(extract: Extract, data: dict[str, Any]) -> str:
    sections = data["sections"]
    with override(extract.language):
        context = {
            "name": extract.participant.name,
            "data": data,
            "documents": sections.get("participants.Document"),
            "are_enclosed": any(row.get("filed_as") for row in sections.get("participants.Document", [])),
            "made": extractpaper.plain(data["made_on"]),
            "sections": extractpaper.sections(data),
            "left_out": extractpaper.left_out(data),
            "changed": extractpaper.changed(data),
            "read_by": extractpaper.read_by(data),
        }
        title = _("Registerutdrag")
        return pdf.document_html("participants/extract_pdf.html", context, title=title, lang=extract.language)


def _printed(html: str) -> bytes:
    try:
        return pdf.render_in_limits(html, stylesheet="pdf_extract.css")
    except pdf.PdfError as fault:
        raise RunError(_("Det blev för mycket för en pdf. Ta ut utdraget som data i stället.")) from fault
