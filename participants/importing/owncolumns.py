"""A sheet's columns that become the team's own: made where the team has none of that title, never more than it may have."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.models import Team
from core.folding import fold
from participants import own
from participants.actions import ActionError
from participants.models import ImportBatch, TeamColumn

TITLE_LENGTH = 60


class NoRoom(ActionError):
    """The team would get more columns of its own than it may have (participants.own.MOST)."""


def short(title: str) -> str:
    """The title as a column carries it."""
    return " ".join(title.split())[:TITLE_LENGTH] or "?"


def without_room(team: Team, titles: Iterable[str]) -> list[str]:
    """Those of the titles that would be one column too many, in their order."""
    used = {
        fold(title) for title in TeamColumn.objects.filter(team=team, is_retired=False).values_list("title", flat=True)
    }
    new = list(dict.fromkeys(title for title in map(short, titles) if fold(title) not in used))
    distinct = list({fold(title): title for title in new}.values())
    return distinct[max(own.MOST - len(used), 0) :]


def check(team: Team, titles: Iterable[str]) -> None:
    """Raises NoRoom, with what to do about it."""
    if left := without_room(team, titles):
        words = _(
            "Ett team har högst %(most)d egna kolumner. Det finns inte plats för %(titles)s: låt dem bli anteckning, läs inte "
            "in dem, eller ta en annan kolumn ur bruk först."
        )
        raise NoRoom(words % {"most": own.MOST, "titles": ", ".join(f"”{title}”" for title in left)})


def keys(batch: ImportBatch, titles: Sequence[str]) -> dict[str, str]:
    """Title → key of the team's own columns, made where missing and noted in the batch, which is left for the caller to
    save. Raises NoRoom."""
    if not titles:
        return {}
    Team.objects.select_for_update(no_key=True).only("pk").get(pk=batch.team_id)  # as actions.add_column
    check(batch.team, titles)
    had = list(TeamColumn.objects.filter(team=batch.team))
    have = {fold(column.title): column.key for column in had if not column.is_retired}
    taken = {column.key for column in had}
    for position, title in enumerate(titles, start=len(had) + 1):
        if fold(short(title)) not in have:
            key = _free_key(short(title), taken)
            TeamColumn.objects.create(
                team=batch.team,
                key=key,
                title=short(title),
                purpose=_("Kom med ett kalkylblad."),
                owner_id=batch.owner_id,
                position=position,
            )
            have[fold(short(title))] = key
            batch.made_columns = [*batch.made_columns, key]
    return {title: have[fold(short(title))] for title in titles}


def _free_key(title: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:36] or "kolumn"
    key = next(k for k in (base, *(f"{base}_{n}" for n in range(2, 1000))) if k not in taken)
    taken.add(key)
    return key
