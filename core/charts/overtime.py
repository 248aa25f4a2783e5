"""One indicator over time for both raters, with interventions, gaps and change of handler on the same time axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString

from core import swedish_dates
from core.charts import svg
from core.charts.svg import ChartTable

_WIDTH, _LEFT, _RIGHT = 780.0, 34.0, 756.0
_TOP, _LOW = 22.0, 172.0
_AXIS = 184.0
_LANE = 26.0
_BAR = 20.0
_GAP_LINE = 16.0  # from one line of words under the brackets to the next
_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Reading:
    """An answer 1-5 on a day."""

    on: date
    value: int


@dataclass(frozen=True)
class Period:
    """An intervention. `ends` is its last day, None while it runs on. `focus`: job focus."""

    label: str
    starts: date
    ends: date | None
    focus: bool = False
    planned: bool = False


@dataclass(frozen=True)
class Gap:
    """Days without any intervention, or without job focus; the words say which."""

    label: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class Handler:
    """Who was the primary handler in a period."""

    label: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class OverTime:
    """Everything drawn on the one axis."""

    participant: tuple[Reading, ...]
    handler: tuple[Reading, ...]
    today: date
    periods: tuple[Period, ...] = ()
    gaps: tuple[Gap, ...] = ()
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True)
class _Axis:
    """Days to the drawing's x; runs from the other side where the script does."""

    first: date
    last: date
    rtl: bool

    def x(self, day: date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days / max((self.last - self.first).days, 1)
        return _RIGHT - share * (_RIGHT - _LEFT) if self.rtl else _LEFT + share * (_RIGHT - _LEFT)

    def span(self, starts: date, ends: date | None) -> tuple[float, float]:
        """Left and right edge of a period, through its last day; running ones go on to the edge."""
        one, two = self.x(starts), self.x(ends + timedelta(days=1) if ends else self.last)
        return (min(one, two), max(one, two))

    @property
    def start(self) -> str:
        return "end" if self.rtl else "start"

    @property
    def way(self) -> int:
        return -1 if self.rtl else 1


def _axis(data: OverTime, rtl: bool) -> _Axis:
    """From the month of the first thing to the month after the last; of what is to come, about two months."""
    days = [data.today, *(reading.on for reading in (*data.participant, *data.handler))]
    stretches: list[Period | Gap | Handler] = [*data.periods, *data.gaps, *data.handlers]
    for each in stretches:
        days += [each.starts, min(each.ends or data.today, data.today + _AHEAD)]
    first, last = min(days).replace(day=1), max(days)
    after = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
    if (after - last).days < 20:
        after = (after + timedelta(days=32)).replace(day=1)
    return _Axis(first, after, rtl)


def _months(axis: _Axis) -> list[date]:
    months, day = [], axis.first
    while day < axis.last:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return months


def _time_axis(axis: _Axis, language: str) -> list[str]:
    months = _months(axis)
    slot = (_RIGHT - _LEFT) / len(months)
    every = next((each for each in (1, 2, 3, 4, 6) if slot * each >= 30), 12)
    parts = []
    edge = 3 * axis.way
    for number, month in enumerate(months):
        if every > 1 and (month.month - 1) % every:
            continue
        x = axis.x(month)
        parts.append(svg.line("c-axis", x, _AXIS, x, _AXIS + 4, svg.EDGE))
        fits = _LEFT <= (x - 26 if axis.rtl else x + 26) + (0 if axis.rtl else -26 + 26) <= _WIDTH - 2
        if every < 12 and fits:
            name = swedish_dates.month(month, language=language)[:3]
            parts.append(svg.text(x + edge, _AXIS + 15, name, anchor=axis.start))
        if month.month == 1 or number == 0:
            near_january = number == 0 and month.month > 12 - max(1, round(34 / slot))
            if not near_january:
                parts.append(svg.text(x + edge, _AXIS + 30, str(month.year), anchor=axis.start, bold=True))
    parts.append(svg.line("c-axis", _LEFT, _AXIS, _RIGHT, _AXIS, svg.EDGE))
    return parts


def _y(value: int) -> float:
    return _LOW - (min(max(value, 1), 5) - 1) * (_LOW - _TOP) / 4


def _scale(rtl: bool) -> list[str]:
    parts = []
    for value in range(1, 6):
        y = _y(value)
        parts.append(svg.line("c-grid", _LEFT, y, _RIGHT, y, svg.LINE))
        x, anchor = (_RIGHT + 12, "start") if rtl else (_LEFT - 12, "end")
        parts.append(svg.text(x, y + 4, str(value), anchor=anchor))
    return parts


def _curves(data: OverTime, axis: _Axis) -> list[str]:
    parts = []
    for name, readings, style in (
        ("c-work-line", data.participant, f'stroke="{svg.ACCENT}" stroke-width="4"'),
        ("c-hand-line", data.handler, f'stroke="{svg.INK}" stroke-width="1.75" stroke-dasharray="6 4"'),
    ):
        if len(readings) > 1:
            points = " ".join(
                f"{svg.n(axis.x(r.on))},{svg.n(_y(r.value))}" for r in sorted(readings, key=lambda r: r.on)
            )
            parts.append(f'<polyline class="{name}" points="{points}" fill="none" {style}/>')
    # Squares first, dots on top: the same answer shows as a dot in a square.
    parts += [svg.handler_mark(axis.x(reading.on), _y(reading.value)) for reading in data.handler]
    parts += [svg.participant_mark(axis.x(reading.on), _y(reading.value)) for reading in data.participant]
    return parts


@dataclass(frozen=True)
class _Bar:
    """A period as drawn: its bar, where its words begin (x of the near edge) and what both together take up."""

    period: Period
    words: str
    left: float
    right: float
    words_at: float
    inside: bool
    takes: tuple[float, float]


def _around(words: str, kind: str) -> str:
    """Words that a line may pass behind: charts.css puts the paper's colour around each letter. On paper nothing does,
    since the press draws such an edge over the letters."""
    return words.replace(f'class="{kind}"', f'class="{kind} c-around"', 1)


def _bar(period: Period, axis: _Axis) -> _Bar:
    """The words inside the bar where they fit, else after it, else (at the far end) before it; cut only
    where no side has the room."""
    left, right = axis.span(period.starts, period.ends)
    bold = period.focus and not period.planned
    words = svg.shorten(period.label, max(left - _LEFT, _WIDTH - 2 - right, right - left) - 10, bold=bold)
    width = svg.text_width(words, bold=bold)
    if width <= right - left - 10:
        return _Bar(period, words, left, right, right - 6 if axis.rtl else left + 6, True, (left, right))
    after, before = (left - 6 - width, left), (right, right + 6 + width)
    if not axis.rtl:
        after, before = before, after
    beside = after if after[0] >= _LEFT and after[1] <= _WIDTH - 2 else before
    at = beside[0] + 6 if beside[0] == right else beside[0]
    at += width if axis.rtl else 0
    return _Bar(period, words, left, right, at, False, (min(left, beside[0]), max(right, beside[1])))


def _lanes(bars: Sequence[_Bar]) -> list[list[_Bar]]:
    """Bars that would meet, words and all, go to lanes of their own, each in the first that is free."""
    lanes: list[list[_Bar]] = []
    for bar in sorted(bars, key=lambda each: (each.period.starts, each.period.label)):
        low, high = bar.takes
        free = next(
            (lane for lane in lanes if all(high < other.takes[0] or low >= other.takes[1] for other in lane)), None
        )
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return lanes


def _period(bar: _Bar, axis: _Axis, y: float) -> str:
    period, left, right = bar.period, bar.left, bar.right
    solid = period.focus and not period.planned
    if solid:
        drawn = svg.rect("c-work", left, y, max(right - left, 2), _BAR, svg.ACCENT)
    else:
        name, colour = ("c-plan", svg.ACCENT) if period.focus else ("c-plan-other", svg.OTHER)
        dashes = ' stroke-dasharray="3 2"' if period.planned else ""
        drawn = svg.rect(
            name, left + 0.5, y + 0.5, max(right - left - 1, 2), _BAR - 1, svg.SHEET, f'stroke="{colour}"{dashes}'
        )
    style = {"kind": "c-on-work", "fill": svg.ON_ACCENT} if solid and bar.inside else {}
    label = svg.text(bar.words_at, y + 14.5, bar.words, anchor=axis.start, bold=solid, strong=True, **style)
    label = label if bar.inside else _around(label, "c-strong")
    return f"<g><title>{escape(period.label)}</title>{drawn}{label}</g>"


def _interventions(data: OverTime, axis: _Axis, top: float) -> tuple[list[str], float]:
    """Others above, job focus below where work stands; returns the drawing and where it ends."""
    parts: list[str] = []
    y = top
    shown = [each for each in data.periods if each.starts < axis.last]
    others = _lanes([_bar(each, axis) for each in shown if not each.focus])
    focus = _lanes([_bar(each, axis) for each in shown if each.focus])
    for lane in (*others, *focus):
        parts += [_period(bar, axis, y) for bar in lane]
        y += _LANE
    return parts, y


def _gaps(data: OverTime, axis: _Axis, y: float) -> tuple[list[str], float]:
    """Brackets on a lane of their own. The words stand under their bracket, its middle their middle as far as the drawing
    reaches; words that would meet go one line further down, the latest gap's first."""
    if not data.gaps:
        return [], y
    parts = []
    today = axis.x(data.today)
    lines: list[list[tuple[float, float]]] = []
    for gap in sorted(data.gaps, key=lambda each: each.starts, reverse=True):
        left, right = axis.span(gap.starts, gap.ends)
        right = max(right, left + 3)
        half = svg.text_width(gap.label, bold=True) / 2
        middle = (left + right) / 2
        if middle - half - 4 < today < middle + half + 4:  # the line of today goes through the whole drawing
            middle = today - (half + 5) * axis.way
        middle = min(max(middle, _LEFT + half), _WIDTH - 2 - half)
        free = (
            n for n, taken in enumerate(lines) if all(middle + half + 8 < a or middle - half - 8 > b for a, b in taken)
        )
        line = next(free, len(lines))
        if line == len(lines):
            lines.append([])
        lines[line].append((middle - half, middle + half))
        at = y + 8 + _GAP_LINE * (line + 1)
        label = svg.text(middle, at, gap.label, anchor="middle", bold=True, kind="c-gap-text", fill=svg.NOW)
        mark = svg.bracket(left, right, y + 6, 6)
        parts.append(f"<g><title>{escape(gap.label)}</title>{mark}{_around(label, 'c-gap-text')}</g>")
    return parts, y + _LANE + _GAP_LINE * len(lines) - 6


def _handlers(data: OverTime, axis: _Axis, y: float) -> list[str]:
    parts = []
    for handler in data.handlers:
        left, right = axis.span(handler.starts, min(handler.ends or data.today, data.today))
        parts.append(svg.line("c-hand-line", left + 1, y, max(right - 4, left + 2), y, svg.INK, 'stroke-width="1.5"'))
        near = right if axis.rtl else left
        words = svg.shorten(handler.label, max(right - left - 6, 0))
        after = [each for each in data.handlers if each.starts > handler.starts]
        if not after:
            words = svg.shorten(handler.label, (near - 2) if axis.rtl else (_WIDTH - near - 2))
        label = svg.text(near + axis.way, y + 17, words, anchor=axis.start, strong=True)
        parts.append(f"<g><title>{escape(handler.label)}</title>{label}</g>")
    return parts


def _upright(data: OverTime, axis: _Axis, low: float, words: tuple[str, str]) -> list[str]:
    """Today through everything, and each change of handler dashed; their words never on each other."""
    today_word, change_word = words
    x = axis.x(data.today)
    half = svg.text_width(today_word, bold=True) / 2
    middle = min(max(x, half + 1), _WIDTH - half - 1)
    taken = [(middle - half, middle + half)]
    parts = []
    for handler in sorted(data.handlers, key=lambda each: each.starts)[1:]:
        at = axis.x(handler.starts)
        parts.append(svg.line("c-today", at, 16, at, low, svg.INK, 'stroke-dasharray="2 3"'))
        width = svg.text_width(change_word, bold=True)
        start = at - 6 - width if axis.rtl else at + 6
        for begin in (start, at - 6 - width if not axis.rtl else at + 6):
            if begin >= 1 and begin + width <= _WIDTH and all(begin + width + 6 < a or begin - 6 > b for a, b in taken):
                taken.append((begin, begin + width))
                parts.append(svg.text(begin, 14, change_word, bold=True))
                break
    parts.append(svg.line("c-today", x, _TOP, x, low, svg.INK))
    parts.append(svg.text(middle, 14, today_word, anchor="middle", bold=True))
    return parts


def over_time(
    data: OverTime,
    *,
    title: str,
    description: str,
    today_word: str,
    change_word: str,
    language: str = "sv",
    rtl: bool = False,
) -> SafeString:
    """The drawing: scale 1-5 in full, below it interventions, gaps and handlers on the same axis."""
    axis = _axis(data, rtl)
    bars, y = _interventions(data, axis, _AXIS + 44)
    gaps, y = _gaps(data, axis, y)
    low = y + (14 if data.handlers else 2)
    parts = _scale(rtl) + _time_axis(axis, language)
    parts += _upright(data, axis, low, (today_word, change_word))
    parts += bars + gaps
    if data.handlers:
        parts += _handlers(data, axis, y + 10)
    parts += _curves(data, axis)
    height = y + (34 if data.handlers else 6)
    return svg.drawing(_WIDTH, height, parts, title=title, description=description)


def over_time_table(
    data: OverTime, *, caption: str, day: str, participant: str, handler: str, language: str = "sv"
) -> ChartTable:
    """The readings by day; a dash where one of the two has none that day."""
    days = sorted({reading.on for reading in (*data.participant, *data.handler)})
    own = {reading.on: str(reading.value) for reading in data.participant}
    theirs = {reading.on: str(reading.value) for reading in data.handler}
    rows = tuple((swedish_dates.full(on, language=language), own.get(on, "–"), theirs.get(on, "–")) for on in days)
    return ChartTable(caption, (day, participant, handler), rows)


_SHIFT = _AXIS - 10  # the plan alone begins where the scale of answers would have ended


def plan_over_time(
    data: OverTime,
    together: Sequence[tuple[date, date | None]],
    *,
    title: str,
    description: str,
    today_word: str,
    together_word: str,
    language: str = "sv",
    rtl: bool = False,
) -> SafeString:
    """Interventions and gaps alone, without answers: job focus below, the gaps bracketed, and under them a line for each
    stretch where several run at the same time (first and last day, None = goes on)."""
    axis = _axis(data, rtl)
    bars, y = _interventions(data, axis, _AXIS + 44)
    gaps, y = _gaps(data, axis, y)
    lines = []
    if together:
        for first, last in together:
            left, right = axis.span(first, last)
            lines.append(svg.rect("c-work", left, y + 4, max(right - left, 2), 4, svg.ACCENT))
        left, right = axis.span(*together[0])
        words = svg.shorten(together_word, _WIDTH - 4)
        half = svg.text_width(words) / 2
        middle = min(max((left + right) / 2, _LEFT + half), _WIDTH - 2 - half)
        lines.append(_around(svg.text(middle, y + 21, words, anchor="middle", strong=True), "c-strong"))
        y += 26
    x = axis.x(data.today)
    half = svg.text_width(today_word, bold=True) / 2
    upright = [
        svg.line("c-today", x, _AXIS, x, y, svg.INK),
        svg.text(min(max(x, half + 1), _WIDTH - half - 1), _AXIS - 6 + 2, today_word, anchor="middle", bold=True),
    ]
    inner = "".join([*_time_axis(axis, language), *upright, *bars, *gaps, *lines])
    moved = f'<g transform="translate(0 {svg.n(-_SHIFT + 4)})">{inner}</g>'
    return svg.drawing(_WIDTH, y - _SHIFT + 10, [moved], title=title, description=description)
