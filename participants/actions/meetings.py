"""Meetings with the participant: booked, moved, and what came of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from participants import register
from participants.actions.access import may_know
from participants.actions.enrolments import set_next_step
from participants.actions.errors import ActionError
from participants.actions.handlers import locked, tell
from participants.actions.plan import add_note, drop_draft
from participants.actions.tasks import add_task
from participants.enums import Interpreter, MeetingState, MeetingWay, NoteKind, StepBy
from participants.models import Enrolment, Meeting, NoteDraft

# What a meeting that is moved, or the next one, takes from the one before.
SAME = ("minutes", "way", "place", "interpreter", "interpreter_language_id", "with_user_id")


@dataclass(frozen=True)
class Step:
    """The next step as `set_next_step` takes it."""

    step: str
    step_by: StepBy
    user_id: int | None
    who: str
    on: date | None
    waiting_for: str


@dataclass(frozen=True)
class After:
    """What is written after a meeting: what came of it, two lines, the next step (None leaves it), when they meet next,
    and which colleague is told, with something to do when there is a `task`."""

    state: MeetingState
    text: str = ""
    step: Step | None = None
    next_at: datetime | None = None
    tell: User | None = None
    task: str = ""
    task_on: date | None = None


@transaction.atomic
def book_meeting(
    *, enrolment: Enrolment, starts_at: datetime, with_user: User, by: User | None, **fields: Any
) -> Meeting:
    """`fields`: minutes, way, place, about, interpreter, interpreter_language, moved_from."""
    made = Meeting.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        starts_at=starts_at,
        with_user=with_user,
        created_by=by,
        **fields,
    )
    register.update([enrolment.pk])
    return made


@transaction.atomic
def update_meeting(*, meeting: Meeting, by: User) -> None:
    """After its fields were saved by a form."""
    register.update([meeting.enrolment_id])


@transaction.atomic
def close_meeting(*, meeting: Meeting, state: MeetingState, by: User) -> None:
    """Held or not: a planned meeting gets its result, another its correction. One that took place before its hour took
    place now."""
    now = timezone.now()
    meeting.state, meeting.closed_at, meeting.closed_by = state, now, by
    if state in (MeetingState.HELD, MeetingState.MISSED):
        meeting.starts_at = min(meeting.starts_at, now)
    meeting.save(update_fields=["state", "closed_at", "closed_by", "starts_at"])
    register.update([meeting.enrolment_id])


@transaction.atomic
def after_meeting(*, enrolment: Enrolment, meeting: Meeting | None, given: After, by: User) -> Meeting:
    """Everything that follows on a meeting, at once: its result, the note, the next step, the day of contact, the next
    meeting, the colleague's task and notice; the writer's draft goes. `meeting` None is one that was never booked.

    Raises ActionError when it is moved without a new hour, was closed by a colleague meanwhile, or when the colleague
    must not know of the person.
    """
    locked(enrolment)
    if given.state == MeetingState.MOVED and given.next_at is None:
        raise ActionError(_("Skriv vilken dag och tid mötet flyttas till."))
    if given.tell is not None and not may_know(given.tell, enrolment.participant):
        raise ActionError(_("Kollegan kan inte få veta något om just den här personen. Välj någon annan."))
    now = timezone.now()
    place = NoteDraft.NEW
    if meeting is None:
        meeting = book_meeting(enrolment=enrolment, starts_at=now, with_user=by, by=by)
    else:
        place = meeting.public_id
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if meeting.state != MeetingState.PLANNED:
            raise ActionError(_("Mötet är redan avslutat: %(state)s.") % {"state": meeting.get_state_display()})
    close_meeting(meeting=meeting, state=given.state, by=by)
    if given.text.strip():
        held = given.state == MeetingState.HELD
        add_note(
            enrolment=enrolment,
            text=given.text,
            kind=_note_kind(meeting) if held else NoteKind.NOTE,
            happened_at=min(meeting.starts_at, now),
            by=by,
        )
    if given.step is not None:
        step = given.step
        set_next_step(
            enrolment=enrolment, step=step.step, step_by=step.step_by, user_id=step.user_id, who=step.who, on=step.on,
            waiting_for=step.waiting_for, by=by,
        )  # fmt: skip
    if given.next_at is not None:
        _next(meeting, enrolment, given, by)
    if given.tell is not None:
        _tell(enrolment, given, by)
    drop_draft(enrolment=enrolment, by=by, place=place)
    return meeting


def _note_kind(meeting: Meeting) -> NoteKind:
    return NoteKind.CALL if meeting.way == MeetingWay.PHONE else NoteKind.MEETING


def _next(meeting: Meeting, enrolment: Enrolment, given: After, by: User) -> None:
    """The meeting's new hour, or the next one: same place, same colleague. An interpreter is booked for an hour, and
    must be booked anew."""
    fields = {name: getattr(meeting, name) for name in SAME}
    if fields["interpreter"] == Interpreter.BOOKED:
        fields["interpreter"] = Interpreter.WANTED
    if given.state == MeetingState.MOVED:
        fields |= {"moved_from": meeting, "about": meeting.about}
    user = meeting.with_user
    del fields["with_user_id"]
    assert given.next_at is not None  # noqa: S101  the caller's condition, for the type
    book_meeting(enrolment=enrolment, starts_at=given.next_at, with_user=user, by=by, **fields)


def _tell(enrolment: Enrolment, given: After, by: User) -> None:
    """A notice, and a task when there is something to do."""
    assert given.tell is not None  # noqa: S101
    if given.task:
        add_task(enrolment=enrolment, title=given.task, owner=given.tell, by=by, due_on=given.task_on)
    elif given.tell.pk != by.pk:
        page = reverse("participants:detail", args=[enrolment.team.slug, enrolment.participant.public_id])
        tell(given.tell, enrolment, "told", _lazy("En kollega vill att du läser"), f"{page}#tidslinje")
