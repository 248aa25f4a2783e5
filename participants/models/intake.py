"""Somebody is referred to the team, before there is a participant: the matter, and the partners' own way in."""

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Team, TeamOwned
from core.classes import classify
from core.db.closed import one_of, only_with
from core.db.walls import Wall
from core.folding import sort_key
from core.ids import PublicIdField
from core.scope import Kind, Scope
from participants.enums import IntakeSource, IntakeState, Knows
from participants.models.person import Participant, hidden_ids


class IntakeLink(models.Model):
    """A partner's address for sending people to one team. Ending it closes the form; what came by it stays."""

    wall = Wall.NONE  # read before a scope opens: it is what tells the team

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    public_id = PublicIdField()  # in the team's own addresses, so that the secret one stands in none of them
    token = PublicIdField()
    name = models.CharField(_("namn"), max_length=120)
    kind = models.CharField(_("slag"), max_length=12, choices=IntakeSource.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("kind", IntakeSource)]


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, scope: Scope) -> Self:
        """Of the scope's team; one that became a participant follows who may know of them. Nobody but staff sees any."""
        mine = self.filter(team_id=scope.team)
        if scope.kind == Kind.RUN:
            return mine
        if scope.kind != Kind.MEMBER:
            return mine.none()
        unshared, protected, conflicts = hidden_ids(scope)
        return mine.exclude(
            Q(participant_id__in=unshared) | Q(participant_id__in=protected) | Q(participant_id__in=conflicts)
        )

    def waiting(self) -> Self:
        return self.filter(state=IntakeState.WAITING)


PERSONAL = (
    "source_name asker_name asker_phone asker_email first_name last_name sort_name phone email reach language"
    " needs_interpreter wished_meeting purpose knows reason"
)


@pghistory.track(exclude=PERSONAL.split())
class Intake(TeamOwned):
    """A person's data before there is a participant. Welcomed, it belongs to the participant and goes with them; any other
    goes by itself on `delete_on`. Its history keeps what was decided and when, and nothing of the person."""

    wall = Wall.PERSON
    data_classes = classify(
        public="public_id link source_kind received_on state decided_by decided_on answer_by delete_on created_at"
        " created_by",
        person="source_name asker_name asker_phone asker_email first_name last_name sort_name phone email language"
        " needs_interpreter wished_meeting knows reason",
        restricted="purpose reach",
    )

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    public_id = PublicIdField()
    link = models.ForeignKey(IntakeLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_kind = models.CharField(_("från"), max_length=12, choices=IntakeSource.choices)
    source_name = models.CharField(_("namn"), max_length=120, blank=True)
    received_on = models.DateField(_("kom in"), default=timezone.localdate)
    asker_name = models.CharField(_("vem frågar"), max_length=120, blank=True)
    asker_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    asker_email = models.EmailField(_("mejl"), blank=True)
    first_name = models.CharField(_("förnamn"), max_length=80)
    last_name = models.CharField(_("efternamn"), max_length=80, blank=True)
    sort_name = models.CharField(max_length=170, editable=False)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("mejl"), blank=True)
    reach = models.CharField(_("så når man personen"), max_length=200, blank=True)
    language = models.ForeignKey(
        "taxonomy.Language",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("ett", "språk"),
    )
    needs_interpreter = models.BooleanField(_("behöver tolk"), default=False)
    wished_meeting = models.CharField(_("första mötet"), max_length=120, blank=True)
    purpose = models.CharField(_("vad det gäller"), max_length=400, blank=True)
    knows = models.CharField(_("vet personen om det"), max_length=3, choices=Knows.choices, blank=True, default="")
    answer_by = models.DateField(_("svar senast"), null=True, blank=True)
    state = models.CharField(_("beslut"), max_length=8, choices=IntakeState.choices, default=IntakeState.WAITING)
    reason = models.CharField(_("varför"), max_length=400, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    delete_on = models.DateField(_("tas bort"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("source_kind", IntakeSource),
            one_of("state", IntakeState),
            one_of("knows", Knows, blank=True),
            only_with("decided_by", "decided_on"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_on=None) | (~Q(state="waiting") & Q(decided_on__isnull=False)),
                name="intake_decided_has_day",
            ),
            models.CheckConstraint(  # a person's own, or with a day when it goes
                condition=Q(state="welcome", participant__isnull=False, delete_on=None)
                | (~Q(state="welcome") & Q(participant=None, delete_on__isnull=False)),
                name="intake_welcome_has_person",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "received_on"], condition=Q(state="waiting"), name="intake_waiting"),
            models.Index(fields=["team", "delete_on"], condition=~Q(delete_on=None), name="intake_delete_on"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_name = sort_key(f"{self.last_name} {self.first_name}")[:170]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def source(self) -> str:
        """ "Föreningen Bron", or the kind when nobody has said which."""
        return self.source_name or str(self.get_source_kind_display())

    @property
    def is_waiting(self) -> bool:
        return self.state == IntakeState.WAITING


class IntakeCount(TeamOwned):
    """What is kept of one that was deleted: from what kind of place, in which month, what was decided. Nobody's data."""

    data_classes = classify(public="month source_kind state")

    month = models.DateField()  # its first day
    source_kind = models.CharField(max_length=12, choices=IntakeSource.choices)
    state = models.CharField(max_length=8, choices=IntakeState.choices)

    class Meta:
        constraints = [one_of("source_kind", IntakeSource), one_of("state", IntakeState)]
        indexes = [models.Index(fields=["team", "month"], name="intake_count_month")]
