"""A row of the register as text, built for three hundred of them: no template, no include, everything escaped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core import parts, swedish_dates
from core.charts import StripBar, StripGap, strip
from participants.enums import StepBy
from participants.queries.register import Row
from participants.queries.watch import Spans, spans_of, standing
from participants.rules import Span, gap_days, merged
from participants.standing import LIMITS, Code, Signal, signals


@dataclass(frozen=True)
class Shown:
    """What all rows of a page have in common. `base` ends in a slash: /t/<team>/deltagare/."""

    today: date
    base: str
    me: int
    colleagues: Mapping[int, str]
    may_write: bool


def rows_html(rows: Iterable[Row], shown: Shown) -> SafeString:
    """All rows of the table's body."""
    short = parts.distinct_initials(shown.colleagues)
    who = {pk: parts.who(short[pk], name, pk == shown.me) for pk, name in shown.colleagues.items()}
    nobody = parts.who("", gettext("Saknar handledare"))
    words = _Words()
    return SafeString("\n".join(_row(row, shown, who, nobody, words) for row in rows))


def row_html(row: Row, shown: Shown) -> SafeString:
    """One row, as the live update sends it."""
    return SafeString(rows_html([row], shown).replace("<tr ", '<tr hx-swap-oob="true" ', 1))


class _Words:
    """Translated once for all rows, and days written once each."""

    def __init__(self) -> None:
        self.language = get_language() or "sv"
        self.no_goal = escape(gettext("Inget mål än"))
        self.no_step = escape(gettext("Inget nästa steg"))
        self.person, self.me = escape(StepBy.PERSON.label), escape(gettext("jag"))
        self.more = gettext("och %(n)d till")
        self._strips: dict[tuple[int, int, int], str] = {}
        self._days: dict[date, tuple[str, str]] = {}

    def whose(self, row: Row, me: int) -> str:
        """Whose the next step is."""
        if row.next_step_by == StepBy.PERSON:
            return self.person
        return self.me if row.next_step_user_id == me else escape(row.next_step_who)

    def day(self, day: date | None, today: date) -> tuple[str, str]:
        """Class and words of a due day."""
        if day is None:
            return "", ""
        found = self._days.get(day)
        if found is None:
            late = "late" if day < today else "today" if day == today else ""
            words = swedish_dates.relative(day, today=today, language=self.language)
            found = self._days[day] = late, words
        return found

    def strip(self, job: int, other: int, planned: int) -> str:
        """What the drawing shows, for those who cannot see it."""
        key = min(job, 1), min(other, 3), min(planned, 1)
        found = self._strips.get(key)
        if found is None:
            found = self._strips[key] = _strip_words(*key)
        return found


def _strip_words(job: int, other: int, planned: int) -> str:
    if job and other:
        words = gettext("Jobbfokus och annan insats pågår")
    elif job:
        words = gettext("Jobbfokus pågår")
    elif other > 1:
        words = gettext("Flera insatser pågår, ingen med jobbfokus")
    elif other:
        words = gettext("En insats pågår, utan jobbfokus")
    else:
        words = gettext("Ingen insats pågår")
    return f"{words}, {gettext('en är planerad')}" if planned else words


def bars(spans: Spans, today: date, words: _Words, *, gap: bool, started_on: date) -> SafeString:
    """The strip of one person: eight weeks back and ahead."""
    running = [(job, first <= today) for first, last, job in spans if last is None or last >= today]
    told = words.strip(
        sum(job for job, now in running if now),
        sum(not job for job, now in running if now),
        sum(not now for _job, now in running),
    )
    hole = None
    if gap:
        days = gap_days(merged(Span(first, last) for first, last, _job in spans), started_on, today)
        hole = StripGap(today - timedelta(days=days), today)
    drawn = [StripBar(first, last, job, first > today) for first, last, job in spans]
    return strip(drawn, today=today, words=told, gap=hole)


def signal_html(found: list[Signal], more: str) -> str:
    """The strongest signal, and how many more there are."""
    if not found:
        return ""
    first = parts.signal(found[0].level, found[0].words)
    rest = sum(signal.level != "know" for signal in found[1:])
    if not rest:
        return first
    others = "; ".join(signal.words for signal in found[1:])
    count = f'<span class="more" title="{escape(others)}">+{rest}<span class="only-read"> {more % {"n": rest}}</span></span>'
    return f'<div class="sigs">{first}{count}</div>'


def _row(row: Row, shown: Shown, who: Mapping[int, str], nobody: str, words: _Words) -> str:
    today = shown.today
    spans = spans_of(row.interventions)
    found = signals(standing(row, spans), today, LIMITS)
    late, day = words.day(row.next_step_on, today)
    page = f"{shown.base}{row.participant_public_id}/"
    step: str = escape(row.next_step)
    if shown.may_write and row.state != "ended":
        step = f'<a href="{page}nasta-steg/" data-cell>{step or f"<span class=dim>{words.no_step}</span>"}</a>'
        cell = "c cell"
    else:
        cell = "c clip"
    goal = f'<td role="cell" class="wide-only aim clip">{escape(row.goal)}</td>'
    if not row.goal:
        goal = f'<td role="cell" class="wide-only aim clip dim">{words.no_goal}</td>'
    has_gap = any(signal.code is Code.GAP for signal in found)
    return (
        f'<tr role="row" id="r-{row.enrolment_public_id}">'
        f'<th role="rowheader" scope="row" class="a clip"><a href="{page}"><bdi>{escape(row.list_name)}</bdi></a></th>'
        f'<td role="cell" class="wide-only">{who.get(row.handler_id, nobody) if row.handler_id else nobody}</td>'
        f"{goal}"
        f'<td role="cell" class="{cell}">{step}</td>'
        f'<td role="cell" class="e clip">{words.whose(row, shown.me)}</td>'
        f'<td role="cell" class="d nowrap {late}">{day}</td>'
        f'<td role="cell" class="wide-only">{bars(spans, today, words, gap=has_gap, started_on=row.started_on)}</td>'
        f'<td role="cell" class="b">{signal_html(found, words.more)}</td></tr>'
    )
