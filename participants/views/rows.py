"""A row of the register as text, built for three hundred of them: no template, no include, everything escaped.

Which columns there are stands in participants.columns; here stands how each one's cell is drawn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core import parts, swedish_dates
from core.charts import StripBar, StripGap, strip
from participants.columns import OWN, Column
from participants.enums import EnrolmentState, StepBy, WaitingFor
from participants.queries.moved import Mark
from participants.queries.row import Row
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
    columns: Sequence[Column]
    marks: Mapping[int, Mark] = field(default_factory=dict)  # by participant: what colleagues have done
    visited_at: datetime | None = None  # the end of the reader's previous visit


def rows_html(rows: Iterable[Row], shown: Shown) -> SafeString:
    """All rows of the table's body."""
    sheet = _Sheet(shown)
    return SafeString("\n".join(_row(row, sheet) for row in rows))


def row_html(row: Row, shown: Shown) -> SafeString:
    """One row, as the live update sends it."""
    return SafeString(rows_html([row], shown).replace("<tr ", '<tr hx-swap-oob="true" ', 1))


class _Words:
    """Translated once for all rows, and days written once each."""

    def __init__(self) -> None:
        self.language = get_language() or "sv"
        empty = {"mot": gettext("Inget mål än"), "steg": gettext("Inget nästa steg")}
        self.empty = {key: f'<span class="dim">{escape(words)}</span>' for key, words in empty.items()}
        self.nothing = f'<span class="only-read">{escape(gettext("tom"))}</span>'
        self.more, self.week = gettext("och %(n)d till"), gettext("v. %(n)d")
        self.changed = gettext("Ändrad %(day)s: %(what)s")
        self.changed_by = gettext("Ändrad %(day)s av %(name)s: %(what)s")
        self.after = gettext("Efter mötet")
        self.unread, self.choose = escape(gettext("att tyda")), escape(gettext("Välj"))
        self.person, self.me = escape(str(StepBy.PERSON.label)), escape(gettext("jag"))
        self.states = {state.value: escape(str(state.label).capitalize()) for state in EnrolmentState}
        self.waits = {waits.value: escape(str(waits.label)) for waits in WaitingFor if waits.value}
        self._strips: dict[tuple[int, int, int], str] = {}
        self._days: dict[date, tuple[str, str]] = {}

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


class _Sheet:
    """What the cells of a page share: who, words, and the functions that draw each column."""

    def __init__(self, shown: Shown) -> None:
        self.shown, self.today, self.words = shown, shown.today, _Words()
        self.monday = shown.today - timedelta(days=shown.today.weekday())
        short = parts.distinct_initials(shown.colleagues)
        self.who = {pk: parts.who(short[pk], name, pk == shown.me) for pk, name in shown.colleagues.items()}
        self.nobody = parts.who("", gettext("Saknar handledare"))
        self.draw = [(column, _drawing(column)) for column in shown.columns[1:]]


class _Line:
    """One row while it is drawn. What several cells ask is worked out once."""

    __slots__ = ("__dict__", "mark", "may_write", "page", "row", "sheet")

    def __init__(self, row: Row, sheet: _Sheet) -> None:
        self.row, self.sheet = row, sheet
        self.page = f"{sheet.shown.base}{row.participant_public_id}/"
        self.mark = sheet.shown.marks.get(row.participant_id)
        self.may_write = sheet.shown.may_write and row.state != EnrolmentState.ENDED

    @cached_property
    def spans(self) -> Spans:
        return spans_of(self.row.interventions)

    @cached_property
    def signals(self) -> list[Signal]:
        return signals(standing(self.row, self.spans), self.sheet.today, LIMITS)


Drawing = Callable[[_Line, Column], str]


def _drawing(column: Column) -> Drawing:
    return _own if column.key.startswith(OWN) else DRAWINGS[column.key]


def _row(row: Row, sheet: _Sheet) -> str:
    line = _Line(row, sheet)
    cells = "".join([draw(line, column) for column, draw in sheet.draw])
    moved, told = _moved(line)
    return (
        f'<tr role="row" id="r-{row.enrolment_public_id}" data-p="{row.participant_public_id}"{moved}>{_mark(row, sheet)}'
        f'<th role="rowheader" scope="row" class="a clip"><a href="{line.page}"{told}><bdi>{escape(row.list_name)}</bdi></a>'
        f"</th>{cells}</tr>"
    )


