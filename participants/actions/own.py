"""What a person does themselves, from their card: says what should change, stops sharing. No colleague stands behind."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import notices
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions.access import who_answers, withdraw_sharing
from participants.enums import NoteKind
from participants.models import Enrolment, Note

LONGEST = 1000  # letters of what somebody wants to change


@transaction.atomic
def say_change(*, enrolment: Enrolment, words: str) -> Note:
    """Keeps the person's words as a message from them, and tells who answers for them. The notice holds no words."""
    with enter(Scope(Kind.RUN, team_id=enrolment.team_id)):
        note = Note.objects.create(
            team_id=enrolment.team_id,
            participant_id=enrolment.participant_id,
            enrolment=enrolment,
            kind=NoteKind.MESSAGE,
            text=words,
            happened_at=timezone.now(),
        )
        register.update([enrolment.pk])
        for user in who_answers(enrolment.participant):
            notices.tell(
                user_id=user.pk,
                kind="own_words",
                title=_("En deltagare vill ändra något"),
                url=reverse("participants:detail", args=[enrolment.team.slug, enrolment.participant.public_id]),
                team_id=enrolment.team_id,
            )
    return note


def stop_sharing(*, enrolment: Enrolment) -> None:
    """The person takes the yes back: from the next request only the responsible organisation sees them, and who answers
    for the person is told."""
    withdraw_sharing(enrolment=enrolment, by=None)
