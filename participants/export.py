"""The register as a file: exactly the columns, order and people of a view. Every cell is text or a day, never a formula."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from participants.columns import OWN, Column
from participants.enums import EnrolmentState, StepBy, WaitingFor
from participants.queries.row import Row
from participants.queries.watch import spans_of, standing
from participants.standing import LIMITS, signals

Value = str | date | datetime | float | None
KINDS = ("xlsx", "csv")
CELL_MOST = 32_000  # Excel holds 32 767 characters in a cell
FORMULA = frozenset("=+-@\t\r＝＋－＠")  # what a spreadsheet may take for the beginning of one


def table(
    rows: Sequence[Row], shown: Sequence[Column], colleagues: Mapping[int, str], today: date
) -> list[list[Value]]:
    """The titles and a line per row, as on the screen; a colleague by name instead of letters."""
    reads = [_reader(column, colleagues, today) for column in shown]
    return [[str(column.title) for column in shown], *([read(row) for read in reads] for row in rows)]


def xlsx(lines: Sequence[Sequence[Value]], title: str = "") -> bytes:
    """A workbook. Days are days, numbers numbers, everything else is text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(title or _("Deltagare"))
    page.freeze_panes = "B2"
    for line in lines:
        page.append([_cell(page, value) for value in line])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(page: Any, value: Value) -> Any:
    cell = WriteOnlyCell(page, value=None)
    if isinstance(value, datetime):
        cell.value, cell.number_format = timezone.localtime(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif isinstance(value, int | float):
        cell.value = value
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value or "")[:CELL_MOST]
        cell.data_type = "s"  # or a text that begins with = becomes a formula
    return cell


def csv_file(lines: Sequence[Sequence[Value]]) -> bytes:
    """As a Swedish Excel opens it: semicolons, and a mark that says UTF-8."""
    buffer = StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows([_plain(value) for value in line] for line in lines)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _plain(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = (value or "").replace("\x00", "")
    return f"'{text}" if text[:1] in FORMULA or text.lstrip()[:1] in FORMULA else text


Read = Callable[[Row], Value]


def _reader(column: Column, colleagues: Mapping[int, str], today: date) -> Read:
    plain = _OWN(column.key) if column.key.startswith(OWN) else _READS.get(column.key)
    if column.key == "handledare":
        plain = lambda row: colleagues.get(row.handler_id or 0, "")  # noqa: E731
    elif column.key == "signal":
        plain = lambda row: _signals(row, today)  # noqa: E731
    elif column.key == "insatser":
        plain = lambda row: _interventions(row, today)  # noqa: E731
    if plain is None:
        raise LookupError(f"no way to write {column.key} in a file")
    read = plain
    unread = _("att tyda")
    return lambda row: f"{row.unread[column.key]} ({unread})" if row.unread.get(column.key) else read(row)


def _OWN(key: str) -> Read:  # noqa: N802  stands beside _READS
    return lambda row: str(row.own_values.get(key.removeprefix(OWN), ""))


def _signals(row: Row, today: date) -> str:
    return "; ".join(s.words for s in signals(standing(row, spans_of(row.interventions)), today, LIMITS))


def _interventions(row: Row, today: date) -> str:
    """What runs or is planned: its days and whether it is job-focused; never its kind."""
    told = []
    for first, last, job in spans_of(row.interventions):
        if last is None or last >= today:
            told.append(f"{first}–{last or ''}" + (f" {_('jobbfokus')}" if job else ""))
    return "; ".join(told)


def _this_week(row: Row) -> str:
    """Words of an earlier week say of which, as on the screen."""
    today = timezone.localdate()
    written = row.this_week_on
    if not row.this_week or written is None or written >= today - timedelta(days=today.weekday()):
        return row.this_week
    return f"{row.this_week} ({_('v. %(n)d') % {'n': written.isocalendar().week}})"


def _meeting(row: Row) -> datetime | None:
    """The next one, and today's all day long."""
    at = row.next_meeting_at
    return at if at and timezone.localdate(at) >= timezone.localdate() else None


_READS: dict[str, Read] = {
    "namn": lambda row: row.list_name,
    "mot": lambda row: row.goal,
    "steg": lambda row: row.next_step,
    "vem": lambda row: str(StepBy.PERSON.label) if row.next_step_by == StepBy.PERSON else row.next_step_who,
    "nar": lambda row: row.next_step_on,
    "veckan": _this_week,
    "mote": _meeting,
    "kontakt": lambda row: row.last_contact_on,
    "andrad": lambda row: timezone.localdate(row.updated_at),  # by whom is told to the reader of the screen alone
    "lage": lambda row: str(EnrolmentState(row.state).label),
    "vantar": lambda row: str(WaitingFor(row.waiting_for).label) if row.waiting_for else "",
    "inskriven": lambda row: row.started_on,
    "avslutad": lambda row: row.ended_on,
    "sedan": lambda row: row.handler_since,
    "paus": lambda row: row.paused_until,
    "uppfoljning": lambda row: row.follow_up_on,
    "skattning": lambda row: row.next_assessment_on,
    "skattad": lambda row: row.last_assessment_on,
    "etiketter": lambda row: ", ".join(row.tags),
    "kommun": lambda row: row.municipality_name,
    "organisation": lambda row: row.responsible_name,
}
