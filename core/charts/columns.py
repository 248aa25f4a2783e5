"""Columns per week: two kinds stacked (work solid, studies framed), whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg

_HEIGHT, _TOP, _LEFT, _BASE = 128.0, 14.0, 28.0, 104.0


@dataclass(frozen=True)
class Column:
    """One week: its label, how many to work, how many to studies."""

    label: str
    work: int
    studies: int


def _ticks(highest: int) -> list[int]:
    """Whole steps from 0 to at least the highest: at most five of 1, 2, 5, 10 …"""
    step = 1
    for factor in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        step = factor
        if highest <= factor * 5:
            break
    top = max(-(-highest // step), 1)
    return [step * each for each in range(top + 1)]


def columns(weeks: Sequence[Column], *, title: str, description: str, width: float = 640) -> SafeString:
    """The drawing, the last week bold, as wide as its place (text keeps its size). Labels thin out when there is no room for all of them."""
    ticks = _ticks(max((week.work + week.studies for week in weeks), default=0))
    unit = (_BASE - _TOP) / ticks[-1]
    parts = []
    for tick in ticks:
        y = _BASE - tick * unit
        parts.append(svg.line("c-grid", _LEFT, y, width - 4, y, svg.LINE))
        parts.append(svg.text(_LEFT - 8, y + 4, str(tick), anchor="end"))
    slot = (width - 4 - _LEFT) / max(len(weeks), 1)
    broad = min(slot * 0.56, 40)
    every = svg.label_step([week.label for week in weeks], slot)
    for number, week in enumerate(weeks):
        middle = _LEFT + slot * (number + 0.5)
        x, top = middle - broad / 2, _BASE - week.work * unit
        if week.work:
            parts.append(svg.rect("c-work", x, top, broad, _BASE - top, svg.ACCENT))
        if week.studies:
            frame = f'stroke="{svg.ACCENT}" stroke-width="2"'
            upper = top - week.studies * unit
            parts.append(svg.rect("c-work-soft", x + 1, upper + 1, broad - 2, top - upper - 2, svg.ACCENT_TINT, frame))
        last = number == len(weeks) - 1
        if (len(weeks) - 1 - number) % every == 0:
            parts.append(svg.text(middle, 122, week.label, anchor="middle", bold=last))
    parts.append(svg.line("c-axis", _LEFT, _BASE, width - 4, _BASE, svg.EDGE))
    return svg.drawing(width, _HEIGHT, parts, title=title, description=description)
