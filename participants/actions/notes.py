"""A note moved to the right person, the team's templates, a concern with its fixed steps."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.enums import Role
from accounts.models import Membership, Team, User
from core.db import history
from participants import register
from participants.actions.errors import ActionError
from participants.actions.handlers import locked, settle, tell
from participants.enums import ConcernKind, ConcernStep, ExtractItem, NoteKind
from participants.models import Concern, Enrolment, ExtractChoice, HandlerAssignment, Note, NoteMove, NoteTemplate


@transaction.atomic
def move_note(*, note: Note, to: Enrolment, by: User) -> None:
    """To the person it is about, with all that it has said before: both persons' stories say that it was moved, neither
    what stood in it, and the first one's field history holds nothing of it. Raises ActionError for the same person, or
    another team."""
    if to.participant_id == note.participant_id or to.team_id != note.team_id:
        raise ActionError(_("Välj en annan person i teamet."))
    for enrolment in sorted((note.enrolment, to), key=lambda one: one.pk):
        locked(enrolment)
    left = note.enrolment
    note.participant_id, note.enrolment = to.participant_id, to
    note.save(update_fields=["participant", "enrolment"])
    history.follow_note(note.pk)
    ExtractChoice.objects.filter(kind=ExtractItem.NOTE, item=note.pk).delete()  # somebody else reads it now
    for enrolment, is_arrival in ((left, False), (to, True)):
        NoteMove.objects.create(
            team_id=enrolment.team_id,
            participant_id=enrolment.participant_id,
            enrolment=enrolment,
            is_arrival=is_arrival,
            by=by,
        )
    register.update([left.pk, to.pk])


@transaction.atomic
def save_template(*, team: Team, name: str, kind: NoteKind, text: str, by: User) -> NoteTemplate:
    """Makes one, or writes over the one with the same name."""
    values = {"kind": kind, "text": text, "updated_by": by}
    made, _new = NoteTemplate.objects.update_or_create(team=team, name=" ".join(name.split()), defaults=values)
    return made


@transaction.atomic
def raise_concern(*, enrolment: Enrolment, kind: ConcernKind, text: str, by: User) -> Concern:
    """Tells the person's handlers and the leaders at once, without a word of what it is."""
    made = Concern.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        kind=kind,
        text=text,
        created_by=by,
    )
    for user in _concerned(enrolment):
        if user.pk != by.pk:
            tell(user, enrolment, "concern", _lazy("En kollega är orolig för någon du ansvarar för"), _page(made))
    return made


def _concerned(enrolment: Enrolment) -> list[User]:
    today = timezone.localdate()
    handling = HandlerAssignment.objects.filter(enrolment=enrolment, started_on__lte=today).select_related("user")
    handlers = [one.user for one in handling if one.ended_on is None or one.ended_on > today]
    leading = Membership.objects.running().filter(team_id=enrolment.team_id, role=Role.LEADER).select_related("user")
    return list({user.pk: user for user in [*handlers, *(member.user for member in leading)]}.values())


def _page(concern: Concern) -> str:
    args = [concern.enrolment.team.slug, concern.enrolment.participant.public_id, concern.public_id]
    return reverse("participants:concern", args=args)


@transaction.atomic
def tick_concern(*, concern: Concern, step: ConcernStep, done: bool, by: User) -> None:
    """A step that was taken, by whom and when; or not, after all. Raises ActionError when it is closed."""
    stored = Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)
    if stored.closed_at is not None:
        raise ActionError(_("Det är redan avslutat."))
    if done:
        stored.steps.setdefault(step.value, [timezone.localdate().isoformat(), by.name])
    else:
        stored.steps.pop(step.value, None)
    stored.save(update_fields=["steps"])
    concern.steps = stored.steps


@transaction.atomic
def close_concern(*, concern: Concern, by: User) -> None:
    """When every step is taken. Raises ActionError before that."""
    stored = Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)
    left = [step for step in ConcernStep if step.value not in stored.steps]
    if left:
        raise ActionError(_("Kvar att göra: %(step)s.") % {"step": left[0].label})
    Concern.objects.filter(pk=concern.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by)
    settle(concern.enrolment, "concern")
