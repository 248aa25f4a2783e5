"""Brings a team's spreadsheet into its register from the command line."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import translation
from openpyxl.utils import column_index_from_string

from accounts.models import Membership, Organisation, Team, User
from core.commands import JsonCommand
from core.folding import fold
from core.scope import Kind, Scope, enter
from participants.enums import SharingBasis
from participants.importing import batches, chunks, commanded, layout, owncolumns, planning, reading
from participants.importing.enums import BatchState, Fate, Field
from participants.importing.mapping import Column
from participants.importing.rowplan import RowPlan
from participants.importing.sheets import NotReadable, Sheet
from participants.models import ImportBatch


class Command(JsonCommand):
    help = "Reads a spreadsheet (.xlsx, .csv) into a team's register. A second run with the same file makes nobody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--sheet", metavar="NAME", help="guessed when not given")
        parser.add_argument("--header-row", type=int, metavar="N", help="row of titles from 1, 0 = none; guessed")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COL=FIELD",
            help=f"COL is a title, a letter or a number from 1; FIELD one of {', '.join(Field.values)}",
        )
        parser.add_argument("--organisation", metavar="NAME", help="who answers for the people; else the team's owner")
        parser.add_argument("--basis", choices=SharingBasis.values, help="ground for showing them to the whole team")
        parser.add_argument("--by", metavar="EMAIL", help="a member on whose behalf; else nobody's")
        parser.add_argument("--dry-run", action="store_true", help="tells each row's fate and saves nothing")
        parser.add_argument("--json", action="store_true", help="the last line is one JSON object with the counts")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("sv"):
            try:
                made = self._carry_out(options)
            except (NotReadable, owncolumns.NoRoom, OSError) as error:
                raise CommandError(str(error)) from error
            self._tell(made, options)

    def _carry_out(self, options: dict[str, Any]) -> planning.Plan:
        sheets = reading.read(_content(options["file"]), options["file"].name)
        with transaction.atomic():
            order = self._order(sheets, options)
        rows = chunks.rows_of(order, _untold)
        if not options["dry_run"]:
            return _saved(order, rows, options["file"].name)
        with transaction.atomic(), enter(_team_scope(order)):
            made = planning.settle(order, rows)
            owncolumns.check(order.team, made.own_titles)
        return made

    def _order(self, sheets: list[Sheet], options: dict[str, Any]) -> planning.Order:
        team = Team.objects.filter(slug=options["team"]).first()
        if team is None:
            raise CommandError(f"There is no team called {options['team']}.")
        sheet, header_row = _lay_out(sheets, options["sheet"], options["header_row"])
        by = _member(team, options["by"]) if options["by"] else None
        return planning.Order(
            team=team,
            sheet=sheet,
            header_row=header_row,
            columns=_mapped(layout.columns(sheet, header_row), options["map"]),
            organisation=_organisation(team, options["organisation"]),
            basis=SharingBasis(options["basis"] or batches.default_basis(team)),
            by_id=by.user_id if by else None,
            seen_by=_scope(by) if by else None,
        )

    def _tell(self, made: planning.Plan, options: dict[str, Any]) -> None:
        """Row numbers and reasons; never a name, since terminals and logs keep what they show."""
        order = made.order
        where = f"sheet {order.sheet.name!r}, " if order.sheet.name else ""
        self.stdout.write(f"{where}titles in row {order.header_row}")
        for column in order.columns:
            self.stdout.write(f"  {column.title or '-'} = {column.field.value}")
        for row in made.rows:
            if row.fate != Fate.CREATE:
                self.stdout.write(f"row {row.number}: {row.fate.value}: {row.why}")
        if order.sheet.has_colours:
            self.stdout.write("Colours in the sheet are not read.")
        counts = asdict(made.counts())
        if options["json"]:
            self.tell(counts)
        else:
            self.stdout.write(", ".join(f"{name} {count}" for name, count in counts.items()))


def _team_scope(order: planning.Order) -> Scope:
    return Scope(Kind.RUN, user_id=order.by_id, team_id=order.team.pk)


def _untold(done: int, total: int) -> None:
    """Nobody waits for a word about how far it has come."""


def _saved(order: planning.Order, rows: list[RowPlan], file_name: str) -> planning.Plan:
    """Saves in chunks as the wizard's run does, so that no transaction stands idle while rows are made. What a fault
    leaves saved stays; the same file once more takes the rest. What an earlier one that was killed has left is settled
    first."""
    with transaction.atomic(), enter(_team_scope(order)):
        commanded.settle_killed()
        batch = ImportBatch.objects.create(
            team=order.team,
            owner_id=order.by_id,
            state=BatchState.RUNNING,
            file_name=file_name[-120:],
            sheet=order.sheet.name[:60],
            header_row=order.header_row,
            mapping=[[c.index, c.title, c.field.value] for c in order.columns],
            organisation=order.organisation,
            basis=order.basis,
        )
        commanded.hold(batch)
    try:
        return _carried_out(batch, order, rows)
    finally:
        commanded.let_go(batch)


def _carried_out(batch: ImportBatch, order: planning.Order, rows: list[RowPlan]) -> planning.Plan:
    work = chunks.Saving(batch, order, rows)
    try:
        while work.step() is not None:
            pass
    except Exception as error:
        with transaction.atomic(), enter(_team_scope(order)):
            saved = batches.stop(batch)
        if isinstance(error, owncolumns.NoRoom):
            raise
        raise CommandError(
            f"Stopped by {type(error).__name__} with {saved} saved. Run it again for the rest."
        ) from error
    return work.made


def _content(path: Path) -> bytes:
    """Raises NotReadable for a file that is too large before it is read, CommandError for one that cannot be."""
    try:
        if path.stat().st_size > reading.MAX_BYTES:
            raise NotReadable(reading.too_large())
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {path}.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from error


def _lay_out(sheets: list[Sheet], name: str | None, header_row: int | None) -> tuple[Sheet, int]:
    guessed = layout.find(sheets)
    wanted = name if name is not None else guessed.sheet
    sheet = next((each for each in sheets if each.name == wanted), None)
    if sheet is None:
        raise CommandError(f"There is no sheet {name!r}. The file has: {', '.join(each.name for each in sheets)}.")
    if header_row is None:
        return sheet, guessed.header_row if sheet.name == guessed.sheet else layout.header_of(sheet)[0]
    if not 0 <= header_row <= len(sheet.rows):
        raise CommandError(f"The sheet has no row {header_row}.")
    return sheet, header_row


def _mapped(columns: list[Column], pairs: list[str]) -> list[Column]:
    fields: dict[int, Field] = {}
    for pair in pairs:
        name, sign, field = pair.rpartition("=")
        if not sign or field not in Field.values:
            raise CommandError(f"{pair!r}: write COL=FIELD with FIELD one of {', '.join(Field.values)}.")
        fields[_column(columns, name)] = Field(field)
    return [Column(c.index, c.title, fields.get(c.index, c.field)) for c in columns]


def _column(columns: list[Column], name: str) -> int:
    by_title = [c.index for c in columns if fold(c.title) == fold(name)]
    if by_title:
        return by_title[0]
    indexes = {c.index for c in columns}
    try:
        index = int(name) - 1 if name.isdecimal() else column_index_from_string(name.upper()) - 1
    except ValueError:
        index = -1
    if index not in indexes:
        raise CommandError(f"There is no column {name!r}.")
    return index


def _organisation(team: Team, name: str | None) -> Organisation:
    if name is None:
        return team.owner
    found = next((one for one in team.all_organisations() if fold(one.name) == fold(name)), None)
    if found is None:
        raise CommandError(f"No organisation of the team is called {name!r}.")
    return found


def _member(team: Team, email: str) -> Membership:
    user = User.objects.filter(email=email.lower()).first()
    found = Membership.objects.running().filter(team=team, user=user).first() if user else None
    if found is None:
        raise CommandError(f"{email} is not a member of the team.")
    return found


def _scope(member: Membership) -> Scope:
    return Scope(
        Kind.MEMBER,
        user_id=member.user_id,
        team_id=member.team_id,
        organisation_id=member.organisation_id,
        role=member.role,
    )
