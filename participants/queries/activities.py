"""The catalogue of activities: what there is, how much room, and what the team's people need of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import registry
from core.scope import Scope
from participants.enums import EnrolmentState, Focus
from participants.models import Activity, Enrolment, Intervention
from participants.queries.access import shown_intervention
from participants.rules import Span

JOB_FOCUS = "jobbfokus"  # a need of everybody's, beside the indicators: something with job focus


@dataclass(frozen=True)
class Offer:
    """An activity with how many take part or are planned to. `room` is None where there is no limit."""

    activity: Activity
    taken: int
    supports: list[str]

    @property
    def room(self) -> int | None:
        return None if self.activity.places is None else max(0, self.activity.places - self.taken)

    @property
    def key(self) -> str:
        """The activity in addresses."""
        return str(self.activity.pk)

    @property
    def takes_more(self) -> bool:
        return self.activity.is_open and self.room != 0


def names() -> dict[str, str]:
    """What an activity may support, code and name in the screen's language; health is not among them."""
    language = (get_language() or "sv")[:2]
    return {code: name for needs in registry.needs for code, name in needs.names(language)}


def offers(team_id: int) -> list[Offer]:
    """The team's whole catalogue by name, how many of the places are taken counted over everybody: a count of places
    names nobody. One statement."""
    today = timezone.localdate()
    goes_on = Q(interventions__end_reason="") & (
        Q(interventions__planned_end_on=None) | Q(interventions__planned_end_on__gte=today)
    )
    rows = Activity.objects.filter(team_id=team_id).annotate(taken=Count("interventions", filter=goes_on))
    known = names()
    return [
        Offer(row, row.taken, [known[code] for code in row.indicators if code in known])
        for row in rows.order_by("name")
    ]


@dataclass(frozen=True)
class Suggested:
    """Where somebody stood low, and what there is for it."""

    code: str
    name: str
    offers: list[Offer]


def suggested(scope: Scope, enrolment: Enrolment) -> list[Suggested]:
    """For each indicator the person stands low on, the activities with room that support it. Two statements."""
    low = _low([enrolment.pk], scope).get(enrolment.pk, [])
    if not low:
        return []
    known, there = names(), [offer for offer in offers(scope.team) if offer.takes_more]
    return [
        Suggested(code, known[code], [offer for offer in there if code in offer.activity.indicators]) for code in low
    ]


def _low(enrolment_ids: Sequence[int], scope: Scope) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for needs in registry.needs:
        for pk, codes in needs.low(enrolment_ids, scope).items():
            found.setdefault(pk, []).extend(codes)
    return found


@dataclass(frozen=True)
class Need:
    """What so many of the team's people need, and what there is for them. `room` is None where some has no limit."""

    code: str
    name: str
    enrolment_ids: list[int] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)

    @property
    def room(self) -> int | None:
        rooms = [offer.room for offer in self.offers]
        return None if None in rooms else sum(room for room in rooms if room is not None)

    @property
    def is_short(self) -> bool:
        """More people than places."""
        return self.room is not None and self.room < len(self.enrolment_ids)


def needs(scope: Scope) -> list[Need]:
    """Counted over the people this viewer sees. Job focus first, then the indicators; four statements."""
    open_ids = _open(scope)
    low = _low(open_ids, scope)
    there = [offer for offer in offers(scope.team) if offer.takes_more]
    with_job = _with_job_focus(scope, open_ids)
    job = [offer for offer in there if offer.activity.focus == Focus.JOB]
    without = [pk for pk in open_ids if pk not in with_job]
    found = [Need(JOB_FOCUS, _("Jobbfokus"), without, job)]
    for code, name in names().items():
        who = [pk for pk in open_ids if code in low.get(pk, ())]
        found.append(Need(code, name, who, [offer for offer in there if code in offer.activity.indicators]))
    return found


def _open(scope: Scope) -> list[int]:
    rows = Enrolment.objects.visible_to(scope).filter(state=EnrolmentState.ACTIVE)
    return list(rows.order_by("participant__sort_name").values_list("pk", flat=True))


def _with_job_focus(scope: Scope, enrolment_ids: Collection[int]) -> set[int]:
    today = timezone.localdate()
    rows = Intervention.objects.visible_to(scope).filter(
        Q(planned_end_on=None) | Q(planned_end_on__gte=today),
        enrolment_id__in=enrolment_ids,
        focus=Focus.JOB,
        end_reason="",
        starts_on__lte=today,
    )
    return set(rows.values_list("enrolment_id", flat=True))


def people(scope: Scope, enrolment_ids: Collection[int]) -> list[Enrolment]:
    """Those behind a count, as the viewer may see them, by name. One statement."""
    rows = Enrolment.objects.visible_to(scope).filter(pk__in=enrolment_ids).select_related("participant", "row")
    return list(rows.order_by("participant__sort_name"))


@dataclass(frozen=True)
class Planned:
    """One intervention of the plan, as this viewer may read it. `came_of_it` is said of one that is over; why is health,
    and told to those who see it alone."""

    title: str
    provider: str
    starts_on: date
    last_day: date | None
    is_job_focused: bool
    is_planned: bool
    is_over: bool
    came_of_it: str
    public_id: str
    may_change: bool

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.last_day, self.is_job_focused)


def plan(scope: Scope, enrolment: Enrolment, *, sees_health: bool) -> list[Planned]:
    """Every intervention of an enrolment that took place, runs or is planned, by its first day. One statement."""
    today = timezone.localdate()
    rows = Intervention.objects.visible_to(scope).filter(enrolment=enrolment)
    found = []
    for row in rows.exclude(end_reason__in=["cancelled", "mistake"]).order_by("starts_on", "pk"):
        title, provider = shown_intervention(row, sees_health=sees_health)
        last: Any = row.ended_on or row.planned_end_on
        found.append(
            Planned(
                title,
                provider,
                row.starts_on,
                last,
                row.is_job_focused,
                is_planned=row.starts_on > today,
                is_over=bool(row.end_reason) or (last is not None and last < today),
                came_of_it=row.get_end_reason_display() if sees_health else "",
                public_id=row.public_id,
                may_change=sees_health or row.focus != Focus.HEALTH,
            )
        )
    return found
