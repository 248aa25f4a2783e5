"""Attendance for funders: a week as a sheet, for an activity's group and for a person; a month in sums and as a file."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import filestore, readlog, runfiles
from participants import export, permissions
from participants.actions.attendance import write_hours
from participants.enums import Focus
from participants.forms.attendance import BASE, WeekForm
from participants.hours import first_of_month, monday, next_month, usual, week_key
from participants.models import Activity, Intervention
from participants.queries import attendance as queries
from participants.queries.access import sees_health
from participants.queries.attendance import Line
from participants.views.acting import home
from participants.views.reach import participant_of

SEE, WORK, EXPORT = Permission.SEE_PEOPLE, Permission.WORK_WITH_PEOPLE, Permission.EXPORT
GROUP = "grupp"  # where a row was sent from, when that is the group's sheet


@dataclass(frozen=True)
class Box:
    """A cell as it is drawn. `fault` beside it, `base` what it started from."""

    day: date
    name: str
    is_in: bool
    text: str = ""
    base: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Row:
    line: Line
    url: str
    boxes: list[Box] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"n-{self.line.intervention.public_id}"


def _row(request: TeamRequest, line: Line, form: WeekForm | None = None, clashes: dict[date, str] | None = None) -> Row:
    args = [request.team.slug, line.intervention.participant.public_id, line.intervention.public_id]
    boxes = []
    for cell in line.cells:
        text, base, fault = cell.text, cell.text, ""
        if form is not None and cell.is_in:
            text = str(form.data.get(cell.name, ""))[:40].replace("\x00", "")
            base = str(form.data.get(BASE + cell.name, ""))[:40].replace("\x00", "")
            fault = " ".join(str(each) for each in form.errors.get(cell.name, []))
            if clashes and cell.day in clashes:
                base = clashes[cell.day]
                fault = _("En kollega skrev ”%(theirs)s”. Spara igen om ditt ska gälla.") % {"theirs": base or "–"}
        boxes.append(Box(cell.day, cell.name, cell.is_in, text, base, fault))
    week = week_key(line.cells[0].day)
    return Row(line, f"{reverse('participants:attendance_row', args=args)}?vecka={week}", boxes)


def _sheet(request: TeamRequest, lines: list[Line], first: date, **more: Any) -> dict[str, Any]:
    """What both sheets show."""
    today = timezone.localdate()
    return {
        "rows": [_row(request, line) for line in lines],
        "days": [first + timedelta(days=n) for n in range(7)],
        "first": first,
        "today": today,
        "before": week_key(first - timedelta(days=7)),
        "after": week_key(first + timedelta(days=7)),
        "may_work": permissions.may_work(request.scope),
        **more,
    }


@team_member(SEE, area="people")
@require_GET
def attendance_group(request: TeamRequest, activity: int) -> HttpResponse:
    """All who have the activity, and the days of a week."""
    found = Activity.objects.filter(team=request.team, pk=activity).first() if activity < 2**63 else None
    if found is None:
        raise Http404
    first = monday(request.GET.get("vecka", ""), timezone.localdate())
    lines = queries.week(request.scope, first, activity_id=found.pk)
    people = sorted({line.intervention.participant_id for line in lines})
    readlog.listed(request.scope, people, place="participants:attendance")
    context = _sheet(request, lines, first, activity=found, group=GROUP)
    return render(request, "participants/attendance.html", context)


@team_member(SEE, area="people")
@require_GET
def attendance_person(request: TeamRequest, public_id: str) -> HttpResponse:
    """Everything one person takes part in, and the days of a week."""
    participant = participant_of(request, public_id)
    first = monday(request.GET.get("vecka", ""), timezone.localdate())
    readlog.opened(request.scope, participant.pk, place="participants:attendance")
    lines = queries.week(request.scope, first, participant_id=participant.pk)
    base = home(request, participant)
    context = _sheet(request, lines, first, participant=participant, base=base, group="")
    return render(request, "participants/attendance.html", context)


def _intervention(request: TeamRequest, public_id: str, item: str) -> tuple[Intervention, bool]:
    """One this viewer may read, and whether they see the person's health. Raises Http404."""
    participant = participant_of(request, public_id)
    rows = Intervention.objects.visible_to(request.scope).filter(participant=participant, public_id=item)
    found = rows.exclude(end_reason__in=queries.NOT_HELD).select_related("activity").first()
    near = participant.pk in sees_health(request.scope, [participant.pk])
    if found is None or (found.focus == Focus.HEALTH and not near):
        raise Http404
    found.participant = participant
    return found, near


