"""A register of more rows than a request should write, as a file in the background."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Permission, allows
from core import readlog, runfiles
from core.models import Run
from core.runs import RunError
from core.scope import Kind, Scope, enter
from participants import columns, export
from participants.models import Participant
from participants.queries import register as queries
from participants.queries.overview import overview
from participants.queries.selected import asked_by
from participants.queries.selection import Selection

KIND = "register_export"


def register_file(run: Run) -> dict[str, object]:
    """The view's people as a file: those the owner may see when it runs."""
    with transaction.atomic():
        membership = Membership.objects.running().filter(team_id=run.team_id or 0, user_id=run.owner_id or 0).first()
        if membership is None or not allows(membership.role, Permission.EXPORT):
            raise RunError(_("Du är inte med i teamet längre."))
        scope = Scope(
            Kind.MEMBER,
            user_id=run.owner_id,
            team_id=run.team_id,
            organisation_id=membership.organisation_id,
            role=membership.role,
        )
        with enter(scope):
            kind = str(run.params["slag"])
            data, people = content(scope, Selection.read(run.params["query"]), run.params["found"], kind)
    return runfiles.attach(run, data, name=name(kind)) | {"people": people}


def still_seen(run: Run, scope: Scope) -> bool:
    """A file made before somebody in it was closed to its owner, or erased, is not handed out after."""
    people = set(run.result.get("people", []))
    return Participant.objects.visible_to(scope).filter(pk__in=people).count() == len(people)


def content(scope: Scope, selection: Selection, found: list[int] | None, kind: str) -> tuple[bytes, list[int]]:
    """The file and the participants in it, with its line in the read log."""
    asked = asked_by(scope)
    seen = overview(selection, asked, found)
    rows = queries.everyone(selection, asked, found)
    people = sorted({row.participant_id for row in rows})
    readlog.exported(scope, people, place="register.export")
    shown = columns.shown(selection.columns, selection.ready, seen.own)
    lines = export.table(rows, shown, seen.colleagues, asked.today)
    return (export.csv_file(lines) if kind == "csv" else export.xlsx(lines)), people


def name(kind: str) -> str:
    """Our own words and the day, never a person's."""
    return f"deltagare-{timezone.localdate()}.{kind}"
