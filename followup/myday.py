"""What min dag shows, as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Case, CharField, DateTimeField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import notices
from core.folding import fold
from core.models import Notice
from core.scope import Scope
from core.working_days import next_working_day
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

SIGNALS_SHOWN = 12
TASKS_SHOWN = 20
NOTICES_SHOWN = 5


def has_people(scope: Scope) -> bool:
    """Whether the viewer sees anybody in the team's register: one who does not is shown how to begin."""
    return RegisterRow.objects.visible_to(scope).exists()


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
