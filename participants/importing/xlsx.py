"""Workbooks (.xlsx) into sheets of text. Hostile files are met here: caps before parsing, no entities, no evaluation."""

import logging
import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from participants.importing.sheets import MAX_CELL, MAX_COLUMNS, MAX_ROWS, NotReadable, Row, Sheet, cell_text, trimmed

logger = logging.getLogger("framat.import")

MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_BLANK = 20_000  # blank rows in a row: what comes after is not looked for
COLOURS_SOUGHT = 1024 * 1024  # bytes of a sheet in which coloured cells are looked for
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_xlsx(data: bytes) -> list[Sheet]:
    """Every sheet of the workbook. Raises NotReadable."""
    _check_package(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions openpyxl does not know
            book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
            return [_sheet(book, name) for name in book.sheetnames[:MAX_SHEETS] if hasattr(book[name], "iter_rows")]
    except NotReadable:
        raise
    except Exception as error:
        # A damaged or hostile package fails in a hundred ways inside the library; to its owner they are one.
        logger.info("workbook refused: %s", type(error).__name__)
        raise NotReadable(_("Filen går inte att öppna. Spara om den i Excel och försök igen.")) from error


def _check_package(data: bytes) -> None:
    """Kind and size by the package's own list, before anything is unpacked."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except BadZipFile as error:
        raise NotReadable(_("Filen är trasig. Spara om den i Excel och försök igen.")) from error
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise NotReadable(_("Filen är för stor när den packas upp. Ta bort bilder och blad som inte behövs."))
    if any(part.flag_bits & 1 for part in parts):
        raise NotReadable(_("Filen har lösenord. Spara den utan lösenord först."))
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotReadable(_("Filen har makron. Spara den som vanlig Excel-arbetsbok (.xlsx) först."))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NotReadable(_("Det här är ingen Excel-fil. Spara den som .xlsx eller .csv."))


def _sheet(book: Any, name: str) -> Sheet:
    worksheet = book[name]
    worksheet.reset_dimensions()  # what the file says of its own size is not believed
    rows, was_cut = _rows(worksheet)
    package, path = worksheet.parent._archive, worksheet._worksheet_path
    source = package.read(path)
    _fill_merged(rows, source)
    return Sheet(
        name=cell_text(name) or "-",
        rows=rows,
        comments=dict(_comments(package, path)),
        is_hidden=worksheet.sheet_state != "visible",
        has_colours=_has_colours(package, source),
        was_cut=was_cut,
    )


def _rows(worksheet: Any) -> tuple[list[Row], bool]:
    rows: list[Row] = []
    was_cut, blank, filled = False, 0, 0
    for values in worksheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
        row = trimmed([cell_text(value) for value in values])
        if not row:
            blank += 1
            if blank > MAX_BLANK:
                break
            continue
        if len(row) > MAX_COLUMNS:
            raise NotReadable(_("Bladet har fler än %(most)d kolumner.") % {"most": MAX_COLUMNS})
        filled += 1
        if filled > MAX_ROWS:
            raise NotReadable(_("Bladet har fler än %(most)d rader. Dela det i flera.") % {"most": MAX_ROWS})
        if any(len(text) > MAX_CELL for text in row):
            row, was_cut = tuple(text[:MAX_CELL] for text in row), True
        rows += [()] * blank
        blank = 0
        rows.append(row)
    return rows, was_cut


def _fill_merged(rows: list[Row], source: bytes) -> None:
    """A cell that stands for several rows ("Nour" beside five people) holds for each of them."""
    for found in re.finditer(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"', source[-200_000:]):
        left, top, right, bottom = (side or 0 for side in range_boundaries(found.group(1).decode()))
        if left != right or not 0 < top < bottom <= len(rows) or bottom - top > MAX_ROWS or left > MAX_COLUMNS:
            continue
        column = left - 1
        value = rows[top - 1][column] if column < len(rows[top - 1]) else ""
        for at in range(top, bottom):
            if value and any(rows[at]):
                cells = list(rows[at]) + [""] * (column + 1 - len(rows[at]))
                cells[column] = cells[column] or value
                rows[at] = tuple(cells)


def _comments(package: ZipFile, path: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Remarks that hang on cells: easy to forget, and often what matters."""
    rels = get_rels_path(path)
    if rels not in package.namelist():
        return
    for relation in get_dependents(package, rels).find(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    ):
        if relation.target not in package.namelist():
            continue
        for comment in fromstring(package.read(relation.target)).iter(f"{MAIN}comment"):
            text = cell_text("".join(part.text or "" for part in comment.iter(f"{MAIN}t")))[:MAX_CELL]
            row, column = coordinate_to_tuple(comment.get("ref", "A1"))
            if text:
                yield (row, column - 1), text


def _has_colours(package: ZipFile, source: bytes) -> bool:
    """Whether some cell is filled with a colour: those are not read, and their owner should know."""
    if "xl/styles.xml" not in package.namelist():
        return False
    styles = fromstring(package.read("xl/styles.xml"))
    formats = styles.find(f"{MAIN}cellXfs")
    filled = {n for n, form in enumerate(formats if formats is not None else ()) if int(form.get("fillId") or 0) > 1}
    used = {int(number) for number in re.findall(rb'<c [^>]*?\bs="(\d{1,5})"', source[:COLOURS_SOUGHT])}
    return bool(filled & used)
