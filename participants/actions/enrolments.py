"""Enrol, end; the person's own facts; next step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.access import take_back_all
from accounts.models import Organisation, Team, User
from core import feed
from participants import finding, numbers, register
from participants.actions.access import apply_sharing
from participants.actions.errors import ActionError, DuplicateNumber
from participants.actions.halves import take_back_all_of
from participants.actions.handlers import locked as _locked
from participants.actions.handlers import settle, tell
from participants.enums import (
    EndKind,
    EndReason,
    EnrolmentState,
    HandlerEnd,
    MeetingState,
    SharingBasis,
    StepBy,
)
from participants.models import (
    Enrolment,
    FollowUp,
    HandlerAssignment,
    Handover,
    Intervention,
    Meeting,
    Participant,
    Pause,
    Profile,
)


@dataclass(frozen=True)
class Person:
    """What is asked at enrolment, and nothing else. `fields` are further fields of Participant."""

    first_name: str
    last_name: str = ""
    number: numbers.Number | None = None
    fields: dict[str, Any] | None = None


@transaction.atomic
def enrol(
    *,
    team: Team,
    person: Person,
    organisation: Organisation,
    basis: SharingBasis,
    by: User | None,
    started_on: date | None = None,
    goal: str = "",
    source: str = "",
    how_shared: str = "",
) -> Enrolment:
    """A new participant with an enrolment, an empty profile and a recorded basis for sharing.

    Raises DuplicateNumber when the number is in the team already.
    """
    participant = Participant(
        team=team, first_name=person.first_name, last_name=person.last_name, **(person.fields or {})
    )
    if person.number is not None:
        numbers.seal(participant, person.number)
    _save_unique(participant)
    Profile.objects.create(team=team, participant=participant)
    enrolment = Enrolment.objects.create(
        team=team,
        participant=participant,
        responsible_organisation=organisation,
        started_on=started_on or timezone.localdate(),
        goal=goal,
        source=source,
        created_by=by,
    )
    finding.index(participant)
    register.update([enrolment.pk])
    apply_sharing(enrolment, basis=basis, by=by, how=how_shared)  # last: it may close the person to the one who acts
    feed.record(team_id=team.pk, subject_type="participant", subject_ids=[participant.pk], kind="enrolled")
    return enrolment


def _save_unique(participant: Participant) -> None:
    try:
        with transaction.atomic():
            participant.save()
    except IntegrityError as error:
        if "participant_number_once" in str(error):
            raise DuplicateNumber(
                _("Personen finns redan i teamet. Fråga processledaren om du inte ser hen.")
            ) from error
        raise


@transaction.atomic
def update_person(*, participant: Participant, by: User, number: numbers.Number | None = None) -> None:
    """After the person's own fields were saved by a form: seals a new number, refreshes search and register.

    Raises DuplicateNumber.
    """
    if number is not None:
        numbers.seal(participant, number)
        _save_unique(participant)
    finding.index(participant)
    register.update(participant.enrolments.values_list("pk", flat=True))
    feed.record(team_id=participant.team_id, subject_type="participant", subject_ids=[participant.pk], kind="changed")


_STEP_CELLS = {
    "next_step": "steg",
    "next_step_by": "vem",
    "next_step_user_id": "vem",
    "next_step_who": "vem",
    "next_step_on": "nar",
    "waiting_for": "vantar",
}  # the register's cell that shows each


def _made_out(stored: Enrolment, cells: set[str]) -> dict[str, Any]:
    """What still is to make out when these cells have got a new text: else the old one would stand over it."""
    return {key: text for key, text in stored.unread.items() if key not in cells}


@transaction.atomic
def set_next_step(
    *,
    enrolment: Enrolment,
    step: str,
    on: date | None,
    waiting_for: str,
    by: User,
    who: str = "",
    step_by: StepBy = StepBy.UNSAID,
    user_id: int | None = None,
) -> None:
    """Next step · who · when, and whom we wait for. Whose it is: a colleague (`user_id` with USER), the person, or
    words (`who`). Saves what differs from what is stored, and nothing else."""
    stored = _locked(enrolment)
    asked = {
        "next_step": step,
        "next_step_by": step_by,
        "next_step_user_id": user_id,
        "next_step_who": who,
        "next_step_on": on,
        "waiting_for": waiting_for,
    }
    for name, value in asked.items():
        setattr(enrolment, name, value)
    changed = [name for name, value in asked.items() if getattr(stored, name) != value]
    if changed:
        enrolment.unread = _made_out(stored, {_STEP_CELLS[name] for name in changed})
        enrolment.save(update_fields=[*changed, "unread"])
        register.update([enrolment.pk])


@transaction.atomic
def set_goal(*, enrolment: Enrolment, goal: str, by: User) -> None:
    """What the person is heading for, in their own words; earlier goals stay in the history."""
    enrolment.goal, enrolment.unread = goal, _made_out(_locked(enrolment), {"mot"})
    enrolment.save(update_fields=["goal", "unread"])
    register.update([enrolment.pk])
    feed.record(
        team_id=enrolment.team_id, subject_type="participant", subject_ids=[enrolment.participant_id], kind="changed"
    )


@transaction.atomic
def end_enrolment(
    *,
    enrolment: Enrolment,
    reason: EndReason,
    kind: EndKind,
    by: User | None,
    on: date | None = None,
    note: str = "",
) -> None:
    """Ends the enrolment and what runs in it: handlers, questions to take over, interventions, pause, coming meetings,
    the participant's own way in. Tasks stay: something may be left to do. Raises ActionError when ended already."""
    locked = _locked(enrolment)
    if locked.state == EnrolmentState.ENDED:
        raise ActionError(_("Inskrivningen är redan avslutad."))
    day = max(on or timezone.localdate(), locked.started_on)
    locked.state, locked.ended_on, locked.end_reason, locked.end_kind = EnrolmentState.ENDED, day, reason, kind
    locked.end_note, locked.is_mistake = note, reason == EndReason.MISTAKE
    locked.next_step, locked.next_step_who, locked.next_step_on, locked.waiting_for = "", "", None, ""
    locked.next_step_by, locked.next_step_user = StepBy.UNSAID, None
    locked.save()
    settle(locked, "handler", "handover", "assessment_part")
    handling = HandlerAssignment.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), enrolment=locked)
    for assignment in handling.select_related("user"):
        assignment.ended_on, assignment.end_reason = max(day, assignment.started_on), HandlerEnd.ENROLMENT
        assignment.save(update_fields=["ended_on", "end_reason"])
        if by is not None and assignment.user_id != by.pk:
            tell(assignment.user, locked, "ended", _lazy("En inskrivning där du är handledare är avslutad"))
    for intervention in Intervention.objects.filter(enrolment=locked, ended_on=None, end_reason=""):
        _end_with_enrolment(intervention, day)
    Pause.objects.filter(enrolment=locked, ends_on=None, starts_on__lte=day).update(ends_on=day)
    FollowUp.objects.filter(enrolment=locked, answered_on=None).delete()
    now = timezone.now()
    Handover.objects.filter(enrolment=locked, accepted_at=None, declined_at=None).update(declined_at=now)
    planned = Meeting.objects.filter(enrolment=locked, state=MeetingState.PLANNED, starts_at__gt=now)
    planned.update(state=MeetingState.CANCELLED)
    take_back_all(locked.participant_id)
    take_back_all_of(locked.participant, by)
    enrolment.refresh_from_db()
    register.update([enrolment.pk])


def _end_with_enrolment(intervention: Intervention, day: date) -> None:
    if intervention.starts_on > day:
        intervention.end_reason = "cancelled"
    elif intervention.planned_end_on is not None and intervention.planned_end_on <= day:
        intervention.ended_on, intervention.end_reason = intervention.planned_end_on, "completed"
    else:
        intervention.ended_on, intervention.end_reason = day, "completed"
    intervention.save(update_fields=["ended_on", "end_reason"])


def set_state(enrolment: Enrolment, state: EnrolmentState) -> None:
    """Where the enrolment stands, in its row too."""
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state)
    enrolment.state = state
    register.update([enrolment.pk])
