"""Undoes a whole batch: its persons go, except those somebody has worked on since, who are told instead."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from accounts.models import User
from core import feed, registry
from core.db import history
from core.models import SearchToken
from core.scope import enter
from participants.actions import ActionError
from participants.importing.batches import team_scope
from participants.importing.enums import BatchState
from participants.importing.saving import TABLES
from participants.models import Enrolment, FollowUp, ImportBatch, ImportedRow, Participant, RegisterRow, TeamColumn

# Made anew by the product itself, whoever works on the person.
_DERIVED = {"participants.RegisterRow", "participants.ImportedRow", "core.SearchToken"}
# Not among the pieces of a row: the person, and the follow-ups planned from what the row said.
_UNCOUNTED: set[type[models.Model]] = {Participant, FollowUp}


@dataclass(frozen=True)
class Undone:
    """How many persons went, and the ids of those who stay because somebody has worked on them."""

    removed: int
    touched: list[int]


@transaction.atomic
def undo(*, batch: ImportBatch, by: User) -> Undone:
    """Removes the batch's untouched persons and columns. Raises ActionError for one that is not saved or undone already,
    and while somebody writes about one of its persons."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not locked.can_be_undone:
        raise ActionError(_("Det finns inget att ångra."))
    with enter(team_scope(batch)):
        ids = list(batch.imported_rows.order_by("row_number").values_list("participant_id", flat=True))
        _hold(ids)
        touched = touched_among(batch, ids)
        removed = [pk for pk in ids if pk not in touched]
        _remove(batch.team_id, removed)
        _remove_columns(locked)
    locked.state, locked.undone_at = BatchState.UNDONE, timezone.now()
    locked.imported_at = locked.imported_at or locked.undone_at
    locked.content = locked.outcome = locked.digests = None
    locked.save(update_fields=["state", "imported_at", "undone_at", "content", "outcome", "digests"])
    batch.refresh_from_db()
    return Undone(len(removed), [pk for pk in ids if pk in touched])


def _hold(ids: list[int]) -> None:
    """Nobody writes about these persons until all is undone: who does now is seen as touched, or told of below; what
    comes after finds no person. Does not wait, since who writes may come to wait for us. Raises ActionError."""
    try:
        with transaction.atomic():
            tables: list[type[models.Model]] = [Enrolment, RegisterRow, *TABLES, Participant]
            for table in tables:
                column = "pk__in" if table is Participant else "participant_id__in"
                rows = table._default_manager.filter(**{column: ids}).order_by("pk")
                list(rows.select_for_update(nowait=True, of=("self",)).values_list("pk"))
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise ActionError(
            _("Någon skriver just nu om en av personerna. Vänta en liten stund och försök igen.")
        ) from error


def touched_among(batch: ImportBatch, ids: list[int]) -> set[int]:
    """Persons with a row that another transaction has written, or with more or fewer rows than the batch made."""
    touched: set[int] = set()
    pieces: Counter[int] = Counter()
    for table in _person_tables():
        column = "id" if table is Participant else "participant_id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {column}, count(*), bool_or(NOT xmin::text::bigint = ANY(%s))"  # noqa: S608
                f" FROM {table._meta.db_table} WHERE {column} = ANY(%s) GROUP BY 1",
                [batch.transactions, ids],
            )
            for participant_id, count, is_changed in cursor.fetchall():
                if is_changed:
                    touched.add(participant_id)
                if table not in _UNCOUNTED:
                    pieces[participant_id] += count
    made = dict(batch.imported_rows.values_list("participant_id", "pieces"))
    return touched | {pk for pk in ids if pieces[pk] != made.get(pk)}


def _person_tables() -> list[type[models.Model]]:
    """Every table with rows of a person, of higher apps too (through the registry), but what is derived."""
    labels = {label for provider in registry.extract for label in provider.models}
    labels |= {table._meta.label for table in TABLES}
    return [apps.get_model(label) for label in sorted(labels - _DERIVED)]


def _remove(team_id: int, ids: list[int]) -> None:
    enrolments = list(Enrolment.objects.filter(participant_id__in=ids).values_list("pk", flat=True))
    RegisterRow.objects.filter(participant_id__in=ids).delete()
    tables: list[type[models.Model]] = [ImportedRow, *reversed(TABLES), Enrolment]
    for table in tables:
        table._default_manager.filter(participant_id__in=ids).delete()
    SearchToken.objects.filter(team_id=team_id, participant_id__in=ids).delete()
    Participant.objects.filter(pk__in=ids).delete()
    history.forget(ids)
    feed.record(team_id=team_id, subject_type="enrolment", subject_ids=enrolments, kind="removed")
    feed.record(team_id=team_id, subject_type="participant", subject_ids=ids, kind="removed")


def _remove_columns(batch: ImportBatch) -> None:
    """The columns the batch made go when nobody has written in them."""
    for key in batch.made_columns:
        if not Enrolment.objects.filter(team_id=batch.team_id, own_values__has_key=key).exists():
            TeamColumn.objects.filter(team_id=batch.team_id, key=key).delete()
