"""The wizard: bring the file, choose sheet, say what the columns are, look the rows through, read in, undo."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.models import User
from accounts.permissions import Permission
from core import readlog
from core.models import Run
from participants.actions import ActionError
from participants.forms.importing import ColumnsForm, DecisionsForm, NamesForm, SheetForm, UploadForm
from participants.importing import asides, batches, layout, names
from participants.importing import undo as undoing
from participants.importing import untaken as untaken_file
from participants.importing.enums import BatchState, Fate, Field
from participants.importing.outcome import Line
from participants.importing.sheets import NotReadable, Sheet
from participants.importing.words import hidden_numbers
from participants.models import ImportBatch, Participant
from participants.views.reach import participant_of

AREA = "people"
ROWS_SHOWN = 100
SAMPLES = 3  # cells shown of each column
FIRST_ROWS = 12  # rows and columns of a sheet shown to choose the titles
COLUMNS_SHOWN = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"tyda", "nekade", "dubbletter", "val"}


def batch_of(request: TeamRequest, public_id: str) -> ImportBatch:
    """Raises Http404 for anybody's but the viewer's own. Locked for a POST: of two tabs the second finds what the first
    has made of it, and cannot take a sheet that is read in for one that is being prepared."""
    mine = ImportBatch.objects.visible_to(request.scope).select_related("team", "organisation")
    if request.method == "POST":
        mine = mine.select_for_update(of=("self",))
    found = mine.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def open_batch_of(request: TeamRequest, public_id: str) -> ImportBatch:
    """One that can still be changed. Raises Http404."""
    found = batch_of(request, public_id)
    if not found.is_open:
        raise Http404
    return found


def me(request: TeamRequest) -> User:
    """The member of staff who asks; the guard lets nobody else in."""
    return cast(User, request.user)


def _posted(request: TeamRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to(name: str, batch: ImportBatch) -> HttpResponseRedirect:
    return redirect(f"participants:{name}", batch.team.slug, batch.public_id)


@require_http_methods(["GET", "POST"])
@team_member(Permission.IMPORT, area=AREA)
def start(request: TeamRequest) -> HttpResponse:
    """Bring a file or paste cells; earlier ones are found again below."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            return _to("import_sheet", _bring(request, form.cleaned_data))
        except NotReadable as fault:
            form.add_error("file" if form.cleaned_data["file"] else "pasted", str(fault))
    earlier = ImportBatch.objects.visible_to(request.scope).order_by("-created_at")[:20]
    context = {"form": form, "earlier": earlier, "kept_days": batches.KEPT_DAYS}
    return render(request, "participants/import/start.html", context, status=422 if form.errors else 200)


def _bring(request: TeamRequest, data: dict[str, Any]) -> ImportBatch:
    file = data["file"]
    if file is None:
        return batches.bring(team=request.team, by=me(request), text=data["pasted"])
    return batches.bring(team=request.team, by=me(request), data=file.read(), name=file.name or "")


@require_http_methods(["GET", "POST"])
@team_member(Permission.IMPORT, area=AREA)
def sheet(request: TeamRequest, public_id: str) -> HttpResponse:
    """Which sheet, and where its titles are. Guessed; the first rows are shown."""
    batch = open_batch_of(request, public_id)
    found = batches.sheets(batch)
    at = next((n for n, each in enumerate(found) if each.name[:60] == batch.sheet), 0)
    form = SheetForm(_posted(request), sheets=found, initial={"sheet": str(at), "header_row": batch.header_row})
    if form.is_valid():
        header_row = form.cleaned_data["header_row"]
        if (form.chosen[:60], header_row) != (batch.sheet, batch.header_row):
            batches.choose_sheet(batch=batch, name=form.chosen, header_row=header_row, by=me(request))
        return _to("import_columns", batch)
    shown = found[at]
    context = {"batch": batch, "form": form, "first_rows": _first_rows(shown), "shown": shown, "width": COLUMNS_SHOWN}
    return render(request, "participants/import/sheet.html", context, status=422 if form.errors else 200)


def _first_rows(shown: Sheet) -> list[tuple[int, list[str], str]]:
    """Number, cells and, when it is all the row has, its one text. Personal numbers are hidden: nobody needs them here."""
    found = []
    for number, row in enumerate(shown.rows[:FIRST_ROWS], start=1):
        cells = [hidden_numbers(cell) for cell in row[:COLUMNS_SHOWN]]
        alone = next(iter(cells), "") if sum(map(bool, row)) == 1 else ""
        found.append((number, cells + [""] * (COLUMNS_SHOWN - len(cells)), alone))
    return found


