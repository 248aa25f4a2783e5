"""A handover from the question to the last point of its checklist, and the person's wish for another handler."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions, permissions
from participants.enums import HandoverPoint, MeetingState
from participants.forms.handover import AnswerForm, AskedForm, WishForm, WordsForm
from participants.models import Enrolment, HandlerWish, Handover, Meeting
from participants.queries import handover as queries
from participants.queries import person as persons
from participants.views.acting import Asking, answer, home, posted
from participants.views.reach import open_enrolment

form_methods = require_http_methods(["GET", "POST"])
WORK = Permission.WORK_WITH_PEOPLE


def _latest(request: TeamRequest, enrolment: Enrolment) -> Handover:
    """Raises Http404 where nothing has been handed over."""
    found = queries.latest(request.scope, enrolment)
    if found is None:
        raise Http404
    found.enrolment = enrolment
    return found


@team_member(WORK, area="people")
@require_GET
def handover(request: TeamRequest, public_id: str) -> HttpResponse:
    """The checklist with what the record says, and the summary the receiver reads or prints."""
    participant = persons.find(request.scope, public_id)
    enrolment = None if participant is None else persons.enrolment_of(request.scope, participant)
    if participant is None or enrolment is None:
        raise Http404
    enrolment.participant = participant
    found = _latest(request, enrolment)
    readlog.opened(request.scope, participant.pk, place="participants:handover")
    context = {
        "shown": queries.load(request.scope, request.team, participant, enrolment, found),
        "handover": found,
        "participant": participant,
        "base": home(request, participant),
        "today": timezone.localdate(),
        "may_answer": found.is_waiting and permissions.may_answer(request.scope, found),
        "may_withdraw": found.is_waiting and permissions.may_withdraw(request.scope, found),
        "may_write": found.is_open and enrolment.is_open,
    }
    return render(request, "participants/handover.html", context)


@team_member(WORK, area="people")
@form_methods
def handover_answer(request: TeamRequest, public_id: str) -> HttpResponse:
    """Whoever was asked answers; the others see that an answer is awaited (403 when they try)."""
    enrolment = open_enrolment(request, public_id)
    found = _latest(request, enrolment)
    if not found.is_waiting:
        raise Http404
    if not permissions.may_answer(request.scope, found):
        raise PermissionDenied
    says_no = request.POST.get("answer") == "no"
    form = AnswerForm(posted(request), says_no=says_no, has_meeting=_has_meeting(request, enrolment))
    asking = Asking(
        _("Vill du ta över som handledare?"),
        _("Ja, jag tar över"),
        no=_("Nej, inte nu"),
        before="participants/act_handover.html",
        more={"handover": found},
    )

    def act(given: dict[str, Any]) -> None:
        if says_no:
            actions.decline_handover(handover=found, by=request.user, reason=given["why_not"])
        else:
            actions.accept_handover(handover=found, by=request.user, meeting=form.first_meeting())

    words = _("Du har tackat nej. Handledaren är kvar.") if says_no else _("Du är handledare nu.")
    return answer(request, enrolment.participant, form, asking, act, words)


def _has_meeting(request: TeamRequest, enrolment: Enrolment) -> bool:
    planned = Meeting.objects.visible_to(request.scope).filter(enrolment=enrolment, state=MeetingState.PLANNED)
    return planned.filter(starts_at__gt=timezone.now(), with_user_id=request.user.pk).exists()


@team_member(WORK, area="people")
@require_POST
def handover_point(request: TeamRequest, public_id: str, point: str) -> HttpResponse:
    """Ticks a point of the checklist, or takes the tick back (done="")."""
    enrolment = open_enrolment(request, public_id)
    found = _latest(request, enrolment)
    if point not in HandoverPoint.values:
        raise Http404
    try:
        actions.tick(
            handover=found, point=HandoverPoint(point), is_done=request.POST.get("done") == "1", by=request.user
        )
    except actions.ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    return redirect(home(request, enrolment.participant) + f"overlamning/#{point}")


@team_member(WORK, area="people")
@form_methods
def handover_words(request: TeamRequest, public_id: str) -> HttpResponse:
    """The leaver's own words to the receiver."""
    enrolment = open_enrolment(request, public_id)
    found = _latest(request, enrolment)
    if not permissions.may_withdraw(request.scope, found):
        raise PermissionDenied
    form = WordsForm(posted(request), initial={"words": found.own_words})

    def act(given: dict[str, Any]) -> None:
        actions.write_words(handover=found, words=given["words"], by=request.user)

    return answer(request, enrolment.participant, form, Asking(_("Med egna ord"), _("Spara")), act, _("Sparat."))


@team_member(WORK, area="people")
@form_methods
def handover_asked(request: TeamRequest, public_id: str) -> HttpResponse:
    """What the person said when asked."""
    enrolment = open_enrolment(request, public_id)
    found = _latest(request, enrolment)
    form = AskedForm(posted(request), initial={"answer": found.asked_answer})

    def act(given: dict[str, Any]) -> None:
        actions.record_asked(handover=found, answer=given["answer"], by=request.user)

    lead = _("Berätta för personen vem som kan ta över och varför, och fråga.")
    asking = Asking(_("Deltagaren är tillfrågad"), _("Spara"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Sparat."))


@team_member(WORK, area="people")
@require_POST
def handover_withdraw(request: TeamRequest, public_id: str) -> HttpResponse:
    """Whoever asked takes the question back."""
    enrolment = open_enrolment(request, public_id)
    found = _latest(request, enrolment)
    if not permissions.may_withdraw(request.scope, found):
        raise PermissionDenied
    try:
        actions.withdraw_handover(handover=found, by=request.user)
    except actions.ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    else:
        toasts.say(request, _("Frågan är tillbakatagen. Ingen behöver svara."))
    return redirect(home(request, enrolment.participant))


@team_member(WORK, area="people")
@form_methods
def wish(request: TeamRequest, public_id: str) -> HttpResponse:
    """The person would like another handler."""
    enrolment = open_enrolment(request, public_id)
    form = WishForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        actions.record_wish(enrolment=enrolment, words=given["words"], by=request.user)

    lead = _("Alla får be om en annan handledare. Önskemålet räknas inte mot någon.")
    asking = Asking(_("Deltagaren vill byta handledare"), _("Spara"), lead=lead)
    return answer(request, enrolment.participant, form, asking, act, _("Önskemålet är sparat."))


@team_member(WORK, area="people")
@require_POST
def wish_settle(request: TeamRequest, public_id: str) -> HttpResponse:
    """Talked through with the person."""
    enrolment = open_enrolment(request, public_id)
    found = HandlerWish.objects.visible_to(request.scope).filter(enrolment=enrolment, settled_on=None).first()
    if found is None:
        raise Http404
    found.enrolment = enrolment
    actions.settle_wish(wish=found, by=request.user)
    toasts.say(request, _("Sparat."))
    return redirect(home(request, enrolment.participant))
