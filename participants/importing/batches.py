"""A batch from file to register: brought, laid out, mapped, looked through, saved. The wizard's and the command's way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Membership, Organisation, Team, User
from core import notices, runs
from core.folding import fold, sort_key
from core.models import Run
from core.scope import Kind, Scope, enter
from participants import actions
from participants.actions import ActionError
from participants.enums import SharingBasis
from participants.importing import facts, layout, outcome, planning, reading, saving, sealing
from participants.importing.cells import Colleague
from participants.importing.enums import BatchState, Decision, Fate, Field
from participants.importing.mapping import Column
from participants.importing.outcome import Line
from participants.importing.sheets import Sheet
from participants.models import ImportBatch, Participant

KEPT_DAYS = 30  # after which what is left of the file goes by itself
INLINE_ROWS = 200  # more than these are saved by a run in the background
RUN_KIND = "participants.import"
PLANNED_INLINE = 400  # more rows than these are planned by a run: reading one takes a millisecond or two
PLAN_KIND = "participants.plan_import"


@transaction.atomic
def bring(*, team: Team, by: User, data: bytes | None = None, name: str = "", text: str = "") -> ImportBatch:
    """Reads a file (`data`, `name`) or pasted cells (`text`), guesses its layout, keeps it sealed. Raises NotReadable."""
    sheets = reading.read(data, name) if data is not None else reading.read_pasted(text)
    found = layout.find(sheets)
    membership = Membership.objects.running().filter(team=team, user=by).first()
    batch = ImportBatch(
        team=team,
        owner=by,
        file_name=" ".join(name.split())[-120:],
        organisation_id=membership.organisation_id if membership else team.owner_id,
        basis=default_basis(team),
    )
    batch.content = sealing.seal([sheet.as_data() for sheet in sheets], bound_to=batch.public_id)
    _lay_out(batch, sheets, found.sheet, found.header_row)
    batch.save()
    return batch


def default_basis(team: Team) -> SharingBasis:
    """An agreement of the team's that is written down covers those who come in; otherwise somebody must ask first."""
    return SharingBasis.AGREEMENT if team.sharing_agreement.strip() else SharingBasis.NONE


def sheets(batch: ImportBatch) -> list[Sheet]:
    """The sealed sheets. Raises LookupError when they have been cleared."""
    if batch.content is None:
        raise LookupError("the batch has no content left")
    return [Sheet.from_data(data) for data in sealing.unseal(batch.content, bound_to=batch.public_id)]


def sheet(batch: ImportBatch) -> Sheet:
    found = sheets(batch)
    return next((each for each in found if each.name == batch.sheet), found[0])


def _lay_out(batch: ImportBatch, found: Sequence[Sheet], name: str, header_row: int) -> None:
    chosen = next((each for each in found if each.name == name), found[0])
    batch.sheet, batch.header_row = chosen.name[:60], header_row
    batch.mapping = [[c.index, c.title, c.field.value] for c in layout.columns(chosen, header_row)]
    batch.outcome, batch.decisions = None, {}
    if batch.state == BatchState.PLANNING:
        batch.state = BatchState.DRAFT  # what is being planned is of another sheet


@transaction.atomic
def choose_sheet(*, batch: ImportBatch, name: str, header_row: int, by: User) -> None:
    """Another sheet or row of titles; the columns are guessed anew."""
    _lay_out(batch, sheets(batch), name, header_row)
    batch.save(update_fields=["sheet", "header_row", "mapping", "outcome", "decisions", "state"])


def columns(batch: ImportBatch) -> list[Column]:
    return [Column(index, title, Field(field)) for index, title, field in batch.mapping]


@transaction.atomic
def map_columns(
    *, batch: ImportBatch, fields: dict[int, Field], organisation: Organisation, basis: SharingBasis, by: User
) -> None:
    """What each column is, who answers for the people, on what ground they are shown to the team. Plans the rows: now,
    or by a run when they are many (state PLANNING, `batch.run_public_id`)."""
    batch.mapping = [[index, title, fields.get(index, Field(had)).value] for index, title, had in batch.mapping]
    batch.organisation, batch.basis = organisation, basis
    rows = len(layout.data_rows(sheet(batch), batch.header_row))
    if rows > PLANNED_INLINE:
        _plan_later(batch, rows, by)
    else:
        batch.state = BatchState.DRAFT
        _keep_outcome(batch, plan(batch))
    batch.save(update_fields=["mapping", "organisation", "basis", "outcome", "counts", "state", "run_public_id"])


def _plan_later(batch: ImportBatch, rows: int, by: User) -> None:
    run = runs.start(
        kind=PLAN_KIND,
        title=_("Går igenom kalkylbladet"),
        by_id=by.pk,
        team_id=batch.team_id,
        params={"batch": batch.pk, "rows": rows},
        back_url=reverse("participants:import_columns", args=[batch.team.slug, batch.public_id]),
    )
    batch.state, batch.run_public_id, batch.outcome = BatchState.PLANNING, run.public_id, None


