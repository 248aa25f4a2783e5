"""How words are folded and cut for the typeahead: one place, used by the loader, the search and the reading of cells."""

import re
import unicodedata

from core.folding import fold, prefix_range

__all__ = ["normal", "prefix_range", "skill_label", "spelt", "suffixes"]

LONGEST = 80  # characters of a word or phrase that are looked at; labels are shorter
# Words nobody starts a search with.
_FILLERS = frozenset(
    ("och", "i", "inom", "for", "av", "med", "pa", "till", "samt", "m", "fl", "o", "eller", "de", "la")
)


def spelt(text: str) -> str:
    """Lower case with å ä ö kept and everything but letters, figures, + and # as single blanks."""
    plain = unicodedata.normalize("NFC", text[:400]).casefold()
    return re.sub(r"[^\w+#]+|_+", " ", plain).strip()[:LONGEST].strip()


def normal(text: str) -> str:
    """The folded form that is stored and searched: `spelt`, and without accents: "Kock, à la carte" → "kock a la carte"."""
    return re.sub(r"[^\w+#]+|_+", " ", fold(text[:400])).strip()[:LONGEST].strip()


_CARE = re.compile(r", (?P<how>psykologisk )?(?P<what>omsorg|vård|behandling)(?:s?)erfarenhet\b")
_WITH = re.compile(r"(?P<whom>.*(?:funktionsnedsättning|synnedsättning|beteende).*), erfarenhet")
_NAMED = ("Asperger",)


def skill_label(label: str) -> str:
    """A skill in words that nobody can take for something the person has: "Fysisk funktionsnedsättning,
    omsorgserfarenhet" beside a name reads as a diagnosis, "Erfarenhet av omsorg: fysisk funktionsnedsättning" does not."""
    if found := _CARE.search(label):
        how = "psykologisk " if found["how"] else ""
        return (
            f"Erfarenhet av {how}{found['what']}: {'/'.join(_small(part) for part in _CARE.sub('', label).split('/'))}"
        )
    if found := _WITH.fullmatch(label):
        return f"Erfarenhet av arbete med {_small(found['whom'])}"
    return label


def _small(words: str) -> str:
    """Without the capital of a first word; that of a name or of letters alone (ADHD) stays."""
    return words if words.startswith(_NAMED) or words[1:2].isupper() else words[:1].lower() + words[1:]


def suffixes(text: str) -> list[str]:
    """The normal form from each of its words on, fillers left out as first words; the whole comes first."""
    words = normal(text).split()
    return [" ".join(words[at:]) for at, word in enumerate(words) if at == 0 or word not in _FILLERS]