@team_member(WORK, area="people")
@require_POST
def attendance_row(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """A row of a week: what is right is saved, day by day against the text it started from (409 with both texts); what
    cannot be read is told beside its cell (422). The script gets the row back."""
    intervention, near = _intervention(request, public_id, item)
    first = monday(request.GET.get("vecka", ""), timezone.localdate())
    line = _line(request, intervention, first, near)
    form = WeekForm(request.POST, line=line, usual=usual(intervention.hours_per_week))
    clashes: dict[date, str] = {}
    if form.is_valid():
        clashes = write_hours(
            intervention=intervention, days=form.changed(), bases=form.bases(), sees_health=near, by=request.user
        )
        line = _line(request, intervention, first, near)
    status = 422 if form.errors else 409 if clashes else 200
    readlog.opened(request.scope, intervention.participant_id, place="participants:attendance")
    row = _row(request, line, form if status != 200 else None, clashes)
    in_group = request.POST.get("fran") == GROUP and intervention.activity_id is not None
    if request.htmx:
        context = {"row": row, "may_work": True, "group": GROUP if in_group else "", "saved": status == 200}
        return render(request, "participants/attendance_row.html", context, status=status)
    if status != 200:
        more = {"participant": intervention.participant, "base": home(request, intervention.participant), "group": ""}
        context = _sheet(request, [], first, **more) | {"rows": [row]}
        return render(request, "participants/attendance.html", context, status=status)
    return redirect(_back(request, intervention, first, in_group))


def _line(request: TeamRequest, intervention: Intervention, first: date, near: bool) -> Line:
    days = queries.days_of(request.scope, intervention, first)
    return queries.line(intervention, first, days, sees=near)


def _back(request: TeamRequest, intervention: Intervention, first: date, in_group: bool) -> str:
    if in_group:
        address = reverse("participants:attendance_group", args=[request.team.slug, intervention.activity_id])
    else:
        address = reverse(
            "participants:attendance_person", args=[request.team.slug, intervention.participant.public_id]
        )
    return f"{address}?vecka={week_key(first)}#n-{intervention.public_id}"


@team_member(SEE, area="people")
@require_GET
def attendance_month(request: TeamRequest) -> HttpResponse:
    """A month in sums, an activity a line, and the file for funders."""
    first = first_of_month(request.GET.get("manad", ""), timezone.localdate())
    after = next_month(first)
    context = {
        "first": first,
        "month": queries.month(request.scope, first, after),
        "activities": Activity.objects.filter(team=request.team, is_open=True).order_by("name"),
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": after.strftime("%Y-%m"),
        "this": first.strftime("%Y-%m"),
        "may_export": request.may(EXPORT),
    }
    return render(request, "participants/attendance_month.html", context)


@team_member(EXPORT, area="people")
@require_POST
def attendance_file(request: TeamRequest) -> HttpResponse:
    """The month as a workbook: a line for each person and intervention, hours as numbers, a sum. No reasons of absence, and
    nothing about health. Everybody in it stands in the read log."""
    first = first_of_month(request.POST.get("manad", ""), timezone.localdate())
    asked = request.POST.get("aktivitet", "")[:18]
    activity = int(asked) if asked.isascii() and asked.isdigit() else None
    lines = queries.worksheet(request.scope, first, next_month(first), activity)
    readlog.exported(request.scope, queries.people_of(lines), place="participants:attendance_file")
    data = export.xlsx(_table(lines), title=_("Närvaro"))
    name = f"narvaro-{first:%Y-%m}.xlsx"
    return filestore.inert(data, content_type=runfiles.KINDS["xlsx"], name=name)


def _table(lines: list[queries.PersonMonth]) -> list[list[export.Value]]:
    heads = [_("Deltagare"), _("Insats"), _("Aktivitet"), _("Dagar"), _("Timmar med"), _("Timmar planerade")]
    rows: list[list[export.Value]] = [
        [one.name, one.what, one.activity, one.days, one.there / 4, one.planned / 4] for one in lines
    ]
    people, there, planned = len(queries.people_of(lines)), sum(o.there for o in lines), sum(o.planned for o in lines)
    total: list[export.Value] = [_("Summa, %(n)d personer") % {"n": people}, "", "", None, there / 4, planned / 4]
    return [[*heads], *rows, total]
