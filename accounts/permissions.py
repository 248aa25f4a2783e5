"""What each role may do in its team. Pure predicates over the role; who may see which person stands in visible_to."""

from enum import StrEnum

from accounts.enums import Role


class Permission(StrEnum):
    SEE_TEAM = "see_team"  # colleagues: names, organisations, how to reach them
    SEE_PEOPLE = "see_people"  # the register, participant pages
    WORK_WITH_PEOPLE = "work_with_people"  # enrol, edit, assess, refer
    ASSIGN = "assign"  # handlers, distribution of work
    SEE_JOBS = "see_jobs"
    WORK_WITH_JOBS = "work_with_jobs"
    SEE_REPORT = "see_report"  # the team's weekly report with its people
    SEE_STEERING = "see_steering"  # aggregates only
    MANAGE_TEAM = "manage_team"  # members, settings
    IMPORT = "import"
    EXPORT = "export"


_WORK = {
    Permission.SEE_TEAM,
    Permission.SEE_PEOPLE,
    Permission.WORK_WITH_PEOPLE,
    Permission.ASSIGN,
    Permission.SEE_JOBS,
    Permission.WORK_WITH_JOBS,
    Permission.SEE_REPORT,
    Permission.IMPORT,
    Permission.EXPORT,
}
RIGHTS: dict[str, set[Permission]] = {
    Role.HANDLER: _WORK,
    Role.LEADER: _WORK | {Permission.MANAGE_TEAM, Permission.SEE_STEERING},
    Role.ADMIN: {Permission.SEE_TEAM, Permission.MANAGE_TEAM, Permission.SEE_JOBS},
    Role.STEERING: {Permission.SEE_TEAM, Permission.SEE_STEERING},
    Role.READER: {Permission.SEE_TEAM, Permission.SEE_PEOPLE, Permission.SEE_JOBS, Permission.SEE_REPORT},
}


def allows(role: str, permission: Permission) -> bool:
    return permission in RIGHTS.get(role, set())
