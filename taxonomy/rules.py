"""Pure rules of the taxonomy: distances, and how the cells of a hand-kept register are cut and understood."""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
LONGEST_CELL = 400
MOST_PARTS = 12

Point = tuple[float, float]  # latitude, longitude in degrees (WGS 84); JobTech ads have them the other way round


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres (haversine), as the crow flies. Raises ValueError outside ±90/±180 degrees."""
    for latitude, longitude in (a, b):
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(f"not a place on earth: {latitude}, {longitude}")
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, slots=True)
class Part:
    """One thing named in a cell: the name, what was said beside it, and whether the writer was in doubt."""

    text: str
    remark: str = ""
    doubt: bool = False


_BETWEEN = re.compile(
    r"[,;/\n\r|•·&]+|\s\+\s|\s[-–]\s|\s(?:och|eller|samt|alt\.?|alternativt|annars|men)\s", re.IGNORECASE
)
_PARENTHESES = re.compile(r"\(([^()]*)\)?")
_DOUBT = re.compile(r"\?|\b(?:ev|evt|eventuellt|kanske|ngt|något|nån|typ|t ex|tex)\b\.?", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:vill|vill bli|vill jobba|vill arbeta|jobba|jobb|arbeta|arbete|bli|helst|gärna|annars|först|inom|som|med|på"
    r"|i första hand|i andra hand|söker|önskar)\s+)+",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:på sikt|i framtiden|så småningom|senare|längre fram|i första hand|i andra hand|(?<!som )helst)$",
    re.IGNORECASE,
)
_QUOTES = str.maketrans("", "", "\"'”“„«»`´\x00")


def split_cell(text: str) -> list[Part]:
    """The things a cell names, in order. What stands in parentheses, and "på sikt", becomes a remark; "?" becomes doubt.

    >>> [part.text for part in split_cell("undersköterska på sikt, annars vårdbiträde")]
    ['undersköterska', 'vårdbiträde']
    """
    remarks: list[str] = []

    def take_out(match: re.Match[str]) -> str:
        remarks.append(match[1].strip())
        return f" \x01{len(remarks) - 1}\x02 "

    open_text = _PARENTHESES.sub(take_out, text[:LONGEST_CELL].translate(_QUOTES))
    parts = [_part(piece, remarks) for piece in _BETWEEN.split(f" {open_text} ")]
    return [part for part in parts if part.text or part.remark][:MOST_PARTS]


def _part(piece: str, remarks: list[str]) -> Part:
    said = [remarks[int(at)] for at in re.findall(r"\x01(\d+)\x02", piece)]
    piece = re.sub(r"\x01\d+\x02", " ", piece)
    doubt = bool(_DOUBT.search(piece))
    piece = _tidy(_LEAD.sub("", _tidy(_DOUBT.sub(" ", piece))))
    if later := _LATER.search(piece):
        said.insert(0, later[0])
        piece = _tidy(piece[: later.start()])
    return Part(piece, "; ".join(filter(None, said)), doubt)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" .:!-–_")


_CEFR = re.compile(r"\b([ABC][12])(?:\.\d|[+-])?(?!\w)", re.IGNORECASE)
# First hit counts: "mycket bra" must stand before "bra". Sfi courses by Skolverket: A-C end at A2 at most, D at B1.
_LEVELS = tuple(
    (re.compile(rf"\b(?:{words})\b\.?", re.IGNORECASE), level)
    for words, level in (
        (r"modersmål\w*|moders", "6"),
        (r"flytande|obehindrat|perfekt", "5"),
        (r"mycket br?a|mkt bra|mycket god\w*|jättebra|väldigt bra", "4"),
        (r"ganska bra|hyfsa\w*|okej|ok|sfi d|bra|god\w?", "3"),
        (r"lite grann|litegrann|lite|litet|nybörjare|grund\w*|svag\w*|knapp\w*|enkel|enkla|sfi [abc]", "2"),
    )
)
_CEFR_LEVELS = {"A1": "1", "A2": "2", "B1": "3", "B2": "4", "C1": "5", "C2": "5"}  # nobody says C2 of a mother tongue


def language_level(text: str) -> tuple[str, str]:
    """A level (code of enums.LanguageLevel) said in words, as CEFR or as an sfi course, and the text without it.
    ("", text) when none is said.

    >>> language_level("sv B1")
    ('3', 'sv')
    """
    if found := _CEFR.search(text):
        return _CEFR_LEVELS[found[1].upper()], _tidy(text[: found.start()] + " " + text[found.end() :])
    for pattern, level in _LEVELS:
        if found := pattern.search(text):
            return level, _tidy(text[: found.start()] + " " + text[found.end() :])
    return "", text


_CLASSES = re.compile(r"(?<![\w])(AM|A1|A2|A|B96|BE|B|C1E|C1|CE|C|D1E|D1|DE|D)(?=$|[\s,;/+&.()-]|körkort)")
_NO = re.compile(r"^(?:nej|nä|no|n|inget|ingen|inga|saknar?|ej|har ej|har inte|inte)\b", re.IGNORECASE)
_YES = re.compile(r"^(?:ja|japp|jo|yes|j|har|finns|x|✓|✔)(?:\b|$)", re.IGNORECASE)
_LEARNING = re.compile(
    r"övnings?kör\w*|övn\.?kör\w*|(?:pluggar|läser|tar|ska ta|på väg att ta)(?:\s+(?:till|in|på|upp|b-?))*\s*körkort\w*|körskola\w*|uppkörning",
    re.IGNORECASE,
)
_FILLING = re.compile(r"\b(?:körkort\w*|behörighet\w*|klass|kort|manuell|och|samt|med)\b|[,;/+&.()-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licences:
    """What a cell says about driving licences: JobTech's class names, "yes"/"no"/"learning"/"", what was left over."""

    codes: tuple[str, ...]
    answer: str
    rest: str


