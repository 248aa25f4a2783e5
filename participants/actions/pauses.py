"""A pause with an agreed contact, and back from it: somebody who is paused is never forgotten."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants import register
from participants.actions.enrolments import set_state
from participants.actions.errors import ActionError
from participants.actions.handlers import locked, running_primary
from participants.enums import EnrolmentState, OutcomeKind, PauseReason, StepBy, WaitingFor
from participants.models import Enrolment, Outcome, Pause


@transaction.atomic
def pause(
    *,
    enrolment: Enrolment,
    reason: PauseReason,
    by: User | None,
    starts_on: date | None = None,
    back_on: date | None = None,
    next_contact_on: date | None = None,
) -> Pause:
    """`back_on` is when the person is expected. The agreed contact becomes the next step, the handler's; the step before
    waits for `resume`. Raises ActionError for an ended or already paused enrolment."""
    fresh = locked(enrolment)
    if fresh.state in (EnrolmentState.ENDED, EnrolmentState.PAUSED):
        raise ActionError(_("Inskrivningen är redan pausad eller avslutad."))
    made = Pause.objects.create(
        team_id=fresh.team_id,
        participant_id=fresh.participant_id,
        enrolment=fresh,
        reason=reason,
        starts_on=starts_on or timezone.localdate(),
        back_on=back_on,
        next_contact_on=next_contact_on,
        step_before=fresh.next_step if next_contact_on else "",
        created_by=by,
    )
    set_state(enrolment, EnrolmentState.PAUSED)
    if next_contact_on is not None:
        _contact_is_next(enrolment, next_contact_on, by)
    return made


def _contact_is_next(enrolment: Enrolment, on: date, by: User | None) -> None:
    """So that the register and min dag show it on its day."""
    running = running_primary(enrolment)
    user_id = running.user_id if running is not None else by.pk if by is not None else None
    enrolment.next_step, enrolment.next_step_on, enrolment.next_step_who = contact_words(), on, ""
    enrolment.next_step_by = StepBy.USER if user_id else StepBy.UNSAID
    enrolment.next_step_user_id, enrolment.waiting_for = user_id, WaitingFor.NOBODY
    names = ["next_step", "next_step_on", "next_step_who", "next_step_by", "next_step_user", "waiting_for"]
    enrolment.save(update_fields=names)
    register.update([enrolment.pk])


def contact_words() -> str:
    """The next step of somebody who is paused."""
    return _("Höra av oss, som vi sa")


@transaction.atomic
def agree_contact(*, enrolment: Enrolment, on: date, by: User, back_on: date | None = None) -> None:
    """We have been in touch: the next time. Raises ActionError when there is no pause."""
    locked(enrolment)
    running = _open_pause(enrolment)
    running.next_contact_on, running.back_on = on, back_on
    running.save(update_fields=["next_contact_on", "back_on"])
    _contact_is_next(enrolment, on, by)


@transaction.atomic
def resume(*, enrolment: Enrolment, by: User, on: date | None = None) -> None:
    """Ends the pause. The next step that waited is back, without its old day. Raises ActionError when there is none."""
    day = on or timezone.localdate()
    locked(enrolment)
    over = _open_pause(enrolment)
    over.ends_on = max(day, over.starts_on)
    over.save(update_fields=["ends_on"])
    enrolment.refresh_from_db()
    if over.next_contact_on is not None and enrolment.next_step_on == over.next_contact_on:  # nobody has set another
        enrolment.next_step, enrolment.next_step_on = over.step_before, None
        if not over.step_before:
            enrolment.next_step_by, enrolment.next_step_user = StepBy.UNSAID, None
        enrolment.save(update_fields=["next_step", "next_step_on", "next_step_by", "next_step_user"])
    running = Outcome.objects.filter(enrolment=enrolment, ended_on=None).exclude(kind=OutcomeKind.INTERNSHIP)
    set_state(enrolment, EnrolmentState.IN_WORK if running.exists() else EnrolmentState.ACTIVE)


def _open_pause(enrolment: Enrolment) -> Pause:
    found = Pause.objects.select_for_update().filter(enrolment=enrolment, ends_on=None).first()
    if found is None:
        raise ActionError(_("Inskrivningen är inte pausad."))
    return found
