"""Attendance as pages and files show it: a week as a sheet, a month in sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.scope import Scope
from participants.enums import AbsenceReason, Focus, InterventionEnd
from participants.hours import Hours, shown, text_of
from participants.models import Attendance, Intervention, SickDay
from participants.queries.access import sees_health

NOT_HELD = (InterventionEnd.CANCELLED, InterventionEnd.MISTAKE)
RECENT = timedelta(days=28)


@dataclass(frozen=True)
class Cell:
    """A day of a row. `is_in`: the intervention covers it, so that hours can be written."""

    day: date
    text: str
    is_in: bool

    @property
    def name(self) -> str:
        return f"d{self.day.isoformat()}"


@dataclass(frozen=True)
class Line:
    """One person's intervention in a week, as this viewer may read it. `there` and `planned` in words."""

    intervention: Intervention
    cells: list[Cell]
    sees_health: bool
    there: str = "0"
    planned: str = "0"


def week(scope: Scope, first: date, *, activity_id: int | None = None, participant_id: int | None = None) -> list[Line]:
    """Everybody with the activity, or everything of one person, that covers a day of the week, by name. Five statements."""
    last = first + timedelta(days=6)
    rows = covering(scope, first, last)
    rows = rows.filter(
        **({"activity_id": activity_id} if activity_id is not None else {"participant_id": participant_id})
    )
    found = list(rows.select_related("participant", "activity").order_by("participant__sort_name", "starts_on", "pk"))
    near = sees_health(scope, {row.participant_id for row in found})
    seen = [row for row in found if row.focus != Focus.HEALTH or row.participant_id in near]
    days: dict[int, dict[date, Attendance]] = {}
    kept = Attendance.objects.visible_to(scope).filter(intervention__in=seen, day__range=(first, last))
    for each in _told(scope, kept):
        days.setdefault(each.intervention_id, {})[each.day] = each
    return [line(row, first, days.get(row.pk, {}), sees=row.participant_id in near) for row in seen]


def _told(scope: Scope, found: QuerySet[Attendance]) -> list[Attendance]:
    """Each day as this viewer may read it: illness where they see the person's health. Two statements."""
    rows = list(found)
    sick = SickDay.objects.visible_to(scope).filter(attendance__in=[row.pk for row in rows])
    ill = set(sick.values_list("attendance_id", flat=True))
    for row in rows:
        if row.pk in ill:
            row.why = AbsenceReason.ILL
    return rows


def covering(scope: Scope, first: date, last: date) -> QuerySet[Any]:
    """Interventions that took place, run or are planned in these days."""
    rows = Intervention.objects.visible_to(scope).exclude(end_reason__in=NOT_HELD)
    rows = rows.annotate(until=Coalesce("ended_on", "planned_end_on"))
    return rows.filter(Q(until=None) | Q(until__gte=first), starts_on__lte=last)


def days_of(scope: Scope, intervention: Intervention, first: date) -> dict[date, Attendance]:
    """What is written of one intervention in a week."""
    rows = Attendance.objects.visible_to(scope).filter(intervention=intervention)
    return {row.day: row for row in _told(scope, rows.filter(day__range=(first, first + timedelta(days=6))))}


def line(intervention: Intervention, first: date, days: Mapping[date, Attendance], *, sees: bool) -> Line:
    until: Any = intervention.ended_on or intervention.planned_end_on
    cells = []
    for number in range(7):
        day = first + timedelta(days=number)
        row = days.get(day)
        is_in = intervention.starts_on <= day and (until is None or day <= until) or row is not None
        cells.append(
            Cell(day, text_of(Hours(row.planned, row.there, row.why) if row else None, sees_health=sees), is_in)
        )
    said = [row for row in days.values() if row.there is not None]
    there, planned = sum(row.there or 0 for row in said), sum(row.planned for row in days.values())
    return Line(intervention, cells, sees, shown(there), shown(planned))


@dataclass(frozen=True)
class Total:
    """A month of one activity (or of what is outside the catalogue): people who were there, hours."""

    activity_id: int | None
    name: str
    people: int
    there: str
    planned: str


@dataclass(frozen=True)
class Month:
    """What the team's people were part of, over those the viewer may see; interventions about health are not in it."""

    totals: list[Total] = field(default_factory=list)
    people: int = 0
    there: str = "0"
    planned: str = "0"


def in_month(scope: Scope, first: date, after: date, activity_id: int | None = None) -> QuerySet[Attendance]:
    """Days that count: never those of an intervention about health."""
    rows = Attendance.objects.visible_to(scope).filter(day__gte=first, day__lt=after)
    rows = rows.exclude(intervention__focus=Focus.HEALTH)
    return rows if activity_id is None else rows.filter(intervention__activity_id=activity_id)


SUMS: dict[str, Any] = {"planned": Sum("planned", default=0), "there": Sum("there", default=0)}
_WAS_THERE = Count("participant", distinct=True, filter=Q(there__gt=0))


def month(scope: Scope, first: date, after: date) -> Month:
    """Two statements."""
    rows = in_month(scope, first, after).order_by()
    each = rows.values(activity=F("intervention__activity_id"), name=F("intervention__activity__name"))
    found: Iterable[Any] = each.annotate(**{"sum_" + key: value for key, value in SUMS.items()}, people=_WAS_THERE)
    totals = [
        Total(row["activity"], row["name"] or "", row["people"], shown(row["sum_there"]), shown(row["sum_planned"]))
        for row in sorted(found, key=lambda row: (row["name"] is None, row["name"] or ""))
    ]
    whole = rows.aggregate(sum_planned=SUMS["planned"], sum_there=SUMS["there"], people=_WAS_THERE)
    return Month(totals, whole["people"], shown(whole["sum_there"]), shown(whole["sum_planned"]))


@dataclass(frozen=True)
class PersonMonth:
    """A line of the worksheet for funders. Hours as quarters. `ids` is whose."""

    participant_id: int
    name: str
    what: str
    activity: str
    days: int
    there: int
    planned: int


def worksheet(scope: Scope, first: date, after: date, activity_id: int | None = None) -> list[PersonMonth]:
    """Each person's month, an intervention a line, by name. One statement."""
    rows = in_month(scope, first, after, activity_id).order_by().values("intervention_id")
    sums = {
        row["intervention_id"]: row
        for row in rows.annotate(
            sum_planned=SUMS["planned"], sum_there=SUMS["there"], days=Count("pk", filter=Q(there__gt=0))
        )
    }
    about = Intervention.objects.visible_to(scope).filter(pk__in=sums).select_related("participant", "activity")
    return [
        PersonMonth(
            one.participant_id,
            one.participant.list_name,
            one.title,
            one.activity.name if one.activity else "",
            sums[one.pk]["days"],
            sums[one.pk]["sum_there"],
            sums[one.pk]["sum_planned"],
        )
        for one in about.order_by("participant__sort_name", "title", "pk")
    ]


def recent(scope: Scope, participant_id: int) -> tuple[str, str] | None:
    """Hours there and planned of the last four weeks, of what the viewer sees; None when nothing is written. One
    statement."""
    today = timezone.localdate()
    rows = Attendance.objects.visible_to(scope).filter(
        participant_id=participant_id, day__lte=today, there__isnull=False
    )
    found = rows.filter(day__gt=today - RECENT).aggregate(n=Count("pk"), **{"sum_" + k: v for k, v in SUMS.items()})
    return (shown(found["sum_there"]), shown(found["sum_planned"])) if found["n"] else None


def people_of(lines: Sequence[PersonMonth]) -> list[int]:
    return sorted({line.participant_id for line in lines})