def _moved(line: _Line) -> tuple[str, str]:
    """The class of a row that colleagues have changed, stronger since the reader's last visit than earlier this week,
    and the words beside its name."""
    mark = line.mark
    if mark is None:
        return "", ""
    visited = line.sheet.shown.visited_at
    kind = "moved" if visited is not None and mark.at > visited else "moved week"
    return f' class="{kind}"', f' title="{escape(_mark_words(line, mark))}"'


def _mark_words(line: _Line, mark: Mark) -> str:
    """ "Ändrad i går av Nour: nytt nästa steg"."""
    words = line.sheet.words
    day = words.day(mark.at.date(), line.sheet.today)[1]
    given = {"day": day, "name": mark.by, "what": mark.words[:1].lower() + mark.words[1:]}
    return (words.changed_by if mark.by else words.changed) % given


def _changed(line: _Line, column: Column) -> str:
    """What colleagues have done lately, in words."""
    return _td(column, escape(_mark_words(line, line.mark)) if line.mark else "", "clip")


def _mark(row: Row, sheet: _Sheet) -> str:
    """The box that chooses the row for what is done to many."""
    if not sheet.shown.may_write:
        return ""
    words = f"{sheet.words.choose} {escape(row.list_name)}"
    box = f'<input type="checkbox" form="bulk" name="vald" value="{row.enrolment_public_id}" aria-label="{words}">'
    return f'<td role="cell" class="mark no-print">{box}</td>'


def _td(column: Column, content: str, more: str = "") -> str:
    """A cell that is read. On a phone it stands in its place or not at all."""
    return f'<td role="cell" class="{column.narrow or "wide-only"} {more}">{content}</td>'


def _cell(line: _Line, column: Column, text: str, *, value: str | None = None, more: str = "") -> str:
    """A cell that can be written in. `text` is escaped; `value` is what the box starts from, where it is not the text."""
    kind = column.narrow or "wide-only"
    if not line.may_write:
        return f'<td role="cell" class="{kind} clip {more}">{text}</td>'
    given = "" if value is None else f' data-v="{escape(value)}"'
    if not text:
        text, given = line.sheet.words.empty.get(column.key, line.sheet.words.nothing), ' data-v=""'
    address = f"{line.page}ruta/{column.key}/"
    return f'<td role="cell" class="{kind} cell {more}"{given}><a href="{address}" data-cell="{column.key}">{text}</a></td>'


def _unread(line: _Line, column: Column, more: str = "") -> str:
    """A cell whose text could not be read: shown as it was written, marked *att tyda*. "" when there is none such."""
    text = line.row.unread.get(column.key, "")
    if not text:
        return ""
    return _cell(
        line, column, f'{escape(text)} <span class="tag">{line.sheet.words.unread}</span>', value=text, more=more
    )


def _handler(line: _Line, column: Column) -> str:
    sheet, handler = line.sheet, line.row.handler_id
    return _td(column, sheet.who.get(handler, sheet.nobody) if handler else sheet.nobody)


def _goal(line: _Line, column: Column) -> str:
    return _unread(line, column) or _cell(line, column, escape(line.row.goal))


def _step(line: _Line, column: Column) -> str:
    return _unread(line, column) or _cell(line, column, escape(line.row.next_step))


def _step_who(line: _Line, column: Column) -> str:
    """Whose the next step is."""
    row, words = line.row, line.sheet.words
    if row.next_step_by == StepBy.PERSON:
        return _cell(line, column, words.person)
    mine = row.next_step_user_id == line.sheet.shown.me
    made = _cell(line, column, words.me if mine else escape(row.next_step_who), value=row.next_step_who)
    return _unread(line, column) or made


def _step_on(line: _Line, column: Column) -> str:
    on = line.row.next_step_on
    late, words = line.sheet.words.day(on, line.sheet.today)
    made = _cell(line, column, words, value=on.isoformat() if on else "", more=f"nowrap {late}")
    return _unread(line, column) or made


