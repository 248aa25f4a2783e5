"""Shares: the way to a hundred per cent with its halts, and the small bar of a condition. Always the whole scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from core.charts import svg

_BAR_TOP, _BAR = 26.0, 20.0


@dataclass(frozen=True)
class Share:
    """Reached: how many went to work, to studies, and how many are left, with the words on each part."""

    work: int
    studies: int
    left: int
    work_words: str
    studies_words: str
    left_words: str
    goal_words: str


@dataclass(frozen=True)
class ShareMark:
    """An earlier level, per cent 0-100, with its word ("kv 2"); `now` is the present one."""

    percent: float
    words: str
    now: bool = False


def _marks(marks: Sequence[ShareMark], percent_sign: str, width: float) -> list[str]:
    """Ticks under the bar; words only where they do not meet others, the present and later ones first."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    for mark in sorted(marks, key=lambda mark: (mark.now, mark.percent), reverse=True):
        x = min(max(mark.percent, 0), 100) / 100 * (width - 2) + 1
        figure = f"{mark.percent:.0f}{percent_sign}"
        half = max(svg.text_width(mark.words, bold=mark.now), svg.text_width(figure, bold=mark.now)) / 2
        middle = min(max(x, half + 1), width - half - 1)
        name, colour = ("c-today", svg.INK) if mark.now else ("c-axis", svg.EDGE)
        thick = 'stroke-width="2"' if mark.now else ""
        parts.append(svg.line(name, x, _BAR_TOP + _BAR, x, _BAR_TOP + _BAR + 8, colour, thick))
        if all(middle + half + 5 < start or middle - half - 5 > end for start, end in taken):
            taken.append((middle - half, middle + half))
            parts.append(svg.text(middle, 67, mark.words, anchor="middle", bold=mark.now))
            parts.append(svg.text(middle, 81, figure, anchor="middle", bold=mark.now))
    return parts


def share(
    reached: Share,
    marks: Sequence[ShareMark],
    *,
    title: str,
    description: str,
    percent_sign: str = "\u00a0%",
    width: float = 640,
) -> SafeString:
    """The bar from 0 to 100 %, parts in proportion to the counts, words inside where they fit."""
    total = max(reached.work + reached.studies + reached.left, 1)
    room = width - 2
    parts = [svg.rect("c-track", 1, _BAR_TOP, room, _BAR, svg.TINT)]
    work, studies = room * reached.work / total, room * reached.studies / total
    baseline = _BAR_TOP + 14.5
    if reached.work:
        parts.append(svg.rect("c-work", 1, _BAR_TOP, work, _BAR, svg.ACCENT))
        words = svg.shorten(reached.work_words, work - 16, bold=True)
        parts.append(svg.text(9, baseline, words, bold=True, kind="c-on-work", fill=svg.ON_ACCENT))
    if reached.studies:
        frame = f'stroke="{svg.ACCENT}" stroke-width="2"'
        parts.append(svg.rect("c-work-soft", 2 + work, _BAR_TOP + 1, studies - 2, _BAR - 2, svg.ACCENT_TINT, frame))
        parts.append(
            svg.text(9 + work, baseline, svg.shorten(reached.studies_words, studies - 16, bold=True), bold=True)
        )
    if reached.left:
        start = 1 + work + studies
        parts.append(svg.text(start + 12, baseline, svg.shorten(reached.left_words, width - start - 22)))
    parts.append(svg.line("c-today", width - 1, 14, width - 1, _BAR_TOP + _BAR + 8, svg.INK, 'stroke-width="2"'))
    parts.append(svg.text(width - 1, 11, reached.goal_words, anchor="end", bold=True))
    parts += _marks(marks, percent_sign, width)
    return svg.drawing(width, 86, parts, title=title, description=description)


def meter(value: float, whole: float, *, words: str) -> SafeString:
    """The plain bar of a condition or a part of a match, `value` of `whole`; stretches to its place."""
    width = 300 * min(max(value / whole, 0), 1) if whole > 0 else 0
    track = svg.rect("c-track", 0, 2, 300, 10, svg.TINT)
    filled = svg.rect("c-work", 0, 2, width, 10, svg.ACCENT) if width else ""
    from_words = escape(words)
    return SafeString(
        f'<svg class="meter" viewBox="0 0 300 14" width="300" height="14" preserveAspectRatio="none" role="img" '
        f'aria-label="{from_words}">{track}{filled}</svg>'
    )
