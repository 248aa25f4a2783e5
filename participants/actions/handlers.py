"""The same handler throughout (seed 003): assign, hand over with the receiver's yes, none is allowed and shown."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import feed, notices
from core.scope import Kind, Scope
from participants import register
from participants.actions.errors import ActionError
from participants.enums import HandlerKind
from participants.models import Enrolment, HandlerAssignment, Handover, Participant


@transaction.atomic
def assign_handler(
    *, enrolment: Enrolment, user: User, by: User | None, on: date | None = None, kind: str = HandlerKind.PRIMARY
) -> HandlerAssignment:
    """Makes `user` handler from a day (today). A running primary handler is replaced: use `propose_handover` when the
    receiver should accept first. Raises ActionError when the enrolment has ended or the user is not in the team."""
    if not enrolment.is_open:
        raise ActionError(_("Inskrivningen är avslutad."))
    if not user.memberships.running().filter(team_id=enrolment.team_id).exists():
        raise ActionError(_("Personen är inte med i teamet längre."))
    day = max(on or timezone.localdate(), enrolment.started_on)
    if kind == HandlerKind.PRIMARY:
        running = _running_primary(enrolment)
        if running is not None and running.user_id == user.pk:
            return running
        if running is not None:
            day = max(day, running.started_on)
            running.ended_on = day
            running.save(update_fields=["ended_on"])
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
    return made


@transaction.atomic
def end_assignment(*, assignment: HandlerAssignment, on: date, by: User) -> None:
    """`on` is the first day without. For co-handlers and stand-ins; a primary handler is replaced, not ended."""
    assignment.ended_on = max(on, assignment.started_on)
    assignment.save(update_fields=["ended_on"])
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
    """Asks a colleague to take over. Until they accept, the old handler stays. Raises ActionError when one is open, and
    for a colleague who must not know of the person: the question alone would tell that there is somebody."""
    if not _may_know(to, enrolment):
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
    notices.tell(
        user_id=to.pk,
        email=to.email,
        kind="handover",
        title=_("Någon vill lämna över en deltagare till dig"),
        url=url,
        team_id=enrolment.team_id,
    )
    register.update([enrolment.pk])
    return handover


def _may_know(user: User, enrolment: Enrolment) -> bool:
    found = user.memberships.running().filter(team_id=enrolment.team_id).first()
    if found is None:
        return False
    theirs = Scope(
        Kind.MEMBER, user_id=user.pk, team_id=enrolment.team_id, organisation_id=found.organisation_id, role=found.role
    )
    return Participant.objects.visible_to(theirs).filter(pk=enrolment.participant_id).exists()


@transaction.atomic
def accept_handover(*, handover: Handover, by: User) -> HandlerAssignment:
    """The receiver takes over today; continuity counts from now. Raises ActionError for anybody else."""
    if by.pk != handover.to_user_id:
        raise ActionError(_("Bara den som fick frågan kan ta emot."))
    handover.accepted_at = timezone.now()
    handover.save(update_fields=["accepted_at"])
    return assign_handler(enrolment=handover.enrolment, user=by, by=by)


@transaction.atomic
def decline_handover(*, handover: Handover, by: User) -> None:
    handover.declined_at = timezone.now()
    handover.save(update_fields=["declined_at"])
    register.update([handover.enrolment_id])