def read_licence_cell(text: str) -> Licences:
    """Reads "B, C", "ja", "nej", "övningskör", "B-körkort (har bil)". Classes must be written with capitals, so that
    "a" and "c" in words are not taken for licences; a cell that is nothing but classes may be in small letters."""
    text = " ".join(text[:LONGEST_CELL].translate(_QUOTES).split())
    if re.fullmatch(
        r"(?:am|a[12]?|b96|be?|c1?e?|d1?e?)(?:[\s,;/+&-]+(?:am|a[12]?|b96|be?|c1?e?|d1?e?|körkort))*", text.casefold()
    ):
        text = text.upper().replace("KÖRKORT", "körkort")
    codes = tuple(dict.fromkeys("Utökad B" if code == "B96" else code for code in _CLASSES.findall(text)))
    rest = _CLASSES.sub(" ", text)
    answer = ""
    for pattern, said in ((_LEARNING, "learning"), (_NO, "no"), (_YES, "yes")):
        if found := pattern.search(rest.strip()):
            answer = said
            rest = rest.strip()[: found.start()] + " " + rest.strip()[found.end() :]
            break
    rest = _tidy(_FILLING.sub(" ", rest))
    if answer in ("no", "learning"):
        return Licences((), answer, " ".join((*codes, rest)).strip())  # the class somebody is learning for is not held
    return Licences(codes, answer or ("yes" if codes else ""), rest)


def near(a: str, b: str) -> bool:
    """Whether two folded words differ by so little that it is a slip of the pen: one letter from five letters on, two
    from ten on. The first letter must agree."""
    allowed = 0 if len(a) < 5 else 1 if len(a) < 10 else 2
    if not allowed or a[:1] != b[:1] or abs(len(a) - len(b)) > allowed:
        return a == b
    return _slips(a, b) <= allowed


def _slips(a: str, b: str) -> int:
    """Letters added, left out, changed, or swapped with the next one (optimal string alignment)."""
    rows = [list(range(len(b) + 1))]
    for i, char in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (char != other))
            if i > 1 and j > 1 and char == b[j - 2] and other == a[i - 2]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
