"""Referrals in as the team reads them, and whom a partner may call."""

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.enums import Role
from accounts.models import Membership, Team
from core.forms import show_phone
from core.scope import Scope
from participants.enums import IntakeState
from participants.models import Intake, IntakeLink

SHOWN = 200


@dataclass(frozen=True)
class Contact:
    """Who answers those who ask. `phone` may be empty."""

    name: str
    phone: str

    @property
    def shown_phone(self) -> str:
        return show_phone(self.phone) if self.phone else ""


def contact_of(team: Team) -> Contact:
    """The team's contact person, else the leader who has been here longest, else the team."""
    if team.contact_name:
        return Contact(team.contact_name, team.contact_phone)
    leaders = Membership.objects.running().filter(team=team, role=Role.LEADER).select_related("user")
    first = leaders.order_by("started_on", "pk").first()
    if first is None:
        return Contact(team.name, team.contact_phone)
    return Contact(first.user.name, team.contact_phone or first.user.phone)


@dataclass(frozen=True)
class IntakeList:
    rows: list[Intake]
    waiting: int
    decided: int


def list_intakes(scope: Scope, *, decided: bool) -> IntakeList:
    """Those that wait, the oldest on top; or those decided, the newest on top. Two statements."""
    seen = Intake.objects.visible_to(scope)
    waits = Q(state=IntakeState.WAITING)
    counts = seen.aggregate(waiting=Count("pk", filter=waits), decided=Count("pk", filter=~waits))
    rows = (
        seen.exclude(waits).order_by("-decided_on", "-pk")
        if decided
        else seen.filter(waits).order_by("received_on", "pk")
    )
    people = ("language", "decided_by", "participant")
    return IntakeList(list(rows.select_related(*people)[:SHOWN]), counts["waiting"], counts["decided"])


def list_links(team: Team) -> list[IntakeLink]:
    """The partners' links with `came`, how many have come by each; those in use first. Two statements."""
    links = list(IntakeLink.objects.filter(team=team).select_related("created_by").order_by("ended_at", "name", "pk"))
    came = dict(Intake.objects.filter(team=team, link__in=links).order_by().values_list("link").annotate(n=Count("pk")))
    for link in links:
        link.came = came.get(link.pk, 0)  # type: ignore[attr-defined]
    return sorted(links, key=lambda link: link.ended_at is not None)
