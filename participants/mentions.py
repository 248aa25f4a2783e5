"""@name in a note: which colleagues are meant. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.folding import fold

_CALLED = re.compile(r"(?<![\w.])@([^\W\d_][\w\-’']*(?: [^\W\d_][\w\-’']*){0,2})")


@dataclass(frozen=True)
class Mentions:
    """`users` are meant; `unknown` are names nobody, or more than one, answers to."""

    users: frozenset[int]
    unknown: tuple[str, ...]


def mentioned(text: str, colleagues: Mapping[int, str]) -> Mentions:
    """By whole name ("@Sara Lindmark") before first name ("@Sara"); a first name two colleagues share says nobody."""
    users, unknown = set(), []
    for called in _CALLED.findall(text):
        found = _who(called.split(), colleagues)
        if found is None:
            unknown.append(called.split()[0])
        else:
            users.add(found)
    return Mentions(frozenset(users), tuple(unknown))


def _who(words: list[str], colleagues: Mapping[int, str]) -> int | None:
    for count in range(len(words), 0, -1):
        asked = fold(" ".join(words[:count]))
        whole = [pk for pk, name in colleagues.items() if fold(name) == asked]
        if len(whole) == 1:
            return whole[0]
    first = [pk for pk, name in colleagues.items() if name and fold(name.split()[0]) == fold(words[0])]
    return first[0] if len(first) == 1 else None
