"""Small pieces of HTML as functions: fast enough for 300 rows, escaped, the same in views and templates.

An include in a loop is the usual thief of time; these cost a microsecond or two. Templates reach them through
core.templatetags.framat, Python code imports them.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache

from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core.charts.svg import legend_mark

# Signs that point somewhere turn with the direction of the text.
_TURNING = frozenset({"back", "next", "forward", "backward", "ear", "leave", "undo", "outside"})
_LEVELS = frozenset({"now", "soon", "know"})

MARK = SafeString(
    '<svg class="logo" width="26" height="18" viewBox="0 0 26 18" aria-hidden="true" focusable="false">'
    '<rect class="c-other" x=".5" y="2.5" width="14" height="4" fill="#cfc8b8" stroke="#8d8472"/>'
    '<rect class="c-work" x="8" y="10" width="18" height="6" fill="#1a5a4d"/></svg>'
)


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """A sign from static/icons.svg. Decoration only: the word stands beside it."""
    classes = " ".join(filter(None, ("ic", "flip" if name in _TURNING else "", extra)))
    address = f"{static('icons.svg')}#{name}"
    return SafeString(f'<svg class="{escape(classes)}" aria-hidden="true"><use href="{escape(address)}"/></svg>')


def signal(level: str, words: str) -> SafeString:
    """A signal: "now" (diamond), "soon" (half circle) or "know" (ring) and its words. Empty words give nothing."""
    if not words:
        return SafeString("")
    if level not in _LEVELS:
        raise ValueError(f"no signal level {level!r}")
    return SafeString(f'<span class="sig {level}">{icon(level)}<span>{escape(words)}</span></span>')


def who(initials: str, name: str, me: bool = False) -> SafeString:
    """A colleague as two letters; filled when it is the reader. Without initials: nobody yet, in words for ears."""
    if not initials:
        return SafeString(f'<abbr class="who none" title="{escape(name or gettext("Saknas"))}">–</abbr>')
    shown = f'<span aria-hidden="true">{escape(initials)}</span><span class="only-read">{escape(name)}</span>'
    return SafeString(f'<abbr class="who{" me" if me else ""}" title="{escape(name)}">{shown}</abbr>')


def tag(words: str, kind: str = "") -> SafeString:
    """A fact in a frame, cannot be pressed. Kinds: "", now, soon, work."""
    return SafeString(f'<span class="tag{" " + escape(kind) if kind else ""}">{escape(words)}</span>')


def initials(name: str) -> str:
    """First letters of the first and last name: Sara Lindmark is SL."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def distinct_initials(names: Mapping[int, str]) -> dict[int, str]:
    """Initials by id, no two alike: of several MÅ one is MaÅ, and namesakes have a number after."""
    short = {key: initials(name) or "?" for key, name in names.items()}
    often = Counter(short.values())
    found: dict[int, str] = {}
    taken: set[str] = {each for each, times in often.items() if times == 1}
    for key in sorted(names):
        if often[short[key]] == 1:
            found[key] = short[key]
            continue
        longer = _three_letters(names[key]) or short[key]
        tries = (longer, *(f"{short[key]}{number}" for number in range(2, len(names) + 3)))
        found[key] = next(each for each in tries if each not in taken)
        taken.add(found[key])
    return found


def _three_letters(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return ""
    return words[0][:2].capitalize() + (words[-1][0].upper() if len(words) > 1 else "")


def legend(kind: str, words: str) -> SafeString:
    """A line of a chart's legend: the sample and its word. Kinds: core.charts.legend_mark."""
    return SafeString(f"<span>{legend_mark(kind)}{escape(words)}</span>")


def steps(here: int, of: int) -> SafeString:
    """How far on a phone: one piece per step. Decoration; the same is always said in words above."""
    kinds = ("past" if number < here else "here" if number == here else "" for number in range(1, of + 1))
    return SafeString(
        f'<div class="steps" aria-hidden="true">{"".join(f"<i class={k!r}></i>" if k else "<i></i>" for k in kinds)}</div>'
    )


def dots(filled: int, of: int = 5) -> SafeString:
    """How strong an answer is, beside its words."""
    marks = "".join('<i class="on"></i>' if number < filled else "<i></i>" for number in range(of))
    return SafeString(f'<span class="dots" aria-hidden="true">{marks}</span>')
