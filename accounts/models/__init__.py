"""Users, organisations, teams, memberships, and doors for people without accounts."""

from accounts.models.absences import Absence
from accounts.models.access import AccessCode, AccessLink, CodeKind, GuessCount
from accounts.models.cache import CacheEntry
from accounts.models.incidents import Incident
from accounts.models.invitations import Invitation
from accounts.models.teams import Membership, Organisation, Team, TeamOwned
from accounts.models.users import User

__all__ = [
    "Absence",
    "AccessCode",
    "AccessLink",
    "CacheEntry",
    "CodeKind",
    "GuessCount",
    "Incident",
    "Invitation",
    "Membership",
    "Organisation",
    "Team",
    "TeamOwned",
    "User",
]
