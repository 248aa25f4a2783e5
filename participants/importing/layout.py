"""Finds the sheet and the row of titles. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from participants.importing.enums import Field
from participants.importing.mapping import Column, field_of, guess
from participants.importing.sheets import Row, Sheet

LOOKED_AT = 40  # rows from the top in which titles are sought
_NAMES = {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME}


@dataclass(frozen=True)
class Layout:
    """`header_row` counts from 1 as the spreadsheet does; 0 = there are no titles, data from the first row."""

    sheet: str
    header_row: int


@dataclass(frozen=True)
class DataRow:
    """A row below the titles with anything in it; `number` is the spreadsheet's own."""

    number: int
    cells: Row


def score(row: Row) -> int:
    """How much a row looks like titles: each known title counts, a name more; a lone cell never."""
    if sum(1 for cell in row if cell) < 2:
        return 0
    found = {field_of(cell) for cell in row if cell and len(cell) <= 60} - {None}
    return len(found) + (2 if found & _NAMES else 0)


def find(sheets: Sequence[Sheet]) -> Layout:
    """The best sheet and row; visible sheets first. Without titles anywhere: the fullest sheet, no titles."""
    best, best_score = Layout(max(sheets, key=lambda s: (not s.is_hidden, s.filled)).name, 0), 1
    for sheet in sorted(sheets, key=lambda s: s.is_hidden):
        header_row, found = header_of(sheet)
        if found > best_score:
            best, best_score = Layout(sheet.name, header_row), found
    return best


def header_of(sheet: Sheet) -> tuple[int, int]:
    """The row most like titles and its score; (0, 0) without one."""
    if max(map(len, sheet.rows), default=0) == 1:  # a bare list of names may have a title too
        first = next((n for n, row in enumerate(sheet.rows, start=1) if any(row)), 0)
        return (first, 2) if first and field_of(sheet.rows[first - 1][0]) in _NAMES else (0, 0)
    scored = [(score(row), -number) for number, row in enumerate(sheet.rows[:LOOKED_AT], start=1)]
    found, number = max(scored, default=(0, 0))
    return (-number, found) if found >= 2 else (0, 0)


def titles(sheet: Sheet, header_row: int) -> Row:
    return sheet.rows[header_row - 1] if 0 < header_row <= len(sheet.rows) else ()


def data_rows(sheet: Sheet, header_row: int) -> list[DataRow]:
    """Rows below the titles; blank ones are none."""
    return [DataRow(number, row) for number, row in enumerate(sheet.rows, start=1) if number > header_row and any(row)]


def columns(sheet: Sheet, header_row: int) -> list[Column]:
    """The guessed mapping for a sheet with its titles in `header_row`."""
    return guess(titles(sheet, header_row), [row.cells for row in data_rows(sheet, header_row)])
