"""What the weekly report and min dag show, as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Case, CharField, DateTimeField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop as mark
from django.utils.translation import ngettext

from core import notices
from core.folding import fold
from core.models import Notice
from core.numbers import decimal
from core.scope import Scope
from core.working_days import next_working_day
from followup.models import WeeklyReport
from followup.words import indicator_of, label_of
from participants.enums import EnrolmentState, HandlerKind, MeetingState, MeetingWay, StepBy
from participants.models import (
    HandlerAssignment,
    Handover,
    Meeting,
    NoteDraft,
    Participant,
    RegisterRow,
    Task,
)
from participants.queries import Moved, moved, strongest_signal

CONTINUITY = ("base_half", "same_half", "base_year", "same_year")
# The parts of the report: key, heading, figures in order. Figures no part names stand last.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "movement",
        mark("Veckan som gick"),
        (
            "in",
            "out",
            "out_to_goal",
            "moved_on",
            "began_work",
            "began_studies",
            "began_own_business",
            "began_internship",
            "nameless_in",
            "nameless_out",
        ),
    ),
    (
        "conditions",
        mark("De fem villkoren"),
        ("active", "no_handler", "handler_changed", *CONTINUITY, "gap", "no_parallel", "no_job_focus"),
    ),
    ("steps", mark("Nästa steg"), ("no_next_step", "step_late")),
)
SIGNALS_SHOWN = 12
TASKS_SHOWN = 20
TOO_FEW = _lazy("färre än fem")
NOTICES_SHOWN = 5
WEEKS_SHOWN = 12  # in the report's charts, its own week among them


@dataclass(frozen=True)
class ShownFigure:
    """A figure as this viewer may see it: `count` people, or `value`, or rows of `detail`."""

    key: str
    label: str
    count: int | None
    value: float | None
    detail: dict[str, Any]
    before: str = ""  # the same figure the week before, as text


@dataclass(frozen=True)
class ShownPart:
    key: str
    heading: str
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True)
class ShownChange:
    """How an indicator has moved since the round before: the mean step for each rater, None when too few answered."""

    label: str
    steps: dict[str, float | None]  # by rater

    @property
    def participant(self) -> str:
        """ "+0,4", or that too few answered."""
        return _step(self.steps.get("participant"))

    @property
    def handler(self) -> str:
        return _step(self.steps.get("handler"))


@dataclass(frozen=True)
class ShownWeek:
    """One frozen week as this viewer may see it: who came, who left and how many of them to work or studies; of `base`
    people, how many had reached work, and studies."""

    first_day: date
    number: int  # ISO
    came: int
    left: int
    left_to_goal: int
    work: int
    studies: int
    base: int


@dataclass(frozen=True)
class ShownReport:
    parts: tuple[ShownPart, ...]
    changes: tuple[ShownChange, ...]
    weeks: tuple[ShownWeek, ...]  # oldest first, the report's own last
    goal_reached: int
    goal_base: int

    @property
    def goal_percent(self) -> int | None:
        return round(100 * self.goal_reached / self.goal_base) if self.goal_base else None


def has_people(scope: Scope) -> bool:
    """Whether the viewer sees anybody in the team's register: one who does not is shown how to begin."""
    return RegisterRow.objects.visible_to(scope).exists()


def show_report(report: WeeklyReport, *, scope: Scope) -> ShownReport:
    """Counts over those the viewer may see, with the weeks before beside: two queries however large the reports."""
    earlier = WeeklyReport.objects.visible_to(scope).filter(
        first_day__lt=report.first_day, first_day__gte=report.first_day - timedelta(weeks=WEEKS_SHOWN - 1)
    )
    history = [*earlier.order_by("first_day"), report]
    previous = next((one for one in history if one.first_day == report.first_day - timedelta(days=7)), None)
    seen = seen_in(*history, scope=scope)
    before = {one["key"]: _text(_shown(one, seen)) for one in previous.figures} if previous else {}
    counted = [one for one in report.figures if "indicator" not in one["detail"]]
    figures = {one["key"]: replace(_shown(one, seen), before=before.get(one["key"], "")) for one in counted}
    parts, used = [], {"goal_base", "goal_reached", "goal_studies"}
    for key, heading, keys in PARTS:
        parts.append(ShownPart(key, _(heading), tuple(figures[k] for k in keys if k in figures)))
        used.update(keys)
    rest = tuple(figure for key, figure in figures.items() if key not in used)
    if rest:
        parts.append(ShownPart("smail", _("Skattningar"), rest))
    reached, base = figures.get("goal_reached"), figures.get("goal_base")
    return ShownReport(
        tuple(parts),
        changes_in(report),
        tuple(_week(one, seen) for one in history),
        (reached.count or 0) if reached else 0,
        (base.count or 0) if base else 0,
    )


