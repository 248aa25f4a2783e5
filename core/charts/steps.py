"""How each indicator has moved, a dot for the participants and a square for the handlers on one line: never averaged,
never coloured by direction. The same step for both shows as a dot in a square."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg

_ROW, _TOP, _GAP = 30.0, 26.0, 14.0
_LONGEST = 210.0
_SCALE = 4  # the longest step there is between 1 and 5


@dataclass(frozen=True)
class Step:
    """One indicator: the mean step for each rater, None for too few to tell."""

    label: str
    participant: float | None
    handler: float | None


def steps(
    rows: Sequence[Step],
    *,
    title: str,
    description: str,
    lower: str,
    higher: str,
    too_few: str,
    width: float = 640,
) -> SafeString:
    """The drawing, from as far down to as far up as anybody moved (at least one step each way)."""
    told = [value for row in rows for value in (row.participant, row.handler) if value is not None]
    reach = min(max(math.ceil(max((abs(value) for value in told), default=1)), 1), _SCALE)
    left = min(max((svg.text_width(row.label) for row in rows), default=0), _LONGEST) + _GAP
    right = width - 12
    middle = (left + right) / 2
    unit = (right - 10 - middle) / reach
    low = _TOP + _ROW * len(rows)
    parts = []
    for tick in range(-reach, reach + 1):
        x = middle + tick * unit
        parts.append(svg.line("c-axis" if tick == 0 else "c-grid", x, _TOP, x, low, svg.LINE if tick else svg.EDGE))
        parts.append(svg.text(x, low + 16, signed(tick), anchor="middle"))
    parts.append(svg.text(middle - 10, _TOP - 10, lower, anchor="end"))
    parts.append(svg.text(middle + 10, _TOP - 10, higher))
    for number, row in enumerate(rows):
        parts += _row(row, _TOP + _ROW * (number + 0.5), left, right, middle, unit, too_few)
    return svg.drawing(width, low + 22, parts, title=title, description=description)


def _row(row: Step, y: float, left: float, right: float, middle: float, unit: float, too_few: str) -> list[str]:
    parts = [
        svg.text(0, y + 4, svg.shorten(row.label, left - _GAP + 1), strong=True),
        svg.line("c-grid", left, y, right, y, svg.LINE),
    ]
    if row.participant is None and row.handler is None:
        return [parts[0], svg.text(middle + 10, y + 4, too_few)]
    if row.handler is not None:
        parts.append(svg.handler_mark(middle + row.handler * unit, y))
    if row.participant is not None:
        parts.append(svg.participant_mark(middle + row.participant * unit, y))
    return parts


def signed(step: int) -> str:
    """A whole step with its sign."""
    return f"{step:+d}".replace("-", "\u2212") if step else "0"
