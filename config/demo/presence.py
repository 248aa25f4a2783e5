"""Hours somebody was there, and colleagues who are away: who stands in for whom. In the team's scope, with the triggers
off; before the register is rebuilt."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Absence, Membership, Team
from config.demo import bulk
from config.demo.situations import working_day
from core.working_days import is_working_day
from participants.enums import AbsenceReason, Focus, HandlerEnd, HandlerKind
from participants.models import Activity, Attendance, HandlerAssignment, Intervention, SickDay

WEEKS = 5
SHEETS = 16  # interventions of a team for which hours are kept
# Hours a week, and how a week of them lies: weekdays (Monday 0), quarters of an hour each.
WEEK = {4: ((1,), 16), 6: ((0, 3), 12), 10: ((0, 2), 20), 20: ((0, 1, 2, 3, 4), 16)}
THERE = 0.86
# AWAY is illness here: the row beside it says so (SickDay).
WHY = (AbsenceReason.CHILD, AbsenceReason.AWAY, AbsenceReason.AGREED, AbsenceReason.UNKNOWN, AbsenceReason.OTHER)
COVERED = 0.75  # so many of an absent colleague's people have a stand-in


def hours(draw: random.Random, team: Team) -> None:
    """Of what goes on now, the last weeks' sheets; what is of the catalogue is joined to it first."""
    for activity in Activity.objects.filter(team=team, starts_on=None).order_by("pk"):
        Intervention.objects.filter(team=team, title=activity.name, ended_on=None).update(activity=activity)
    going = Intervention.objects.filter(team=team, ended_on=None).exclude(focus=Focus.HEALTH)
    rows = sorted(going.select_related("enrolment__row"), key=lambda one: (one.activity_id is None, one.pk))
    bulk.insert(Attendance, [day for row in rows[:SHEETS] for day in _sheet(draw, row)])
    ill = Attendance.objects.filter(team=team, why=AbsenceReason.AWAY).order_by("pk")  # of nothing else here
    bound = ("team_id", "participant_id")
    bulk.insert(SickDay, [{"attendance_id": row.pk} | {name: getattr(row, name) for name in bound} for row in ill])


def _sheet(draw: random.Random, row: Intervention) -> Iterator[bulk.Row]:
    weekdays, quarters = WEEK[round(row.hours_per_week or 20)]
    today = timezone.localdate()
    first = max(row.starts_on, today - timedelta(days=today.weekday(), weeks=WEEKS - 1))
    handler = row.enrolment.row.handler_id
    for day in (first + timedelta(days=n) for n in range((today - first).days + 1)):
        if day.weekday() not in weekdays or not is_working_day(day):
            continue
        here = draw.random() < THERE
        there = None if day == today else quarters if here else draw.choice((0, 0, quarters // 2))
        yield {
            "team_id": row.team_id,
            "participant_id": row.participant_id,
            "intervention_id": row.pk,
            "day": day,
            "planned": quarters,
            "there": there,
            "why": draw.choice(WHY).value if there is not None and there < quarters else "",
            "updated_by_id": handler,
        }


def absences(draw: random.Random, team: Team) -> None:
    """One colleague is away now, with stand-ins for most of their people; another will be, and nobody has looked yet."""
    handlers = list(Membership.objects.running().filter(team=team, role=Role.HANDLER).order_by("pk"))
    if len(handlers) < 3:
        return
    today = timezone.localdate()
    away = _absence(handlers[1], today - timedelta(days=2), today + timedelta(days=9))
    _absence(handlers[2], today + timedelta(days=20), today + timedelta(days=41))
    others = [member.user_id for member in handlers if member.pk != away.membership_id]
    held = HandlerAssignment.objects.filter(
        team=team, kind=HandlerKind.PRIMARY, ended_on=None, user_id=handlers[1].user_id
    )
    HandlerAssignment.objects.bulk_create(
        HandlerAssignment(
            team=team,
            participant_id=row.participant_id,
            enrolment_id=row.enrolment_id,
            user_id=draw.choice(others),
            kind=HandlerKind.STAND_IN,
            started_on=away.starts_on,
            ended_on=away.back_on,
            end_reason=HandlerEnd.TIME,
            absence=away,
        )
        for row in held.order_by("pk")
        if row.started_on <= away.starts_on and draw.random() < COVERED
    )


def _absence(member: Membership, first: date, back: date) -> Absence:
    return Absence.objects.create(
        team_id=member.team_id, membership=member, starts_on=working_day(first), back_on=working_day(back)
    )
