"""What of an ad's text may be kept: plain text, without ways to reach a person."""

import html
import re
from collections.abc import Iterable

import nh3

from core.forms import plain_text

LONGEST = 20_000
HIDDEN = "[borttaget]"

_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+\[\]-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A number that begins as a telephone number does, in groups of digits; amounts, years and numbers of firms do not.
_PHONE = re.compile(r"(?<![\w-])(?:\+\d{1,3}|00\d{2}|\(?0)[\d \u00a0()/–-]{6,18}\d(?!\w)")
_GAPS = re.compile(r"\n\s*\n\s*")


def without_markup(text: str) -> str:
    """Plain text: tags and what only machines read dropped, line breaks kept."""
    text = plain_text(text[: 4 * LONGEST])
    if "<" in text:
        text = html.unescape(nh3.clean(_BREAKS.sub("\n", text), tags=set(), clean_content_tags={"script", "style"}))
    elif "&" in text:
        text = html.unescape(text)
    lines = (" ".join(line.split()) for line in plain_text(text).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def without_contacts(text: str, names: Iterable[str] = ()) -> str:
    """Mail addresses, telephone numbers and the given persons' names blotted out."""
    text = _PHONE.sub(_blot_phone, _MAIL.sub(HIDDEN, text))
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return text


def _blot_phone(found: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in found[0])
    return HIDDEN if 7 <= digits <= 15 else found[0]
