"""Who has opened a person: the read log, told by day and colleague."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.models import ReadLine
from core.models.logs import ReadKind
from core.scope import Scope
from participants.models import FormerIdentity

LONGEST = 300  # lines on a page

# The first word of a place: the part of the product.
PLACES = {
    "participant": _("sidan om personen"),
    "participants:handover": _("överlämningen"),
    "participant.shown": _("visade skärmen för personen"),
    "participant.card": _("kortet till personen"),
    "participant.history": _("ändringarna"),
    "participant.readers": _("vem som öppnat"),
    "participant.extract": _("registerutdraget"),
    "participants:extracts": _("utdrag och rättigheter"),
    "participant.timeline": _("allt som hänt"),
    "participant.number": _("personnumret"),
    "participants:documents": _("dokumenten"),
    "participant.documents": _("dokumenten"),
    "participants:document": _("ett dokument"),
    "participants:document_file": _("ett dokument"),
    "participants:attendance": _("närvaron"),
    "participants:attendance_file": _("närvaron till fil"),
    "smail": _("frågorna"),
    "cv": _("cv"),
    "matching:job_list": _("jobb som passar"),
    "import": _("inläsningen"),
    "register": _("registret"),
    "search": _("sökningen"),
    "core:run_file": _("en fil"),
}


@dataclass(frozen=True)
class Opened:
    """What one colleague did with the person on one day. `times` counts pages, not their parts."""

    day: date
    last: datetime
    who: str
    organisation: str
    kind: Any
    places: list[Any]
    times: int
    is_self: bool = False


def opened(
    scope: Scope,
    participant_id: int,
    before: datetime | None = None,
    limit: int = LONGEST,
    *,
    after: datetime | None = None,
    besides: int | None = None,
) -> list[Opened]:
    """Everybody who opened, saw the number of, or took out the person, the latest first: not those in whose lists the
    name stood, and not the colleague `besides`. Three statements."""
    ids = [
        participant_id,
        *FormerIdentity.objects.filter(participant=participant_id).values_list("former_id", flat=True),
    ]
    lines = ReadLine.objects.filter(team_id=scope.team, subject_type="participant", subject_ids__overlap=ids)
    if before is not None:
        lines = lines.filter(at__lt=before)
    if after is not None:
        lines = lines.filter(at__gt=after)
    if besides is not None:
        lines = lines.filter(~Q(user_id=besides) | Q(user_id=None))
    found = (
        lines.exclude(kind=ReadKind.LISTED)
        .annotate(day=TruncDate("at"))
        .values("day", "user_id", "kind")
        .annotate(last=Max("at"), times=Count("display_id", distinct=True), places=ArrayAgg("place", distinct=True))
        .order_by("-last")[:limit]
    )
    rows: list[dict[str, Any]] = [dict(row) for row in found]
    people = _people(scope, {row["user_id"] for row in rows})
    return [_told(row, people) for row in rows]


class Reader(NamedTuple):
    """That somebody opened the person on a day, and nothing of what: for the person."""

    day: date
    who: str  # "" for one who is no longer there
    organisation: str
    is_self: bool


def own_readers(scope: Scope, participant_id: int, limit: int) -> tuple[list[Reader], bool]:
    """As `opened`, told to the person: each colleague once a day, and whether there is more than that."""
    lines = opened(scope, participant_id, limit=limit + 1)
    told = (Reader(line.day, line.who, line.organisation, line.is_self) for line in lines[:limit])
    return list(dict.fromkeys(told)), len(lines) > limit


def _people(scope: Scope, ids: Collection[int | None]) -> dict[int | None, tuple[str, str]]:
    """Name and organisation, of those who have left too."""
    members = Membership.objects.filter(team_id=scope.team, user_id__in=[pk for pk in ids if pk]).order_by("started_on")
    return {m.user_id: (m.user.name, m.organisation.name) for m in members.select_related("user", "organisation")}


def _told(row: dict[str, Any], people: dict[int | None, tuple[str, str]]) -> Opened:
    who, organisation = people.get(row["user_id"], ("", ""))
    if row["user_id"] is None:
        who = str(_("Personen själv"))
    places = list(dict.fromkeys(filter(None, (_place(place) for place in row["places"]))))
    kind, is_self = ReadKind(row["kind"]), row["user_id"] is None
    last = timezone.localtime(row["last"])
    return Opened(row["day"], last, who, organisation, kind.label, places, row["times"], is_self)


def _place(place: str) -> Any:
    """The words of a place: its own, else those of the part of the product it belongs to."""
    return PLACES.get(place) or PLACES.get(place.partition(".")[0].partition(":")[0], "")
