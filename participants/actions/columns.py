"""The team's own columns: made, changed, ordered, retired and taken back. Nothing written in them is ever lost."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.folding import fold
from core.scope import run_for_team
from participants import cells, own, register
from participants.actions.errors import ActionError
from participants.columns import own_key
from participants.enums import ColumnKind
from participants.models import Enrolment, TeamColumn

AT_ONCE = 500


@transaction.atomic
def add_column(
    *, team: Team, title: str, kind: str, choices: Sequence[str], purpose: str, owner_id: int, by: User
) -> TeamColumn:
    """A new column, last. Raises ActionError when there are own.MOST, the title is taken or it is about health."""
    _only_one(team)
    _allowed(team, None, title, choices, purpose)
    _room(team)
    taken = set(TeamColumn.objects.filter(team=team).values_list("key", flat=True))
    last = TeamColumn.objects.filter(team=team).aggregate(last=Max("position"))["last"]
    return TeamColumn.objects.create(
        team=team,
        key=_free_key(title, taken),
        title=title,
        kind=kind,
        choices=list(choices) if kind == ColumnKind.CHOICE else [],
        purpose=purpose,
        owner_id=owner_id,
        position=0 if last is None else last + 1,
    )


@transaction.atomic
def change_column(
    *, column: TeamColumn, title: str, kind: str, choices: Sequence[str], purpose: str, owner_id: int, by: User
) -> None:
    """Changes a column; a new kind or other choices read what stands in it anew. Raises ActionError as add_column."""
    _only_one(column.team)
    held = TeamColumn.objects.select_for_update().get(pk=column.pk)
    _allowed(held.team, held, title, choices, purpose)
    choices = list(choices) if kind == ColumnKind.CHOICE else []
    reread = (held.kind, held.choices) != (kind, choices)
    held.title, held.kind, held.choices, held.purpose, held.owner_id = title, kind, choices, purpose, owner_id
    held.save(update_fields=["title", "kind", "choices", "purpose", "owner"])
    if reread:
        _read_anew(held, by)


@transaction.atomic
def move_column(*, column: TeamColumn, earlier: bool, by: User) -> None:
    """One place earlier or later among those in use; at the end it stays."""
    _only_one(column.team)
    used = list(TeamColumn.objects.filter(team_id=column.team_id, is_retired=False).select_for_update())
    at = next((n for n, each in enumerate(used) if each.pk == column.pk), None)
    to = -1 if at is None else at - 1 if earlier else at + 1
    if at is None or not 0 <= to < len(used):
        return
    used[at], used[to] = used[to], used[at]
    for position, each in enumerate(used):
        each.position = position
    TeamColumn.objects.bulk_update(used, ["position"])


@transaction.atomic
def retire_column(*, column: TeamColumn, by: User) -> None:
    """Out of use: what stands in it is kept and comes back with it."""
    column.is_retired = True
    column.save(update_fields=["is_retired"])


@transaction.atomic
def take_back_column(*, column: TeamColumn, by: User) -> None:
    """In use again, last. Raises ActionError when there are own.MOST, or another has its title meanwhile."""
    _only_one(column.team)
    _allowed(column.team, column, column.title, column.choices, column.purpose)
    _room(column.team)
    last = TeamColumn.objects.filter(team=column.team, is_retired=False).aggregate(last=Max("position"))["last"]
    column.is_retired, column.position = False, 0 if last is None else last + 1
    column.save(update_fields=["is_retired", "position"])


def _only_one(team: Team) -> None:
    """Two changes at once of a team's columns wait for each other."""
    Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)


def _allowed(team: Team, column: TeamColumn | None, title: str, choices: Sequence[str], purpose: str) -> None:
    if own.is_about_health([title, purpose, *choices]):
        raise ActionError(about_health())
    others = TeamColumn.objects.filter(team=team, is_retired=False)
    if column is not None:
        others = others.exclude(pk=column.pk)
    if any(fold(each) == fold(title) for each in others.values_list("title", flat=True)):
        raise ActionError(_("Det finns redan en kolumn som heter så."))


def about_health() -> str:
    """Why such a column is not made, and what to do instead."""
    return _(
        "Hela teamet ser kolumnen, så den får inte handla om hälsa eller annat lika privat. "
        "Skriv vad personen behöver i stället, till exempel ”Ordnat inför start”."
    )


def _room(team: Team) -> None:
    if TeamColumn.objects.filter(team=team, is_retired=False).count() >= own.MOST:
        words = _("Teamet har redan %(n)d egna kolumner. Ta en ur bruk först.")
        raise ActionError(words % {"n": own.MOST})


def _free_key(title: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:36] or "kolumn"
    return next(key for key in (base, *(f"{base[:33]}_{n}" for n in range(2, 1000))) if key not in taken)


def _read_anew(column: TeamColumn, by: User) -> None:
    """Every text of the column read as its kind is now; what cannot be read stays as text to make out. Also of people
    whom `by` may not know of: in the team's own scope, and nothing is told of how many they were."""
    key = own_key(column.key)
    around = cells.Around(today=timezone.localdate(), me=by.pk, own={column.key: column})
    holding = Q(own_values__has_key=column.key) | Q(unread__has_key=key)
    with run_for_team(column.team_id, user_id=by.pk):
        rows = Enrolment.objects.filter(holding, team_id=column.team_id).select_for_update(no_key=True)
        found = list(rows.order_by("pk"))
        for enrolment in found:
            _read_cell(enrolment, key, around)
        Enrolment.objects.bulk_update(found, ["own_values", "unread"], batch_size=AT_ONCE)
        register.update(enrolment.pk for enrolment in found)


def _read_cell(enrolment: Enrolment, key: str, around: cells.Around) -> None:
    """A text longer than a cell takes, as old lists have them, is kept whole."""
    text = cells.text_of(enrolment, key)
    try:
        cells.put(enrolment, key, text, around)
    except cells.TooLong:
        enrolment.unread = {**enrolment.unread, key: text}
