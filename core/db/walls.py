"""How a table is walled in: every model of ours says it with `wall = Wall.…`."""

from enum import StrEnum


class Wall(StrEnum):
    """How a table is walled in. A model says it with `wall = Wall.…`; field-history models inherit their tracked
    model's."""

    PERSON = "person"  # team_id and participant_id (or is the participant): the team, less whom this user must not see
    TEAM = "team"  # team_id
    FEED = "feed"  # team_id, and scope `system` reads across teams; no team = every scope: ids only, no personal data
    OWNER = "owner"  # a user's own rows, their team's, and scope `system`
    LOG = "log"  # inserted by anybody in scope, read within the team, never changed
    NONE = "none"  # not bound to a team
