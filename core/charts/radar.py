"""Radar of n indicators, first reading against the latest, for one rater. Scale 1-5 always in full."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.svg import ChartTable, Rater

_RADIUS = 92.0
_LABEL_GAP = 13.0
_LINE_HEIGHT = 15.0
_WRAP_AT = 112.0
_EDGE = 3.0


@dataclass(frozen=True)
class RadarAxis:
    """One indicator. None: no answer (not obtained, declined, or not for this viewer's eyes)."""

    label: str
    first: int | None
    latest: int | None


@dataclass(frozen=True)
class _Label:
    lines: list[str]
    x: float  # from the centre
    top: float  # baseline of the first line, from the centre
    anchor: str

    @property
    def width(self) -> float:
        return max(svg.text_width(each) for each in self.lines)


def _labels(axes: Sequence[RadarAxis]) -> list[_Label]:
    """Labels outside the polygon: to the right start there, to the left end there, above and below in the middle."""
    placed = []
    for number, axis in enumerate(axes):
        angle = 2 * math.pi * number / len(axes)
        across, up = math.sin(angle), -math.cos(angle)
        lines = svg.wrap(axis.label, _WRAP_AT)
        anchor = "middle" if abs(across) < 0.12 else "start" if across > 0 else "end"
        reach = _RADIUS + _LABEL_GAP
        x = 0.0 if anchor == "middle" else across * reach
        height = _LINE_HEIGHT * (len(lines) - 1)
        if anchor == "middle":
            top = up * reach - height + 3 if up < 0 else up * reach + 9
        else:
            # Beside: centred on its axis, drawn outwards when the axis points up or down.
            top = up * reach + 4 - height / 2 + up * height / 2
        placed.append(_Label(lines, x, top, anchor))
    return placed


def _reach(labels: Sequence[_Label]) -> tuple[float, float]:
    """How far the labels go to the left and to the right of the centre."""
    left = right = _RADIUS + svg.MARK
    for label in labels:
        part = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        left = max(left, label.width * part - label.x)
        right = max(right, label.width * (1 - part) + label.x)
    return left, right


def _points(values: Sequence[int | None], scale: int) -> list[tuple[float, float] | None]:
    found: list[tuple[float, float] | None] = []
    for number, value in enumerate(values):
        if value is None:
            found.append(None)
            continue
        angle = 2 * math.pi * number / len(values)
        reach = _RADIUS * min(max(value, 0), scale) / scale
        found.append((math.sin(angle) * reach, -math.cos(angle) * reach))
    return found


def _outline(points: Sequence[tuple[float, float] | None], cx: float, cy: float, name: str, style: str) -> str:
    """A closed shape when every axis has an answer, otherwise lines between neighbours that both have one."""
    if all(point is not None for point in points):
        corners = " ".join(f"{svg.n(cx + p[0])},{svg.n(cy + p[1])}" for p in points if p)
        return f'<polygon class="{name}" points="{corners}" {style}/>'
    open_style = style.replace(f'fill="{svg.ACCENT_TINT}"', 'fill="none"').replace(f'fill="{svg.TINT}"', 'fill="none"')
    parts = []
    for number, here in enumerate(points):
        there = points[(number + 1) % len(points)]
        if here and there:
            ends = f"M{svg.n(cx + here[0])} {svg.n(cy + here[1])}L{svg.n(cx + there[0])} {svg.n(cy + there[1])}"
            parts.append(f'<path class="{name.replace("-soft", "-line")}" d="{ends}" {open_style}/>')
    return "".join(parts)


def _web(axes: int, cx: float, cy: float, scale: int) -> list[str]:
    parts = []
    for ring in range(1, scale + 1):
        corners = " ".join(f"{svg.n(cx + x)},{svg.n(cy + y)}" for x, y in filter(None, _points([ring] * axes, scale)))
        colour = svg.EDGE if ring == scale else svg.LINE
        name = "c-axis" if ring == scale else "c-grid"
        parts.append(f'<polygon class="{name}" points="{corners}" fill="none" stroke="{colour}"/>')
    for x, y in filter(None, _points([scale] * axes, scale)):
        parts.append(svg.line("c-grid", cx, cy, cx + x, cy + y, svg.LINE))
    return parts


def radar(
    axes: Sequence[RadarAxis], *, title: str, description: str, rater: Rater = Rater.PARTICIPANT, scale: int = 5
) -> SafeString:
    """The drawing. `description` is the sentence for those who do not see it; the table stands beside."""
    labels = _labels(axes)
    left, right = _reach(labels)
    top = min(each.top - svg.SIZE for each in labels)
    bottom = max(each.top + _LINE_HEIGHT * (len(each.lines) - 1) + 4 for each in labels)
    cx, cy = left + _EDGE, -top + _EDGE
    parts = _web(len(axes), cx, cy, scale)
    for label in labels:
        for row, words in enumerate(label.lines):
            y = cy + label.top + row * _LINE_HEIGHT
            parts.append(svg.text(cx + label.x, y, words, anchor=label.anchor, strong=True))
    latest = _points([axis.latest for axis in axes], scale)
    first = _points([axis.first for axis in axes], scale)
    if rater is Rater.PARTICIPANT:
        name, fill, stroke = "c-work-soft", svg.ACCENT_TINT, svg.ACCENT
    else:
        name, fill, stroke = "c-hand-soft", svg.TINT, svg.INK
    style = f'fill="{fill}" fill-opacity=".75" stroke="{stroke}" stroke-width="2.25" stroke-linejoin="round"'
    parts.append(_outline(latest, cx, cy, name, style))
    dashed = f'fill="none" stroke="{svg.EDGE}" stroke-width="1.75" stroke-dasharray="4 3"'
    parts.append(_outline(first, cx, cy, "c-first", dashed))
    parts += [svg.first_mark(cx + p[0], cy + p[1]) for p in first if p]
    for point in filter(None, latest):
        x, y = cx + point[0], cy + point[1]
        if rater is Rater.PARTICIPANT:
            parts.append(svg.participant_mark(x, y, 4))
        else:
            parts.append(svg.rect("c-strong", x - 3.5, y - 3.5, 7, 7, svg.INK))
    return svg.drawing(cx + right + _EDGE, cy + bottom + _EDGE, parts, title=title, description=description)


def radar_table(
    axes: Sequence[RadarAxis], *, caption: str, area: str, first: str, latest: str, step: str
) -> ChartTable:
    """The same numbers; a step has its sign and stands only where both readings do."""

    def shown(value: int | None) -> str:
        return "–" if value is None else str(value)

    def moved(axis: RadarAxis) -> str:
        if axis.first is None or axis.latest is None:
            return "–"
        change = axis.latest - axis.first
        return f"{change:+d}".replace("-", "−") if change else "0"

    rows = tuple((axis.label, shown(axis.first), shown(axis.latest), moved(axis)) for axis in axes)
    return ChartTable(caption, (area, first, latest, step), rows)
