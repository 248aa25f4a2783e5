"""Swedish order and forgiving search, without help from the database's collations (the embedded build has none)."""

import re
import unicodedata
from typing import NamedTuple

_REMEMBERED = 0x3000  # letters of the scripts people write in here; the rest is worked out each time


class _Letters(dict[int, str]):
    """For str.translate: what becomes of each letter, worked out once. `own` are those with a place of their own."""

    def __init__(self, own: dict[str, str]) -> None:
        super().__init__({ord(letter): instead for letter, instead in own.items()})

    def __missing__(self, code: int) -> str:
        """Accents off."""
        bare = "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        bare = bare.translate(self) if len(bare) > 1 or bare != chr(code) else bare
        if code < _REMEMBERED:
            self[code] = bare
        return bare


# Å Ä Ö after Z, in that order, under byte order ("C").
_SORT = _Letters({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_FOLD = _Letters({"å": "a", "ä": "a", "ö": "o"} | dict.fromkeys("‐‑‒–", "-") | dict.fromkeys("’‘´ʼʻ", "'"))
_WORD = re.compile(r"\w+(?:[-'`]\w+)*")


def _changed(text: str, letters: _Letters) -> str:
    """Lower case, each letter as `letters` says."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold().translate(letters)


def sort_key(text: str) -> str:
    """Byte order of the keys is Swedish order of the words: "Öberg" after "Zetterlund", case ignored."""
    return _changed(text, _SORT).strip()


def fold(text: str) -> str:
    """Lower case and without å ä ö: how a person types when in a hurry."""
    return _changed(text, _FOLD)


def tokens(text: str) -> list[str]:
    """What a text is found by: folded words of two letters or more, in order, without repetition. A word with a hyphen or
    an apostrophe gives its parts and the whole written together: "Al-Khatib" al, khatib and alkhatib."""
    return list(dict.fromkeys(token for way in asked(text) for token in (*way.parts, way.whole)))


class Asked(NamedTuple):
    """A word typed: written together, and its parts (the word itself where there is nothing to part)."""

    whole: str
    parts: tuple[str, ...]


def asked(text: str) -> list[Asked]:
    """The words of a question, as `tokens` keeps words. Whoever is found by the whole or by every part is meant: then
    "al-khatib" finds Al-Khatib, Alkhatib and Al Khatib alike."""
    found: dict[Asked, None] = {}
    for word in _WORD.findall(fold(text)):
        pieces = re.split(r"[-'`]", word)
        whole = "".join(pieces)
        if len(whole) > 1:
            found[Asked(whole, tuple(piece for piece in pieces if len(piece) > 1) or (whole,))] = None
    return list(found)


def prefix_range(prefix: str) -> tuple[str, str]:
    """Bounds that select every string starting with `prefix` under byte order, as an index can use them."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)
