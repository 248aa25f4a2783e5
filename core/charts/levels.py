"""How far a team has come, week by week: per cent of everyone, work solid and studies framed. Always the whole way to
100 %, so a small step looks small and the goal is in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.svg import ChartTable
from core.numbers import percent

_HEIGHT, _TOP, _LEFT, _BASE = 176.0, 24.0, 34.0, 152.0
_TICKS = (0, 25, 50, 75)


@dataclass(frozen=True)
class Level:
    """One week: its label, and how many of `whole` had reached work, and studies."""

    label: str
    work: int
    studies: int
    whole: int

    @property
    def percent(self) -> int:
        return round(100 * (self.work + self.studies) / self.whole) if self.whole else 0


def levels(
    weeks: Sequence[Level],
    *,
    title: str,
    description: str,
    goal_words: str,
    percent_sign: str = "\u00a0%",
    width: float = 640,
) -> SafeString:
    """The drawing, the last week bold with its figure above. `goal_words` stands on the line at 100 %."""
    unit = (_BASE - _TOP) / 100
    parts = []
    for tick in _TICKS[1:]:
        y = _BASE - tick * unit
        parts.append(svg.line("c-grid", _LEFT, y, width - 4, y, svg.LINE))
    parts += [svg.text(_LEFT - 8, _BASE - tick * unit + 4, str(tick), anchor="end") for tick in (*_TICKS, 100)]
    slot = (width - 4 - _LEFT) / max(len(weeks), 1)
    broad = min(slot * 0.56, 40)
    every = svg.label_step([week.label for week in weeks], slot)
    for number, week in enumerate(weeks):
        middle = _LEFT + slot * (number + 0.5)
        parts += _column(week, middle - broad / 2, broad, unit)
        last = number == len(weeks) - 1
        if (len(weeks) - 1 - number) % every == 0:
            parts.append(svg.column_label(middle, _BASE + 18, week.label, width, bold=last))
        if last and week.percent < 96:
            y = _BASE - week.percent * unit - 6
            parts.append(svg.text(middle, y, f"{week.percent}{percent_sign}", anchor="middle", bold=True))
    parts.append(svg.line("c-axis", _LEFT, _BASE, width - 4, _BASE, svg.EDGE))
    parts.append(svg.line("c-today", _LEFT, _TOP, width - 4, _TOP, svg.INK, 'stroke-width="2"'))
    parts.append(svg.text(width - 4, _TOP - 8, goal_words, anchor="end", bold=True))
    return svg.drawing(width, _HEIGHT, parts, title=title, description=description)


def _column(week: Level, x: float, broad: float, unit: float) -> list[str]:
    if not week.whole:
        return []
    work, studies = (100 * count / week.whole * unit for count in (week.work, week.studies))
    parts = []
    if week.work:
        parts.append(svg.rect("c-work", x, _BASE - work, broad, work, svg.ACCENT))
    if week.studies:
        frame = f'stroke="{svg.ACCENT}" stroke-width="2"'
        top = _BASE - work - studies
        parts.append(svg.rect("c-work-soft", x + 1, top + 1, broad - 2, studies - 2, svg.ACCENT_TINT, frame))
    return parts


def levels_table(
    weeks: Sequence[Level], *, caption: str, week: str, work: str, studies: str, whole: str, share: str
) -> ChartTable:
    """The same numbers."""
    rows = tuple((w.label, str(w.work), str(w.studies), str(w.whole), percent(w.percent)) for w in weeks)
    return ChartTable(caption, (week, work, studies, whole, share), rows)
