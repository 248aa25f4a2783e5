"""Swedish order and forgiving search, without help from the database's collations (the embedded build has none)."""

import re
import unicodedata

# Å Ä Ö after Z, in that order, under byte order ("C").
_SORT = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_KEEP = "åäö"


def _plain(text: str) -> str:
    """Lower case, accents off except on å ä ö."""
    out = []
    for char in unicodedata.normalize("NFC", text).casefold():
        if char in _KEEP:
            out.append(char)
        else:
            out.append("".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)))
    return "".join(out)


def sort_key(text: str) -> str:
    """Byte order of the keys is Swedish order of the words: "Öberg" after "Zetterlund", case ignored."""
    return _plain(text).translate(_SORT).strip()


def fold(text: str) -> str:
    """Lower case and without å ä ö: how a person types when in a hurry."""
    return _plain(text).translate(str.maketrans("åäö", "aao"))


def tokens(text: str) -> list[str]:
    """Folded words of two letters or more, in order, without repetition."""
    return list(dict.fromkeys(word for word in re.findall(r"\w+", fold(text)) if len(word) > 1))


def prefix_range(prefix: str) -> tuple[str, str]:
    """Bounds that select every string starting with `prefix` under byte order, as an index can use them."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)
