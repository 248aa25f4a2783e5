"""Interventions and notes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Membership, User
from participants import register
from participants.actions.errors import ActionError
from participants.actions.handlers import tell
from participants.enums import InterventionEnd, NoteKind
from participants.mentions import mentioned
from participants.models import Enrolment, Intervention, Note, NoteDraft


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
    *,
    enrolment: Enrolment,
    text: str,
    by: User | None,
    kind: str = NoteKind.NOTE,
    happened_at: datetime | None = None,
    channel: str = "",
) -> Note:
    """Saves a note and drops its writer's draft. Colleagues it mentions (@name) are told, those who may know of the
    person."""
    note = Note.objects.create(
        **_bound(enrolment),
        text=text,
        kind=kind,
        channel=channel,
        written_by=by,
        happened_at=happened_at or timezone.now(),
    )
    if by is not None:
        drop_draft(enrolment=enrolment, by=by)
        _tell_mentioned(note, enrolment, by)
    register.update([enrolment.pk])
    return note


def _tell_mentioned(note: Note, enrolment: Enrolment, by: User) -> None:
    if "@" not in note.text:
        return
    members = Membership.objects.running().filter(team_id=enrolment.team_id).exclude(user_id=by.pk)
    users = {member.user_id: member.user for member in members.select_related("user")}
    meant = mentioned(note.text, {pk: user.name for pk, user in users.items()}).users
    page = reverse("participants:detail", args=[enrolment.team.slug, enrolment.participant.public_id])
    for user_id in sorted(meant):
        tell(users[user_id], enrolment, "mention", _lazy("Du är nämnd i en anteckning"), f"{page}#tidslinje")


def save_draft(
    *, enrolment: Enrolment, text: str, kind: str, by: User, place: str = "", more: dict[str, str] | None = None
) -> NoteDraft | None:
    """Keeps what is being written in one form (`place`: NoteDraft); without a text and anything more the draft goes."""
    if not text.strip() and not more:
        drop_draft(enrolment=enrolment, by=by, place=place)
        return None
    draft, _made = NoteDraft.objects.update_or_create(
        participant_id=enrolment.participant_id,
        user=by,
        place=place,
        defaults={"team_id": enrolment.team_id, "text": text, "kind": kind, "more": more or {}},
    )
    return draft


def drop_draft(*, enrolment: Enrolment, by: User, place: str = "") -> None:
    NoteDraft.objects.filter(participant_id=enrolment.participant_id, user=by, place=place).delete()
