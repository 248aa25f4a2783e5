"""A file or pasted cells into sheets of text, whatever spelling they come in. Pure."""

import codecs
import csv
import re
from collections import Counter
from io import StringIO

from django.utils.translation import gettext as _

from participants.importing.sheets import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    NotReadable,
    Row,
    Sheet,
    cell_text,
    trimmed,
)
from participants.importing.xlsx import read_xlsx

ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
TEXT_ENDINGS = (".csv", ".txt", ".tsv")
SWEDISH = frozenset("åäöÅÄÖéÉü")
DELIMITERS = ";\t,|"


def read(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a file. Its beginning decides what it is; its name must agree. Raises NotReadable."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if not data.strip():
        raise NotReadable(_("Filen är tom."))
    if len(data) > MAX_BYTES:
        raise NotReadable(too_large())
    if data.startswith(OLD_OFFICE):
        raise NotReadable(_("Filen är en äldre Excel-fil eller har lösenord. Spara den som .xlsx utan lösenord."))
    if data.startswith(ZIP):
        if ending != ".xlsx":
            raise NotReadable(_("Vi läser .xlsx och .csv. Spara kalkylbladet som någon av dem."))
        sheets = read_xlsx(data)
    elif ending in TEXT_ENDINGS and not data.startswith(PDF):
        sheets = [_read_text(decode(data), "")]
    else:
        raise NotReadable(_("Vi läser .xlsx och .csv. Spara kalkylbladet som någon av dem."))
    return _with_content(sheets)


def too_large() -> str:
    return _("Filen är för stor. Högst 5 MB går bra.")


def read_pasted(text: str) -> list[Sheet]:
    """Cells pasted from a spreadsheet (tabs between) or from a mail. Raises NotReadable."""
    return _with_content([_read_text(text, "")])


def _with_content(sheets: list[Sheet]) -> list[Sheet]:
    found = [sheet for sheet in sheets if sheet.filled]
    if not found:
        raise NotReadable(_("Det finns inga ifyllda rader."))
    return found


def decode(data: bytes) -> str:
    """The text of a .csv in the encodings that Swedish offices leave behind. Raises NotReadable for what is no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotReadable(_("Filen är trasig. Spara om den och försök igen.")) from error
    strange = sum(data.count(bytes([code])) for code in (*range(9), 11, 12, *range(14, 32)))
    if b"\x00" in data or strange > len(data) // 100:
        raise NotReadable(_("Filen är ingen textfil. Spara kalkylbladet som .csv eller .xlsx."))
    try:
        return _mended(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    # One byte a letter. Nearly always Windows' Latin-1; an old Mac or DOS shows by its Swedish letters.
    candidates = [data.decode(name, errors="replace") for name in ("cp1252", "mac_roman", "cp850")]
    return max(candidates, key=lambda text: sum(text.count(letter) for letter in SWEDISH))


def _mended(text: str) -> str:
    """Text that was read as Latin-1 and saved as UTF-8 once too often ("Ã¥" for "å") is turned back."""
    if not re.search("Ã[¥¤¶…„–©]", text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _read_text(text: str, name: str) -> Sheet:
    rows: list[Row] = []
    was_cut, filled = False, 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, _newline, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?', head.strip("\ufeff \t"))
    delimiter = told.group(1) if told else _delimiter(text)
    try:
        for cells in csv.reader(StringIO(rest if told else text, newline=""), delimiter=delimiter):
            row = trimmed([cell_text(cell) for cell in cells])
            if len(row) > MAX_COLUMNS:
                raise NotReadable(_("Bladet har fler än %(most)d kolumner.") % {"most": MAX_COLUMNS})
            filled += bool(row)
            if filled > MAX_ROWS:
                raise NotReadable(_("Bladet har fler än %(most)d rader. Dela det i flera.") % {"most": MAX_ROWS})
            if any(len(cell) > MAX_CELL for cell in row):
                row, was_cut = tuple(cell[:MAX_CELL] for cell in row), True
            rows.append(row)
    except csv.Error as error:
        raise NotReadable(_("Filen går inte att dela upp i celler. Spara om den som .xlsx.")) from error
    return Sheet(name, rows, was_cut=was_cut)


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most equal rows; quoted cells do not count."""
    plain = re.sub(r'"(?:[^"]|"")*"', "", text[:20_000])
    lines = [line for line in plain.split("\n") if line.strip()][:40]

    def fit(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if not counts:
            return (0, 0)
        usual, times = max(counts.items(), key=lambda item: (item[1] * item[0], item[0]))
        return (times * usual, usual)

    return max(DELIMITERS, key=fit)
