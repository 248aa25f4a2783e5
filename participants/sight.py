"""Which colleagues may know of whom, asked as the team: whoever asks may not know of everybody's walls."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Membership
from accounts.permissions import Permission, allows
from core.scope import Kind, Scope, enter
from participants.enums import ProtectionLevel
from participants.models import ConflictOfInterest, Participant, ProtectedAccess


def knowing(team_id: int, participant_ids: Iterable[int]) -> dict[int, set[int]]:
    """By participant: the colleagues who see them. `actions.access.may_know` of everybody at once, by the rule of `hidden_from`: four
    statements, however many people and colleagues. A person nobody may be told of has an empty set."""
    ids = list(participant_ids)
    with enter(Scope(Kind.RUN, team_id=team_id)):
        members = [
            m for m in Membership.objects.running().filter(team_id=team_id) if allows(m.role, Permission.SEE_PEOPLE)
        ]
        people = Participant.objects.filter(team_id=team_id, pk__in=ids)
        rows = list(people.values_list("pk", "limited_to_organisation_id", "protection_level"))
        named = set(_pairs(ProtectedAccess.objects.filter(team_id=team_id, participant_id__in=ids)))
        shut_out = set(_pairs(ConflictOfInterest.objects.filter(team_id=team_id, participant_id__in=ids)))
    return {
        pk: {
            member.user_id
            for member in members
            if limited_to in (None, member.organisation_id)
            and (level == ProtectionLevel.NONE or (pk, member.user_id) in named)
            and (pk, member.user_id) not in shut_out
        }
        for pk, limited_to, level in rows
    }


def _pairs(rows: QuerySet) -> Iterable[tuple[int, int]]:
    return rows.values_list("participant_id", "user_id")
