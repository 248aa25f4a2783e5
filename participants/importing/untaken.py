"""The rows that were not taken, as a file to mend and read in again. Every cell is text: a formula stays words."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from participants.importing import batches, layout
from participants.importing.enums import Fate
from participants.models import ImportBatch

SHEET_NAME = "Inte inlästa"
CELL_MOST = 32_000  # Excel holds 32 767 characters in a cell


def workbook(batch: ImportBatch) -> bytes:
    """An .xlsx with the titles, each untaken row as it stood, and why. Raises LookupError once the batch is cleared."""
    sheet = batches.sheet(batch)
    reasons = {line.number: line for line in batches.outcome_lines(batch) if line.fate != Fate.CREATE}
    titles = list(layout.titles(sheet, batch.header_row))
    width = max([len(titles), *(len(sheet.rows[n - 1]) for n in reasons if n <= len(sheet.rows))], default=0)
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEET_NAME)

    def add(cells: list[str]) -> None:
        page.append([_text(page, cell) for cell in cells])

    add([*titles, *[""] * (width - len(titles)), _("Rad"), _("Varför")])
    for number, line in reasons.items():
        cells = list(sheet.rows[number - 1]) if number <= len(sheet.rows) else []
        add([*cells, *[""] * (width - len(cells)), str(number), line.why])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _text(page: Any, value: str) -> Any:
    cell = WriteOnlyCell(page, value=None)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_MOST]
    cell.data_type = "s"  # or a text that begins with = becomes a formula
    return cell
