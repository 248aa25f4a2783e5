"""Users, organisations, teams and memberships."""

from accounts.models.teams import Membership, Organisation, Team, TeamOwned
from accounts.models.users import User

__all__ = ["Membership", "Organisation", "Team", "TeamOwned", "User"]
