"""The staff's side of an assessment: where it stands, the caseworker's own part, the participant's way in."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants.actions import ActionError
from participants.models import Participant
from smail import actions, instrument, progression
from smail.doors import door_of
from smail.enums import PartEnd
from smail.forms import CloseForm, HandlerForm, OpenForm
from smail.models import Assessment
from smail.progression import History
from smail.rules import nearness
from smail.views.missing import with_questions

see = with_questions(team_member(Permission.SEE_PEOPLE, area="people"), "smail/no_questions.html")
work = with_questions(team_member(Permission.WORK_WITH_PEOPLE, area="people"), "smail/no_questions.html")


def history_of(request: TeamRequest, public_id: str) -> History:
    """The person's latest enrolment with its rounds. Raises Http404 for somebody the viewer must not know of."""
    participant = Participant.objects.visible_to(request.scope).filter(public_id=public_id).first()
    history = progression.load(participant, request.scope) if participant is not None else None
    if history is None:
        raise Http404
    return history


def _open(history: History) -> Assessment | None:
    if history.open is None:
        return None
    return Assessment.objects.select_related("enrolment").get(public_id=history.open.public_id)


def _begun(history: History, request: TeamRequest) -> Assessment:
    """The open assessment, made when there is none. Raises ActionError for an ended enrolment."""
    return _open(history) or actions.open_assessment(enrolment=history.enrolment, by=request.user)


def _back(request: TeamRequest, public_id: str) -> HttpResponse:
    return redirect("smail:overview", request.team.slug, public_id)


@see
@require_GET
def overview(request: TeamRequest, public_id: str) -> HttpResponse:
    """Both halves, who has done what, and what can be done now. No answer is shown here."""
    history = history_of(request, public_id)
    readlog.opened(request.scope, history.participant.pk, place="smail.overview")
    return render(request, "smail/overview.html", _overview(request, history))


def _overview(request: TeamRequest, history: History) -> dict[str, Any]:
    assessment = _open(history)
    return {
        "participant": history.participant,
        "history": history,
        "round": history.open,
        "due": nearness(history.due_on, timezone.localdate()),
        "may_work": request.may(Permission.WORK_WITH_PEOPLE),
        "open_form": OpenForm(),
        "state": _state(history, assessment),
        "number": history.open.number if history.open else len(history.rounds) + 1,
        "previous_on": history.rounds[-1].locked_on if history.rounds else None,
        "languages": instrument.current().languages,
    }


def _state(history: History, assessment: Assessment | None) -> str:
    """Where the participant's part stands: "none", "waiting", "asks", "started", or how it ended."""
    half = history.open.participant if history.open else None
    if half is None or assessment is None:
        return "none"
    if half.has_ended:
        return half.ended_as
    if access.asked_at(door_of(assessment)) is not None:
        return "asks"
    return "started" if half.started else "waiting"


def _begun_or_not(history: History) -> str:
    """Where it stands on a page that shows a way in: the person may be answering already, and a page loaded again shows
    a new way in without shutting the one in use."""
    return "started" if history.open and history.open.participant.started else "waiting"


@see
@require_GET
def state(request: TeamRequest, public_id: str) -> HttpResponse:
    """Where the participant's part stands, asked again every few seconds: 204 when nothing has moved."""
    history = history_of(request, public_id)
    found = _state(history, _open(history))
    if found == "none" and history.rounds:
        found = "locked"  # the round this page asks about has ended on both sides
    if request.GET.get("nu") == found:
        return HttpResponse(status=204)
    context = {"participant": history.participant, "state": found, "may_work": request.may(Permission.WORK_WITH_PEOPLE)}
    return render(request, "smail/state.html", context)


@work
@require_POST
def begin(request: TeamRequest, public_id: str) -> HttpResponse:
    """A new round outside the usual: at a change of handler, at the end."""
    history = history_of(request, public_id)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "smail/overview.html", {**_overview(request, history), "open_form": form}, status=422)
    try:
        actions.open_assessment(enrolment=history.enrolment, by=request.user, kind=form.chosen)
    except ActionError as fault:
        messages.error(request, str(fault))
    return _back(request, public_id)


@work
@require_http_methods(["GET", "POST"])
def handler_part(request: TeamRequest, public_id: str) -> HttpResponse:
    """The caseworker's part: eight ratings on one page, earlier ones hidden until this round is done."""
    history = history_of(request, public_id)
    number = history.open.number if history.open else len(history.rounds) + 1
    if history.open and history.open.handler.has_ended:
        messages.info(request, _("Din del är redan klar."))
        return _back(request, public_id)
    assessment = _open(history)
    version = instrument.version(assessment.instrument_id) if assessment else instrument.current()
    form = HandlerForm(request.POST or None, asks=version.to_handler)
    if request.method == "POST":
        if request.POST.get("number") != str(number):
            messages.info(request, _("Din del var redan sparad."))
            return _back(request, public_id)
        if form.is_valid():
            return _save_handler_part(request, history, form)
    readlog.opened(request.scope, history.participant.pk, place="smail.handler_part")
    context = {"participant": history.participant, "form": form, "number": number, "history": history}
    return render(request, "smail/handler_part.html", context, status=422 if form.is_bound else 200)


