"""The same handler throughout (seed 003): assign, hand over with the receiver's yes, none is allowed and shown."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from core import feed, notices
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions.access import may_know
from participants.actions.errors import ActionError
from participants.enums import HandlerEnd, HandlerKind
from participants.models import Enrolment, HandlerAssignment, Handover

_NEW_TITLES = {
    HandlerKind.PRIMARY: _lazy("Du är ny handledare för en deltagare"),
    HandlerKind.CO: _lazy("Du är ny medhandledare för en deltagare"),
    HandlerKind.STAND_IN: _lazy("Du är vikarie för en handledare"),
}


def locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it stands now, locked: whoever acts on the same one waits until this transaction has ended."""
    return Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)


@transaction.atomic
def assign_handler(
    *,
    enrolment: Enrolment,
    user: User,
    by: User | None,
    on: date | None = None,
    kind: str = HandlerKind.PRIMARY,
    replaces: bool = True,
) -> HandlerAssignment:
    """Makes `user` handler from a day (today). A running primary handler is replaced: use `propose_handover` when the
    receiver should accept first. Raises ActionError when the enrolment has ended, the user is not in the team or must
    not know of the person, or `replaces` is False and a colleague was made handler in between."""
    if not locked(enrolment).is_open:
        raise ActionError(_("Inskrivningen är avslutad."))
    if not user.memberships.running().filter(team_id=enrolment.team_id).exists():
        raise ActionError(_("Personen är inte med i teamet längre."))
    if not may_know(user, enrolment.participant):
        raise ActionError(_("Kollegan kan inte vara handledare för just den här personen. Välj någon annan."))
    day = max(on or timezone.localdate(), enrolment.started_on)
    if kind == HandlerKind.PRIMARY:
        running = _running_primary(enrolment)
        if running is not None and running.user_id == user.pk:
            register.update([enrolment.pk])  # a handover to whoever is handler already has been answered
            return running
        if running is not None and not replaces:
            raise ActionError(_("Någon hann före: %(name)s är handledare nu.") % {"name": running.user.name})
        if running is not None:
            day = max(day, running.started_on)
            running.ended_on, running.end_reason = day, HandlerEnd.REPLACED
            running.save(update_fields=["ended_on", "end_reason"])
    made = HandlerAssignment.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        user=user,
        kind=kind,
        started_on=day,
        created_by=by,
    )
    register.update([enrolment.pk])
    feed.record(team_id=enrolment.team_id, subject_type="enrolment", subject_ids=[enrolment.pk], kind="handler")
    if by is not None and by.pk != user.pk:
        tell(user, enrolment, "handler", _NEW_TITLES[HandlerKind(kind)])
    return made


def tell(user: User, enrolment: Enrolment, kind: str, title: Any, url: str = "") -> None:
    """A notice to a colleague about an enrolment; the title names nobody, since it may go by mail. Nothing to one who must
    not know of the person, or no longer: the address alone would tell that there is somebody."""
    if not may_know(user, enrolment.participant):
        return
    notices.tell(user_id=user.pk, kind=kind, title=title, url=url or _page(enrolment), team_id=enrolment.team_id)


def settle(enrolment: Enrolment, *kinds: str) -> None:
    """What colleagues were told of the person under these kinds is done with: nobody has to open it any more."""
    notices.settle(team_id=enrolment.team_id, url=_page(enrolment), kinds=kinds)


def _page(enrolment: Enrolment) -> str:
    return reverse("participants:detail", args=[enrolment.team.slug, enrolment.participant.public_id])


@transaction.atomic
def end_assignment(*, assignment: HandlerAssignment, on: date, by: User) -> None:
    """`on` is the first day without. For co-handlers and stand-ins; a primary handler is replaced, not ended."""
    assignment.ended_on, assignment.end_reason = max(on, assignment.started_on), HandlerEnd.TIME
    assignment.save(update_fields=["ended_on", "end_reason"])
    register.update([assignment.enrolment_id])
    feed.record(
        team_id=assignment.team_id, subject_type="enrolment", subject_ids=[assignment.enrolment_id], kind="handler"
    )


def _running_primary(enrolment: Enrolment) -> HandlerAssignment | None:
    return (
        HandlerAssignment.objects.select_for_update()
        .filter(enrolment=enrolment, kind=HandlerKind.PRIMARY, ended_on=None)
        .first()
    )