def _this_week(line: _Line, column: Column) -> str:
    """Where the person stands this week. Words of an earlier week stay, and say of which."""
    row, sheet = line.row, line.sheet
    text: str = escape(row.this_week)
    if row.this_week and row.this_week_on is not None and row.this_week_on < sheet.monday:
        week = sheet.words.week % {"n": row.this_week_on.isocalendar().week}
        text = f'<span class="dim">{text} <span class="nowrap">({week})</span></span>'
    return _unread(line, column) or _cell(line, column, text, value=row.this_week)


def _strip_cell(line: _Line, column: Column) -> str:
    gap = any(signal.code is Code.GAP for signal in line.signals)
    drawn = bars(line.spans, line.sheet.today, line.sheet.words, gap=gap, started_on=line.row.started_on)
    return _td(column, drawn)


def _signal(line: _Line, column: Column) -> str:
    return _td(column, signal_html(line.signals, line.sheet.words.more))


def _meeting(line: _Line, column: Column) -> str:
    """The next one. From its day on it is a link to what is written afterwards; one that waits for that says so."""
    at = line.row.next_meeting_at
    if at is None:
        return _td(column, "")
    local = timezone.localtime(at)
    words = f"{line.sheet.words.day(local.date(), line.sheet.today)[1]} {local:%H.%M}"
    if local.date() > line.sheet.today or not line.may_write:
        return _td(column, words if local.date() >= line.sheet.today else "", "nowrap")
    late = "late" if at < timezone.now() else ""
    told = escape(line.sheet.words.after)
    link = f'<a href="{line.page}efter-motet/?fran=lista" title="{told}">{words}</a>'
    return _td(column, link, f"nowrap {late}")


def _day_cell(field: str) -> Drawing:
    def draw(line: _Line, column: Column) -> str:
        on = getattr(line.row, field)
        return _td(column, line.sheet.words.day(on, line.sheet.today)[1], "nowrap")

    return draw


def _due(field: str) -> Drawing:
    """A day that is late when it has passed."""

    def draw(line: _Line, column: Column) -> str:
        late, words = line.sheet.words.day(getattr(line.row, field), line.sheet.today)
        return _td(column, words, f"nowrap {late}")

    return draw


def _words_cell(field: str) -> Drawing:
    def draw(line: _Line, column: Column) -> str:
        return _td(column, escape(getattr(line.row, field)), "clip")

    return draw


def _state(line: _Line, column: Column) -> str:
    return _td(column, line.sheet.words.states.get(line.row.state, ""), "clip")


def _waiting(line: _Line, column: Column) -> str:
    words = line.sheet.words.waits.get(line.row.waiting_for, "")
    return _unread(line, column) or _cell(line, column, words)


def _tags(line: _Line, column: Column) -> str:
    tags = " ".join([f'<span class="tag">{escape(name)}</span>' for name in line.row.tags])
    return _td(column, tags, "clip")


def _own(line: _Line, column: Column) -> str:
    """A cell of the team's own column. What could not be read as the column's kind is text marked as such."""
    text = str(line.row.own_values.get(column.key.removeprefix(OWN), ""))
    return _unread(line, column) or _cell(line, column, escape(text))


DRAWINGS: dict[str, Drawing] = {
    "handledare": _handler,
    "mot": _goal,
    "steg": _step,
    "vem": _step_who,
    "nar": _step_on,
    "veckan": _this_week,
    "insatser": _strip_cell,
    "mote": _meeting,
    "kontakt": _day_cell("last_contact_on"),
    "signal": _signal,
    "andrad": _changed,
    "lage": _state,
    "vantar": _waiting,
    "etiketter": _tags,
    "inskriven": _day_cell("started_on"),
    "avslutad": _day_cell("ended_on"),
    "sedan": _day_cell("handler_since"),
    "paus": _due("paused_until"),
    "uppfoljning": _due("follow_up_on"),
    "skattning": _due("next_assessment_on"),
    "skattad": _day_cell("last_assessment_on"),
    "kommun": _words_cell("municipality_name"),
    "organisation": _words_cell("responsible_name"),
}
