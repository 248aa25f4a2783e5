"""The lists of those whose time is over, as one colleague may see them: nobody learns that somebody else's list has more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from core.scope import Scope
from core.suppression import suppress
from participants.enums import (
    DaysEnrolled,
    ErasureState,
    HandlerKind,
    HandlerTurns,
    IntakeSource,
    IntakeState,
    OutcomeKind,
    ProtectionLevel,
)
from participants.models import (
    AnonymousOutcome,
    Enrolment,
    Erasure,
    HandlerAssignment,
    IntakeCount,
    LegalHold,
    ProtectedAccess,
)


@dataclass(frozen=True)
class Lists:
    """`due` may be proposed by the viewer, `to_approve` approved, `proposed` waits for somebody else, `approved` can be
    stopped."""

    due: list[Erasure]
    to_approve: list[Erasure]
    proposed: list[Erasure]
    approved: list[Erasure]

    @property
    def people(self) -> list[int]:
        return [one.participant_id for one in (*self.due, *self.to_approve, *self.proposed, *self.approved)]


def _rows(scope: Scope) -> QuerySet[Erasure]:
    return Erasure.objects.visible_to(scope).select_related("participant", "proposed_by", "approved_by", "stopped_by")


def decided_by(scope: Scope) -> QuerySet[Erasure]:
    """Whom the viewer proposes and stops, as permissions.may_retain says of one: everybody for a leader; a protected person
    for their named manager alone."""
    managed = ProtectedAccess.objects.filter(team_id=scope.team, user_id=scope.user, is_manager=True)
    own = Q(participant_id__in=managed.values("participant_id"))
    if scope.role == Role.LEADER:
        own |= Q(participant__protection_level=ProtectionLevel.NONE)
    return _rows(scope).filter(own)


def approvable_by(scope: Scope) -> QuerySet[Erasure]:
    """What somebody else has proposed and the viewer may approve: who decides, a named colleague of a protected person,
    and whoever was the person's handler."""
    named = ProtectedAccess.objects.filter(team_id=scope.team, user_id=scope.user)
    handled = HandlerAssignment.objects.filter(
        team_id=scope.team, user_id=scope.user, kind=HandlerKind.PRIMARY, participant_id=OuterRef("participant_id")
    )
    near = Q(participant_id__in=named.values("participant_id"))
    near |= Q(Exists(handled)) & Q(participant__protection_level=ProtectionLevel.NONE)
    if scope.role == Role.LEADER:
        near |= Q(participant__protection_level=ProtectionLevel.NONE)
    return _rows(scope).filter(near, state=ErasureState.PROPOSED).exclude(proposed_by_id=scope.user)


def lists(scope: Scope) -> Lists:
    """In order of the day they became due, with `ended_on` of the last enrolment. Few statements."""
    mine = list(_with_end(decided_by(scope)))
    able = list(_with_end(approvable_by(scope)))
    approve = {one.pk for one in able}
    return Lists(
        due=[one for one in mine if one.state == ErasureState.DUE],
        to_approve=able,
        proposed=[one for one in mine if one.state == ErasureState.PROPOSED and one.pk not in approve],
        approved=[one for one in mine if one.state == ErasureState.APPROVED],
    )


def _with_end(rows: QuerySet[Erasure]) -> QuerySet[Erasure]:
    last = Enrolment.objects.filter(participant_id=OuterRef("participant_id")).order_by("-ended_on")
    return rows.annotate(ended_on=last.values("ended_on")[:1]).order_by("due_on", "pk")


def held(scope: Scope, participant_id: int) -> list[LegalHold]:
    """Why the person is kept: what runs first, then what has ended."""
    rows = (
        LegalHold.objects.visible_to(scope).filter(participant_id=participant_id).select_related("held_by", "ended_by")
    )
    return sorted(rows, key=lambda one: (one.ended_at is not None, -one.held_at.timestamp()))


@dataclass(frozen=True)
class Left:
    """What is kept of people who are gone, by one thing: how many of each, None for what is too few to show."""

    heading: str
    cells: tuple[tuple[str, int | None], ...]


def left(team_id: int) -> list[Left]:
    """The anonymous rows as counts, those under five and what would tell of them left out (core.suppression). A heading
    whose every count is too small is left out. Few statements."""
    people, asked = AnonymousOutcome.objects.filter(team_id=team_id), IntakeCount.objects.filter(team_id=team_id)
    outcomes = [*OutcomeKind.choices, ("", _("inget arbete eller studier"))]
    parts: list[tuple[str, dict[str, int], Sequence[tuple[str, Any]]]] = [
        (_("Raderade: hur det gick"), _counted(people, "outcome"), outcomes),
        (_("Raderade: tid hos oss"), _counted(people, "days"), DaysEnrolled.choices),
        (_("Raderade: byten av handledare"), _counted(people, "turns"), HandlerTurns.choices),
        (_("Borttagna förfrågningar: vad det blev"), _counted(asked, "state"), IntakeState.choices),
        (_("Borttagna förfrågningar: varifrån"), _counted(asked, "source_kind"), IntakeSource.choices),
    ]
    found = [_left(*part) for part in parts]
    return [one for one in found if any(count for _name, count in one.cells)]


def _counted(rows: QuerySet[Any], field: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))


def _left(heading: str, counts: Mapping[str, int], choices: Sequence[tuple[str, Any]]) -> Left:
    names = [(key, str(name)) for key, name in choices if counts.get(key)]
    shown = suppress([counts[key] for key, _name in names])
    return Left(heading, tuple((name, count) for (_key, name), count in zip(names, shown.cells, strict=True)))
