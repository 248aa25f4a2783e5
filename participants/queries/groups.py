"""When each group of what is written of a person was changed last, by whom, and whether that was too long ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from core.scope import Scope
from participants.enums import FieldGroup
from participants.groups import GROUPS
from participants.models import Enrolment, GroupRule

# The fields of an enrolment and of a person that make a group, and how they stand when nothing is written.
_ENROLMENT = {
    FieldGroup.STEP: (
        "next_step, next_step_by, next_step_user_id, next_step_who, next_step_on, waiting_for",
        '["", "", null, "", null, ""]',
    ),
    FieldGroup.WEEK: ("this_week", '[""]'),
    FieldGroup.GOAL: ("goal, goal_occupation_id", '["", null]'),
    FieldGroup.OWN: ("own_values", "[{}]"),
}
_FACTS = "first_name, last_name, phone, email, street, place, municipality_id, preferred_language_id, needs_interpreter"


def _turns(group: FieldGroup, fields: str, nothing: str, table: str, key: str) -> str:
    """Each time a group of fields became another than it was."""
    return (
        f"SELECT '{group}' AS what, at, context FROM (SELECT e.pgh_created_at AS at, e.pgh_context_id AS context,"  # noqa: S608  all of it ours
        f" jsonb_build_array({fields}) AS now, lag(jsonb_build_array({fields}), 1, '{nothing}'::jsonb)"
        f" OVER (ORDER BY e.pgh_id) AS before FROM {table} e WHERE e.pgh_obj_id = %({key})s) t WHERE now <> before"
    )


_HAPPENED = " UNION ALL ".join(
    [
        *(
            _turns(group, fields, nothing, "participants_enrolmentevent", "enrolment")
            for group, (fields, nothing) in _ENROLMENT.items()
        ),
        _turns(FieldGroup.FACTS, _FACTS, "[]", "participants_participantevent", "person"),
        f"SELECT '{FieldGroup.PLAN}', e.pgh_created_at, e.pgh_context_id FROM participants_interventionevent e"  # noqa: S608  ours
        " WHERE e.participant_id = %(person)s AND e.enrolment_id = %(enrolment)s",
    ]
)
UPDATED = f"""
WITH happened (what, at, context) AS ({_HAPPENED}),
latest (what, at, user_id) AS (
  SELECT DISTINCT ON (what) what, at, (c.metadata ->> 'user')::bigint
    FROM happened h LEFT JOIN pghistory_context c ON c.id = h.context ORDER BY what, at DESC
), told (what, at, user_id) AS (
  SELECT * FROM latest
  UNION ALL SELECT '{FieldGroup.PROFILE}', updated_at, updated_by_id FROM participants_profile
   WHERE participant_id = %(person)s AND updated_by_id IS NOT NULL
)
SELECT g.what, t.at, coalesce(u.name, ''), coalesce(r.role, ''), r.days
  FROM unnest(%(groups)s::text[]) g (what)
  LEFT JOIN told t ON t.what = g.what LEFT JOIN accounts_user u ON u.id = t.user_id
  LEFT JOIN participants_grouprule r ON r.team_id = %(team)s AND r."group" = g.what
"""  # noqa: S608  all of it ours


@dataclass(frozen=True)
class Updated:
    """`on` None: nothing has been written there. `by` is "" for what a run wrote."""

    on: date | None
    by: str
    role: Role
    days: int | None
    stale: bool


def updated(scope: Scope, enrolment: Enrolment, today: date) -> dict[str, Updated]:
    """Every group of a person whom the viewer has been shown, by the group's value. One statement."""
    asked = {"enrolment": enrolment.pk, "person": enrolment.participant_id, "team": scope.team}
    with connection.cursor() as cursor:
        cursor.execute(UPDATED, {**asked, "groups": list(GROUPS)})
        return {what: _read(what, at, by, role, days, enrolment, today) for what, at, by, role, days in cursor}


def _read(
    what: str, at: datetime | None, by: str, role: str, days: int | None, enrolment: Enrolment, today: date
) -> Updated:
    usual = GROUPS[FieldGroup(what)]
    on, days = timezone.localdate(at) if at else None, days if role else usual.days
    stale = enrolment.is_open and on is not None and days is not None and (today - on).days > days
    return Updated(on, by, Role(role) if role else usual.role, days, stale)


def rules(team_id: int) -> Mapping[str, tuple[str, int | None]]:
    """Role and days of every group, as the team has them. One statement."""
    own = {rule.group: (rule.role, rule.days) for rule in GroupRule.objects.filter(team_id=team_id)}
    return {group.value: own.get(group.value, (usual.role.value, usual.days)) for group, usual in GROUPS.items()}