def keep_plan(batch: ImportBatch, made: planning.Plan) -> None:
    """What a run has planned, unless the columns have been mapped anew meanwhile: then another run plans."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if (locked.state, locked.run_public_id) != (BatchState.PLANNING, batch.run_public_id):
        return
    _keep_outcome(batch, made)
    batch.state = BatchState.DRAFT
    batch.save(update_fields=["outcome", "counts", "state"])


@transaction.atomic
def decide(*, batch: ImportBatch, decisions: Mapping[int, Decision | None], by: User) -> None:
    """What becomes of single rows (by number) instead of what is proposed; None goes back to the proposal. Plans the
    rows again: one skipped frees its likes. What a row does not offer is left out."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    had = decided(locked)
    offered = {line.number: line.choices for line in outcome_lines(locked)}
    now = {row: choice for row, choice in {**had, **decisions}.items() if choice in offered.get(row, [])}
    if now == had:
        return
    batch.decisions = {str(row): choice.value for row, choice in now.items() if choice is not None}
    changed = {row for row in {*had, *now} if had.get(row) != now.get(row)}
    _plan_again(batch, outcome_lines(locked), changed)
    batch.save(update_fields=["decisions", "outcome", "counts"])


@transaction.atomic
def name_handlers(*, batch: ImportBatch, chosen: Mapping[str, str], by: User) -> None:
    """Who the sheet's unknown handlers are, by name as written: names.of(colleague), names.NOBODY or names.TEXT. Kept
    with the batch, and all rows of the name are planned again."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    now = {**locked.names, **{fold(written): choice for written, choice in chosen.items()}}
    if now == locked.names:
        return
    changed = {name for name in now if locked.names.get(name) != now[name]}
    batch.names = now
    lines = outcome_lines(locked)
    _plan_again(batch, lines, {line.number for line in lines if fold(line.stranger) in changed})
    batch.save(update_fields=["names", "outcome", "counts"])


def _plan_again(batch: ImportBatch, lines: Sequence[Line], numbers: Collection[int]) -> None:
    """Plans these rows again, with those that they may be the same person as; the others stand as they were planned."""
    with transaction.atomic(), enter(team_scope(batch)):
        made = outcome.lines(planning.plan(order(batch), only=outcome.together(lines, numbers)))
    anew = {line.number: line for line in made}
    kept = [anew.get(line.number, line) for line in lines]
    batch.outcome = sealing.seal([line.as_data() for line in kept], bound_to=batch.public_id)
    batch.counts = asdict(outcome.counts(kept))


def colleagues(batch: ImportBatch) -> list[Colleague]:
    """Who may be handler in the batch's team, by name."""
    return sorted(facts.colleagues(batch.team), key=lambda colleague: sort_key(colleague.name))


def decided(batch: ImportBatch) -> dict[int, Decision]:
    """By row number."""
    return {int(row): Decision(choice) for row, choice in batch.decisions.items()}


def _keep_outcome(batch: ImportBatch, made: planning.Plan) -> None:
    lines = [line.as_data() for line in outcome.lines(made)]
    batch.outcome = sealing.seal(lines, bound_to=batch.public_id)
    batch.counts = asdict(made.counts())


def outcome_lines(batch: ImportBatch) -> list[Line]:
    """Each row's fate as last planned, or as saved; nothing once the batch is cleared."""
    if batch.outcome is None:
        return []
    return [Line(**data) for data in sealing.unseal(batch.outcome, bound_to=batch.public_id)]


def member_scope(batch: ImportBatch) -> Scope:
    """The owner's own scope in the team. Raises LookupError for one who has left."""
    found = Membership.objects.running().filter(team_id=batch.team_id, user_id=batch.owner_id or 0).first()
    if found is None:
        raise LookupError("the owner is not in the team any more")
    return Scope(
        Kind.MEMBER,
        user_id=found.user_id,
        team_id=found.team_id,
        organisation_id=found.organisation_id,
        role=found.role,
    )


def order(batch: ImportBatch) -> planning.Order:
    return planning.Order(
        team=batch.team,
        sheet=sheet(batch),
        header_row=batch.header_row,
        columns=columns(batch),
        organisation=batch.organisation or batch.team.owner,
        basis=SharingBasis(batch.basis),
        by_id=batch.owner_id,
        seen_by=member_scope(batch),
        decisions=decided(batch),
        names=batch.names,
    )


def team_scope(batch: ImportBatch) -> Scope:
    """The team's own scope, on the owner's behalf: a row is compared with everyone in the team."""
    return Scope(Kind.RUN, user_id=batch.owner_id, team_id=batch.team_id)


def plan(batch: ImportBatch) -> planning.Plan:
    """Every row's fate as things stand now. Writes nothing."""
    with transaction.atomic(), enter(team_scope(batch)):
        return planning.plan(order(batch))


