"""What every reader gives: sheets of text. Pure."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from core.forms import plain_text

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 5_000

Row = tuple[str, ...]


class NotReadable(ValueError):
    """The file cannot be taken. The message is for the one who brought it."""


@dataclass(frozen=True)
class Sheet:
    """Cells as text; `rows[0]` is the sheet's first row. Rows may be ragged and blank.

    `comments` hang on cells, by (row number, column index); row numbers count from 1 as a spreadsheet shows them.
    """

    name: str
    rows: list[Row]
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False
    has_colours: bool = False
    was_cut: bool = False  # some cell was longer than MAX_CELL; its beginning was kept

    @property
    def filled(self) -> int:
        """How many rows have anything in them."""
        return sum(1 for row in self.rows if any(row))

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        comments = [[row, column, text] for (row, column), text in self.comments.items()]
        return {
            "name": self.name,
            "rows": self.rows,
            "comments": comments,
            "flags": [self.is_hidden, self.has_colours, self.was_cut],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Sheet":
        comments = {(row, column): text for row, column, text in data["comments"]}
        return cls(data["name"], [tuple(row) for row in data["rows"]], comments, *data["flags"])


def cell_text(value: Any) -> str:
    """One cell as text: dates as 2026-05-17, whole numbers without decimals, formulas as they are written."""
    if value is None:
        return ""
    if type(value) is str:
        return _clean(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H.%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H.%M")
    if isinstance(value, timedelta):
        return str(value)
    return _clean(str(getattr(value, "text", None) or value))  # array formulas


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip().replace("_x000D_", "")
    text = plain_text(text.replace("_x000D_", "")).replace("\xa0", " ").replace("\u200b", "").replace("\ufffd", "?")
    return (text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)).strip()


def trimmed(cells: list[str]) -> Row:
    """Without the empty cells at the end."""
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
