"""The turns an enrolment takes: pause, back again, work or studies, end, return."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import actions
from participants.enums import (
    EndKind,
    EndReason,
    EnrolmentState,
    HandlerKind,
    OutcomeKind,
    PauseReason,
    SharingBasis,
    StillThere,
)
from participants.forms.course import (
    ContactForm,
    EndForm,
    FollowUpForm,
    OutcomeEndForm,
    OutcomeForm,
    PauseForm,
    ResumeForm,
    ReturnForm,
)
from participants.models import FollowUp, HandlerAssignment, Outcome, Pause
from participants.views.acting import Asking, answer, posted
from participants.views.reach import enrolment_of, open_enrolment, participant_of

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def pause(request: TeamRequest, public_id: str) -> HttpResponse:
    enrolment = open_enrolment(request, public_id)
    form = PauseForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        actions.pause(enrolment=enrolment, by=request.user, **(given | {"reason": PauseReason(given["reason"])}))

    lead = _("En paus tystar påminnelserna, men inte dagen ni ska höras. Handledaren är kvar.")
    asking = Asking(_("Pausa"), _("Pausa"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Inskrivningen är pausad."))


@team_member(WORK, area="people")
@form_methods
def contact(request: TeamRequest, public_id: str) -> HttpResponse:
    """In touch during a pause: the next time is agreed."""
    enrolment = open_enrolment(request, public_id)
    running = Pause.objects.visible_to(request.scope).filter(enrolment=enrolment, ends_on=None).first()
    if running is None:
        raise Http404
    form = ContactForm(posted(request), initial={"back_on": running.back_on})

    def act(given: dict[str, Any]) -> None:
        actions.agree_contact(enrolment=enrolment, by=request.user, **given)

    lead = _("Ni har hörts, och personen är fortfarande borta.")
    asking = Asking(_("Ny dag att höras"), _("Spara"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Nästa kontakt är sparad."))


@team_member(WORK, area="people")
@form_methods
def resume(request: TeamRequest, public_id: str) -> HttpResponse:
    enrolment = open_enrolment(request, public_id)
    form = ResumeForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        actions.resume(enrolment=enrolment, on=given["on"], by=request.user)

    asking = Asking(_("Tillbaka från pausen"), _("Spara"))
    return answer(request, enrolment.participant, form, asking, act, _("Pausen är slut."))


@team_member(WORK, area="people")
@form_methods
def outcome(request: TeamRequest, public_id: str) -> HttpResponse:
    """A job or studies begin: handler and support stay."""
    enrolment = open_enrolment(request, public_id)
    form = OutcomeForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        actions.record_outcome(enrolment=enrolment, by=request.user, **(given | {"kind": OutcomeKind(given["kind"])}))

    lead = _("Handledaren och stödet är kvar när personen börjar arbeta eller studera.")
    asking = Asking(_("Började arbeta eller studera"), _("Spara"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Sparat. Stödet är kvar."))


@team_member(WORK, area="people")
@form_methods
def follow_up(request: TeamRequest, public_id: str, item: str = "") -> HttpResponse:
    """A job or studies are followed up: still there, support needed? Without `item` the next that waits."""
    enrolment = open_enrolment(request, public_id)
    rows = FollowUp.objects.visible_to(request.scope).filter(enrolment=enrolment, answered_on=None)
    asked = (
        (rows.filter(public_id=item) if item else rows)
        .select_related("outcome", "enrolment")
        .order_by("due_on")
        .first()
    )
    if asked is None:
        raise Http404
    form = FollowUpForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        actions.answer_follow_up(follow_up=asked, by=request.user, **(given | {"still": StillThere(given["still"])}))

    about = ", ".join(filter(None, [str(asked.outcome.get_kind_display()).capitalize(), asked.outcome.where]))
    lead = _("%(what)s. Har det slutat går vägen vidare med samma handledare, plan och cv.") % {"what": about}
    asking = Asking(_("Uppföljning efter %(n)d dagar") % {"n": asked.after_days}, _("Spara"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Uppföljningen är sparad."))


@team_member(WORK, area="people")
@form_methods
def outcome_end(request: TeamRequest, public_id: str) -> HttpResponse:
    """The job or the studies did not last: one button, and the way goes on with the same handler."""
    enrolment = open_enrolment(request, public_id)
    running = Outcome.objects.visible_to(request.scope).filter(enrolment=enrolment, ended_on=None)
    latest = running.order_by("-starts_on", "-pk").first()
    if latest is None:
        raise Http404
    form = OutcomeEndForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        actions.end_outcome(outcome=latest, on=given["on"], by=request.user)

    about = ", ".join(filter(None, [str(latest.get_kind_display()).capitalize(), latest.where]))
    lead = _("%(what)s. Handledare, plan, profil och cv är kvar.") % {"what": about}
    asking = Asking(_("Jobbet eller studierna tog slut"), _("Spara"), lead=lead)
    return answer(
        request, enrolment.participant, form, asking, act, _("Sparat. Vägen går vidare, med samma handledare.")
    )


@team_member(WORK, area="people")
@form_methods
def end(request: TeamRequest, public_id: str) -> HttpResponse:
    enrolment = open_enrolment(request, public_id)
    form = EndForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        coded = {"reason": EndReason(given["reason"]), "kind": EndKind(given["kind"])}
        actions.end_enrolment(enrolment=enrolment, by=request.user, **(given | coded))

    lead = _("Pågående insatser och handledarskap avslutas samma dag. Personen kan skrivas in igen med ett tryck.")
    asking = Asking(_("Avsluta inskrivningen"), _("Avsluta"), lead=lead, danger=True)
    return answer(request, enrolment.participant, form, asking, act, _("Inskrivningen är avslutad."))


@team_member(WORK, area="people")
@form_methods
def come_back(request: TeamRequest, public_id: str) -> HttpResponse:
    """A new enrolment for the same person, proposing the same handler and goal; sharing is asked anew."""
    participant = participant_of(request, public_id)
    last = enrolment_of(request, participant)
    if last.state != EnrolmentState.ENDED:
        raise Http404
    # The one before is proposed; when there was none, whoever enrols.
    former = HandlerAssignment.objects.visible_to(request.scope).filter(enrolment=last, kind=HandlerKind.PRIMARY)
    handler = former.order_by("-started_on", "-pk").values_list("user_id", flat=True).first()
    form = ReturnForm(
        posted(request),
        team=request.team,
        organisation=request.membership.organisation,
        me=request.user,
        initial={"goal": last.goal} | ({"handler": handler} if handler else {}),
    )

    def act(given: dict[str, Any]) -> None:
        basis = SharingBasis(given["basis"])
        actions.enrol_again(participant=participant, by=request.user, **(given | {"basis": basis}))

    lead = _("Profil, anteckningar och historia följer med. Samma handledare föreslås.")
    asking = Asking(_("Skriv in igen"), _("Skriv in"), lead=lead)
    return answer(request, participant, form, asking, act, _("Välkommen tillbaka. Personen är inskriven igen."))
