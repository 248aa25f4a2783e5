"""What all charts share: colours, marks, text and its width, the frame of a drawing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

# The light theme of static/css/tokens.css; a test holds the two together.
PAPER, SHEET, TINT, LINE, EDGE = "#f6f4ee", "#fffefb", "#ece8dd", "#dbd5c7", "#7f7767"
INK, INK_2 = "#22201b", "#575145"
ACCENT, ACCENT_TINT, ON_ACCENT = "#1a5a4d", "#dfebe4", "#fff"
NOW = "#942e1b"
OTHER, SOFT = "#8d8472", "#cfc8b8"

# Ours in documents first (core.pdf names each subset), then what the page has.
FACE = (
    "Framat Latin, Framat Latin Ext, Framat Cyrillic, Framat Arabic, Framat Ethiopic, "
    "Noto Sans, Noto Sans Arabic, Noto Sans Ethiopic, sans-serif"
)
SIZE = 12.0
_LEAST = (20, 28, 36, 44, 52, 60)  # rem: classes of charts.css that keep text from shrinking below reading size
MARK = 5.0  # the room a mark takes around its point

# Advance widths of Noto Sans 400 in thousandths of the size, from space to tilde.
_ASCII = (
    *(260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372),
    *(572,) * 10,
    *(268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907, 760, 781),
    *(605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615, 564),
    *(344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380),
    *(551, 380, 572),
)
_OTHERS = {"å": 561, "ä": 561, "ö": 605, "Å": 639, "Ä": 639, "Ö": 781, "é": 564, "·": 268, "–": 500, "’": 175, "…": 791}
_BOLD = 1.07


class Rater(StrEnum):
    """Whose picture it is. The two are never mixed into one."""

    PARTICIPANT = "participant"
    HANDLER = "handler"


@dataclass(frozen=True)
class ChartTable:
    """The numbers of a chart as a table: first cell of each row is its head; all text."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _advance(letter: str) -> int:
    code = ord(letter)
    if 32 <= code < 127:
        return _ASCII[code - 32]
    if letter in _OTHERS:
        return _OTHERS[letter]
    if 0x0600 <= code < 0x0780:
        return 0 if 0x064B <= code <= 0x0652 else 560  # joined letters; vowel marks take no room
    return 820 if 0x1200 <= code < 0x1380 else 640


@lru_cache(maxsize=2048)
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """How wide a line is, in the drawing's units; other scripts than Latin on the safe side."""
    return sum(_advance(letter) for letter in text) * size / 1000 * (_BOLD if bold else 1)


def shorten(text: str, room: float, size: float = SIZE, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis; nothing where not even three letters would."""
    if text_width(text, size, bold) <= room:
        return text
    while text and text_width(text + "…", size, bold) > room:
        text = text[:-1]
    text = text.rstrip(" ,.:;-–")
    return text + "…" if len(text) >= 3 else ""


def wrap(text: str, room: float, size: float = SIZE) -> list[str]:
    """At most two lines, broken at a space (or after a hyphen) where the longer line is shortest."""
    if text_width(text, size) <= room:
        return [text]
    places = [i + 1 for i, letter in enumerate(text) if letter in " -" and 0 < i < len(text) - 1]
    if not places:
        return [text]
    cut = min(places, key=lambda i: max(text_width(text[:i].rstrip(), size), text_width(text[i:], size)))
    return [text[:cut].rstrip(), text[cut:]]


def n(value: float) -> str:
    """A coordinate: one decimal at most, no trailing zero, the same on every machine."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    strong: bool = False,
    bold: bool = False,
    kind: str = "",
    fill: str = "",
) -> str:
    """A line of text with its baseline at y. Anchors are of the drawing (left to right), whatever the script."""
    if not words:
        return ""
    name = kind or ("c-strong" if strong or bold else "c-text")
    colour = fill or (INK if strong or bold else INK_2)
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="700"' if bold else ""
    return f'<text class="{name}" x="{n(x)}" y="{n(y)}"{placed}{weight} fill="{colour}">{escape(words)}</text>'


def label_step(labels: Sequence[str], slot: float) -> int:
    """Each how many labels can stand under their columns without meeting; counted back from the last."""
    widest = max((text_width(label, bold=True) for label in labels), default=0)
    every = 1
    while widest + 6 > slot * every:
        every += 1
    return every


def column_label(middle: float, y: float, words: str, width: float, *, bold: bool) -> str:
    """A label under its column, kept inside the drawing."""
    half = text_width(words, bold=bold) / 2
    return text(min(middle, width - half - 1), y, words, anchor="middle", bold=bold)


