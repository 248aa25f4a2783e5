"""A personal-data incident: reported by anybody, judged by who manages the team, closed when all is done."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.actions.errors import ActionError
from accounts.enums import IncidentKind, IncidentRisk
from accounts.models import Incident, Membership, Team, User
from core import notices


@transaction.atomic
def report_incident(
    *, team: Team, kind: IncidentKind, what: str, found_at: datetime, people_about: int | None, by: User
) -> Incident:
    """The clock runs from `found_at`; leaders and administrators are told at once, without a word of what it is."""
    made = Incident.objects.create(
        team=team, kind=kind, what=what, found_at=found_at, people_about=people_about, reported_by=by
    )
    title = _lazy("En personuppgiftsincident är anmäld. 72 timmar räknas från upptäckten.")
    for user_id in Membership.objects.running().managing().filter(team=team).values_list("user_id", flat=True):
        if user_id != by.pk:
            notices.tell(user_id=user_id, kind="incident", title=title, url=_page(made), team_id=team.pk)
    return made


def _page(incident: Incident) -> str:
    return reverse("accounts:incident", args=[incident.team.slug, incident.public_id])


@transaction.atomic
def decide_incident(*, incident: Incident, risk: IncidentRisk, measures: str, by: User) -> None:
    """What the risk is and what has been done. Can be judged anew until it is closed. Raises ActionError then."""
    stored = _open(incident)
    stored.risk, stored.measures, stored.decided_at, stored.decided_by = risk, measures, timezone.now(), by
    stored.save(update_fields=["risk", "measures", "decided_at", "decided_by"])


@transaction.atomic
def tick_incident(*, incident: Incident, what: str, by: User) -> None:
    """`what`: "imy" that the authority was told, "berorda" that the people were. Raises ActionError for anything else."""
    field = {"imy": "authority_told_at", "berorda": "people_told_at"}.get(what)
    stored = _open(incident)
    if field is None:
        raise ActionError(_("Det steget finns inte."))
    setattr(stored, field, getattr(stored, field) or timezone.now())
    stored.save(update_fields=[field])


@transaction.atomic
def close_incident(*, incident: Incident, by: User) -> None:
    """Raises ActionError while something is left to do."""
    stored = _open(incident)
    left = stored.left_to_do()
    if left:
        raise ActionError(_("Kvar att göra: %(step)s.") % {"step": left[0]})
    stored.closed_at, stored.closed_by = timezone.now(), by
    stored.save(update_fields=["closed_at", "closed_by"])
    notices.settle(team_id=stored.team_id, url=_page(stored), kinds=["incident"])


def _open(incident: Incident) -> Incident:
    stored = Incident.objects.select_for_update(of=("self",)).select_related("team").get(pk=incident.pk)
    if stored.closed_at is not None:
        raise ActionError(_("Incidenten är redan avslutad."))
    return stored
