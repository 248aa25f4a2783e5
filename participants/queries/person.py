"""The participant's page: everything of this app's own, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils import timezone

from accounts.models import AccessLink, Team
from core.scope import Scope
from participants.continuity import Continuity, Period, continuity
from participants.enums import EnrolmentState, HandlerEnd, HandlerKind, MeetingState
from participants.models import (
    Concern,
    Consent,
    Enrolment,
    FollowUp,
    FormerNumber,
    HandlerAssignment,
    HandlerWish,
    Handover,
    Intervention,
    Meeting,
    NoteDraft,
    Participant,
    PersonMerge,
    ProfileLanguage,
    ProfileOccupation,
    ProfilePlace,
    ProfileSkill,
    ProtectedAccess,
    RegisterRow,
    RestrictedRemark,
    Sharing,
    StartItem,
    Task,
)
from participants.queries import anew
from participants.queries.absences import away_columns, away_words
from participants.queries.access import is_running, sees_health_of, shown_intervention
from participants.queries.consents import reach_rows
from taxonomy.enums import LanguageLevel
from taxonomy.queries import language_name


class Ahead(NamedTuple):
    """A meeting or a task that waits."""

    what: str  # "meeting", "task", or "follow_up" of a job (its place is after how many days)
    public_id: str
    title: str
    at: datetime | None
    who: str
    place: str


NEW_WAYS = timedelta(days=14)  # so long after an undone merge the page says that ways in stay closed


@dataclass(frozen=True)
class Running:
    """An intervention that runs or is planned, as this viewer may read it."""

    public_id: str
    title: str
    provider: str
    hours: Any
    starts_on: date
    last_day: date | None
    is_job_focused: bool
    is_planned: bool
    may_change: bool


@dataclass(frozen=True)
class PersonPage:
    participant: Participant
    enrolment: Enrolment
    row: RegisterRow
    handlers: list[HandlerAssignment]
    running: list[Running]
    ahead: list[Ahead]
    sees_health: bool

    @property
    def primary(self) -> HandlerAssignment | None:
        return next((h for h in self.handlers if h.kind == HandlerKind.PRIMARY and h.ended_on is None), None)

    @property
    def others(self) -> list[HandlerAssignment]:
        """Co-handlers and stand-ins of today."""
        today = timezone.localdate()
        return [h for h in self.handlers if h.kind != HandlerKind.PRIMARY and is_running(h, today)]

    @property
    def away(self) -> str:
        """ "Sara är borta till 12 mars, Johan vikarierar"; "" while the handler is here."""
        return away_words(self.primary, self.handlers, timezone.localdate()) if self.primary else ""

    @property
    def continuity(self) -> Continuity:
        """With the same handler, in this enrolment."""
        mine = [h for h in self.handlers if h.enrolment_id == self.enrolment.pk and h.kind != HandlerKind.CO]
        return continuity((period(h) for h in mine), timezone.localdate())


def period(handler: HandlerAssignment) -> Period:
    """As the rules of continuity read it."""
    return Period(
        handler.user_id,
        handler.started_on,
        handler.ended_on,
        is_mistake=handler.end_reason == HandlerEnd.MISTAKE,
        stands_in=handler.kind == HandlerKind.STAND_IN,
    )


def find(scope: Scope, public_id: str) -> Participant | None:
    """The participant with `is_manager`, profile, its lists and whether panels have anything to ask for, None for somebody the viewer must not know of. One statement."""
    profile = OuterRef("profile")
    managed = ProtectedAccess.objects.filter(participant=OuterRef("pk"), user_id=scope.user, is_manager=True)
    names = {
        "wished": ProfileOccupation.objects.filter(profile=profile, is_wish=True)
        .order_by("position", "pk")
        .values("occupation__label"),
        "skills": ProfileSkill.objects.filter(profile=profile).order_by("skill__label").values("skill__label"),
        "places": ProfilePlace.objects.filter(profile=profile)
        .order_by("municipality__label")
        .values("municipality__label"),
        "spoken": ProfileLanguage.objects.filter(profile=profile)
        .order_by("-level", "language__label")
        .values(words=Concat(language_name("language"), Value("|"), "level")),
    }
    start = StartItem.objects.filter(participant=OuterRef("pk")).order_by("pk")
    former = FormerNumber.objects.filter(participant=OuterRef("pk")).order_by("-until", "-pk")
    consents = Consent.objects.running().filter(participant=OuterRef("pk")).order_by("pk")
    shown = JSONObject(kind="kind", recipient="recipient", valid_to="valid_to")
    going_on = Enrolment.objects.filter(participant=OuterRef("pk")).exclude(state=EnrolmentState.ENDED)
    basis = Sharing.objects.filter(enrolment=OuterRef("pk"), withdrawn_on=None)
    merges = PersonMerge.objects.filter(participant=OuterRef("pk"), undone_at=None, sealed__isnull=False)
    undone = PersonMerge.objects.filter(
        Q(participant=OuterRef("pk")) | Q(former_id=OuterRef("pk")), undone_at__gte=timezone.now() - NEW_WAYS
    )
    own = Q(participant_id=OuterRef("pk")) | Q(subject_type="participant", subject_id=OuterRef("pk"))
    ways = AccessLink.objects.filter(own)
    told = JSONObject(point="point", state="state", changed_on="changed_on", by="changed_by__name")
    return (
        Participant.objects.visible_to(scope)
        .filter(public_id=public_id)
        .select_related("municipality", "preferred_language", "limited_to_organisation", "profile")
        .annotate(
            **{f"profile_{name}": ArraySubquery(query) for name, query in names.items()},
            is_manager=Exists(managed),
            former=ArraySubquery(former.values(told=JSONObject(item="public_id", until="until"))),
            merged=Subquery(
                merges.order_by("-pk").values(told=JSONObject(item="public_id", at="at", by="by_id", name="by__name"))[
                    :1
                ]
            ),
            consent_rows=ArraySubquery(consents.values(told=shown)),
            needs_new_way=Q(Exists(undone), Exists(ways), ~Exists(ways.filter(closed_at=None))),
            reach_rows=ArraySubquery(reach_rows()),
            lacks_basis=Q(Exists(going_on.exclude(Exists(basis))), limited_to_organisation=None),
            start_rows=ArraySubquery(start.values(told=told)),
            has_concerns=Exists(Concern.objects.filter(participant=OuterRef("pk"), closed_at=None)),
            has_remarks=Exists(RestrictedRemark.objects.filter(participant=OuterRef("pk"))),
        )
        .first()
    )


def spoken(words: Sequence[str]) -> list[tuple[str, str]]:
    """Languages and levels from `find`'s "dari|3"."""
    pairs = [word.rsplit("|", 1) for word in words]
    return [(name, str(LanguageLevel(level).label)) for name, level in pairs]


