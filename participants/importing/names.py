"""Handlers' names in the sheet that fit nobody in the team: each once, who it may be, what somebody chooses for it. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from core.folding import fold
from participants.importing.cells import Colleague

USER, NOBODY, TEXT = "user", "nobody", "text"  # "user:12", without a handler, kept as text att tyda
NEAR = 0.72  # how alike two names are that may be one: "Joar Ek" and "Johan Ek" 0.8, "Per Ek" and "Nour Saleh" 0.25
MOST = 60  # names asked about; the others are kept as text


def of(user_id: int) -> str:
    """The choice of a colleague."""
    return f"{USER}:{user_id}"


def counted(written: Iterable[str]) -> list[tuple[str, int]]:
    """Each name once as it was first written, with its rows; the commonest first."""
    first: dict[str, str] = {}
    times: Counter[str] = Counter()
    for name in filter(None, written):
        first.setdefault(fold(name), name)
        times[fold(name)] += 1
    return sorted(((first[key], n) for key, n in times.items()), key=lambda pair: (-pair[1], fold(pair[0])))[:MOST]


def near(written: str, colleagues: Sequence[Colleague]) -> list[Colleague]:
    """Colleagues whose name is like what is written, the most alike first."""
    wanted = fold(written)
    scored = [(_alike(wanted, fold(colleague.name)), colleague) for colleague in colleagues]
    found = [(score, colleague) for score, colleague in scored if score >= NEAR]
    return [colleague for _score, colleague in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]


def _alike(wanted: str, name: str) -> float:
    """The whole name, or a first name written alone."""
    parts = [name, *name.split()[:1]] if " " not in wanted else [name]
    return max((SequenceMatcher(None, wanted, part).ratio() for part in parts), default=0.0)
