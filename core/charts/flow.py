"""In and out, week by week: who came above the line, who left below it, and how many of those to work or studies."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.svg import ChartTable

_UNIT, _TOP, _LEFT = 14.0, 22.0, 34.0
_MOST = 6  # units drawn on each side; more people to a unit above that
_FRAME = f'stroke="{svg.OTHER}"'


@dataclass(frozen=True)
class Flow:
    """One week: its label, how many came, how many left to work or studies, how many left otherwise."""

    label: str
    came: int
    to_goal: int
    otherwise: int

    @property
    def left(self) -> int:
        return self.to_goal + self.otherwise


def flow(
    weeks: Sequence[Flow], *, title: str, description: str, in_words: str, out_words: str, width: float = 640
) -> SafeString:
    """The drawing: outlined columns up from the line, downwards solid for work or studies and outlined for the rest."""
    up = max((week.came for week in weeks), default=0)
    down = max((week.left for week in weeks), default=0)
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if max(up, down) <= each * _MOST)
    rows_up, rows_down = (max(-(-most // step), 2) for most in (up, down))
    unit = _UNIT / step
    axis = _TOP + rows_up * _UNIT
    low = axis + rows_down * _UNIT
    parts = []
    for row in range(-rows_down, rows_up + 1):
        y = axis - row * _UNIT
        if row:
            parts.append(svg.line("c-grid", _LEFT, y, width - 4, y, svg.LINE))
        if row % 2 == 0 or step == 1 and max(rows_up, rows_down) <= 2:
            parts.append(svg.text(_LEFT - 8, y + 4, str(abs(row) * step), anchor="end"))
    slot = (width - 4 - _LEFT) / max(len(weeks), 1)
    broad = min(slot * 0.56, 40)
    every = svg.label_step([week.label for week in weeks], slot)
    for number, week in enumerate(weeks):
        middle = _LEFT + slot * (number + 0.5)
        parts += _week(week, middle - broad / 2, broad, axis, unit)
        if (len(weeks) - 1 - number) % every == 0:
            last = number == len(weeks) - 1
            parts.append(svg.column_label(middle, low + 18, week.label, width, bold=last))
    parts.append(svg.line("c-axis", _LEFT, axis, width - 4, axis, svg.EDGE, 'stroke-width="1.5"'))
    parts.append(svg.text(_LEFT, _TOP - 8, in_words, strong=True))
    parts.append(svg.text(_LEFT, low + 36, out_words, strong=True))
    return svg.drawing(width, low + 42, parts, title=title, description=description)


def _week(week: Flow, x: float, broad: float, axis: float, unit: float) -> list[str]:
    parts = []
    if week.came:
        high = week.came * unit
        parts.append(svg.rect("c-plan-other", x + 0.5, axis - high, broad - 1, high, svg.SHEET, _FRAME))
    if week.to_goal:
        parts.append(svg.rect("c-work", x, axis, broad, week.to_goal * unit, svg.ACCENT))
    if week.otherwise:
        top, high = axis + week.to_goal * unit, week.otherwise * unit
        parts.append(svg.rect("c-plan-other", x + 0.5, top, broad - 1, high, svg.SHEET, _FRAME))
    return parts


def flow_table(
    weeks: Sequence[Flow], *, caption: str, week: str, came: str, to_goal: str, otherwise: str
) -> ChartTable:
    """The same numbers."""
    rows = tuple((w.label, str(w.came), str(w.to_goal), str(w.otherwise)) for w in weeks)
    return ChartTable(caption, (week, came, to_goal, otherwise), rows)
