"""A person goes on in another team, with their own yes and the receiver's: the question as the sender keeps it, and as the
receiver reads it. The two share a key and never see each other; the deed between them stands in actions.transfers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Role
from accounts.models import Team, TeamOwned
from core.classes import classify
from core.db.closed import not_before, one_of
from core.db.walls import Wall
from core.ids import new_public_id
from core.scope import Kind, Scope
from participants.enums import SaidHow, TransferState
from participants.models.enrolment import Enrolment
from participants.models.person import Participant, PersonBound, hidden_from


class TransferOut(PersonBound):
    """What was asked of another team, and what the person said yes to. Says nothing of the new person there."""

    data_classes = classify(
        public="key enrolment to_team to_user state asked_at asked_by lapses_on answered_at answered_by",
        person="carries said_how said_on said_in why reason",
    )

    key = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    carries = models.JSONField(default=list)  # keys of core.registry.carry
    said_how = models.CharField(_("hur"), max_length=8, choices=SaidHow.choices)
    said_on = models.DateField(_("när"), default=timezone.localdate)
    said_in = models.ForeignKey(
        "taxonomy.Language",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("ett", "språk"),
    )
    why = models.CharField(_("varför"), max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=TransferState.choices, default=TransferState.WAITING)
    reason = models.CharField(max_length=400, blank=True)  # of a no
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lapses_on = models.DateField()  # the first day on which it can no longer be answered
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(state="waiting"), name="transfer_one_waiting"),
            one_of("state", TransferState),
            one_of("said_how", SaidHow),
            not_before("answered_at", "asked_at"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None) | ~Q(state="waiting") & Q(answered_at__isnull=False),
                name="transfer_answered_has_time",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == TransferState.WAITING


class TransferInQuerySet(models.QuerySet["TransferIn"]):
    def visible_to(self, scope: Scope) -> Self:
        """For the leader, one about a protected person for the colleague who was named alone (the policy `transfer_readers`
        says the same); once somebody has become a participant, as the participant."""
        mine = self.filter(team_id=scope.team)
        if scope.kind == Kind.RUN:
            return mine
        if scope.kind != Kind.MEMBER:
            return mine.none()
        named = Q(to_user_id=scope.user_id) | Q(participant__isnull=False)
        readers = named | Q(to_user=None) if scope.role == Role.LEADER else named
        hidden = Participant.objects.filter(hidden_from(scope), team_id=scope.team)
        return mine.filter(readers).exclude(participant_id__in=hidden.values("pk"))

    def waiting(self) -> Self:
        return self.filter(state=TransferState.WAITING)


class TransferIn(TeamOwned):
    """Another team asks whether this one takes over somebody. As little as a referral shows; answered or lapsed, it says
    nothing of the person any more."""

    wall = Wall.PERSON
    data_classes = classify(
        public="key from_team to_user state asked_at lapses_on answered_at answered_by",
        person="first_name last_name language needs_interpreter carries said_on asked_by_name why reason",
    )

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=14, unique=True, editable=False)
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    first_name = models.CharField(max_length=80, blank=True)  # the alias of a protected person
    last_name = models.CharField(max_length=80, blank=True)
    language = models.ForeignKey("taxonomy.Language", on_delete=models.PROTECT, null=True, related_name="+")
    needs_interpreter = models.BooleanField(default=False)
    carries = models.JSONField(default=list)
    said_on = models.DateField()
    asked_by_name = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=TransferState.choices, default=TransferState.WAITING)
    reason = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    lapses_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TransferInQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", TransferState),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(first_name="", last_name="", why=""), name="transfer_in_forgets"
            ),
            models.CheckConstraint(condition=Q(participant=None) | Q(state="accepted"), name="transfer_in_accepted"),
        ]
        indexes = [models.Index(fields=["team", "lapses_on"], condition=Q(state="waiting"), name="transfer_in_waiting")]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_waiting(self) -> bool:
        return self.state == TransferState.WAITING
