"""Texts that could not be read, on the person's page: each with its field's name, and put right there."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import columns
from participants.actions.cells import make_out
from participants.columns import COLUMNS, OWN
from participants.importing.enums import Field
from participants.models import Enrolment, TeamColumn
from participants.views.acting import home
from participants.views.reach import open_enrolment


@dataclass(frozen=True)
class Unread:
    """`has_cell`: it is put right by writing in that cell; else where the fact belongs, and then taken away."""

    key: str
    label: str
    text: str
    has_cell: bool


def to_make_out(enrolment: Enrolment) -> list[Unread]:
    """What stands unread of a person, by field. One statement more when some of it is in the team's own columns."""
    if not enrolment.unread:
        return []
    own: dict[str, TeamColumn] = {}
    if any(key.startswith(OWN) for key in enrolment.unread):
        own = {columns.own_key(each.key): each for each in TeamColumn.objects.filter(team_id=enrolment.team_id)}
    return [_one(key, str(text), own.get(key)) for key, text in sorted(enrolment.unread.items())]


def _one(key: str, text: str, own: TeamColumn | None) -> Unread:
    if own is not None:
        return Unread(key, own.title, text, not own.is_retired)
    if key in COLUMNS:
        return Unread(key, str(COLUMNS[key].title), text, COLUMNS[key].written)
    return Unread(key, str(Field(key).label) if key in Field.values else key, text, False)


@team_member(Permission.WORK_WITH_PEOPLE, area="people")
@require_POST
def unread_done(request: TeamRequest, public_id: str) -> HttpResponse:
    """Takes away a text that has no cell of its own, once the fact stands where it belongs."""
    enrolment = open_enrolment(request, public_id)
    key, base = request.POST.get("key", "")[:100], request.POST.get("base", "")
    if make_out(enrolment=enrolment, key=key, base=base, by=request.user):
        messages.success(request, _("Texten är borta."))
    return redirect(home(request, enrolment.participant))
