"""The strip in a row of the register: interventions eight weeks back and ahead. Built for 300 rows a page."""

from collections.abc import Iterable
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from core import swedish_dates
from core.charts import svg

WEEKS = 8
DAYS = WEEKS * 7
WIDTH, HEIGHT = 168.0, 24.0
_DAY = WIDTH / (2 * DAYS)
_OTHER_ROWS = (14.5, 20.5)
_TODAY = (
    f'<line class="c-halo" x1="84" y1="0" x2="84" y2="24" stroke="{svg.SHEET}" stroke-width="2.5"/>'
    f'<line class="c-today" x1="84" y1="0" x2="84" y2="24" stroke="{svg.INK}"/></svg>'
)
_HEAD = '<svg class="strip" width="168" height="24" viewBox="0 0 168 24" role="img" aria-label="'


class StripBar(NamedTuple):
    """One intervention. `ends` is its last day, None while it runs on. `focus`: job focus."""

    starts: date
    ends: date | None
    focus: bool
    planned: bool = False


class StripGap(NamedTuple):
    """Days without any intervention, first and last."""

    starts: date
    ends: date | None


def _x(days: int) -> float:
    return (min(max(days, -DAYS), DAYS) + DAYS) * _DAY


def _bar(x1: float, x2: float, bar: StripBar, row: int) -> str:
    if bar.focus:
        if bar.planned:
            return (
                f'<rect class="c-plan" x="{x1 + 0.5:.1f}" y="2.5" width="{max(x2 - x1 - 1, 1):.1f}" height="8" '
                f'fill="{svg.SHEET}" stroke="{svg.ACCENT}" stroke-dasharray="3 2"/>'
            )
        return (
            f'<rect class="c-work" x="{x1:.1f}" y="2" width="{max(x2 - x1, 1.5):.1f}" height="9" fill="{svg.ACCENT}"/>'
        )
    look = (
        f'class="c-plan-other" fill="{svg.SHEET}" stroke-dasharray="2 2"'
        if bar.planned
        else (f'class="c-other" fill="{svg.SOFT}"')
    )
    return (
        f'<rect {look} x="{x1 + 0.5:.1f}" y="{_OTHER_ROWS[row]}" width="{max(x2 - x1 - 1, 1):.1f}" height="3" '
        f'stroke="{svg.OTHER}"/>'
    )


def strip(bars: Iterable[StripBar], *, today: date, words: str, gap: StripGap | None = None) -> SafeString:
    """The strip. `words` says the same ("Praktik och svenska igång"); job focus above, others on two thin rows.

    A third other at the same time is left out of the drawing; the words still tell.
    """
    parts = [_HEAD, escape(words), '">']
    rows = [-1.0, -1.0]
    for bar in sorted(bars, key=lambda bar: (not bar.focus, bar.starts)):
        x1 = _x((bar.starts - today).days)
        x2 = _x((bar.ends - today).days + 1) if bar.ends else WIDTH
        if x2 <= x1:
            continue
        if bar.focus:
            parts.append(_bar(x1, x2, bar, 0))
            continue
        row = 0 if rows[0] <= x1 else 1 if rows[1] <= x1 else None
        if row is not None:
            rows[row] = x2
            parts.append(_bar(x1, x2, bar, row))
    if gap is not None:
        x1 = _x((gap.starts - today).days)
        x2 = _x((gap.ends - today).days + 1) if gap.ends else WIDTH
        if x2 > x1:
            parts.append(svg.bracket(x1, x2, 7, 3.5))
    parts.append(_TODAY)
    return SafeString("".join(parts))


def strip_head(*, today: date, language: str = "sv") -> SafeString:
    """The column head: months that begin within the strip, and today. Never two words on each other: a month's word moves
    past today's as long as it stays within its month."""
    now = "today" if language.startswith("en") else "i dag"
    half = svg.text_width(now, 11.5, bold=True) / 2 + 4
    parts, free = [], 0.0
    day = (today - timedelta(days=DAYS)).replace(day=1)
    while (day - today).days < DAYS:
        x = _x((day - today).days)
        name = swedish_dates.month(day, language=language)[:3]
        width = svg.text_width(name, 11.5)
        following = (day + timedelta(days=32)).replace(day=1)
        ends = WIDTH / 2 + (following - today).days * _DAY
        x = min(x, WIDTH - width)
        if x < WIDTH / 2 + half and x + width > WIDTH / 2 - half:
            x = WIDTH / 2 + half
        inside = day >= today - timedelta(days=DAYS)
        if inside and x >= free and (x + width + 6 <= ends or ends > WIDTH):
            parts.append(svg.text(x, 11, name))
            free = x + width + 6
        day = following
    parts.append(svg.text(WIDTH / 2, 11, now, anchor="middle", bold=True))
    return SafeString(
        f'<svg class="strip" width="168" height="14" viewBox="0 0 168 14" aria-hidden="true" direction="ltr" '
        f'font-family="{svg.FACE}" font-size="11.5" font-weight="400">{"".join(parts)}</svg>'
    )