@require_http_methods(["GET", "POST"])
@team_member(Permission.IMPORT, area=AREA)
def columns(request: TeamRequest, public_id: str) -> HttpResponse:
    """What each column is. Guessed; three of its cells stand beside."""
    batch = open_batch_of(request, public_id)
    known = batches.columns(batch)
    initial = {"organisation": batch.organisation_id, "basis": batch.basis}
    form = ColumnsForm(_posted(request), columns=known, team=request.team, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        batches.map_columns(
            batch=batch,
            fields=form.chosen(),
            organisation=data["organisation"],
            basis=data["basis"],
            by=me(request),
        )
        return _to_rows(batch)
    rows = layout.data_rows(batches.sheet(batch), batch.header_row)
    context = {
        "batch": batch,
        "form": form,
        "columns": [(field, _samples(rows, column.index)) for column, field in form.pairs()],
    }
    return render(request, "participants/import/columns.html", context, status=422 if form.errors else 200)


def _to_rows(batch: ImportBatch) -> HttpResponseRedirect:
    """The list of rows, or how far its planning has come."""
    if batch.state == BatchState.PLANNING:
        return redirect("core:run_detail", batch.run_public_id)
    return _to("import_rows", batch)


def _samples(rows: list[layout.DataRow], index: int) -> list[str]:
    """The first few different cells of a column."""
    found: dict[str, None] = {}
    for row in rows:
        if index < len(row.cells) and row.cells[index]:
            found[hidden_numbers(row.cells[index])[:60]] = None
            if len(found) == SAMPLES:
                break
    return list(found)


@require_http_methods(["GET", "POST"])
@team_member(Permission.IMPORT, area=AREA)
def rows(request: TeamRequest, public_id: str) -> HttpResponse:
    """Each row's fate before anything is saved, and what the person decides instead. POST keeps the decisions; with
    "Läs in" it saves."""
    batch = open_batch_of(request, public_id)
    if batch.outcome is None:
        return _to_rows(batch) if batch.state == BatchState.PLANNING else _to("import_columns", batch)
    lines = batches.outcome_lines(batch)
    shown = _shown(request, lines)
    form = DecisionsForm(_posted(request), lines=shown["lines"])
    strangers = names.counted(line.stranger for line in lines)
    who = NamesForm(_posted(request), names=strangers, chosen=batch.names, batch=batch)
    if form.is_valid() and who.is_valid():
        batches.name_handlers(batch=batch, chosen=who.chosen(), by=me(request))
        batches.decide(batch=batch, decisions=form.chosen(), by=me(request))
        if "read_in" in request.POST:
            return _read_in(request, batch)
        return redirect(f"{request.path}?{urlencode({'visa': shown['kind'], 'sida': shown['number']})}")
    readlog.listed(request.scope, _matched(lines), place="import.rows")
    context = {
        "batch": batch,
        "form": form,
        "others": [each.name for each in batches.sheets(batch) if each.name[:60] != batch.sheet],
        "sheet": batches.sheet(batch),
        "who": who,
        "is_hope_goal": _is_hope_goal(batch),
        "protected": sum(1 for line in lines if line.is_protected),
        **shown,
    }
    return render(request, "participants/import/rows.html", context, status=422 if form.errors or who.errors else 200)


def _read_in(request: TeamRequest, batch: ImportBatch) -> HttpResponse:
    try:
        batches.start(batch=batch, by=me(request), title=_("Läser in kalkylbladet"))
    except ActionError as fault:
        messages.error(request, str(fault))
        return _to("import_rows", batch)
    if batch.state == BatchState.RUNNING:
        return redirect("core:run_detail", batch.run_public_id)
    return _to("import_detail", batch)


def _matched(lines: list[Line]) -> list[int]:
    return [line.match_id for line in lines if line.match_id is not None]


def _is_hope_goal(batch: ImportBatch) -> bool:
    """Whether what people want to work with becomes their goal, for want of a column of goals."""
    fields = {column.field for column in batches.columns(batch)}
    return Field.OCCUPATION in fields and Field.GOAL not in fields


def _shown(request: HttpRequest, lines: list[Line]) -> dict[str, Any]:
    """One page of the rows asked for, and the ways to the others."""
    chosen = {
        "": lines,
        "tyda": [line for line in lines if line.is_flagged],
        "nekade": [line for line in lines if line.fate == Fate.REFUSED],
        "dubbletter": [line for line in lines if line.fate == Fate.DUPLICATE],
        "val": [line for line in lines if line.decision],
    }
    kind = request.GET.get("visa", "")
    kind = kind if kind in KINDS else ""
    page = request.GET.get("sida", "1")
    first = (int(page) - 1) * ROWS_SHOWN if page.isascii() and page.isdecimal() and 0 < int(page[:6]) < 10_000 else 0
    shown = chosen[kind][first : first + ROWS_SHOWN]
    labels = {"": _("Alla"), "tyda": _("Att titta på"), "nekade": _("Läses inte in"), "dubbletter": _("Finns redan")}
    labels["val"] = _("Dina val")
    number = first // ROWS_SHOWN + 1
    return {
        "lines": shown,
        "kind": kind,
        "number": number,
        "tabs": [(name, labels[name], len(found), name == kind) for name, found in chosen.items()],
        "first": first + 1,
        "last": first + len(shown),
        "total": len(chosen[kind]),
        "previous_url": f"?visa={kind}&sida={number - 1}" if number > 1 else "",
        "next_url": f"?visa={kind}&sida={number + 1}" if first + ROWS_SHOWN < len(chosen[kind]) else "",
    }


@require_GET
@team_member(Permission.IMPORT, area=AREA)
def detail(request: TeamRequest, public_id: str) -> HttpResponse:
    """What became of it: how many came in, what to look at, what was not taken, the way back."""
    batch = batch_of(request, public_id)
    if batch.is_open:
        return _to("import_sheet", batch)
    if batches.is_stopped(batch):
        return render(request, "participants/import/stopped.html", {"batch": batch})
    lines = batches.outcome_lines(batch)
    people = _people(request, batch)
    readlog.listed(request.scope, [pk for pk, _id in people.values()], place="import.detail")
    alone = asides.unopened([pk for pk, _id in people.values()], batch.team)
    run = Run.objects.filter(public_id=batch.run_public_id).first() if batch.run_public_id else None
    context = {
        "batch": batch,
        "run": run if batch.state == BatchState.RUNNING else None,
        "to_look_at": [(line, people[line.number][1]) for line in lines if line.is_flagged and line.number in people],
        "unopened": Participant.objects.visible_to(request.scope).filter(pk__in=alone).order_by("sort_name", "pk"),
        "not_taken": [line for line in lines if line.fate != Fate.CREATE],
        "decided": [(line, people.get(line.number)) for line in lines if line.decision],
    }
    return render(request, "participants/import/detail.html", context)


def _people(request: TeamRequest, batch: ImportBatch) -> dict[int, tuple[int, str]]:
    """Row number → the person made from it, of those the viewer may see."""
    made = batch.imported_rows.values_list("row_number", "participant_id")
    seen = dict(
        Participant.objects.visible_to(request.scope)
        .filter(pk__in=[pk for _row, pk in made])
        .values_list("pk", "public_id")
    )
    return {row: (pk, seen[pk]) for row, pk in made if pk in seen}


@require_POST
@team_member(Permission.IMPORT, area=AREA)
def go_on(request: TeamRequest, public_id: str) -> HttpResponse:
    """The rest of one that stopped on the way."""
    batch = batch_of(request, public_id)
    try:
        batches.go_on(batch=batch, by=me(request), title=_("Läser in kalkylbladet"))
    except ActionError as fault:
        messages.error(request, str(fault))
        return _to("import_detail", batch)
    return redirect("core:run_detail", batch.run_public_id)


@require_POST
@team_member(Permission.IMPORT, area=AREA)
def undo(request: TeamRequest, public_id: str) -> HttpResponse:
    """Takes the whole batch back; whoever has been worked on since stays, and is listed."""
    batch = batch_of(request, public_id)
    try:
        undone = undoing.undo(batch=batch, by=me(request))
    except ActionError as fault:
        messages.error(request, str(fault))
        return _to("import_detail", batch)
    stays = Participant.objects.visible_to(request.scope).filter(pk__in=undone.touched).order_by("sort_name")
    readlog.listed(request.scope, [person.pk for person in stays], place="import.undo")
    # No count of those who went: with it, somebody who has been closed to the viewer since could be reckoned out.
    return render(request, "participants/import/undone.html", {"batch": batch, "stays": stays})


@require_POST
@team_member(Permission.IMPORT, area=AREA)
def clear(request: TeamRequest, public_id: str) -> HttpResponse:
    """Lets go of what is left of the file."""
    batch = batch_of(request, public_id)
    try:
        batches.let_go(batch=batch, by=me(request))
    except ActionError as fault:
        messages.error(request, str(fault))
        return _to("import_detail", batch)
    messages.success(request, _("Filen är borta."))
    return redirect("participants:import_start", request.team.slug)


@require_GET
@team_member(Permission.IMPORT, area=AREA)
def untaken(request: TeamRequest, public_id: str) -> HttpResponse:
    """The rows that were not taken, as an Excel file."""
    batch = batch_of(request, public_id)
    if batch.content is None or batch.outcome is None:
        raise Http404
    readlog.exported(request.scope, [batch.pk], place="import.untaken", subject_type="import_batch")
    readlog.exported(request.scope, _matched(batches.outcome_lines(batch)), place="import.untaken")
    response = HttpResponse(untaken_file.workbook(batch), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="inte-inlasta.xlsx"'
    return response


@require_POST
@team_member(Permission.WORK_WITH_PEOPLE, area=AREA)
def aside_review(request: TeamRequest, public_id: str, remark_id: str) -> HttpResponse:
    """Ticks off something the import laid aside."""
    participant = participant_of(request, public_id)
    remark = next((r for r in asides.readable(participant, request.scope) if r.public_id == remark_id), None)
    if remark is None:
        raise Http404
    asides.review(remark=remark, by=me(request))
    messages.success(request, _("Avbockat."))
    return redirect("participants:detail", request.team.slug, public_id)
