"""What to watch for an enrolment today, as a pure function of its register row (thresholds: domain A.6, seed 003).

The ready-made states of the register say the same in SQL (participants.queries.states); a test holds them together.
Nothing about health, belief or notes goes in here, so nothing of it can come out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import swedish_dates
from participants.rules import Span, ends_on, gap_days, merged


class Level(StrEnum):
    """How soon to act: also the shape on the screen (diamond, half circle, ring)."""

    NOW = "now"
    SOON = "soon"
    KNOW = "know"


class Code(StrEnum):
    """Strongest first: the order decides which one a row shows."""

    NO_HANDLER = "no_handler"
    GAP = "gap"
    NO_JOB_FOCUS = "no_job_focus"
    ASSESSMENT_LATE = "assessment_late"
    ENDS_SOON = "ends_soon"
    ASSESSMENT_DUE = "assessment_due"
    HANDOVER = "handover"
    FOLLOW_UP = "follow_up"
    STEP_LATE = "step_late"
    PAUSE_CONTACT = "pause_contact"
    NO_STEP = "no_step"
    NO_CONTACT = "no_contact"
    NO_GOAL = "no_goal"
    STILL = "still"
    ONE_ONLY = "one_only"
    STARTS = "starts"
    NEW = "new"
    PAUSED = "paused"
    IN_WORK = "in_work"
    ENDED = "ended"


@dataclass(frozen=True)
class Limits:
    """Days. A gap of `gap` days is still all right; one more is told."""

    gap: int = 7
    job_focus: int = 14
    ends_ahead: int = 21
    next_starts: int = 7  # what begins within so many days after the end closes the gap
    assessment_ahead: int = 14
    assessment_late: int = 14
    contact: int = 14
    goal: int = 30
    alone: int = 21
    still: int = 90
    consent_ahead: int = 30  # a consent's last day, on the person's page and as a state of the register
    new: int = 14
    follow_up_ahead: int = 7
    follow_up_late: int = 14
    pause_contact_late: int = 7  # an agreed contact during a pause, after its day


class Standing(NamedTuple):
    """The facts of one row. `spans`: (first day, last day or None, is job-focused), cancelled ones left out."""

    state: str
    started_on: date
    ended_on: date | None
    has_handler: bool
    has_handover: bool
    handover_due_on: date | None
    goal: str
    next_step: str
    next_step_on: date | None
    last_contact_on: date | None
    next_assessment_on: date | None
    paused_until: date | None
    follow_up_on: date | None
    moved: Sequence[tuple[date, date]]  # days on which something turned: first, first day after
    spans: Sequence[tuple[date, date | None, bool]]


class Signal(NamedTuple):
    code: Code
    level: Level
    words: str


LIMITS = Limits()


def signals(row: Standing, today: date, limits: Limits = LIMITS) -> list[Signal]:
    """What to watch today, strongest first. A pause silences everything but the agreed contact."""
    if row.state == "ended":
        return [Signal(Code.ENDED, Level.KNOW, _("Avslutad %(day)s") % {"day": _short(row.ended_on or today, today)})]
    if row.state == "paused":
        return [_paused(row, today, limits)]
    found: list[Signal] = []
    if not row.has_handler:
        found.append(Signal(Code.NO_HANDLER, Level.NOW, _("Saknar handledare")))
    if row.state == "active":
        _cover(found, row, today, limits)
    _assessment(found, row, today, limits)
    _work(found, row, today)
    if row.state == "active":
        _rhythm(found, row, today, limits)
    else:
        _follow_up(found, row, today, limits)
        found.append(Signal(Code.IN_WORK, Level.KNOW, _("I arbete eller studier")))
    return sorted(found, key=_strength)


_ORDER = {code: number for number, code in enumerate(Code)}


def _strength(signal: Signal) -> int:
    return _ORDER[signal.code]


def _short(day: date, today: date) -> str:
    return swedish_dates.short(day, today=today, language=get_language() or "sv")


def _paused(row: Standing, today: date, limits: Limits) -> Signal:
    if row.paused_until is None:  # nobody has agreed on a day: somebody has to
        return Signal(Code.PAUSE_CONTACT, Level.SOON, _("Pausad, ingen dag att höras"))
    words = {"day": _short(row.paused_until, today)}
    if row.paused_until < today - timedelta(days=limits.pause_contact_late):
        return Signal(Code.PAUSE_CONTACT, Level.NOW, _("Pausad, skulle ha hörts %(day)s") % words)
    if row.paused_until <= today:
        return Signal(Code.PAUSE_CONTACT, Level.SOON, _("Pausad, hör av er %(day)s") % words)
    return Signal(Code.PAUSED, Level.KNOW, _("Pausad, kontakt %(day)s") % words)


def _cover(found: list[Signal], row: Standing, today: date, limits: Limits) -> None:
    """Gaps, job focus, what ends soon."""
    spans = [Span(first, last, job) for first, last, job in row.spans]
    covered = merged(spans)
    gap = gap_days(covered, row.started_on, today)
    if gap > limits.gap:
        found.append(Signal(Code.GAP, Level.NOW, _("Glapp %(n)d dagar") % {"n": gap}))
    without = gap_days(merged(span for span in spans if span.job), row.started_on, today)
    if without > limits.job_focus:
        found.append(Signal(Code.NO_JOB_FOCUS, Level.NOW, _("Utan jobbfokus %(n)d dagar") % {"n": without}))
    last = ends_on(covered, today)
    if last is not None and last <= today + timedelta(days=limits.ends_ahead) and not _goes_on(covered, last, limits):
        found.append(Signal(Code.ENDS_SOON, Level.SOON, _("Insats slutar %(day)s") % {"day": _short(last, today)}))
    if is_alone(spans, today, limits):
        found.append(Signal(Code.ONE_ONLY, Level.SOON, _("En insats i taget")))


def _goes_on(covered: list[tuple[date, date | None]], last: date, limits: Limits) -> bool:
    return any(last < first <= last + timedelta(days=limits.next_starts) for first, _after in covered)


def is_alone(spans: Sequence[Span], today: date, limits: Limits = LIMITS) -> bool:
    """Exactly one runs, and no other has run for some weeks (seed 003: several at a time go faster)."""
    since = today - timedelta(days=limits.alone)
    running = [s for s in spans if s.first <= today and (s.last is None or s.last >= today)]
    recent = [s for s in spans if s.first <= today and (s.last is None or s.last >= since)]
    return len(running) == 1 and len(recent) == 1 and running[0].first < since


def days_still(moved: Sequence[tuple[date, date]], today: date) -> int:
    """Days since something last turned: enrolled, or an intervention, a result or a pause began or ended. 0 before the
    first of them."""
    passed = [min(after - timedelta(days=1), today) for first, after in moved if first <= today]
    return (today - max(passed, default=today)).days


def _assessment(found: list[Signal], row: Standing, today: date, limits: Limits) -> None:
    due = row.next_assessment_on
    if due is None:
        return
    if (today - due).days > limits.assessment_late:
        found.append(Signal(Code.ASSESSMENT_LATE, Level.NOW, _("Sen skattning")))
    elif (due - today).days <= limits.assessment_ahead:
        words = _("Skattning %(day)s") % {"day": _short(due, today)}
        found.append(Signal(Code.ASSESSMENT_DUE, Level.SOON, words))


def is_step_late(step: str, on: date | None, today: date) -> bool:
    """There is a step, and its day has passed."""
    return bool(step) and on is not None and on < today


def _work(found: list[Signal], row: Standing, today: date) -> None:
    """The team's own next steps."""
    if row.has_handover:
        found.append(_handover(row, today))
    if is_step_late(row.next_step, row.next_step_on, today):
        found.append(Signal(Code.STEP_LATE, Level.SOON, _("Nästa steg är sent")))
    if not row.next_step:
        found.append(Signal(Code.NO_STEP, Level.SOON, _("Saknar nästa steg")))