def changes_in(report: WeeklyReport) -> tuple[ShownChange, ...]:
    """The figures about an indicator, its two raters side by side: never averaged (domain A.4)."""
    found: dict[str, ShownChange] = {}
    for one in report.figures:
        if "indicator" in one["detail"]:
            change = found.setdefault(one["detail"]["indicator"], ShownChange(indicator_of(one), {}))
            change.steps[one["detail"]["rater"]] = one["value"]
    return tuple(found.values())


def _week(report: WeeklyReport, seen: set[int]) -> ShownWeek:
    """A report made before studies were told apart counts everyone as work."""
    count = {one["key"]: len(seen.intersection(one["ids"])) for one in report.figures}
    studies = count.get("goal_studies", 0)
    return ShownWeek(
        first_day=report.first_day,
        number=report.week,
        came=count.get("in", 0),
        left=count.get("out", 0),
        left_to_goal=count.get("out_to_goal", 0),
        work=count.get("goal_reached", 0) - studies,
        studies=studies,
        base=count.get("goal_base", 0),
    )


def _step(value: float | None) -> str:
    return str(TOO_FEW) if value is None else decimal(value, signed=True)


def _text(figure: ShownFigure) -> str:
    return str(figure.count) if figure.value is None else decimal(figure.value)


def report_sentence(shown: ShownReport) -> str:
    """The week in one or two plain sentences (look.md: the sentence before the figure)."""
    counts = {figure.key: figure.count or 0 for part in shown.parts for figure in part.figures}
    began = counts.get("began_work", 0) + counts.get("began_studies", 0) + counts.get("began_own_business", 0)
    gap = counts.get("gap", 0)
    words = [
        ngettext("%(n)d person började arbeta eller studera.", "%(n)d personer började arbeta eller studera.", began)
        % {"n": began}
        if began
        else _("Ingen började arbeta eller studera den här veckan.")
    ]
    if gap:
        words.append(
            ngettext("%(n)d saknar insats och behöver en plan.", "%(n)d saknar insats och behöver en plan.", gap)
            % {"n": gap}
        )
    if counts.get("no_handler"):
        n = counts["no_handler"]
        words.append(ngettext("%(n)d saknar handledare.", "%(n)d saknar handledare.", n) % {"n": n})
    return " ".join(words)


def seen_in(*reports: WeeklyReport, scope: Scope) -> set[int]:
    """Ids of the people the reports count whom the viewer may know of. One query."""
    ids = {pk for report in reports for figure in report.figures for pk in figure["ids"]}
    return set(Participant.objects.visible_to(scope).filter(pk__in=ids).values_list("pk", flat=True))


def _shown(figure: dict[str, Any], seen: set[int]) -> ShownFigure:
    counted = None if figure["value"] is not None else len(seen.intersection(figure["ids"]))
    counted = figure["detail"].get("count", counted)
    return ShownFigure(figure["key"], label_of(figure), counted, figure["value"], figure["detail"])


def people_behind(report: WeeklyReport, key: str, *, scope: Scope) -> tuple[str, list[Participant]] | None:
    """The label and the people a number counts, as the viewer may see them; None for no such number."""
    figure = report.figure(key)
    if figure is None or figure["value"] is not None:
        return None
    people = Participant.objects.visible_to(scope).filter(pk__in=figure["ids"]).order_by("sort_name", "pk")
    return label_of(figure), list(people)


