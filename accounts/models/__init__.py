"""Users, organisations, teams, memberships, and doors for people without accounts."""

from accounts.models.access import AccessCode, AccessLink, CodeKind, GuessCount
from accounts.models.teams import Membership, Organisation, Team, TeamOwned
from accounts.models.users import User

__all__ = [
    "AccessCode",
    "AccessLink",
    "CodeKind",
    "GuessCount",
    "Membership",
    "Organisation",
    "Team",
    "TeamOwned",
    "User",
]
