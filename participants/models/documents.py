"""Files on a person, and how long a team keeps each kind."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import one_of, only_with
from core.filecheck.rules import FileKind
from core.ids import PublicIdField
from participants.enums import DocumentKind
from participants.models.health import HealthBoundQuerySet
from participants.models.person import PersonBound

FILE_KINDS = [(kind.value, kind.value.upper()) for kind in FileKind]
MONTHS = (0, 120)  # the shortest and the longest time a document is kept after the enrolment


class DocumentQuerySet(HealthBoundQuerySet):
    """Papers about health are a kind of their own."""

    about_health = Q(kind=DocumentKind.HEALTH)

    def kept(self) -> "DocumentQuerySet":
        """Not those in the bin."""
        return self.filter(removed_at=None)


@pghistory.track(exclude=["file", "digest"])
class Document(PersonBound):
    """A file that belongs to a person. `file` is its random name in the store; what it was called where it came from is
    kept nowhere but in the title, which is changed as one likes. In the bin from `removed_at`, gone seven days later."""

    data_classes = classify(
        public="public_id format size added_at added_by removed_at removed_by delete_on",
        health="kind title",
        secret="file digest",
    )

    public_id = PublicIdField()
    kind = models.CharField(_("slag"), max_length=9, choices=DocumentKind.choices)
    title = models.CharField(_("namn"), max_length=120)
    format = models.CharField(max_length=4, choices=FILE_KINDS)
    size = models.PositiveIntegerField()  # bytes, as kept
    file = models.CharField(max_length=120, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of what was sent: the same file twice is told
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("lagd i papperskorgen"), null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # A day of its own, when somebody has set one; else participants.retention counts from the end of the enrolment.
    delete_on = models.DateField(_("tas bort"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["participant", "-added_at"], name="document_participant")]
        constraints = [
            one_of("kind", DocumentKind),
            models.CheckConstraint(
                condition=Q(format__in=[kind.value for kind in FileKind]), name="document_format_one_of"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            only_with("removed_by", "removed_at"),
        ]


class DocumentRule(TeamOwned):
    """A team's own word on how long a kind of document is kept; without a row participants.retention has it."""

    data_classes = classify(public="kind months")

    kind = models.CharField(max_length=9, choices=DocumentKind.choices)
    months = models.PositiveSmallIntegerField(_("månader"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "kind"], name="document_rule_once"),
            models.CheckConstraint(condition=Q(months__range=MONTHS), name="document_rule_months"),
            one_of("kind", DocumentKind),
        ]
