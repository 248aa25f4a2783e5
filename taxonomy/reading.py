"""Understands what people have written by hand in a register: which occupations, places, languages a cell names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from taxonomy.enums import Answer, Certainty, Kind, SmallList, TermSource
from taxonomy.models import SmallListItem, Term
from taxonomy.rules import Part, language_level, near, read_licence_cell, split_cell
from taxonomy.words import normal, prefix_range

LICENCE = SmallList.DRIVING_LICENCE.value
# Said of a place, never its name.
_ABOUT_PLACES = frozenset(("kommun", "stad", "tatort", "centrum", "c", "lan", "omradet"))
_EMPTY = frozenset(("", "nan", "none", "null"))

ALIKE = """
SELECT t.* FROM unnest(%s::text[], %s::text[]) r(low, high)
  JOIN taxonomy_term t ON t.kind = %s AND t.fold >= r.low AND t.fold < r.high
 WHERE t.word = 0 AND t.source <= %s
 ORDER BY t.weight DESC, length(t.fold), t.id
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A concept a cell names. `text` is how it was written, `remark` what was said beside it, `level` a
    LanguageLevel (languages only), `others` the keys that fit as well when it is a guess."""

    kind: str
    target_id: int
    key: str
    label: str
    certainty: Certainty
    text: str
    remark: str = ""
    level: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: what was found, in order, and `rest`, the words nobody understood ("" when all was).

    `fields` holds occupation fields found where no occupation fits ("IT?"). `answer` is for licences only.
    """

    text: str
    found: tuple[Found, ...] = ()
    rest: str = ""
    fields: tuple[Found, ...] = ()
    answer: Answer = Answer.NOTHING

    @property
    def certainty(self) -> Certainty:
        """Sure when something was found and all of it is sure; unknown when nothing was."""
        if not self.found and not self.answer:
            return Certainty.UNKNOWN
        sure = all(found.certainty == Certainty.SURE for found in self.found)
        return Certainty.SURE if sure else Certainty.GUESS


def read(kind: Kind | str, text: str) -> Reading:
    """Best guess at a cell: see `read_many`."""
    return read_many(kind, [text])[text]


def read_many(kind: Kind | str, texts: Iterable[str]) -> dict[str, Reading]:
    """Reads many cells of one column. At most four queries, however many cells. Never fails: what cannot be read is
    `rest`."""
    kind = Kind(kind)
    cells = {text: _cell(kind, text) for text in dict.fromkeys(texts)}
    known = _Known(kind, cells.values())
    readings = {text: known.read(cell) for text, cell in cells.items()}
    unread = {text: cells[text] for text, reading in readings.items() if not reading.found and cells[text].parts}
    if kind == Kind.OCCUPATION and unread:
        fields = _Known(Kind.FIELD, unread.values(), guess=False)
        for text, cell in unread.items():
            readings[text] = replace(readings[text], fields=fields.read(cell).found)
    return readings