class Waiting(NamedTuple):
    """A meeting, task, question to take over or begun note of the viewer's own, with whom it is about."""

    kind: str
    at: datetime | None  # when it begins, was asked or written; of a task the day it is due
    text: str
    place: str
    participant_id: int | None  # a task may be about nobody
    person: str  # public id
    name: str
    item: str = ""  # public id of the meeting or task; of a draft the form it belongs to (NoteDraft.place)
    state: str = ""  # of a meeting; "private" of a task that is the viewer's own reminder
    way: str = ""  # of a meeting

    @property
    def is_open(self) -> bool:
        """A meeting that waits for its result."""
        return self.state == MeetingState.PLANNED

    @property
    def reminder(self) -> str:
        """The prepared text that reminds of this meeting."""
        return "reminder_phone" if self.way == MeetingWay.PHONE else "reminder"

    @property
    def state_words(self) -> str:
        return str(MeetingState(self.state).label) if self.state else ""

    @property
    def form(self) -> str:
        """Where a begun note is gone on with, below the person's page."""
        if not self.item:
            return "anteckning/"
        return "efter-motet/" if self.item == NoteDraft.NEW else f"moten/{self.item}/"


@dataclass(frozen=True)
class MyDay:
    """What one colleague's day holds, as the viewer may see it."""

    today: date
    meetings: Sequence[Waiting] = ()
    next_day: date | None = None  # the next working day, and its meetings
    next_meetings: Sequence[Waiting] = ()
    tasks: Sequence[Waiting] = ()
    steps: Sequence[RegisterRow] = ()
    handovers: Sequence[Waiting] = ()
    signals: Sequence[tuple[RegisterRow, Any]] = ()  # (row, participants' Signal)
    changed: Sequence[Moved] = ()
    drafts: Sequence[Waiting] = ()
    notices: Sequence[Notice] = field(default_factory=list)

    def participant_ids(self) -> list[int]:
        """Everybody shown, for the read log."""
        changed = [one.row for one in self.changed]
        rows = [*self.steps, *changed, *(row for row, _signal in self.signals)]
        waiting = [*self.meetings, *self.next_meetings, *self.tasks, *self.handovers, *self.drafts]
        about = {one.participant_id for one in waiting if one.participant_id}
        return sorted({row.participant_id for row in rows} | about)


def day_sentence(day: MyDay) -> str:
    """What waits, in one sentence."""
    waits = len(day.handovers) + len(day.steps) + len(day.tasks)
    meetings = len(day.meetings)
    first = (
        ngettext("%(n)d möte i dag.", "%(n)d möten i dag.", meetings) % {"n": meetings}
        if meetings
        else _("Inga möten i dag.")
    )
    second = (
        ngettext("%(n)d sak väntar på dig.", "%(n)d saker väntar på dig.", waits) % {"n": waits}
        if waits
        else _("Ingen väntar på dig.")
    )
    return f"{first} {second}"


def greeting(name: str, hour: int) -> str:
    """By the clock in Stockholm."""
    if hour < 10:
        return _("God morgon, %(name)s") % {"name": name}
    return _("God kväll, %(name)s") % {"name": name} if hour >= 18 else _("Hej, %(name)s") % {"name": name}


def my_day(*, scope: Scope, since: datetime | None = None, names: Sequence[str] = ()) -> MyDay:
    """One query for each part; `since` is the end of the viewer's previous visit, `names` what colleagues call them."""
    today = timezone.localdate()
    next_day = next_working_day(today)
    waits = _waiting(scope, today, next_day)
    mine = _concerning(scope).exclude(state=EnrolmentState.ENDED)
    called = {fold(name) for name in names if name}
    # The ranges stay where they are: a day does not draw them, and reading them takes longer than all the rest.
    rows = list(mine.defer("covered", "job_focused", "studied").order_by("sort_name", "pk"))
    signals = (
        (row, found) for row in rows if row.handler_id == scope.user_id and (found := strongest_signal(row, today))
    )
    return MyDay(
        today=today,
        meetings=[one for one in waits["meeting"] if _day_of(one) == today],
        next_day=next_day,
        next_meetings=[one for one in waits["meeting"] if _day_of(one) == next_day and one.is_open],
        tasks=waits["task"],
        steps=[row for row in rows if _is_due(row, today) and _is_mine(row, scope, called)],
        handovers=waits["handover"],
        signals=list(islice(signals, SIGNALS_SHOWN)),
        changed=moved(scope, since) if since else [],
        drafts=waits["draft"],
        notices=notices.unread(scope.user_id, NOTICES_SHOWN, team_id=scope.team) if scope.user_id else [],
    )


