"""Retention: the list, proposing, approving, stopping; how long; keeping one person."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import ids, readlog, swedish_dates, toasts
from participants import permissions
from participants.actions import ActionError, retention
from participants.actions.documents import keep_document as keep_longer
from participants.enums import ErasureState
from participants.forms.retention import HoldForm, PolicyForm
from participants.models import Document, DocumentProtocol, Erasure, ErasureProtocol, LegalHold, Participant
from participants.queries import documents
from participants.queries import retention as queries
from participants.views.acting import Asking, answer, posted
from participants.views.reach import participant_of

WORK = Permission.WORK_WITH_PEOPLE


def _page(request: TeamRequest, form: PolicyForm | None = None) -> HttpResponse:
    found, going = queries.lists(request.scope), documents.going(request.scope)
    people = [*found.people, *(one.document.participant_id for one in going)]
    readlog.listed(request.scope, people, place="participants:retention")
    months = retention.months_of(request.team.pk)
    protocol = ErasureProtocol.objects.filter(team=request.team).select_related("proposed_by", "approved_by")
    may_manage = permissions.may_manage(request.scope)
    context = {
        "lists": found,
        "going": going,
        "paper_days": DocumentProtocol.objects.filter(team=request.team)[:100] if may_manage else [],
        "left": queries.left(request.team.pk) if may_manage else [],
        "months": months,
        "form": (form or PolicyForm(initial={"months": months})) if may_manage else None,
        "protocol": protocol[:100] if may_manage else [],
        "url": reverse("participants:retention", args=[request.team.slug]),
        "people_url": reverse("participants:register", args=[request.team.slug]),
    }
    return render(request, "participants/retention.html", context, status=422 if form is not None else 200)


@team_member(WORK, area="people")
@require_GET
def lists(request: TeamRequest) -> HttpResponse:
    """Whom the viewer may propose, approve, stop; how it has gone."""
    return _page(request)


@team_member(Permission.MANAGE_TEAM, area="people")
@require_POST
def policy(request: TeamRequest) -> HttpResponse:
    """How many months a person is kept."""
    if not permissions.may_work(request.scope):
        raise PermissionDenied
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    retention.set_policy(team=request.team, months=form.cleaned_data["months"], by=request.user)
    toasts.say(request, _("Sparat. Listan görs om i natt."))
    return redirect("participants:retention", request.team.slug)


@team_member(WORK, area="people")
@require_POST
def keep_document(request: TeamRequest, item: str) -> HttpResponse:
    """One of the documents that are about to go stays a year more."""
    found = get_object_or_404(Document.objects.visible_to(request.scope), removed_at=None, public_id=item)
    until = keep_longer(document=found, by=request.user)
    toasts.say(request, _("Dokumentet sparas till %(day)s.") % {"day": swedish_dates.full(until)})
    return redirect("participants:retention", request.team.slug)


def _chosen(request: TeamRequest, among: QuerySet[Erasure]) -> list[int]:
    """The ids of those ticked that are among what the viewer may act on."""
    ticked = [item for item in request.POST.getlist("vilka") if set(item) <= set(ids.ALPHABET)]
    return list(among.filter(public_id__in=ticked).values_list("pk", flat=True))


@team_member(WORK, area="people")
@require_POST
def propose(request: TeamRequest) -> HttpResponse:
    """Those ticked wait for a colleague."""
    chosen = _chosen(request, queries.decided_by(request.scope).filter(state=ErasureState.DUE))
    done = retention.propose_erasure(ids=chosen, by=request.user)
    said = ngettext("%(n)d person är föreslagen. En kollega godkänner.", "%(n)d personer är föreslagna. En kollega godkänner.", done)  # fmt: skip
    toasts.say(request, said % {"n": done} if done else _("Kryssa för någon först."), fault=not done)
    return redirect("participants:retention", request.team.slug)


@team_member(WORK, area="people")
@require_POST
def approve(request: TeamRequest) -> HttpResponse:
    """Those ticked are erased in seven days."""
    done = retention.approve_erasure(ids=_chosen(request, queries.approvable_by(request.scope)), by=request.user)
    said = ngettext("%(n)d person raderas om sju dagar.", "%(n)d personer raderas om sju dagar.", done)
    toasts.say(request, said % {"n": done} if done else _("Kryssa för någon först."), fault=not done)
    return redirect("participants:retention", request.team.slug)


@team_member(WORK, area="people")
@require_POST
def stop(request: TeamRequest, item: str) -> HttpResponse:
    """Back to the beginning."""
    erasure = get_object_or_404(queries.decided_by(request.scope), public_id=item)
    try:
        retention.stop_erasure(erasure=erasure, by=request.user)
        toasts.say(request, _("Stoppat. Personen står kvar på listan."))
    except ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    return redirect("participants:retention", request.team.slug)


def _of(request: TeamRequest, public_id: str) -> Participant:
    """Raises Http404 for a stranger, PermissionDenied for who does not decide how long the person is kept."""
    participant = participant_of(request, public_id)
    if not permissions.may_retain(request.scope, participant):
        raise PermissionDenied
    return participant


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def hold(request: TeamRequest, public_id: str) -> HttpResponse:
    """The person is kept whatever the policy says."""
    participant = _of(request, public_id)

    def act(given: dict[str, Any]) -> None:
        retention.hold_person(participant=participant, reason=given["reason"], by=request.user)

    lead = _("Personen raderas inte så länge det här gäller, hur lång tid som än går.")
    to = reverse("participants:extracts", args=[request.team.slug, public_id])
    return answer(
        request, participant, HoldForm(posted(request)), Asking(_("Spara längre"), _("Spara"), lead=lead), act,
        _("Personen sparas tills någon säger något annat."), to=to,
    )  # fmt: skip


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def release(request: TeamRequest, public_id: str) -> HttpResponse:
    """What the person was kept for is over."""
    participant = _of(request, public_id)
    running = LegalHold.objects.visible_to(request.scope).filter(participant=participant, ended_at=None)
    found = running.order_by("held_at").first()
    if found is None:
        raise Http404

    def act(_given: dict[str, Any]) -> None:
        retention.release_person(hold=found, by=request.user)

    asking = Asking(_("Sluta spara längre"), _("Sluta spara längre"), lead=found.reason)
    to = reverse("participants:extracts", args=[request.team.slug, public_id])
    return answer(
        request, participant, forms.Form(posted(request)), asking, act, _("Teamets vanliga tid gäller."), to=to
    )
