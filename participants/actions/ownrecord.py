"""Nobody sees their own record as staff (design 5.2): who is both, by mail or telephone, is shut out of it silently.

Asked when a person is enrolled, read in from a spreadsheet or changed, and when a colleague joins or can be reached in
another way. Written in the team's own scope: it closes the person to the very colleague who acts.
"""

import re
from collections.abc import Collection

from django.db import transaction

from accounts.models import Membership, User
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions.hushing import forget_notices
from participants.models import ConflictOfInterest, Enrolment, Participant

_SWEDEN = re.compile(r"^(?:0046|46)(?=[1-9])")


def telephone(text: str) -> str:
    """Digits alone, as dialled within Sweden: +46 70-174 06 05 and 070 174 06 05 are the same. "" for what is none."""
    digits = re.sub(r"[^0-9]", "", text)
    return _SWEDEN.sub("0", digits) if len(digits) >= 7 else ""


def _address(text: str) -> str:
    return text.strip().casefold()


@transaction.atomic
def note_own_records(*, team_id: int, participant_ids: Collection[int], by: User | None) -> int:
    """Shuts colleagues out of their own records among these; returns how many times. Three statements, more only where
    somebody is found."""
    with enter(Scope(Kind.RUN, user_id=by.pk if by else None, team_id=team_id)):
        members = Membership.objects.running().filter(team_id=team_id).select_related("user")
        return _note(team_id, participant_ids, {member.user_id: member.user for member in members}, by)


@transaction.atomic
def note_own_record_of(user_id: int) -> None:
    """For core.registry.known_as: in every team the colleague is in."""
    user = User.objects.get(pk=user_id)
    for team_id in list(user.memberships.running().values_list("team_id", flat=True)):
        with enter(Scope(Kind.RUN, user_id=user_id, team_id=team_id)):
            everybody = Participant.objects.filter(team_id=team_id).exclude(email="", phone="")
            _note(team_id, everybody.values_list("pk", flat=True), {user_id: user}, user)


def _note(team_id: int, participant_ids: Collection[int], users: dict[int, User], by: User | None) -> int:
    by_mail: dict[str, set[int]] = {}
    by_phone: dict[str, set[int]] = {}
    for user in users.values():
        by_mail.setdefault(_address(user.email), set()).add(user.pk)
        if number := telephone(user.phone):
            by_phone.setdefault(number, set()).add(user.pk)
    people = Participant.objects.filter(team_id=team_id, pk__in=participant_ids)
    closed: set[int] = set()
    noted = 0
    for pk, email, phone in people.values_list("pk", "email", "phone"):
        for user_id in by_mail.get(_address(email), set()) | by_phone.get(telephone(phone), set()):
            _conflict, new = ConflictOfInterest.objects.get_or_create(
                team_id=team_id,
                participant_id=pk,
                user_id=user_id,
                defaults={"noted_by": by or users[user_id]},
            )
            if new:
                closed.add(pk)
                noted += 1
    if closed:
        register.update(Enrolment.objects.filter(participant_id__in=closed).values_list("pk", flat=True))
        forget_notices(closed, team_id=team_id)
    return noted