def line(name: str, x1: float, y1: float, x2: float, y2: float, stroke: str, more: str = "") -> str:
    return (
        f'<line class="{name}" x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}" stroke="{stroke}"'
        f"{' ' + more if more else ''}/>"
    )


def rect(name: str, x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    return (
        f'<rect class="{name}" x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}" fill="{fill}"'
        f"{' ' + more if more else ''}/>"
    )


def drawing(width: float, height: float, parts: list[str], *, title: str, description: str) -> SafeString:
    """The whole picture with its name and description. Ids come from the content: same input, same output."""
    body = "".join(parts)
    least = max((rem for rem in _LEAST if rem * 16 <= width * 0.93), default=0)
    mark = hashlib.blake2s(f"{title}|{description}|{body}".encode(), digest_size=4).hexdigest()
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="least-{least}" viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}" '
        f'height="{n(height)}" role="img" aria-labelledby="t{mark} d{mark}" direction="ltr" font-family="{FACE}" '
        f'font-size="{n(SIZE)}"><title id="t{mark}">{escape(title)}</title><desc id="d{mark}">{escape(description)}</desc>'
        f"{body}</svg>"
    )


def participant_mark(x: float, y: float, size: float = 4.25) -> str:
    return f'<circle class="c-work" cx="{n(x)}" cy="{n(y)}" r="{size}" fill="{ACCENT}"/>'


def handler_mark(x: float, y: float, half: float = 6.5) -> str:
    return rect("c-hand-mark", x - half, y - half, 2 * half, 2 * half, SHEET, f'stroke="{INK}" stroke-width="1.75"')


def first_mark(x: float, y: float) -> str:
    return (
        f'<circle class="c-first-mark" cx="{n(x)}" cy="{n(y)}" r="2.75" fill="{SHEET}" stroke="{EDGE}" '
        'stroke-width="1.5"/>'
    )


def bracket(x1: float, x2: float, y: float, half: float) -> str:
    """A gap: a line between two small ends."""
    inner = min(x1 + 0.75, x2), max(x2 - 0.75, x1)
    path = (
        f"M{n(inner[0])} {n(y - half)}V{n(y + half)}M{n(x1)} {n(y)}H{n(x2)}M{n(inner[1])} {n(y - half)}V{n(y + half)}"
    )
    return f'<path class="c-gap" d="{path}" fill="none" stroke="{NOW}" stroke-width="1.5"/>'


_LEGEND = {
    "work": (22, rect("c-work", 0, 1, 22, 10, ACCENT)),
    "work-soft": (22, rect("c-work-soft", 1, 2, 20, 8, ACCENT_TINT, f'stroke="{ACCENT}" stroke-width="2"')),
    "other": (22, rect("c-other", 0.5, 4.5, 21, 4, SOFT, f'stroke="{OTHER}"')),
    "other-frame": (22, rect("c-plan-other", 0.5, 1.5, 21, 9, SHEET, f'stroke="{OTHER}"')),
    "planned": (22, rect("c-plan", 0.5, 1.5, 21, 9, SHEET, f'stroke="{ACCENT}" stroke-dasharray="3 2"')),
    "gap": (22, bracket(0, 22, 6, 4)),
    "participant": (
        30,
        line("c-work-line", 0, 6, 30, 6, ACCENT, 'stroke-width="2.5"') + participant_mark(15, 6, 4.5),
    ),
    "handler": (
        30,
        line("c-hand-line", 0, 6, 30, 6, INK, 'stroke-width="1.75" stroke-dasharray="6 4"') + handler_mark(15, 6, 4),
    ),
    "handler-latest": (
        30,
        line("c-hand-line", 0, 6, 30, 6, INK, 'stroke-width="2.25"') + rect("c-strong", 11.5, 2.5, 7, 7, INK),
    ),
    "first": (
        30,
        line("c-first", 0, 6, 30, 6, EDGE, 'stroke-width="1.75" stroke-dasharray="4 3"') + first_mark(15, 6),
    ),
    "today": (10, line("c-today", 5, 0, 5, 12, INK)),
}


def legend_mark(kind: str) -> SafeString:
    """The small sample before a word in a legend: work, work-soft, other, other-frame, planned, gap, participant,
    handler, handler-latest, first, today."""
    width, inside = _LEGEND[kind]
    return SafeString(f'<svg width="{width}" height="12" viewBox="0 0 {width} 12" aria-hidden="true">{inside}</svg>')
