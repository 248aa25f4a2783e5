"""The person, and who may not see them."""

from functools import lru_cache

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.sql import Query
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, TeamOwned
from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.db.likely import likely_q
from core.db.walls import Wall
from core.folding import sort_key
from core.ids import PublicIdField
from core.scope import Kind, Scope
from participants.enums import NumberKind, ProtectionLevel


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, scope: Scope) -> "ParticipantQuerySet":
        """Those of the scope's team whom its user may know of. Row-level security says the same in the database."""
        mine = self.filter(team_id=scope.team)
        if scope.kind == Kind.CODE:
            return mine.filter(pk=scope.participant_id)
        if scope.kind == Kind.RUN:
            return mine
        return mine.exclude(hidden_from(scope))


def hidden_from(scope: Scope, prefix: str = "") -> Q:
    """Whom the scope's user must not know of: another organisation's unshared, protected, conflict of interest.

    `prefix` leads from the queried model to the participant, such as "participant__".
    """
    viewer = scope.user_id or 0  # a scope without a user is nobody, and nobody is named
    unshared = Q(**{f"{prefix}limited_to_organisation__isnull": False}) & ~Q(
        **{f"{prefix}limited_to_organisation_id": scope.organisation_id}
    )
    named = ProtectedAccess.objects.filter(team_id=scope.team, user_id=viewer).values("participant_id")
    protected = ~Q(**{f"{prefix}protection_level": ProtectionLevel.NONE}) & ~Q(**{f"{prefix}id__in": named})
    conflicts = ConflictOfInterest.objects.filter(team_id=scope.team, user_id=viewer).values("participant_id")
    return unshared | protected | Q(**{f"{prefix}id__in": conflicts})


@lru_cache(maxsize=256)
def hidden_ids(scope: Scope) -> tuple[Query, Query, Query]:
    """The same persons as ids, in three selects that each have a small index: a long list of rows is narrowed without
    a join to the participants. A page asks some ten times, so the selects are made once a scope; a Query is the
    question and never holds an answer."""
    viewer = scope.user_id or 0
    people = Participant.objects.filter(team_id=scope.team)
    named = ProtectedAccess.objects.filter(team_id=scope.team, user_id=viewer).values("participant_id")
    unshared = people.filter(limited_to_organisation__isnull=False)
    return (
        unshared.exclude(limited_to_organisation_id=scope.organisation_id).values("pk").query,
        people.exclude(protection_level=ProtectionLevel.NONE).exclude(pk__in=named).values("pk").query,
        ConflictOfInterest.objects.filter(team_id=scope.team, user_id=viewer).values("participant_id").query,
    )


class PersonBoundQuerySet(models.QuerySet):
    def visible_to(self, scope: Scope) -> "PersonBoundQuerySet":
        """Rows of persons the scope's user may know of."""
        mine = self.filter(team_id=scope.team)
        if scope.kind == Kind.CODE:
            return mine.filter(participant_id=scope.participant_id)
        if scope.kind == Kind.RUN:
            return mine
        unshared, protected, conflicts = hidden_ids(scope)
        hidden = Q(participant_id__in=unshared) | Q(participant_id__in=protected) | Q(participant_id__in=conflicts)
        return mine.filter(likely_q(~hidden))