def _save_handler_part(request: TeamRequest, history: History, form: HandlerForm) -> HttpResponse:
    name = history.participant.name
    try:
        assessment = _begun(history, request)
        locked = actions.answer_as_handler(assessment=assessment, answers=form.answers, by=request.user)
    except actions.PartOver:
        messages.info(request, _("Din del var redan sparad."))
        return _back(request, history.participant.public_id)
    except ActionError as fault:
        messages.error(request, str(fault))
        return _back(request, history.participant.public_id)
    if locked.is_locked:
        messages.success(request, _("Båda delarna är klara. Här är svaren."))
        return redirect("smail:development", request.team.slug, history.participant.public_id)
    messages.success(request, _("Din del är sparad. Svaren visas när %(name)s är klar.") % {"name": name})
    return _back(request, history.participant.public_id)


@work
@require_POST
def here_code(request: TeamRequest, public_id: str) -> HttpResponse:
    """A code for somebody in the room: eight digits and a QR code, ten minutes, shown once."""
    history = history_of(request, public_id)
    try:
        assessment = _begun(history, request)
    except ActionError as fault:
        messages.error(request, str(fault))
        return _back(request, public_id)
    if history.open and history.open.participant.has_ended:
        return _back(request, public_id)
    code = access.make_here_code(door_of(assessment), by=request.user)
    address = request.build_absolute_uri(reverse("smail:here_link", args=[code.token]))
    readlog.opened(request.scope, history.participant.pk, place="smail.here_code")
    context = {
        "participant": history.participant,
        "digits": f"{code.digits[:4]} {code.digits[4:]}",
        "expires_at": code.expires_at,
        "qr": qr(address, _("QR-kod som öppnar frågorna")),
        "short": request.build_absolute_uri(reverse("smail:enter")).partition("://")[2].rstrip("/"),
        "state": _begun_or_not(history),
        "may_work": True,
    }
    return render(request, "smail/code.html", context)


def qr(address: str, title: str) -> SafeString:
    """A QR code as SVG: colours as attributes, dark on light in every theme."""
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(
        border=4, omitsize=True, dark="#22201b", light="#ffffff", svgclass="qr", lineclass=None, title=title
    )
    return SafeString(svg.replace("<svg ", '<svg role="img" ', 1))


@work
@require_POST
def send_home(request: TeamRequest, public_id: str) -> HttpResponse:
    """An address to answer at home: good for fourteen days, and a code is asked for each time. Shown once."""
    history = history_of(request, public_id)
    try:
        assessment = _begun(history, request)
    except ActionError as fault:
        messages.error(request, str(fault))
        return _back(request, public_id)
    if history.open and history.open.participant.has_ended:
        return _back(request, public_id)
    link = access.make_link(door_of(assessment), by=request.user)
    readlog.opened(request.scope, history.participant.pk, place="smail.home_link")
    context = {
        "participant": history.participant,
        "address": request.build_absolute_uri(reverse("smail:home_link", args=[link.token])),
        "expires_at": link.expires_at,
        "state": _begun_or_not(history),
        "may_work": True,
    }
    return render(request, "smail/home.html", context)


@work
@require_POST
def tell_code(request: TeamRequest, public_id: str) -> HttpResponse:
    """Six digits to read out to whoever has opened the address at home and waits."""
    history = history_of(request, public_id)
    assessment = _open(history)
    if assessment is None or history.open is None or history.open.participant.has_ended:
        return _back(request, public_id)
    try:
        code = access.tell_code(door_of(assessment), by=request.user)
    except access.NobodyAsks:
        messages.info(request, _("Ingen väntar på en kod just nu. Be personen öppna länken och trycka på knappen."))
        return _back(request, public_id)
    readlog.opened(request.scope, history.participant.pk, place="smail.tell_code")
    context = {
        "participant": history.participant,
        "digits": f"{code.digits[:3]} {code.digits[3:]}",
        "expires_at": code.expires_at,
        "state": _begun_or_not(history),
        "may_work": True,
    }
    return render(request, "smail/told.html", context)


@work
@require_http_methods(["GET", "POST"])
def close(request: TeamRequest, public_id: str) -> HttpResponse:
    """The participant's part ends without answers: did not want to, could not be reached."""
    history = history_of(request, public_id)
    assessment = _open(history)
    if assessment is None or history.open is None or history.open.participant.has_ended:
        return _back(request, public_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended_as = PartEnd(form.cleaned_data["how"])
            actions.close_for_participant(assessment=assessment, ended_as=ended_as, by=request.user)
            access.take_back(door_of(assessment))
            messages.success(request, _("Noterat. %(name)s kan svara nästa gång.") % {"name": history.participant.name})
        except actions.PartOver:
            messages.info(request, _("Delen var redan klar."))
        return _back(request, public_id)
    readlog.opened(request.scope, history.participant.pk, place="smail.close")
    context = {"participant": history.participant, "form": form, "round": history.open}
    return render(request, "smail/close.html", context, status=422 if form.is_bound else 200)
