"""Who changed what on a person, putting it back, and who has opened the person."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from core.forms import Form
from participants import permissions
from participants.actions import ActionError
from participants.actions.history import Clash, put_back, standing
from participants.models import Document, Enrolment, Participant
from participants.queries import history, readers, sees_health
from participants.queries.history import Earlier, Reader
from participants.views.acting import Asking, done, home, show
from participants.views.reach import enrolment_of, participant_of
from participants.views.story import moment

MORE = 40
WORK = Permission.WORK_WITH_PEOPLE


def _reader(request: TeamRequest, participant: Participant) -> Reader:
    near = bool(sees_health(request.scope, [participant.pk]))
    return Reader(sees_health=near, may_guard=permissions.may_guard(request.scope, participant))


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def changed(request: TeamRequest, public_id: str) -> HttpResponse:
    """Every change with old value and new, who and when; a page at a time."""
    participant = participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place="participant.history")
    before = moment(request.GET.get("fore", ""))
    found = history.steps(participant.pk, _reader(request, participant), before, MORE + 1)
    shown = found[:MORE]
    shown += [step for step in found[MORE:] if step.at == shown[-1].at]
    context = {
        "participant": participant,
        "steps": shown,
        "older": shown[-1].at.isoformat() if len(found) > len(shown) else "",
        "before": before,
        "may_work": permissions.may_work(request.scope),
        "base": home(request, participant),
        "url": reverse("participants:history", args=[request.team.slug, public_id]),
    }
    return render(request, "participants/history.html", context)


class BackForm(Form):
    """Carries what stood in the field when its reader decided."""

    base = forms.CharField(required=False, widget=forms.HiddenInput, strip=False, max_length=100_000)


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def restore(request: TeamRequest, public_id: str, model: str, step: int, column: str) -> HttpResponse:
    """Asks with both texts on GET, puts the old one back on POST; a colleague's change since then is shown first."""
    participant = participant_of(request, public_id)
    found = history.earlier(participant, _reader(request, participant), model, step, column)
    if found is None or not _is_open(request, participant, found):
        raise Http404
    now = standing(found.row, column)
    form = BackForm(request.POST if request.method == "POST" else None, initial={"base": now})
    was = standing_of(found)
    lead = _("”%(was)s” i stället för ”%(now)s”.") % {"was": was or _("tomt"), "now": now or _("tomt")}
    asking = Asking(_("Återställ: %(field)s") % {"field": found.label}, _("Återställ"), lead=lead)
    if request.method != "POST":
        return show(request, participant, form, asking)
    if form.is_valid():
        try:
            with transaction.atomic():
                put_back(
                    row=found.row, column=column, value=found.value, base=form.cleaned_data["base"], by=request.user
                )
        except Clash as clash:
            form.add_error(None, str(clash))
            form.data = {**form.data.dict(), "base": clash.now}  # type: ignore[attr-defined]
        except ActionError as fault:
            form.add_error(None, str(fault))
        else:
            back = reverse("participants:history", args=[request.team.slug, public_id])
            return done(request, participant, _("Det gamla står där igen."), to=back)
    return show(request, participant, form, asking, status=422)


def standing_of(found: Earlier) -> str:
    """The earlier value in words short enough for a question."""
    if found.value in (None, ""):
        return ""
    if "." in found.column:
        return str(found.value)
    field: Any = found.row._meta.get_field(found.column)
    if field.is_relation:
        related = field.related_model._base_manager.filter(pk=found.value).first()
        return str(getattr(related, "label", None) or getattr(related, "name", ""))
    if field.choices:
        return str(dict(field.flatchoices).get(found.value, found.value))
    return str(found.value)[:400]


def _is_open(request: TeamRequest, participant: Participant, found: Earlier) -> bool:
    """An ended enrolment stands as it was."""
    if isinstance(found.row, Participant | Document):
        return True
    of = found.row if isinstance(found.row, Enrolment) else found.row.enrolment
    return bool(of.is_open) and of.pk == enrolment_of(request, participant).pk


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def opened(request: TeamRequest, public_id: str) -> HttpResponse:
    """Who has opened the person, for handlers and the leader; `?utskrift=1` is a sheet to give the person."""
    participant = participant_of(request, public_id)
    if not permissions.may_see_readers(request.scope, participant):
        raise PermissionDenied
    readlog.opened(request.scope, participant.pk, place="participant.readers")
    before = moment(request.GET.get("fore", ""))
    lines = readers.opened(request.scope, participant.pk, before)
    older: datetime | None = lines[-1].last if len(lines) >= readers.LONGEST else None
    context = {
        "participant": participant,
        "lines": lines,
        "older": older.isoformat() if older else "",
        "base": home(request, participant),
        "url": reverse("participants:readers", args=[request.team.slug, public_id]),
    }
    template = "readers_print.html" if "utskrift" in request.GET else "readers.html"
    return render(request, f"participants/{template}", context)
