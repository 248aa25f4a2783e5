"""How a CV is put into words and order. Pure: no ORM, no request, no clock, so the same facts give the same document."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from babel import Locale
from babel.dates import get_month_names
from babel.units import format_unit

LONG_GAP_MONTHS = 12
_BULLET = re.compile(r"^\s*[-–•*·]\s+")


@dataclass(frozen=True)
class Words:
    """What a document language says where the taxonomy and CLDR say nothing. `levels` goes by
    taxonomy.enums.LanguageLevel; level "0" is left out of a CV."""

    language: str
    title: str  # of the PDF itself: says what it is, never whose
    headings: Mapping[str, str]
    since: str
    until: str
    validated: str
    levels: Mapping[str, str]
    licence_names: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """A paragraph or, when `is_list`, a list: its lines. `dir` follows the text's own letters."""

    lines: tuple[str, ...]
    is_list: bool
    dir: str


@dataclass(frozen=True)
class Gap:
    """Years nothing is written about, first and last included."""

    first_year: int
    last_year: int


def period(first: date | None, last: date | None, words: Words) -> str:
    """When, as short as is honest: "2019–2021", "mars–maj 2020", "november 2020 – januari 2021", "2020" for a whole
    year, "sedan mars 2022", "till 2015", and nothing for nothing. Only the month of a date counts."""
    if first is None and last is None:
        return ""
    if last is None:
        assert first is not None
        return words.since.format(_month(first, words, after_word=True))
    if first is None:
        return words.until.format(str(last.year))
    if first.year == last.year:
        if first.month == last.month:
            return _month(first, words)
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        return f"{_month_name(first, words)}–{_month(last, words)}"
    if _months_between(first, last) < LONG_GAP_MONTHS - 1:
        return f"{_month(first, words)} – {_month(last, words)}"
    return f"{first.year}–{last.year}"


def _month_name(day: date, words: Words, *, after_word: bool = False) -> str:
    context: Literal["format", "stand-alone"] = "format" if after_word else "stand-alone"
    return str(get_month_names("wide", context=context, locale=words.language)[day.month])


def _month(day: date, words: Words, *, after_word: bool = False) -> str:
    return f"{_month_name(day, words, after_word=after_word)} {day.year}"


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def length_of_time(months: int, words: Words) -> str:
    """ "5 år", "8 månader"; years from 24 months on and where they come out even. Nothing for none."""
    if months <= 0:
        return ""
    if months >= 24 or months % 12 == 0:
        return str(format_unit(months // 12, "duration-year", locale=words.language))
    return str(format_unit(months, "duration-month", locale=words.language))


def newest_first(first: date | None, last: date | None, key: int) -> tuple[int, int, int, int]:
    """Sort key of an experience or education: what goes on now, then by when it ended, undated last."""
    if first is None and last is None:
        return (2, 0, 0, key)
    if last is None:
        assert first is not None
        return (0, -first.toordinal(), 0, key)
    return (1, -last.toordinal(), -(first or last).toordinal(), key)


Key = TypeVar("Key", int, str)


def in_chosen_order(keys: Sequence[Key], chosen: Iterable[Key]) -> list[Key]:
    """`keys` as somebody has ordered them. What came later stands where its natural place is: before the first
    chosen one that follows it naturally, otherwise last. Unknown choices are left out."""
    known = set(keys)
    order = [key for key in dict.fromkeys(chosen) if key in known]
    natural = {key: place for place, key in enumerate(keys)}
    for key in keys:
        if key in order:
            continue
        later = (place for place, other in enumerate(order) if natural[other] > natural[key])
        order.insert(next(later, len(order)), key)
    return order


def moved(order: Sequence[Key], key: Key, step: int) -> list[Key]:
    """The order with `key` one place up (-1) or down (1); unchanged at the ends or when it is not there."""
    made = list(order)
    if key in made:
        here = made.index(key)
        there = min(max(here + (1 if step > 0 else -1), 0), len(made) - 1)
        made[here], made[there] = made[there], made[here]
    return made


def gaps(periods: Iterable[tuple[date | None, date | None]]) -> list[Gap]:
    """Whole calendar years between the first and the last dated year that no period touches, joined, oldest first.
    For the editor only: a gap is never shown in the document and needs no explanation."""
    touched: set[int] = set()
    spans = [(first or last, last) for first, last in periods if first or last]
    if not spans:
        return []
    newest = max((last or first).year for first, last in spans if first)
    for first, last in spans:
        if first:
            touched.update(range(first.year, (last.year if last else newest) + 1))
    found: list[Gap] = []
    for year in range(min(touched), newest):
        if year in touched:
            continue
        if found and found[-1].last_year == year - 1:
            found[-1] = Gap(found[-1].first_year, year)
        else:
            found.append(Gap(year, year))
    return found


def direction(text: str) -> str:
    """ "rtl" or "ltr" by the first letter that has a direction (Unicode's rule P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def blocks(text: str) -> tuple[Block, ...]:
    """Running text as paragraphs and lists: an empty line parts them, lines that begin with a dash are a list."""
    found: list[Block] = []
    lines: list[str] = []
    in_list = False

    def close() -> None:
        if lines:
            found.append(Block(tuple(lines), in_list, direction(" ".join(lines))))
            lines.clear()

    for line in [*text.strip().splitlines(), ""]:
        is_item = bool(_BULLET.match(line))
        if not line.strip() or is_item != in_list:
            close()
        if line.strip():
            in_list = is_item
            lines.append(_BULLET.sub("", line).strip())
    return tuple(found)


def language_name(codes: Sequence[str], otherwise: str, language: str) -> str:
    """A language's name in the document's language by the first of its ISO codes CLDR knows, with a capital."""
    names = Locale(language).languages
    found = next((names[code.lower()] for code in codes if code and code.lower() in names), otherwise)
    return capital(str(found))


def country_name(iso2: str, otherwise: str, language: str) -> str:
    return str(Locale(language).territories.get(iso2.upper(), otherwise)) if iso2 else otherwise


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_glyph(text: str, covered: frozenset[int]) -> str:
    """The letters of the text that our faces lack, each once, in order."""
    seen = dict.fromkeys(
        c for c in text if ord(c) not in covered and not c.isspace() and unicodedata.category(c) != "Cf"
    )
    return "".join(seen)


def file_name(parts: Iterable[str]) -> str:
    """A file name from an allow-list: letters and figures of any script, hyphens between. Never a path, never a dot."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", " ".join(parts)).replace("_", " "))
    return "-".join(words)[:80].strip("-") or "cv"


def arrangement_of(stored: object, part: str) -> list[tuple[str, bool]]:
    """The chosen order of one part as (key as text, is shown); whatever cannot be read is left out."""
    rows = stored.get(part) if isinstance(stored, Mapping) else None
    found = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, (list, tuple)) and len(row) == 2 and isinstance(row[0], (str, int)):
            found.append((str(row[0]), bool(row[1])))
    return found
