"""Hours of attendance, a row of days at a time."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from core.scope import Kind, Scope, enter
from participants.enums import AbsenceReason
from participants.hours import Hours, text_of
from participants.models import Attendance, Intervention, SickDay


@transaction.atomic
def write_hours(
    *,
    intervention: Intervention,
    days: Mapping[date, Hours | None],
    bases: Mapping[date, str],
    sees_health: bool,
    by: User,
) -> dict[date, str]:
    """Each day against the text it started from, as who writes saw it. A day a colleague has changed since is left as it is
    and told: {day: what stands there}. None takes the day away. What is illness is read and written in the team's own
    scope: anybody may write it, and only those who see the person's health read it."""
    Intervention.objects.select_for_update(of=("self",), no_key=True).get(pk=intervention.pk)
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=intervention.team_id)):
        return _write_days(intervention, days, bases, sees_health, by)


def _write_days(
    intervention: Intervention,
    days: Mapping[date, Hours | None],
    bases: Mapping[date, str],
    sees_health: bool,
    by: User,
) -> dict[date, str]:
    rows = Attendance.objects.filter(intervention=intervention, day__in=list(days)).select_related("sick")
    known = {row.day: row for row in rows}
    clashes: dict[date, str] = {}
    for day, asked in days.items():
        row = known.get(day)
        stands = text_of(Hours(row.planned, row.there, _why(row)) if row else None, sees_health=sees_health)
        mine = text_of(asked, sees_health=sees_health)
        if mine in (stands, bases.get(day, "")):
            continue
        if stands != bases.get(day, ""):
            clashes[day] = stands
        elif asked is None:
            if row is not None:
                row.delete()
        else:
            keeps = asked.why == AbsenceReason.AWAY and not sees_health and row is not None and _is_sick(row)
            _write(intervention, day, asked, row, by, is_sick=keeps or asked.why == AbsenceReason.ILL)
    return clashes


def _is_sick(row: Attendance) -> bool:
    return hasattr(row, "sick")


def _why(row: Attendance) -> str:
    return AbsenceReason.ILL if _is_sick(row) else row.why


def _write(
    intervention: Intervention, day: date, asked: Hours, row: Attendance | None, by: User, *, is_sick: bool
) -> None:
    bound = {"team_id": intervention.team_id, "participant_id": intervention.participant_id}
    row = row or Attendance(**bound, intervention=intervention, day=day)
    row.planned, row.there, row.updated_by = asked.planned, asked.there, by
    row.why = AbsenceReason.AWAY if is_sick else asked.why
    row.save()
    if is_sick:
        SickDay.objects.get_or_create(attendance=row, defaults=bound)
    else:
        SickDay.objects.filter(attendance=row).delete()