@transaction.atomic
def propose_handover(*, enrolment: Enrolment, to: User, by: User, reason: str = "", url: str = "") -> Handover:
    """Asks a colleague to take over. Until they accept, the old handler stays. Raises ActionError when one is open, when
    the enrolment has ended, and for a colleague who must not know of the person: the question alone would tell that
    there is somebody."""
    if not locked(enrolment).is_open:
        raise ActionError(_("Inskrivningen är avslutad."))
    if not may_know(to, enrolment.participant):
        raise ActionError(_("Kollegan kan inte ta över just den här personen. Välj någon annan."))
    if Handover.objects.filter(enrolment=enrolment, accepted_at=None, declined_at=None).exists():
        raise ActionError(_("En överlämning väntar redan på svar."))
    running = _running_primary(enrolment)
    handover = Handover.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        from_user_id=running.user_id if running else None,
        to_user=to,
        proposed_by=by,
        reason=reason,
    )
    settle(enrolment, "handover")  # the answer to an earlier question
    tell(to, enrolment, "handover", _lazy("Någon vill lämna över en deltagare till dig"), url)
    register.update([enrolment.pk])
    return handover


@transaction.atomic
def accept_handover(*, handover: Handover, by: User) -> HandlerAssignment:
    """The receiver takes over today; continuity counts from now. Raises ActionError for anybody else, and when it has
    been answered."""
    if by.pk != handover.to_user_id:
        raise ActionError(_("Bara den som fick frågan kan ta emot."))
    _unanswered(handover)
    handover.accepted_at = timezone.now()
    handover.save(update_fields=["accepted_at"])
    settle(handover.enrolment, "handover")
    _tell_those_who_asked(handover, _lazy("Din kollega har tagit över en deltagare från dig"))
    return assign_handler(enrolment=handover.enrolment, user=by, by=by)


def _unanswered(handover: Handover) -> None:
    """Locks the enrolment. Raises ActionError when the question has been answered, perhaps a moment ago."""
    locked(handover.enrolment)
    if not Handover.objects.filter(pk=handover.pk, accepted_at=None, declined_at=None).exists():
        raise ActionError(_("Frågan är redan besvarad."))


def _tell_those_who_asked(handover: Handover, title: Any) -> None:
    """The one who is handler until the answer, and the one who asked, once each."""
    for user in {handover.from_user, handover.proposed_by} - {handover.to_user}:
        if user is not None:
            tell(user, handover.enrolment, "handover", title)


@transaction.atomic
def decline_handover(*, handover: Handover, by: User) -> None:
    """The handler stays. Raises ActionError when it has been answered."""
    _unanswered(handover)
    handover.declined_at = timezone.now()
    handover.save(update_fields=["declined_at"])
    settle(handover.enrolment, "handover")
    _tell_those_who_asked(handover, _lazy("Din kollega kan inte ta över en deltagare"))
    register.update([handover.enrolment_id])


@transaction.atomic
def leave_team(*, user_id: int, team_id: int, by_id: int | None) -> None:
    """Ends everything a colleague handles in a team, from today: their people stand without handler (NO_HANDLER) until
    somebody is chosen, and a question to take over that nobody is left to answer counts as a no.

    In the team's own scope: whoever ends the membership may not know of all of them.
    """
    today = timezone.localdate()
    with enter(Scope(Kind.RUN, user_id=by_id, team_id=team_id)):
        theirs = HandlerAssignment.objects.filter(team_id=team_id, user_id=user_id)
        asked = Handover.objects.filter(team_id=team_id, to_user_id=user_id, accepted_at=None, declined_at=None)
        about = Q(pk__in=theirs.values("enrolment")) | Q(pk__in=asked.values("enrolment"))
        # The enrolments first, as every other action here does: two that meet wait instead of stopping each other.
        list(Enrolment.objects.filter(about).order_by("pk").select_for_update(of=("self",), no_key=True))
        touched = set()
        for assignment in theirs.filter(Q(ended_on=None) | Q(ended_on__gt=today)).select_for_update(no_key=True):
            assignment.ended_on, assignment.end_reason = max(today, assignment.started_on), HandlerEnd.LEFT_TEAM
            assignment.save(update_fields=["ended_on", "end_reason"])
            touched.add(assignment.enrolment_id)
        for handover in asked.select_related("enrolment__team", "enrolment__participant", "from_user", "proposed_by"):
            decline_handover(handover=handover, by=handover.to_user)
        register.update(touched)
        feed.record(team_id=team_id, subject_type="enrolment", subject_ids=sorted(touched), kind="handler")