def _concerning(scope: Scope) -> QuerySet[RegisterRow]:
    """Rows whose primary handler or stand-in the viewer is, or whose next step is the viewer's own."""
    today = timezone.localdate()
    stands_in = HandlerAssignment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), started_on__lte=today,
        team_id=scope.team, user_id=scope.user_id or 0, kind=HandlerKind.STAND_IN,
    )  # fmt: skip
    me = Q(handler_id=scope.user_id) | Q(next_step_user_id=scope.user_id)
    return RegisterRow.objects.visible_to(scope).filter(me | Q(enrolment_id__in=stands_in.values("enrolment_id")))


def _is_due(row: RegisterRow, today: date) -> bool:
    return row.next_step_on is not None and row.next_step_on <= today


def _is_mine(row: RegisterRow, scope: Scope, called: set[str]) -> bool:
    """Said to be the viewer's, or said to be nobody's while the viewer answers for the person."""
    if row.next_step_by == StepBy.USER:
        return bool(row.next_step_user_id == scope.user_id)
    if row.next_step_by == StepBy.UNSAID:
        return not row.next_step_who or fold(row.next_step_who) in called
    return False


def _day_of(one: Waiting) -> date | None:
    return timezone.localdate(one.at) if one.at else None


def _waiting(scope: Scope, today: date, next_day: date) -> dict[str, list[Waiting]]:
    """What waits for the viewer, by kind: four tables in one statement."""
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (today, next_day + timedelta(days=1)))
    empty = Value("", output_field=CharField())
    person = ("participant_id", "participant__public_id", "participant__alias", "participant__first_name")
    columns = (*person, "participant__last_name")
    meetings = (
        Meeting.objects.visible_to(scope)
        .filter(with_user_id=scope.user_id, starts_at__gte=start, starts_at__lt=end)
        .exclude(state__in=(MeetingState.CANCELLED, MeetingState.MOVED))
        .order_by()
        .values_list(Value("meeting"), "starts_at", "about", "place", *columns, "public_id", "state", "way")
    )
    private = Case(When(is_private=True, then=Value("private")), default=empty)
    tasks = (
        Task.objects.visible_to(scope)
        .filter(owner_id=scope.user_id, done_at=None)
        .filter(Q(due_on=None) | Q(due_on__lte=today + timedelta(days=7)))
        .order_by("due_on", "pk")
        .values_list(
            Value("task"), Cast("due_on", DateTimeField()), "title", empty, *columns, "public_id", private, empty
        )[:TASKS_SHOWN]
    )
    handovers = (
        Handover.objects.visible_to(scope)
        .filter(to_user_id=scope.user_id, accepted_at=None, declined_at=None)
        .order_by()
        .values_list(Value("handover"), "proposed_at", "reason", empty, *columns, empty, empty, empty)
    )
    drafts = (
        NoteDraft.objects.visible_to(scope)
        .filter(user_id=scope.user_id)
        .order_by()
        .values_list(Value("draft"), "updated_at", empty, empty, *columns, "place", empty, empty)
    )
    found: dict[str, list[Waiting]] = {"meeting": [], "task": [], "handover": [], "draft": []}
    for row in meetings.union(tasks, handovers, drafts, all=True):
        kind, at, text, place, pk, public_id, alias, first, last, item, state, way = row
        name = Participant(alias=alias, first_name=first, last_name=last).name if pk else ""
        found[kind].append(Waiting(kind, at, text, place, pk, public_id or "", name, item, state, way))
    for those in found.values():
        those.sort(key=lambda one: (one.at is None, one.at or timezone.now()))
    return found
