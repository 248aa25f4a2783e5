"""Interventions, notes, meetings, tasks."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants import register
from participants.actions.errors import ActionError
from participants.enums import InterventionEnd, MeetingState, NoteKind
from participants.models import Enrolment, Intervention, Meeting, Note, NoteDraft, Task


def _bound(enrolment: Enrolment) -> dict[str, Any]:
    return {"team_id": enrolment.team_id, "participant_id": enrolment.participant_id, "enrolment": enrolment}


@transaction.atomic
def add_intervention(
    *, enrolment: Enrolment, title: str, focus: str, starts_on: date, by: User | None, **fields: Any
) -> Intervention:
    """`fields`: activity, provider, hours_per_week, planned_end_on, why_alone, note."""
    made = Intervention.objects.create(
        **_bound(enrolment), title=title, focus=focus, starts_on=starts_on, created_by=by, **fields
    )
    register.update([enrolment.pk])
    return made


@transaction.atomic
def update_intervention(*, intervention: Intervention, by: User) -> None:
    """After its fields were saved by a form."""
    register.update([intervention.enrolment_id])


@transaction.atomic
def end_intervention(*, intervention: Intervention, on: date, reason: str, by: User | None) -> None:
    """`on` is its last day. Raises ActionError for a day before it began, unless it never took place."""
    never = {InterventionEnd.CANCELLED, InterventionEnd.MISTAKE}
    if on < intervention.starts_on and reason not in never:
        raise ActionError(_("Insatsen kan inte sluta innan den började."))
    intervention.ended_on, intervention.end_reason = on, reason
    intervention.save(update_fields=["ended_on", "end_reason"])
    register.update([intervention.enrolment_id])


@transaction.atomic
def add_note(
    *, enrolment: Enrolment, text: str, by: User | None, kind: str = NoteKind.NOTE, happened_at: datetime | None = None
) -> Note:
    """Saves a note and drops its writer's draft."""
    note = Note.objects.create(
        **_bound(enrolment), text=text, kind=kind, written_by=by, happened_at=happened_at or timezone.now()
    )
    if by is not None:
        NoteDraft.objects.filter(participant_id=enrolment.participant_id, user=by).delete()
    register.update([enrolment.pk])
    return note


def save_draft(*, enrolment: Enrolment, text: str, kind: str, by: User) -> NoteDraft | None:
    """Keeps what is being written; an empty text drops the draft."""
    mine = NoteDraft.objects.filter(participant_id=enrolment.participant_id, user=by)
    if not text.strip():
        mine.delete()
        return None
    draft, _made = NoteDraft.objects.update_or_create(
        participant_id=enrolment.participant_id,
        user=by,
        defaults={"team_id": enrolment.team_id, "text": text, "kind": kind},
    )
    return draft


@transaction.atomic
def book_meeting(*, enrolment: Enrolment, starts_at: datetime, with_user: User, by: User, **fields: Any) -> Meeting:
    """`fields`: minutes, place, about."""
    made = Meeting.objects.create(
        **_bound(enrolment), starts_at=starts_at, with_user=with_user, created_by=by, **fields
    )
    register.update([enrolment.pk])
    return made


@transaction.atomic
def close_meeting(*, meeting: Meeting, state: MeetingState, by: User) -> None:
    meeting.state = state
    meeting.save(update_fields=["state"])
    register.update([meeting.enrolment_id])


def add_task(*, enrolment: Enrolment, title: str, owner: User, by: User | None, due_on: date | None = None) -> Task:
    return Task.objects.create(**_bound(enrolment), title=title, owner=owner, created_by=by, due_on=due_on)


def finish_task(*, task: Task, by: User) -> None:
    Task.objects.filter(pk=task.pk, done_at=None).update(done_at=timezone.now())
