"""Referrals in (förfrågningar): who waits, what is decided, and the partners' links."""

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants import actions
from participants.enums import IntakeState
from participants.forms.intake import IntakeForm, IntakeLinkForm, NoForm
from participants.models import Intake, IntakeLink, Participant
from participants.queries import intake as queries
from participants.queries.people import lookalikes
from participants.views.acting import posted
from participants.views.reach import participant_of

SEE, WORK = Permission.SEE_PEOPLE, Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


def intake_of(request: TeamRequest, public_id: str) -> Intake:
    """Raises Http404 for one the viewer must not know of."""
    found = Intake.objects.visible_to(request.scope).filter(public_id=public_id)
    intake = found.select_related("language", "decided_by", "created_by", "participant", "link", "team").first()
    if intake is None:
        raise Http404
    return intake


@team_member(SEE, area="people")
@require_GET
def intake_list(request: TeamRequest) -> HttpResponse:
    """Who waits for an answer, the oldest on top; or what was answered."""
    decided = request.GET.get("vy") == "besvarade"
    found = queries.list_intakes(request.scope, decided=decided)
    readlog.listed(request.scope, [row.pk for row in found.rows], place="intakes", subject_type="intake")
    context = {"found": found, "decided": decided, "may_work": request.may(WORK), "today": timezone.localdate()}
    return render(request, "participants/intake/list.html", context)


@team_member(WORK, area="people")
@form_methods
def intake_add(request: TeamRequest) -> HttpResponse:
    """Written down by a colleague."""
    form = IntakeForm(posted(request))
    if form.is_bound and form.is_valid():
        made = actions.receive_intake(team=request.team, facts=form.facts(), by=request.user)
        messages.success(request, _("Förfrågan är sparad."))
        return redirect("participants:intake_detail", request.team.slug, made.public_id)
    context = {
        "form": form,
        "heading": _("Ny förfrågan"),
        "back": reverse("participants:intakes", args=[request.team.slug]),
    }
    return render(request, "participants/intake/form.html", context, status=422 if form.is_bound else 200)


@team_member(WORK, area="people")
@form_methods
def intake_edit(request: TeamRequest, public_id: str) -> HttpResponse:
    """Something was wrong, or is known now. Only while it waits."""
    intake = intake_of(request, public_id)
    if not intake.is_waiting:
        raise Http404
    names = set(IntakeForm.base_fields) - {"sure"}
    form = IntakeForm(posted(request), initial={name: getattr(intake, name) for name in names})
    if form.is_bound and form.is_valid():
        actions.change_intake(intake=intake, facts=form.facts(), by=request.user)
        messages.success(request, _("Förfrågan är sparad."))
        return redirect("participants:intake_detail", request.team.slug, public_id)
    back = reverse("participants:intake_detail", args=[request.team.slug, public_id])
    context = {"form": form, "heading": _("Ändra förfrågan"), "back": back}
    return render(request, "participants/intake/form.html", context, status=422 if form.is_bound else 200)


@team_member(SEE, area="people")
@require_GET
def intake_detail(request: TeamRequest, public_id: str) -> HttpResponse:
    return _page(request, intake_of(request, public_id))


def _page(request: TeamRequest, intake: Intake, form: NoForm | None = None, status: int = 200) -> HttpResponse:
    readlog.opened(request.scope, intake.pk, place="intake", subject_type="intake")
    alike = lookalikes(request.scope, intake.first_name, intake.last_name) if intake.is_waiting else []
    readlog.listed(request.scope, [one.participant_id for one in alike], place="intake")
    context = {
        "intake": intake,
        "form": form or NoForm(),
        "alike": alike,
        "may_work": request.may(WORK),
        "may_reconsider": intake.state in actions.NOS,
        "today": timezone.localdate(),
    }
    return render(request, "participants/intake/detail.html", context, status=status)


