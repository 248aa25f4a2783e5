"""What a column of the team's own may be about. Its cells are seen by the whole team, so health, faith and crime have no
place in its title, its purpose or its choices. Pure."""

from collections.abc import Iterable

from core.folding import fold
from participants.importing.mapping import is_sensitive

MOST = 20  # columns in use
CHOICES = 20  # words to choose among
CHOICE_LENGTH = 60


def is_about_health(texts: Iterable[str]) -> bool:
    """Whether any of the texts names health or something as private. Leans wide: a harmless title can be said otherwise."""
    return any(is_sensitive(text) for text in texts)


def choices_of(text: str) -> list[str]:
    """One choice a line; the same word twice is one."""
    words = (" ".join(line.split()) for line in text.splitlines())
    return list({fold(word): word for word in reversed([w for w in words if w])}.values())[::-1]
