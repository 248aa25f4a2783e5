"""Changing and ending memberships."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.actions.errors import ActionError
from accounts.actions.sessions import end_all_sessions
from accounts.enums import Role
from accounts.models import Invitation, Membership, Organisation, Team, User
from accounts.permissions import Permission, allows
from core import feed, notices, registry


def _told(membership: Membership, kind: str) -> None:
    feed.record(team_id=membership.team_id, subject_type="membership", subject_ids=[membership.pk], kind=kind)


def _keep_a_manager(membership: Membership) -> None:
    """Raises ActionError when nobody else could change the team. Two who leave at the same moment meet on the lock."""
    Team.objects.select_for_update().get(pk=membership.team_id)
    others = Membership.objects.running().managing().filter(team=membership.team_id).exclude(pk=membership.pk)
    if not others.filter(user__is_active=True).exists():
        raise ActionError(_("Teamet behöver någon som kan sköta det. Gör först någon annan till processledare."))


def _not_ones_own(membership: Membership, by: User) -> None:
    """Raises ActionError for somebody who would change their own rights while a colleague could do it. The first
    administrator, alone, has nobody to ask."""
    if membership.user_id != by.pk:
        return
    others = Membership.objects.running().managing().filter(team=membership.team_id).exclude(pk=membership.pk)
    other = others.filter(user__is_active=True).select_related("user").order_by("started_on", "pk").first()
    if other is not None:
        words = _("Ingen ändrar sin egen roll eller organisation. Be %(name)s göra det.")
        raise ActionError(words % {"name": other.user.name})


def _let_go(membership: Membership, by: User) -> None:
    """Whoever works with people no longer holds none: see registry `leaving`."""
    for leaving in registry.leaving:
        leaving.let_go(user_id=membership.user_id, team_id=membership.team_id, by_id=by.pk)


def _tell_leaders(membership: Membership, by: User) -> None:
    """Rights have changed: the team's leaders hear of it, and whoever got them."""
    leaders = Membership.objects.running().filter(team=membership.team_id, role=Role.LEADER)
    told = set(leaders.values_list("user_id", flat=True)) - {by.pk, membership.user_id}
    url = reverse("accounts:member_list", args=[membership.team.slug])
    titles = dict.fromkeys(sorted(told), _lazy("En kollega har fått en annan roll i teamet"))
    if membership.user_id != by.pk:
        titles[membership.user_id] = _lazy("Du har fått en annan roll i teamet")
    for user_id, title in titles.items():
        notices.tell(user_id=user_id, kind="rights", title=title, url=url, team_id=membership.team_id)


def change_membership(*, membership: Membership, role: str, organisation: Organisation, by: User) -> Membership:
    """Another role or organisation, in force from the next request; the team's leaders are told, and one
    who may no longer work with people lets go of them. Raises ActionError for the last who manages, and for one's own
    while somebody else manages the team."""
    if (role, organisation.pk) == (membership.role, membership.organisation_id):
        return membership
    with transaction.atomic():
        _not_ones_own(membership, by)
        if allows(membership.role, Permission.MANAGE_TEAM) and not allows(role, Permission.MANAGE_TEAM):
            _keep_a_manager(membership)
        if not membership.team.all_organisations().filter(pk=organisation.pk).exists():
            raise ActionError(_("Organisationen är inte med i teamet."))
        if allows(membership.role, Permission.WORK_WITH_PEOPLE) and not allows(role, Permission.WORK_WITH_PEOPLE):
            _let_go(membership, by)
        membership.role, membership.organisation = role, organisation
        membership.save(update_fields=["role", "organisation"])
        _told(membership, "changed")
        _tell_leaders(membership, by)
    return membership


def set_skills(*, membership: Membership, languages: Sequence[str], places: Sequence[str], by: User) -> Membership:
    """What somebody speaks (concept ids) and where they work (municipality codes): read when work is spread."""
    membership.languages, membership.places = list(languages), list(places)
    with transaction.atomic():
        membership.save(update_fields=["languages", "places"])
        _told(membership, "changed")
    return membership


def end_membership(*, membership: Membership, by: User) -> None:
    """The door is shut at once: the membership ends today, every sign-in of the person with it, invitations to the same
    address in this team, and what the person held there (registry `leaving`). Raises ActionError for the last who
    manages the team."""
    today = timezone.localdate()
    with transaction.atomic():
        if allows(membership.role, Permission.MANAGE_TEAM):
            _keep_a_manager(membership)
        _let_go(membership, by)
        notices.mark_all_read(membership.user_id, team_id=membership.team_id)
        _told(membership, "ended")  # first: who ends their own membership sees nothing of the team afterwards
        membership.ended_on = max(today, membership.started_on)
        membership.save(update_fields=["ended_on"])
        Invitation.objects.waiting().filter(team=membership.team_id, email=membership.user.email).update(
            revoked_at=timezone.now()
        )
        end_all_sessions(user=membership.user)
