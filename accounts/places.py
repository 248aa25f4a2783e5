"""Where somebody starts: the one place that knows the first page of each role."""

from django.urls import NoReverseMatch, reverse

from accounts.models import Membership
from accounts.permissions import Permission, allows

# The first that the role may open, among those that are there.
FIRST_PAGES = (
    (Permission.SEE_PEOPLE, "followup:my_day"),
    (Permission.SEE_PEOPLE, "participants:register"),
    (Permission.SEE_STEERING, "followup:steering"),
    (Permission.SEE_JOBS, "employers:job_list"),
    (Permission.SEE_TEAM, "accounts:member_list"),
)


def first_page(membership: Membership) -> str:
    """The address where this member's day begins in this team."""
    for permission, name in FIRST_PAGES:
        if allows(membership.role, permission):
            try:
                return reverse(name, args=[membership.team.slug])
            except NoReverseMatch:
                continue
    raise LookupError(f"role {membership.role} has no first page")
