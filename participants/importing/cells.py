"""Reads one hand-written cell at a time: names, numbers, telephones, mail, dates, handlers. Pure and table-tested.

Nothing here fails: what cannot be read comes back as `rest`, to stand as text marked "att tyda".
`fixed` says that what is stored is spelt otherwise than what was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core import swedish_dates
from core.folding import fold
from core.forms import show_phone
from participants import numbers
from participants.importing.words import is_absent

FIRST_DAY = date(1990, 1, 1)
FAR_AHEAD = timedelta(days=3 * 366)
SPREADSHEET_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Name:
    first: str
    last: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class NumberCell:
    """`number` when valid. Otherwise `other` is what was written (LMA 51-123456), squeezed."""

    number: numbers.Number | None = None
    other: str = ""
    rest: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Phones:
    """E.164, mobiles first."""

    found: tuple[str, ...] = ()
    rest: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    value: str = ""
    rest: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    value: date | None = None
    rest: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the team as cells may name them."""

    user_id: int
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Handlers:
    """Primary handler first; others named beside are co-handlers."""

    found: tuple[int, ...] = ()
    rest: str = ""
    fixed: bool = False


def squeeze(text: str) -> str:
    return " ".join(text.split())


def whole_name(text: str) -> Name:
    """ "Öberg, Erik" and "Erik Öberg" alike. One word is a first name."""
    plain = squeeze(text)
    if plain.count(",") == 1:
        last, first = (part.strip() for part in plain.split(","))
        if first and last:
            return Name(first, last)
    words = plain.strip(" ,").split(" ")
    # van, de, al belong to the last name.
    cut = next(
        (at for at, word in enumerate(words[1:], 1) if word.lower() in {"van", "von", "de", "el", "al", "bin"}), 0
    )
    at = cut or (len(words) - 1 if len(words) > 1 else 1)
    return Name(" ".join(words[:at]), " ".join(words[at:]))


def number(text: str) -> NumberCell:
    """A personal or coordination number in any spelling; anything else with a figure in it is kept as written."""
    plain = squeeze(text)
    if is_absent(plain):
        return NumberCell()
    digits = re.sub(r"\D", "", plain)
    if not re.search(r"[^\W\d_]", plain):
        # A spreadsheet that took the number for an amount drops zeros in front.
        spellings = (
            [plain] if len(digits) in (10, 12) else [plain, digits.zfill(10)] if len(digits) in (8, 9) else [plain]
        )
        for spelling in spellings:
            found = _valid(spelling)
            if found:
                return NumberCell(found, fixed=plain not in (found.normal, f"{found.normal[:8]}-{found.normal[8:]}"))
    inside = re.findall(r"(?<!\d)(?:\d{2})?\d{6}\s?[-+]?\s?\d{4}(?!\d)", plain)
    found = _valid(inside[0]) if len(inside) == 1 else None
    if found:
        return NumberCell(found, rest=squeeze(plain.replace(inside[0], " ")), fixed=True)
    return NumberCell(other=plain[:40]) if digits else NumberCell(rest=plain)


def _valid(text: str) -> numbers.Number | None:
    try:
        return numbers.read(text)
    except numbers.NotANumber:
        return None


def phones(text: str) -> Phones:
    """Every telephone number in the cell; words beside them ("Ali, mamman") are the rest."""
    plain = squeeze(text)
    if is_absent(plain):
        return Phones()
    found: list[str] = []
    rest: list[str] = []
    between = r"\s*(?:[,;|\n]|\s/\s|(?<=\d{4})/(?=[+0]\d)|&|\beller\b|\bel\.?\s|\boch\b)\s*"
    for part in re.split(between, text.strip()):
        number_read, left = _phone(part)
        if number_read and number_read not in found:
            found.append(number_read)
        if left and (number_read is None or re.search(r"[^\W\d_]", left)):
            rest.append(left)
    found.sort(key=lambda each: not each.startswith("+467"))
    words = squeeze(" ".join(rest)).strip(" .:()/-")
    return Phones(tuple(found), words, fixed=bool(found) and (len(found) > 1 or show_phone(found[0]) != plain))


def _phone(part: str) -> tuple[str | None, str]:
    match = re.search(r"\+?[\d(][\d\s\-–()/.]{4,}\d", part)
    if match is None:
        return None, part.strip()
    written = match.group()
    left = re.sub(r"^(?i:tel|tfn|mob|mobil|hem|arb|telefon)[.:\s]*$", "", (part.replace(written, " ")).strip(" .:"))
    digits = re.sub(r"[^\d+]", "", written.replace("(0)", ""))
    if re.fullmatch(r"7\d{8}", digits):
        digits = f"0{digits}"  # the spreadsheet took it for an amount
    elif re.fullmatch(r"46\d{8,10}", digits):
        digits = f"+{digits}"
    try:
        read = phonenumbers.parse(digits, "SE")
    except phonenumbers.NumberParseException:
        return None, part.strip()
    if not phonenumbers.is_possible_number(read):
        return None, part.strip()
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164), left


def email(text: str) -> Text:
    """The first address; more of them, or words beside, are the rest."""
    plain = squeeze(text)
    if is_absent(plain):
        return Text(fixed=bool(plain.strip("-–?. ")))
    words = [word.strip("<>()[];,:\"'").removeprefix("mailto:") for word in re.split(r"[\s;,]+|\beller\b", plain)]
    good = [word.lower() for word in words if _is_address(word)]
    if not good:
        return Text(rest=plain)
    rest = squeeze(" ".join(word for word in words if word and word.lower() != good[0]))
    return Text(good[0], rest, fixed=good[0] != plain)


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return len(word) <= 254 and "@" in word


