"""What can be done to users, teams and memberships. Import the module: `from accounts import actions`."""

from accounts.actions.absences import add_absence, move_absence, remove_absence
from accounts.actions.addresses import ask_address, change_address, read_change
from accounts.actions.errors import ActionError
from accounts.actions.incidents import close_incident, decide_incident, report_incident, tick_incident
from accounts.actions.invitations import accept, accept_as_new, invite, resend, revoke
from accounts.actions.memberships import change_membership, end_membership, set_skills
from accounts.actions.sessions import end_all_sessions, end_other_sessions, end_session
from accounts.actions.teams import add_organisation, change_team, set_up

__all__ = [
    "ActionError",
    "accept",
    "accept_as_new",
    "add_absence",
    "add_organisation",
    "ask_address",
    "change_address",
    "change_membership",
    "change_team",
    "close_incident",
    "decide_incident",
    "end_all_sessions",
    "end_membership",
    "end_other_sessions",
    "end_session",
    "invite",
    "move_absence",
    "read_change",
    "remove_absence",
    "report_incident",
    "resend",
    "revoke",
    "set_skills",
    "set_up",
    "tick_incident",
]