def read_licences(texts: Iterable[str]) -> dict[str, Reading]:
    """Reads cells about driving licences. "ja" alone is read as class B, as a guess. One query."""
    items = {item.label: item for item in SmallListItem.objects.filter(list=LICENCE)}
    readings = {}
    for text in dict.fromkeys(texts):
        said = read_licence_cell(text)
        codes = said.codes or (("B",) if said.answer == Answer.YES else ())
        certainty = Certainty.SURE if said.codes else Certainty.GUESS
        found = tuple(Found(LICENCE, items[c].pk, items[c].concept_id, c, certainty, text) for c in codes)
        readings[text] = Reading(text, found, said.rest, answer=Answer(said.answer))
    return readings


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a cell, ready to look up: folded name, level taken out of it, remark that is still only a remark."""

    name: str
    written: str
    remark: str
    level: str
    doubt: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    parts: tuple[_Piece, ...]
    whole: _Piece  # the cell in one piece: a name may have commas and slashes of its own


def _cell(kind: Kind, text: str) -> _Cell:
    parts = tuple(_piece(kind, part) for part in split_cell(text) if part.text.casefold() not in _EMPTY or part.remark)
    doubt = any(piece.doubt for piece in parts)
    return _Cell(text, parts, _piece(kind, Part(" ".join(text.split()), doubt=doubt)))


def _piece(kind: Kind, part: Part) -> _Piece:
    name, remark, level = part.text, part.remark, ""
    if kind == Kind.LANGUAGE:
        level, name = language_level(name)
        if not level:
            level, remark = language_level(remark)
    if kind in (Kind.PLACE, Kind.MUNICIPALITY):
        words = [word for word in name.split() if not word.isdigit()]  # a postcode
        while len(words) > 1 and normal(words[-1]) in _ABOUT_PLACES:
            words.pop()
        name = " ".join(words)
    return _Piece(normal(name), part.text, remark, level, part.doubt)


def _runs(name: str) -> list[str]:
    """Every run of words, longest first, earlier first. A single short word inside a longer text names nothing: "på" is
    not PA, personlig assistent."""
    words = name.split()[:8]
    lengths = range(len(words), 0, -1)
    runs = [" ".join(words[at : at + length]) for length in lengths for at in range(len(words) - length + 1)]
    return [run for run in runs if len(run) > 2 or run == name]


class _Known:
    """The terms that can matter for some cells, fetched in two queries. `guess=False` leaves out beginnings and slips
    of the pen."""

    def __init__(self, kind: Kind, cells: Iterable[_Cell], *, guess: bool = True) -> None:
        self.kind = kind
        cells = list(cells)
        names = {piece.name for cell in cells for piece in cell.parts}
        self.exact = self._exact({run for name in names for run in _runs(name)} | {c.whole.name for c in cells})
        unknown = {name for name in names if name not in self.exact} if guess else set()
        self.alike = self._alike({word for name in unknown for word in (name, *name.split()) if len(word) > 3})

    def _exact(self, folds: set[str]) -> dict[str, list[Term]]:
        """The terms that are exactly this, of the nearest source only, common first."""
        found: defaultdict[str, dict[int, Term]] = defaultdict(dict)
        terms = Term.objects.filter(kind=self.kind, fold__in=folds - {""}, word=0)
        for term in terms.order_by("source", "-weight", "pk"):
            nearest = next(iter(found[term.fold].values()), term)
            if term.source == nearest.source:
                found[term.fold].setdefault(term.target_id, term)
        return {fold: list(terms.values()) for fold, terms in found.items()}

    def _alike(self, names: set[str]) -> dict[str, list[Term]]:
        """Terms that begin with these words or else are a slip of the pen away, common first."""
        if not names:
            return {}
        lows, highs = zip(*(prefix_range(start) for start in {name[:3] for name in names}), strict=True)
        terms = Term.objects.raw(ALIKE, [list(lows), list(highs), self.kind.value, TermSource.FORMER.value])
        by_start: defaultdict[str, list[Term]] = defaultdict(list)
        for term in terms:
            by_start[term.fold[:3]].append(term)
        return {
            name: [t for t in by_start[name[:3]] if t.fold.startswith(name)]
            or [t for t in by_start[name[:3]] if near(name, t.fold)]
            for name in names
        }

    def read(self, cell: _Cell) -> Reading:
        found: dict[int, Found] = {}
        rest: list[str] = []
        parts = (cell.whole,) if len(cell.parts) > 1 and cell.whole.name in self.exact else cell.parts
        for piece in parts:
            named, left = self._named(piece)
            for one in named:
                found.setdefault(one.target_id, one)
            rest += [left + "?" * (piece.doubt and not named), piece.remark]
        return Reading(cell.text, tuple(found.values()), "; ".join(filter(None, rest)))

    def _named(self, piece: _Piece) -> tuple[list[Found], str]:
        """What a piece names, and the words left over."""
        if piece.name in self.exact:
            return [self._found(self.exact[piece.name], piece, sure=True)], ""
        found: list[Found] = []
        left = f" {piece.name} "
        for run in _runs(piece.name):
            if run in self.exact and f" {run} " in left:
                found.append(self._found(self.exact[run], piece, sure=False))
                left = left.replace(f" {run} ", " | ", 1)
        if found:
            return found, " ".join(left.replace("|", " ").split())
        for run in dict.fromkeys((piece.name, *piece.name.split())):
            if terms := self.alike.get(run):
                left = f" {piece.name} ".replace(f" {run} ", " ", 1)
                return [self._found(terms, piece, sure=False)], left.strip()
        return [], piece.written

    def _found(self, terms: Sequence[Term], piece: _Piece, *, sure: bool) -> Found:
        first = terms[0]
        others = tuple(dict.fromkeys(term.key for term in terms if term.key != first.key))
        certainty = Certainty.SURE if sure and not others and not piece.doubt else Certainty.GUESS
        return Found(
            kind=first.kind,
            target_id=first.target_id,
            key=first.key,
            label=first.label,
            certainty=certainty,
            text=piece.written,
            remark=piece.remark,
            level=piece.level,
            others=others[:5],
        )