def day(text: str, *, today: date, lean: swedish_dates.Lean = "near") -> Day:
    """A day in any Swedish spelling, weeks as their Monday. Days outside working memory are not believed."""
    plain = squeeze(text)
    if is_absent(plain):
        return Day()
    found = _day(plain, today, lean)
    if found is None or not FIRST_DAY <= found <= today + FAR_AHEAD:
        return Day(rest=plain)
    return Day(found, fixed=found.isoformat() != plain)


def _day(plain: str, today: date, lean: swedish_dates.Lean) -> date | None:
    if re.fullmatch(r"[34567]\d{4}", plain):  # a spreadsheet's own count of days
        return SPREADSHEET_EPOCH + timedelta(days=int(plain))
    plain = re.sub(r"\s+(?:kl\.?\s*)?\d{1,2}[.:]\d{2}(?::\d{2})?$", "", plain)
    try:
        return swedish_dates.parse_date(plain, today=today, lean=lean)
    except (swedish_dates.NotADate, ValueError, OverflowError):
        return None


_DATE = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\s?/\s?\d{1,2}(?:[\s,-]{1,2}(?:\d{4}|\d{2})(?!\d))?|v(?:ecka)?\.?\s?\d{1,2}(?:\s+\d{4})?"
    r"|\d{1,2}\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*(?:\s+\d{4})?|(?<!\d)\d{6}(?!\d)|(?<!\d)\d{8}(?!\d)"
)
_UNTIL = re.compile(
    rf"(?:\bt\.?\s?o\.?\s?m\.?|\btill(?:\s+och\s+med)?|\btom|\bslut(?:ar)?|->|→)\s*(?P<day>{_DATE})", re.I
)
_FROM = re.compile(
    rf"(?:\bfr\.?\s?o\.?\s?m\.?|\bfrån(?:\s+och\s+med)?|\bfrom|\bstart(?:ar|ade)?|\bsedan|\bsen|\bden|\bbörja[rt]|\bper)\s*:?\s*(?P<day>{_DATE})",
    re.I,
)
_SPAN = re.compile(rf"(?P<first>{_DATE})\s*[-–]\s*(?P<last>{_DATE})", re.I)
_ANY = re.compile(rf"(?P<day>{_DATE})", re.I)


@dataclass(frozen=True, slots=True)
class Dated:
    """Words with the days they named taken out."""

    words: str
    first: date | None = None
    last: date | None = None


def dated(text: str, *, today: date, not_before: date | None = None) -> Dated:
    """ "Språkpraktik ICA Maxi t.o.m. 15/12" → the words and their last day. A day without a year lies nearest today,
    for last days never before `not_before`."""
    words, first, last = text, None, None
    if span := _SPAN.search(words):
        first, last = _day(span["first"], today, "near"), _day(span["last"], today, "near")
        if first and last and first <= last:
            return Dated(_without(words, span.group()), first, last)
        first = last = None
    if until := _UNTIL.search(words):
        last = _day(until["day"], today, "near")
        if last and not_before and last < not_before:
            last = _day(until["day"], not_before, "future")
        words = _without(words, until.group()) if last else words
    if begun := _FROM.search(words) or (None if last else _ANY.search(words)):
        first = _day(begun["day"], today, "near")
        words = _without(words, begun.group()) if first else words
    return Dated(squeeze(words), first, last)


def _without(text: str, part: str) -> str:
    return squeeze(text.replace(part, " ", 1)).strip(" ,;:-–")


def handlers(text: str, colleagues: Sequence[Colleague]) -> Handlers:
    """Colleagues by whole name, first name alone, beginnings ("Ulrika Å"), initials or mail address. One who fits no
    colleague, or more than one, is the rest."""
    plain = squeeze(text).strip("?! ")
    if is_absent(plain):
        return Handlers()
    found: list[int] = []
    for part in re.split(r"\s*(?:[/,;+&]|\boch\b)\s*", plain):
        fits = _who(part, colleagues)
        if len(fits) != 1:
            return Handlers(rest=squeeze(text))
        if fits[0].user_id not in found:
            found.append(fits[0].user_id)
    exact = len(found) == 1 and any(c.user_id == found[0] and c.name == text for c in colleagues)
    return Handlers(tuple(found), fixed=not exact)


def _who(part: str, colleagues: Sequence[Colleague]) -> list[Colleague]:
    wanted = fold(part).strip(" .")
    words = wanted.split()
    if not words:
        return []
    whole = [c for c in colleagues if fold(c.name) == wanted or c.email.lower() == part.lower()]
    if whole:
        return whole
    first = [c for c in colleagues if fold(c.name).split()[:1] == words]
    begun = [c for c in colleagues if _begins(words, fold(c.name).split())]
    initials = [c for c in colleagues if part.isupper() and "".join(w[0] for w in fold(c.name).split()) == wanted]
    return next((fits for fits in (first, begun, initials) if fits), [])


def _begins(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word begins a word of the name, in order, the first one its first (at least three letters)."""
    if len(words[0]) < 3 or not name or not name[0].startswith(words[0]):
        return False
    at = 1
    for word in words[1:]:
        at = next((n + 1 for n in range(at, len(name)) if name[n].startswith(word.strip("."))), 0)
        if at == 0:
            return False
    return True


def yes(text: str) -> bool | None:
    """Whether a cell says yes (ja, x, 1, behöver), no, or neither (None)."""
    plain = fold(squeeze(text)).strip(" .!")
    if plain in {"ja", "j", "x", "1", "yes", "y", "sant", "true", "behover", "ja behover"} or plain.startswith(
        ("ja ", "ja,")
    ):
        return True
    if (
        is_absent(text)
        and plain != "x"
        or plain in {"nej", "n", "0", "no", "falskt", "false"}
        or plain.startswith("nej")
    ):
        return False
    return None
