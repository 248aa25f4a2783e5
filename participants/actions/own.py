"""What a person does themselves, from their card: says what should change, asks for somebody
else to help them, stops sharing. No colleague stands behind."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership
from core import notices
from core.scope import Kind, Scope, enter
from participants.actions.access import who_answers, withdraw_sharing
from participants.actions.handover import record_wish
from participants.actions.rights import record_request
from participants.enums import RightsKind
from participants.models import Enrolment, HandlerWish, RightsRequest

LONGEST = 1000  # letters of what somebody wants to change
LONGEST_WISH = 400  # and of why they want another helper


@transaction.atomic
def say_change(*, enrolment: Enrolment, words: str) -> RightsRequest:
    """The person asks for a correction in their own words (GDPR article 16): thirty days run from today. Leaders are told
    as of every request, and so is who answers for the person. The notices hold no words."""
    with enter(Scope(Kind.RUN, team_id=enrolment.team_id)):
        person = enrolment.participant
        made = record_request(
            participant=person, kind=RightsKind.CORRECT, words=words, came_on=timezone.localdate(), by=None
        )
        leaders = Membership.objects.running().filter(team_id=enrolment.team_id, role=Role.LEADER)
        told = set(leaders.values_list("user_id", flat=True))
        for user in who_answers(person):
            if user.pk not in told:
                notices.tell(
                    user_id=user.pk,
                    kind="rights_request",
                    title=_("En deltagare vill ändra något: svar inom 30 dagar"),
                    url=reverse("participants:extracts", args=[enrolment.team.slug, person.public_id]),
                    team_id=enrolment.team_id,
                )
    return made


def ask_for_another_helper(*, enrolment: Enrolment, words: str) -> HandlerWish:
    """The person would like somebody else to help them: the leaders are told, and the handler hears it from them. Raises
    ActionError when such a wish waits already."""
    with enter(Scope(Kind.RUN, team_id=enrolment.team_id)):
        return record_wish(enrolment=enrolment, words=words, by=None)


def stop_sharing(*, enrolment: Enrolment) -> None:
    """The person takes the yes back: from the next request only the responsible organisation sees them, and who answers
    for the person is told."""
    withdraw_sharing(enrolment=enrolment, by=None)
