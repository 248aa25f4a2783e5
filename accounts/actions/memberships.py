"""Changing and ending memberships."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.errors import ActionError
from accounts.actions.sessions import end_all_sessions
from accounts.models import Invitation, Membership, Organisation, Team, User
from accounts.permissions import Permission, allows
from core import feed


def _told(membership: Membership, kind: str) -> None:
    feed.record(team_id=membership.team_id, subject_type="membership", subject_ids=[membership.pk], kind=kind)


def _keep_a_manager(membership: Membership) -> None:
    """Raises ActionError when nobody else could change the team. Two who leave at the same moment meet on the lock."""
    Team.objects.select_for_update().get(pk=membership.team_id)
    others = Membership.objects.running().managing().filter(team=membership.team_id).exclude(pk=membership.pk)
    if not others.filter(user__is_active=True).exists():
        raise ActionError(_("Teamet behöver någon som kan sköta det. Gör först någon annan till processledare."))


def change_membership(*, membership: Membership, role: str, organisation: Organisation, by: User) -> Membership:
    """Another role or organisation, in force from the next request. Raises ActionError for the last who manages."""
    with transaction.atomic():
        if allows(membership.role, Permission.MANAGE_TEAM) and not allows(role, Permission.MANAGE_TEAM):
            _keep_a_manager(membership)
        if not membership.team.all_organisations().filter(pk=organisation.pk).exists():
            raise ActionError(_("Organisationen är inte med i teamet."))
        membership.role, membership.organisation = role, organisation
        membership.save(update_fields=["role", "organisation"])
        _told(membership, "changed")
    return membership


def set_skills(*, membership: Membership, languages: Sequence[str], places: Sequence[str], by: User) -> Membership:
    """What somebody speaks (concept ids) and where they work (municipality codes): read when work is spread."""
    membership.languages, membership.places = list(languages), list(places)
    with transaction.atomic():
        membership.save(update_fields=["languages", "places"])
        _told(membership, "changed")
    return membership


def end_membership(*, membership: Membership, by: User) -> None:
    """The door is shut at once: the membership ends today, every sign-in of the person with it, and invitations to the
    same address in this team. Raises ActionError for the last who manages the team."""
    today = timezone.localdate()
    with transaction.atomic():
        if allows(membership.role, Permission.MANAGE_TEAM):
            _keep_a_manager(membership)
        _told(membership, "ended")  # first: who ends their own membership sees nothing of the team afterwards
        membership.ended_on = max(today, membership.started_on)
        membership.save(update_fields=["ended_on"])
        Invitation.objects.waiting().filter(team=membership.team_id, email=membership.user.email).update(
            revoked_at=timezone.now()
        )
        end_all_sessions(user=membership.user)
