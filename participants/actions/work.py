"""A job or studies begin, are followed up while the support is kept, and may end (domain A.6 FOLLOW_UP_JOB, B.9)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants import register
from participants.actions.enrolments import set_state
from participants.actions.errors import ActionError
from participants.actions.handlers import locked
from participants.enums import EnrolmentState, OutcomeKind, StillThere
from participants.models import Enrolment, FollowUp, Outcome, Pause
from participants.rules import FOLLOW_UP_DAYS

PASSED = timedelta(days=30)  # a job told of late: a follow-up whose day passed longer ago than this is not asked for
TRY_AGAIN = timedelta(days=7)  # the person could not be reached


@transaction.atomic
def record_outcome(
    *,
    enrolment: Enrolment,
    kind: OutcomeKind,
    starts_on: date,
    by: User | None,
    where: str = "",
    extent_percent: int | None = None,
) -> Outcome:
    """A job, studies or placement began. Work or studies keeps handler and support: state "i arbete, stöd kvar", with
    follow-ups due through day 180."""
    fresh = locked(enrolment)
    outcome = Outcome.objects.create(
        team_id=fresh.team_id,
        participant_id=fresh.participant_id,
        enrolment=fresh,
        kind=kind,
        starts_on=starts_on,
        where=where,
        extent_percent=extent_percent,
        created_by=by,
    )
    if kind != OutcomeKind.INTERNSHIP and fresh.state != EnrolmentState.ENDED:
        open_pause = Pause.objects.filter(enrolment=fresh, ends_on=None)
        open_pause.update(ends_on=Greatest(F("starts_on"), Value(starts_on)))  # a job may have begun before the pause
        _plan([outcome])
        set_state(enrolment, EnrolmentState.IN_WORK)
    return outcome


def plan_follow_ups(*, enrolment_ids: Iterable[int]) -> None:
    """For what was written in bulk (an import): jobs and studies of people who are in work, without follow-ups yet. The
    caller updates the register."""
    running = Outcome.objects.filter(
        enrolment_id__in=enrolment_ids, enrolment__state=EnrolmentState.IN_WORK, ended_on=None, follow_ups=None
    )
    _plan(running.exclude(kind=OutcomeKind.INTERNSHIP).order_by("pk"))


def _plan(outcomes: Iterable[Outcome]) -> None:
    earliest = timezone.localdate() - PASSED
    FollowUp.objects.bulk_create(
        FollowUp(
            team_id=outcome.team_id,
            participant_id=outcome.participant_id,
            enrolment_id=outcome.enrolment_id,
            outcome=outcome,
            after_days=days,
            due_on=outcome.starts_on + timedelta(days=days),
        )
        for outcome in outcomes
        for days in FOLLOW_UP_DAYS
        if outcome.starts_on + timedelta(days=days) >= earliest
    )


@transaction.atomic
def answer_follow_up(
    *, follow_up: FollowUp, still: StillThere, by: User, support: str = "", ended_on: date | None = None
) -> None:
    """What the person said. Not reached: asked again in a week. No longer there: the outcome ends and the way goes on, with
    the same handler. Raises ActionError when it was answered meanwhile."""
    locked(follow_up.enrolment)
    fresh = FollowUp.objects.select_for_update(of=("self",)).filter(pk=follow_up.pk, answered_on=None).first()
    if fresh is None:
        raise ActionError(_("Uppföljningen är redan besvarad."))
    if still == StillThere.UNREACHED:
        fresh.due_on = timezone.localdate() + TRY_AGAIN
        fresh.save(update_fields=["due_on"])
    else:
        fresh.still, fresh.support = still, support
        fresh.answered_on, fresh.answered_by = timezone.localdate(), by
        fresh.save(update_fields=["still", "support", "answered_on", "answered_by"])
    if still == StillThere.NO:
        end_outcome(outcome=fresh.outcome, on=ended_on or timezone.localdate(), by=by)
    register.update([fresh.enrolment_id])


@transaction.atomic
def end_outcome(*, outcome: Outcome, on: date, by: User) -> None:
    """The job or the studies did not last; `on` is the first day without. Handler, plan, profile and CV are where they
    were; what was left to follow up is not asked for. Raises ActionError when it had ended."""
    enrolment = locked(outcome.enrolment)
    fresh = Outcome.objects.select_for_update(of=("self",)).filter(pk=outcome.pk, ended_on=None).first()
    if fresh is None:
        raise ActionError(_("Det är redan avslutat."))
    fresh.ended_on = max(on, fresh.starts_on)
    fresh.save(update_fields=["ended_on"])
    FollowUp.objects.filter(outcome=fresh, answered_on=None).delete()
    running = Outcome.objects.filter(enrolment=enrolment, ended_on=None).exclude(kind=OutcomeKind.INTERNSHIP)
    if enrolment.state == EnrolmentState.IN_WORK and not running.exists():
        set_state(enrolment, EnrolmentState.ACTIVE)
    register.update([enrolment.pk])