@transaction.atomic
def start(*, batch: ImportBatch, by: User, title: str) -> None:
    """Saves now, or in the background when the rows are many (`batch.run_public_id`). Raises ActionError for one that
    somebody has started already (a second press, another tab)."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not locked.is_open or locked.outcome is None:
        raise ActionError(_("Kalkylbladet är redan inläst."))
    if batch.counts.get("rows", 0) <= INLINE_ROWS:
        carry_out(batch)
        return
    _save_later(batch, by, title)


@transaction.atomic
def go_on(*, batch: ImportBatch, by: User, title: str) -> None:
    """Saves the rest of one that stopped on the way. Raises ActionError for one that did not."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not is_stopped(locked) or locked.content is None:
        raise ActionError(_("Kalkylbladet är redan inläst."))
    _save_later(batch, by, title)


def is_stopped(batch: ImportBatch) -> bool:
    """Whether some of it may be saved and nobody saves the rest: its worker died too many times, or a fault ended it."""
    if batch.state != BatchState.RUNNING:
        return batch.state == BatchState.STOPPED
    return Run.objects.filter(public_id=batch.run_public_id, state=Run.RunState.FAILED).exists()


def stop(batch: ImportBatch) -> int:
    """After a fault: open again when nobody is saved, else stopped on the way. Returns how many are saved."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    saved = locked.imported_rows.count()
    if locked.state == BatchState.RUNNING:
        locked.state = BatchState.STOPPED if saved else BatchState.FAILED
        if saved:
            locked.counts = {**locked.counts, "created": saved}
        locked.save(update_fields=["state", "counts"])
    return saved


def _save_later(batch: ImportBatch, by: User, title: str) -> None:
    run = runs.start(
        kind=RUN_KIND,
        title=title,
        by_id=by.pk,
        team_id=batch.team_id,
        params={"batch": batch.pk},
        back_url=reverse("participants:import_detail", args=[batch.team.slug, batch.public_id]),
    )
    batch.state, batch.run_public_id = BatchState.RUNNING, run.public_id
    batch.save(update_fields=["state", "run_public_id"])


def carry_out(batch: ImportBatch) -> planning.Plan:
    """Plans anew and saves, in one transaction of the team's own scope. What is taken goes from the sealed file."""
    with transaction.atomic(), enter(team_scope(batch)):
        saving.lock_team(batch.team_id)
        made = planning.plan(order(batch))
        saving.save(made, batch)
        finish(made, batch)
    return made


def finish(made: planning.Plan, batch: ImportBatch) -> None:
    """Marks a batch done whose created rows are all saved. One whose file was never kept (the command's) keeps nothing
    of it now either."""
    batch.counts = asdict(made.counts())
    batch.mark_done()
    tell_managers(made)
    if batch.content is not None:
        _keep_outcome(batch, made)
        _keep_untaken(batch, made)
    batch.save()


def _keep_untaken(batch: ImportBatch, made: planning.Plan) -> None:
    """Of the file only the rows that were not taken are kept, for the download; of the others only their number."""
    untaken = {row.number for row in made.rows if row.fate != Fate.CREATE}
    had = made.order.sheet
    rows = [row if n in untaken or n == batch.header_row else () for n, row in enumerate(had.rows, start=1)]
    kept = Sheet(had.name, rows)
    batch.content = sealing.seal([kept.as_data()], bound_to=batch.public_id)


def tell_managers(made: planning.Plan) -> None:
    """A row pointed at somebody its importer may not know of: those who answer for the person hear of it, nobody else."""
    team = made.order.team
    for participant in Participant.objects.filter(pk__in=made.hits):
        url = reverse("participants:detail", args=[team.slug, participant.public_id])
        for user in actions.who_answers(participant):
            notices.tell(
                user_id=user.pk,
                email=user.email,
                kind="import_hit",
                title=_lazy("En rad i en inläsning liknar någon du ansvarar för"),
                url=url,
                team_id=team.pk,
            )


@transaction.atomic
def let_go(*, batch: ImportBatch, by: User) -> None:
    """Its owner is done with the file. Raises ActionError while it is being read in: the rest could not be read, nor what
    is read in be undone."""
    if batch.state == BatchState.RUNNING:
        if not is_stopped(batch):
            raise ActionError(_("Kalkylbladet läses in just nu. Vänta tills det är klart."))
        stop(batch)
        batch.refresh_from_db()
    clear(batch)


def clear(batch: ImportBatch) -> None:
    """Lets go of what is left of the file. A batch never saved goes altogether."""
    if batch.state in (BatchState.DRAFT, BatchState.PLANNING, BatchState.FAILED):
        batch.delete()
        return
    if batch.state == BatchState.STOPPED:  # what is saved is all there will be
        batch.counts = {**dict.fromkeys(batch.counts, 0), **dict.fromkeys(("rows", "created"), batch.counts["created"])}
        batch.mark_done()
        batch.save(update_fields=["state", "imported_at", "counts"])
    batch.content = batch.outcome = None
    batch.save(update_fields=["content", "outcome"])


def clear_old() -> int:
    """Of the scope's team: what has lain longer than KEPT_DAYS. Returns how many batches were cleared."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    old = ImportBatch.objects.filter(created_at__lt=limit, content__isnull=False)
    found = list(old)
    for batch in found:
        clear(batch)
    return len(found)
