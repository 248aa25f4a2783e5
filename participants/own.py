"""What a column of the team's own may be about. Its cells are seen by the whole team, so health, faith and crime have no
place in its title, its purpose or its choices. Pure."""

import re
from collections.abc import Iterable

from core.folding import fold
from participants.importing.mapping import is_sensitive

MOST = 20  # columns in use
CHOICES = 20  # words to choose among
CHOICE_LENGTH = 60

# Beside what the import reads in cells: what a title promises. Folded, inflections with it; professions and an employer's
# words (sjuksköterska, vårdbiträde, hälsofrämjande arbetsplats) are let through by the endings left out.
_TITLES = re.compile(
    r"\bsjuk(?!skoter|hus|gymnast|vardsbitr)\w*|\bvardplan|\bvardgivare|\bvardcentral|\bhalsa|\bhalso|\bmedic(?:in|inering|iner|ation)"
    r"(?:er|en|s|ens|ering|eringen)?\b|\bmedikament|\blakar(?!sekr)\w*|\blakemed\w*|\bdoktor\w*|\bpsyk\w*|\bpsych\w*|\btablett\w*|\bdos(?:er|en)?\b"
    r"|\bsymt?om\w*|\bbehandling(?!sass)\w*|\bmaende\w*|\bmar\s+(?:hon|han|hen|du|personen)\b|\bhealth\w*|\billness\w*|\bdisease\w*|\bdiagnos\w*"
    r"|\bdoctor\w*|\bphysician\w*|\btherap\w*|\bsymptom\w*|\bdisorder\w*|\baddict\w*|\bwellbeing\b|\bimpair\w*|\bhandicap\w*"
)


def is_about_health(texts: Iterable[str]) -> bool:
    """Whether any of the texts names health or something as private. Leans wide: a harmless title can be said otherwise."""
    return any(is_sensitive(text) or _TITLES.search(fold(text)) is not None for text in texts)


def choices_of(text: str) -> list[str]:
    """One choice a line; the same word twice is one."""
    words = (" ".join(line.split()) for line in text.splitlines())
    return list({fold(word): word for word in reversed([w for w in words if w])}.values())[::-1]