def _follow_up(found: list[Signal], row: Standing, today: date, limits: Limits) -> None:
    """Of a job or studies, while the support is kept."""
    if row.follow_up_on is None or row.follow_up_on > today + timedelta(days=limits.follow_up_ahead):
        return
    if row.follow_up_on < today - timedelta(days=limits.follow_up_late):
        found.append(Signal(Code.FOLLOW_UP, Level.NOW, _("Sen uppföljning")))
    else:
        words = _("Följ upp %(day)s") % {"day": _short(row.follow_up_on, today)}
        found.append(Signal(Code.FOLLOW_UP, Level.SOON, words))


def _handover(row: Standing, today: date) -> Signal:
    """Late after five working days: whoever waits for an answer, or for the rest of the checklist, is told."""
    if row.handover_due_on is not None and row.handover_due_on < today:
        return Signal(Code.HANDOVER, Level.NOW, _("Överlämning sen"))
    return Signal(Code.HANDOVER, Level.SOON, _("Överlämning öppen"))


def _rhythm(found: list[Signal], row: Standing, today: date, limits: Limits) -> None:
    age = (today - row.started_on).days
    silent = (today - max(row.last_contact_on or row.started_on, row.started_on)).days
    if silent > limits.contact:
        found.append(Signal(Code.NO_CONTACT, Level.SOON, _("Ingen kontakt på %(n)d dagar") % {"n": silent}))
    if age > limits.goal and not row.goal:
        found.append(Signal(Code.NO_GOAL, Level.SOON, _("Saknar mål")))
    still = days_still(row.moved, today)
    if still > limits.still:
        found.append(Signal(Code.STILL, Level.SOON, _("Inget nytt på %(n)d dagar") % {"n": still}))
    if age < 0:
        found.append(Signal(Code.STARTS, Level.KNOW, _("Börjar %(day)s") % {"day": _short(row.started_on, today)}))
    if 0 <= age <= limits.new:
        found.append(Signal(Code.NEW, Level.KNOW, _("Ny, %(n)d dagar") % {"n": age} if age else _("Ny i dag")))
