"""Hours of attendance, a row of days at a time."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from participants.enums import AbsenceReason
from participants.hours import Hours, text_of
from participants.models import Attendance, Intervention


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
    and told: {day: what stands there}. None takes the day away."""
    Intervention.objects.select_for_update(of=("self",), no_key=True).get(pk=intervention.pk)
    known = {row.day: row for row in Attendance.objects.filter(intervention=intervention, day__in=list(days))}
    clashes: dict[date, str] = {}
    for day, asked in days.items():
        row = known.get(day)
        stands = text_of(Hours(row.planned, row.there, row.why) if row else None, sees_health=sees_health)
        mine = text_of(asked, sees_health=sees_health)
        if mine in (stands, bases.get(day, "")):
            continue
        if stands != bases.get(day, ""):
            clashes[day] = stands
        elif asked is None:
            if row is not None:
                row.delete()
        else:
            _write(intervention, day, asked, row, by)
    return clashes


def _write(intervention: Intervention, day: date, asked: Hours, row: Attendance | None, by: User) -> None:
    row = row or Attendance(
        team_id=intervention.team_id, participant_id=intervention.participant_id, intervention=intervention, day=day
    )
    kept = row.why if asked.kept_why and row.why == AbsenceReason.ILL else ""
    row.planned, row.there, row.why, row.updated_by = asked.planned, asked.there, asked.why or kept, by
    row.save()
