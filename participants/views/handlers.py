"""Who handles: assign, ask a colleague to take over, correct, co-handler and stand-in."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import actions
from participants.enums import HandlerKind, HandoverReason
from participants.forms.access import HelperForm
from participants.forms.handover import CorrectForm, HandlerForm
from participants.models import Enrolment, HandlerAssignment
from participants.queries.handover import have_had_handler
from participants.views.acting import Asking, answer, done, home, posted, show
from participants.views.reach import open_enrolment

form_methods = require_http_methods(["GET", "POST"])


@team_member(Permission.ASSIGN, area="people")
@form_methods
def handler(request: TeamRequest, public_id: str) -> HttpResponse:
    """Assigns the first one. Afterwards the colleague is asked, and the old one stays until the answer; when the old one is
    gone already, that is the quick handover, with the summary from the record."""
    enrolment = open_enrolment(request, public_id)
    running = _primary(request, enrolment)
    is_first = running is None and not have_had_handler([enrolment.pk])
    form = HandlerForm(
        posted(request),
        team_id=request.team.pk,
        without=running.user_id if running else None,
        first=is_first,
        initial=_begun(request, running, is_first=is_first),
    )

    def act(given: dict[str, Any]) -> None:
        if is_first:
            actions.assign_handler(enrolment=enrolment, user=given["user"], by=request.user, replaces=False)
        else:
            actions.propose_handover(
                enrolment=enrolment,
                to=given["user"],
                by=request.user,
                reason=given["reason"],
                reason_code=given["reason_code"],
                words=given["words"],
                url=home(request, enrolment.participant) + "overlamning/",
            )

    asking, words = _handler_words(running, is_first=is_first)
    return answer(request, enrolment.participant, form, asking, act, words)


@team_member(Permission.ASSIGN, area="people")
@form_methods
def helper(request: TeamRequest, public_id: str) -> HttpResponse:
    """A co-handler, or a stand-in for a time."""
    enrolment = open_enrolment(request, public_id)
    form = HelperForm(posted(request), team_id=request.team.pk)

    def act(given: dict[str, Any]) -> None:
        made = actions.assign_handler(
            enrolment=enrolment, user=given["user"], kind=given["kind"], on=given["starts_on"], by=request.user
        )
        if given["ends_on"]:
            actions.end_assignment(assignment=made, on=given["ends_on"] + timedelta(days=1), by=request.user)

    lead = _("Medhandledare och vikarie räknas inte som byte.")
    asking = Asking(_("Medhandledare eller vikarie"), _("Spara"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Sparat."))


@team_member(Permission.ASSIGN, area="people")
@form_methods
def helper_end(request: TeamRequest, public_id: str, user_id: int) -> HttpResponse:
    """Ends a co-handler's or stand-in's time today."""
    enrolment = open_enrolment(request, public_id)
    running = HandlerAssignment.objects.visible_to(request.scope).filter(enrolment=enrolment, user_id=user_id)
    today = timezone.localdate()
    found = [a for a in running.exclude(kind=HandlerKind.PRIMARY).select_related("user") if _runs(a)]
    if not found:
        raise Http404
    if request.method == "POST":
        for assignment in found:
            actions.end_assignment(assignment=assignment, on=today, by=request.user)
        return done(request, enrolment.participant, _("Sparat."))
    asking = Asking(_("Avsluta som medhandledare eller vikarie"), _("Avsluta"), lead=found[0].user.name)
    return show(request, enrolment.participant, None, asking)


@team_member(Permission.ASSIGN, area="people")
@form_methods
def correct(request: TeamRequest, public_id: str) -> HttpResponse:
    """The wrong colleague was made handler a few days ago: no change, and no handover."""
    enrolment = open_enrolment(request, public_id)
    running = _primary(request, enrolment)
    if running is None:
        raise Http404
    form = CorrectForm(posted(request), team_id=request.team.pk, without=running.user_id)

    def act(given: dict[str, Any]) -> None:
        actions.correct_assignment(enrolment=enrolment, user=given["user"], by=request.user)

    lead = _("%(name)s utsågs av misstag. Det räknas inte som byte.") % {"name": running.user.name}
    asking = Asking(_("Rätta handledare"), _("Rätta"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Rättat."))


def _begun(request: TeamRequest, running: HandlerAssignment | None, *, is_first: bool) -> dict[str, Any]:
    """What the form begins with: oneself as the first; that the handler has left, when nobody is any more."""
    if is_first:
        return {"user": request.user.pk}
    return {} if running else {"reason_code": HandoverReason.LEAVES}


def _handler_words(running: HandlerAssignment | None, *, is_first: bool) -> tuple[Asking, str]:
    """The words around the form, and those after it."""
    if is_first:
        return Asking(_("Utse handledare"), _("Utse")), _("Handledaren är utsedd.")
    if running is None:
        lead = _(
            "Ingen är handledare just nu. Kollegan får en sammanfattning av det som är skrivet, och svarar ja eller nej."
        )
        return Asking(_("Utse ny handledare"), _("Fråga"), lead=lead), _("Frågan är skickad.")
    lead = _("%(name)s är kvar tills kollegan har sagt ja. Samma handledare hela vägen hjälper mest.")
    asking = Asking(
        _("Byt handledare"),
        _("Fråga"),
        lead=lead % {"name": running.user.name},
        after="participants/act_correct_link.html",
    )
    return asking, _("Frågan är skickad.")


def _primary(request: TeamRequest, enrolment: Enrolment) -> HandlerAssignment | None:
    rows = HandlerAssignment.objects.visible_to(request.scope).filter(
        enrolment=enrolment, kind=HandlerKind.PRIMARY, ended_on=None
    )
    return rows.select_related("user").first()  # type: ignore[no-any-return]


def _runs(assignment: HandlerAssignment) -> bool:
    today = timezone.localdate()
    return assignment.started_on <= today and (assignment.ended_on is None or assignment.ended_on > today)
