"""Finding people by name, place and telephone."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.permissions import Permission, allows
from core import search
from core.registry import SearchHit
from core.scope import Scope
from participants.models import FormerIdentity, Participant, RegisterRow

MOST = 5


class Lookalike(NamedTuple):
    public_id: str
    name: str
    birth_year: int | None
    participant_id: int


def ids_of(participant_id: int) -> list[int]:
    """The person's id and those of duplicates that became the same person: what history and read log may speak of."""
    former = FormerIdentity.objects.filter(participant_id=participant_id).order_by("pk")
    return [participant_id, *former.values_list("former_id", flat=True)]


def lookalikes(scope: Scope, first_name: str, last_name: str) -> list[Lookalike]:
    """People the viewer knows of whose name begins alike, at most five. Nobody for less than a whole name."""
    if len(first_name.strip()) < 2 or (last_name and len(last_name.strip()) < 2):
        return []
    ids = search.find(f"{first_name} {last_name}", team_id=scope.team, subject_type="participant", limit=20)
    people = Participant.objects.visible_to(scope).filter(pk__in=ids).order_by("sort_name", "pk")[:MOST]
    return [Lookalike(person.public_id, person.list_name, person.birth_year, person.pk) for person in people]


def find_people(words: str, scope: Scope, limit: int) -> list[SearchHit]:
    """The team's people for the product's one search box, in name order, by the latest enrolment of each."""
    if not allows(scope.role, Permission.SEE_PEOPLE):
        return []
    ids = search.find(words, team_id=scope.team, subject_type="participant")
    if not ids:
        return []
    slug = Team.objects.values_list("slug", flat=True).get(pk=scope.team)
    rows = RegisterRow.objects.visible_to(scope).filter(participant_id__in=ids).select_related("handler")
    latest = {row.participant_id: row for row in rows.order_by("started_on", "pk")}
    ordered = sorted(latest.values(), key=lambda row: (row.sort_name, row.participant_id))
    return [
        SearchHit(
            "participant",
            row.participant_id,
            row.list_name,
            _detail(row),
            reverse("participants:detail", args=[slug, row.participant_public_id]),
            _("Deltagare"),
        )
        for row in ordered[:limit]
    ]


def _detail(row: RegisterRow) -> str:
    told = [str(row.get_state_display())]
    if row.ended_on is None:
        told.append(_("handledare %(name)s") % {"name": row.handler.name} if row.handler else _("utan handledare"))
    if row.municipality_name:
        told.append(row.municipality_name)
    return ", ".join(told)