@team_member(WORK, area="people")
@require_POST
def intake_no(request: TeamRequest, public_id: str) -> HttpResponse:
    intake = intake_of(request, public_id)
    form = NoForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_intake(
                intake=intake, state=IntakeState(given["state"]), reason=given["reason"], by=request.user
            )
        except actions.ActionError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Svaret är sparat."))
            return redirect("participants:intake_detail", request.team.slug, public_id)
    return _page(request, intake, form, status=422)


@team_member(WORK, area="people")
@require_POST
def intake_reconsider(request: TeamRequest, public_id: str) -> HttpResponse:
    """A no is taken back."""
    return _act(request, public_id, actions.reconsider_intake, _("Förfrågan väntar igen."))


@team_member(WORK, area="people")
@require_POST
def intake_known(request: TeamRequest, public_id: str, person: str) -> HttpResponse:
    """It is somebody the team has, or has had: joined to them, and on to their page."""
    participant: Participant = participant_of(request, person)
    intake = intake_of(request, public_id)
    try:
        actions.welcome_intake(intake=intake, participant=participant, by=request.user)
    except actions.ActionError as fault:
        messages.error(request, str(fault))
        return redirect("participants:intake_detail", request.team.slug, public_id)
    messages.success(request, _("Förfrågan hör nu till personen."))
    return redirect("participants:detail", request.team.slug, person)


def _act(request: TeamRequest, public_id: str, act: Any, words: str) -> HttpResponse:
    try:
        act(intake=intake_of(request, public_id), by=request.user)
    except actions.ActionError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, words)
    return redirect("participants:intake_detail", request.team.slug, public_id)


@team_member(WORK, area="people")
@require_GET
def intake_links(request: TeamRequest) -> HttpResponse:
    """The partners' addresses. Everybody who works with people may show them; the leader makes and ends them."""
    return _links(request, IntakeLinkForm())


def _links(request: TeamRequest, form: IntakeLinkForm, status: int = 200) -> HttpResponse:
    links = queries.list_links(request.team)
    shown = [(link, _address(request, link)) for link in links]
    context = {"links": shown, "form": form, "may_manage": request.scope.role == Role.LEADER}
    return render(request, "participants/intake/links.html", context, status=status)


def _address(request: TeamRequest, link: IntakeLink) -> str:
    return request.build_absolute_uri(reverse("participants:partner_form", args=[link.token]))


def _leader_only(request: TeamRequest) -> None:
    """Raises PermissionDenied."""
    if request.scope.role != Role.LEADER:
        raise PermissionDenied


@team_member(WORK, area="people")
@require_POST
def intake_link_add(request: TeamRequest) -> HttpResponse:
    _leader_only(request)
    form = IntakeLinkForm(request.POST)
    if form.is_valid():
        try:
            actions.make_intake_link(team=request.team, by=request.user, **form.cleaned_data)
        except actions.ActionError as fault:
            form.add_error("name", str(fault))
        else:
            return redirect("participants:intake_links", request.team.slug)
    return _links(request, form, status=422)


@team_member(WORK, area="people")
@require_POST
def intake_link_end(request: TeamRequest, link: str) -> HttpResponse:
    _leader_only(request)
    found = get_object_or_404(IntakeLink, team=request.team, public_id=link)
    actions.end_intake_link(link=found, by=request.user)
    messages.success(request, _("Länken är stängd. Det som kommit in ligger kvar."))
    return redirect("participants:intake_links", request.team.slug)


@team_member(WORK, area="people")
@require_GET
def intake_link_print(request: TeamRequest, link: str) -> HttpResponse:
    """A page to put up: what it is, a square for a camera, the address."""
    found = get_object_or_404(IntakeLink, team=request.team, public_id=link, ended_at=None)
    whole = _address(request, found)
    context = {"link": found, "address": whole, "qr": _square(whole), "who": queries.contact_of(request.team)}
    return render(request, "participants/intake/link_print.html", context)


def _square(address: str) -> SafeString:
    """Dark on light in every theme, colours as attributes."""
    title = _("QR-kod med samma länk")
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(
        border=4, omitsize=True, dark="#22201b", light="#ffffff", svgclass="qr", lineclass=None, title=title
    )
    return SafeString(svg.replace("<svg ", '<svg role="img" ', 1))
