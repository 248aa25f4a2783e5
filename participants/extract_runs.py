"""A register extract as a file, made as the team: whoever asked may not read all of it, and the person may."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Membership
from core import pdf, readlog, runfiles, runs
from core.models import Run
from core.runs import RunError
from core.scope import Kind, Scope, enter, system
from participants import extractpaper, permissions
from participants.enums import ExtractForm
from participants.models import Extract, Participant
from participants.queries.extract import everything, undecided

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
            html = "" if extract.form == ExtractForm.JSON else _html(extract, data)
    runs.progress(run, 1, 2, _("sätter sidorna"))
    body = _printed(html) if html else json.dumps(data, ensure_ascii=False, indent=1).encode()
    name = f"registerutdrag-{data['made_on']}.{extract.form}"
    return runfiles.attach(run, body, name=name) | {"people": [extract.participant_id]}


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


def _html(extract: Extract, data: dict[str, object]) -> str:
    with override(extract.language):
        context = {
            "name": extract.participant.name,
            "data": data,
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