def enrolment_of(scope: Scope, participant: Participant) -> Enrolment | None:
    """The latest enrolment with its row, an open handover, the basis for sharing, whether the viewer has a draft and
    whether the way began anew."""
    open_handover = Handover.objects.filter(enrolment=OuterRef("pk"), accepted_at=None, declined_at=None)
    draft = NoteDraft.objects.filter(participant=OuterRef("participant"), user_id=scope.user, place="")
    left = Handover.objects.filter(
        enrolment=OuterRef("pk"), accepted_at__isnull=False, done_at=None, to_user=OuterRef("row__handler")
    )
    wish = HandlerWish.objects.filter(enrolment=OuterRef("pk"), settled_on=None)
    basis = Sharing.objects.filter(enrolment=OuterRef("pk"), withdrawn_on=None)
    return (  # type: ignore[no-any-return]
        Enrolment.objects.visible_to(scope)
        .filter(participant=participant)
        .select_related("row", "responsible_organisation")
        .annotate(
            handover_id=Subquery(open_handover.values("pk")[:1]),
            handover_to_id=Subquery(open_handover.values("to_user_id")[:1]),
            handover_to_name=Subquery(open_handover.values("to_user__name")[:1]),
            handover_contact=Subquery(open_handover.values("contact__name")[:1]),
            handover_left_id=Subquery(left.order_by("-pk").values("pk")[:1]),
            handover_due_on=Subquery(open_handover.values("due_on")[:1]),
            wish_on=Subquery(wish.values("said_on")[:1]),
            wish_words=Subquery(wish.values("words")[:1]),
            sharing_basis=Subquery(basis.values("basis")[:1]),
            has_draft=Exists(draft),
            **anew.columns(),
        )
        .order_by("-started_on", "-pk")
        .first()
    )


def load(scope: Scope, team: Team, participant: Participant, enrolment: Enrolment) -> PersonPage:
    """The rest of the page. Four statements."""
    today = timezone.localdate()
    handlers = list(
        HandlerAssignment.objects.visible_to(scope)
        .filter(participant=participant)
        .select_related("user")
        .annotate(**away_columns(today))
        .order_by("started_on", "pk")
    )
    sees = sees_health_of(scope, team, handlers)
    return PersonPage(
        participant=participant,
        enrolment=enrolment,
        row=enrolment.row,
        handlers=handlers,
        running=running(scope, enrolment, today, sees),
        ahead=ahead(scope, enrolment),
        sees_health=sees,
    )


def running(scope: Scope, enrolment: Enrolment, today: date, sees: bool) -> list[Running]:
    """Interventions that run or are planned, job focus first."""
    found = Intervention.objects.visible_to(scope).filter(
        Q(ended_on=None) | Q(ended_on__gte=today), enrolment=enrolment, end_reason=""
    )
    shown = [_running(item, today, sees) for item in found.order_by("starts_on", "pk")]
    return sorted(shown, key=lambda item: (item.is_planned, not item.is_job_focused))


def _running(item: Intervention, today: date, sees: bool) -> Running:
    title, provider = shown_intervention(item, sees_health=sees)
    return Running(
        public_id=item.public_id,
        title=title,
        provider=provider,
        hours=item.hours_per_week,
        starts_on=item.starts_on,
        last_day=item.ended_on or item.planned_end_on,
        is_job_focused=item.is_job_focused,
        is_planned=item.starts_on > today,
        may_change=sees or item.focus != "health",
    )


def ahead(scope: Scope, enrolment: Enrolment) -> list[Ahead]:
    """Booked meetings, open tasks and the next follow-up of a job by time; those without a day last."""
    empty = Value("", output_field=CharField())
    meetings = (
        Meeting.objects.visible_to(scope)
        .filter(enrolment=enrolment, state=MeetingState.PLANNED)
        .order_by()
        .values_list(Value("meeting"), "public_id", "about", "starts_at", "with_user__name", "place")
    )
    tasks = (
        Task.objects.visible_to(scope)
        .filter(enrolment=enrolment, done_at=None)
        .order_by()
        .values_list(Value("task"), "public_id", "title", Cast("due_on", DateTimeField()), "owner__name", empty)
    )
    follow_ups = (
        FollowUp.objects.visible_to(scope)
        .filter(enrolment=enrolment, answered_on=None)
        .order_by("due_on")
        .values_list(
            Value("follow_up"), "public_id", "outcome__where", Cast("due_on", DateTimeField()), empty,
            Cast("after_days", CharField()),
        )[:1]
    )  # fmt: skip
    found = [Ahead(*values) for values in meetings.union(tasks, follow_ups, all=True)]
    return sorted(found, key=lambda item: (item.at is None, item.at or timezone.now()))
