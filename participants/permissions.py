"""Who may do what with a person they see. Seeing comes first: fetch with visible_to (404), then ask here (403)."""

from typing import Protocol

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.permissions import Permission, allows
from core.scope import Scope
from participants.enums import Focus, HandlerKind
from participants.models import HandlerAssignment, Handover, Intervention, Participant, PersonMerge, ProtectedAccess


def may_work(scope: Scope) -> bool:
    """Write about people: enrol, change, note, plan."""
    return allows(scope.role, Permission.WORK_WITH_PEOPLE)


def may_guard(scope: Scope, participant: Participant) -> bool:
    """Decide who sees the person at all: the leader, or the named manager of a protected person."""
    if scope.role == Role.LEADER:
        return True
    return is_manager(scope, participant)


def is_manager(scope: Scope, participant: Participant) -> bool:
    """The named manager of a protected person."""
    return ProtectedAccess.objects.filter(
        team_id=scope.team, participant=participant, user_id=scope.user, is_manager=True
    ).exists()


def may_answer(scope: Scope, handover: Handover) -> bool:
    """Accept or decline a handover: whoever was asked."""
    return handover.to_user_id == scope.user_id


def may_withdraw(scope: Scope, handover: Handover) -> bool:
    """Take back a question to take over: whoever asked, the handler it is about, the leader."""
    return scope.role == Role.LEADER or scope.user_id in {handover.proposed_by_id, handover.from_user_id}


def may_merge(scope: Scope, one: Participant, other: Participant) -> bool:
    """Say that two rows are the same person: the leader, whoever handles both today; where one is protected its named
    manager and nobody else."""
    both = {one.pk, other.pk}
    closed = {person.pk for person in (one, other) if person.is_protected}
    if closed:
        managed = ProtectedAccess.objects.filter(
            team_id=scope.team, participant_id__in=closed, user_id=scope.user, is_manager=True
        )
        return may_work(scope) and set(managed.values_list("participant_id", flat=True)) == closed
    if scope.role == Role.LEADER:
        return True
    today = timezone.localdate()
    mine = HandlerAssignment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today),
        participant_id__in=both,
        user_id=scope.user,
        started_on__lte=today,
    )
    return may_work(scope) and set(mine.values_list("participant_id", flat=True)) == both


def may_undo_merge(scope: Scope, merge: PersonMerge) -> bool:
    """The leader and whoever did it; of a protected person the named manager."""
    if merge.participant.is_protected:
        managed = ProtectedAccess.objects.filter(participant=merge.participant, user_id=scope.user, is_manager=True)
        return may_work(scope) and managed.exists()
    return scope.role == Role.LEADER or (may_work(scope) and merge.by_id == scope.user_id)


def may_transfer(scope: Scope, participant: Participant) -> bool:
    """Ask another team to take over: the leader and the primary handler; of a protected person the named manager."""
    if participant.is_protected:
        named = ProtectedAccess.objects.filter(participant=participant, user_id=scope.user, is_manager=True)
        return may_work(scope) and named.exists()
    if scope.role == Role.LEADER:
        return True
    mine = HandlerAssignment.objects.filter(
        participant=participant, user_id=scope.user, kind=HandlerKind.PRIMARY, ended_on=None
    )
    return may_work(scope) and mine.exists()


class View(Protocol):
    """A saved view of the register."""

    @property
    def owner_id(self) -> int | None: ...

    @property
    def created_by_id(self) -> int: ...


def may_change_view(scope: Scope, view: View) -> bool:
    """Rename, fill anew, move, remove: one's own; the team's whoever made it, and the leader."""
    if view.owner_id is not None:
        return view.owner_id == scope.user_id
    return scope.role == Role.LEADER or view.created_by_id == scope.user_id


def may_change(intervention: Intervention, *, sees_health: bool) -> bool:
    """Who may not read an intervention may not change it either."""
    return intervention.focus != Focus.HEALTH or sees_health


def may_see_readers(scope: Scope, participant: Participant) -> bool:
    """See who has opened the person: the leader, and the person's handlers of today, stand-ins too."""
    if scope.role == Role.LEADER:
        return True
    today = timezone.localdate()
    mine = HandlerAssignment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), participant=participant, user_id=scope.user, started_on__lte=today
    )
    return may_work(scope) and mine.exists()


def may_manage(scope: Scope) -> bool:
    """Decide how long people are kept, and read the protocol of who was erased."""
    return may_work(scope) and allows(scope.role, Permission.MANAGE_TEAM)


def may_retain(scope: Scope, participant: Participant) -> bool:
    """Propose that the person is erased, keep them whatever the policy says, stop it: the leader; of a protected person the
    named manager alone."""
    if participant.is_protected:
        return may_work(scope) and is_manager(scope, participant)
    return scope.role == Role.LEADER


def may_extract(scope: Scope, participant: Participant) -> bool:
    """Make and hand out a register extract: whoever may see the readers; of a protected person the named manager alone."""
    if participant.is_protected:
        return may_work(scope) and is_manager(scope, participant)
    return may_work(scope) and may_see_readers(scope, participant)