@pghistory.track(exclude=["number_sealed", "number_index"])
class Participant(TeamOwned):
    """A person in one team. A transfer makes a new participant in the other team."""

    wall = Wall.PERSON
    data_classes = classify(
        public="public_id created_at limited_to_organisation",
        person="first_name last_name sort_name phone email municipality place birth_year",
        restricted="protection_level alias street preferred_language needs_interpreter",
        secret="number_sealed number_index number_kind",
    )

    public_id = PublicIdField()
    first_name = models.CharField(_("förnamn"), max_length=80)
    last_name = models.CharField(_("efternamn"), max_length=80, blank=True)
    sort_name = models.CharField(max_length=170, editable=False)  # core.folding: byte order is Swedish order
    alias = models.CharField(_("alias"), max_length=80, blank=True)  # shown instead of the name when protected
    birth_year = models.PositiveSmallIntegerField(_("födelseår"), null=True, blank=True)
    number_kind = models.CharField(max_length=12, choices=NumberKind.choices, default=NumberKind.NONE)
    number_sealed = models.BinaryField(null=True, editable=False)  # core.crypto, bound to public_id
    number_index = models.BinaryField(max_length=32, null=True, editable=False)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("mejl"), blank=True)
    street = models.CharField(_("adress"), max_length=200, blank=True)
    place = models.CharField(_("ort"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        "taxonomy.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kommun"),
    )
    preferred_language = models.ForeignKey(
        "taxonomy.Language",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("ett", "språk"),
    )
    needs_interpreter = models.BooleanField(_("behöver tolk"), default=False)
    protection_level = models.CharField(
        _("skyddade uppgifter"), max_length=10, choices=ProtectionLevel.choices, default=ProtectionLevel.NONE
    )
    # Set by the sharing actions only: without a basis for sharing, only this organisation's members see the person.
    limited_to_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("bara de som ser personen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "number_index"], condition=~Q(number_index=None), name="participant_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number_sealed=None, number_index=None)
                | (Q(number_sealed__isnull=False) & Q(number_index__isnull=False)),
                name="participant_number_sealed_and_indexed",
            ),
            one_of("number_kind", NumberKind),
            models.CheckConstraint(
                condition=Q(number_kind=NumberKind.NONE, number_sealed=None)
                | (~Q(number_kind=NumberKind.NONE) & Q(number_sealed__isnull=False)),
                name="participant_number_has_kind",
            ),
            one_of("protection_level", ProtectionLevel),
            # Whoever is protected is shown by an alias, and nobody else is: one without would stand there by name.
            models.CheckConstraint(
                condition=Q(protection_level=ProtectionLevel.NONE, alias="")
                | (~Q(protection_level=ProtectionLevel.NONE) & ~Q(alias="")),
                name="participant_alias_when_protected",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1850, 2200)), name="participant_birth_year"
            ),
        ]
        indexes = [
            models.Index(
                fields=["team"], condition=~Q(protection_level="none"), name="participant_protected", include=["id"]
            ),
            models.Index(
                fields=["team"],
                condition=Q(limited_to_organisation__isnull=False),
                name="participant_limited",
                include=["id", "limited_to_organisation"],
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_name = sort_key(self.alias or f"{self.last_name} {self.first_name}")[:170]
        fields = kwargs.get("update_fields")
        if isinstance(fields, (list, tuple, set)) and {"first_name", "last_name", "alias"} & set(fields):
            kwargs["update_fields"] = {*fields, "sort_name"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """ "Zahra Ahmadi"; the alias when the person is protected."""
        return self.alias or f"{self.first_name} {self.last_name}".strip()

    @property
    def list_name(self) -> str:
        """ "Ahmadi, Zahra"; the alias when the person is protected."""
        if self.alias:
            return self.alias
        return f"{self.last_name}, {self.first_name}" if self.last_name else self.first_name

    @property
    def is_protected(self) -> bool:
        return self.protection_level != ProtectionLevel.NONE


class PersonBound(TeamOwned):
    """Base of everything that is about one person: walled in with the person, by Python and by the database."""

    wall = Wall.PERSON

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        abstract = True


class ProtectedAccess(TeamOwned):
    """A named colleague who may see a protected person. Read by hidden_participants()."""

    data_classes = classify(restricted="participant user is_manager given_at given_by reviewed_to")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="named_colleagues")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_manager = models.BooleanField(default=False)  # gets the silent duplicate hits
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_to = models.DateTimeField(null=True, blank=True)  # the manager has looked through who opened until then

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "user"], name="protected_access_once"),
            not_before("reviewed_to", "given_at"),
        ]
        indexes = [models.Index(fields=["team", "user"], name="protected_access_user")]


class ConflictOfInterest(TeamOwned):
    """A colleague who is shut out of one person, silently: a relative, a neighbour, the colleague's own record."""

    data_classes = classify(restricted="participant user noted_at noted_by")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="conflicts_of_interest")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "user"], name="conflict_once")]
        indexes = [models.Index(fields=["team", "user"], name="conflict_user")]


class FormerIdentity(PersonBound):
    """What a duplicate was called before its rows became this person's (participants.merging). Field history and read
    log are never written anew: they speak of `former_id`."""

    data_classes = classify(public="former_id former_public_id merged_at")

    former_id = models.BigIntegerField(unique=True)
    former_public_id = models.CharField(max_length=14)
    merged_at = models.DateTimeField(auto_now_add=True)


class FormerNumber(PersonBound):
    """A number the person had before another took its place: a coordination number when they were registered, one of
    another kind when they got an official one. Sealed like the number itself, and known again by whoever comes with it."""

    data_classes = classify(public="public_id until replaced_by", secret="kind sealed number_index")  # noqa: S106

    public_id = PublicIdField()
    kind = models.CharField(max_length=12, choices=NumberKind.choices)
    sealed = models.BinaryField(editable=False)  # core.crypto, bound to public_id: it follows a person who is merged
    number_index = models.BinaryField(max_length=32, editable=False)
    until = models.DateField(default=timezone.localdate)  # the first day with the other
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", NumberKind),
            models.UniqueConstraint(fields=["participant", "number_index"], name="former_number_once"),
        ]
        indexes = [models.Index(fields=["team", "number_index"], name="former_number_index")]


class PersonMerge(PersonBound):
    """Two rows of one person became one: who did it, and for seven days what every row said before (`sealed`,
    core.db.rows), so that it can be undone. `participant` is the one who stays."""

    data_classes = classify(
        public="public_id former_id by at undone_at undone_by",
        secret="sealed",
    )

    public_id = PublicIdField()
    former_id = models.BigIntegerField()
    sealed = models.BinaryField(null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [only_with("undone_by", "undone_at"), not_before("undone_at", "at")]
        indexes = [models.Index(fields=["former_id"], name="person_merge_former")]
