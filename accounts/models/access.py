"""Doors for people without accounts: links, short codes, and the count of wrong guesses. Used through accounts.access."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accounts.models.teams import TeamOwned
from core.classes import classify
from core.db.closed import one_of
from core.db.walls import Wall
from core.scope import Scope

MAX_TRIES = 5


class OpensQuerySet(models.QuerySet["Opens"]):
    def visible_to(self, scope: Scope) -> Self:
        """Of the scope's team, less the persons this user must not know of. Raises NoScope without a team."""
        hidden = RawSQL("SELECT hidden_participants()", [])  # noqa: S611  a constant
        return self.filter(Q(participant_id=None) | ~Q(participant_id__in=hidden), team_id=scope.team)


class Opens(TeamOwned):
    """What a link or a code opens: one subject for one purpose. `participant_id` is empty for an employer's.

    Persons lie above accounts, so their ids are plain numbers here; the wall is the same.
    """

    wall = Wall.PERSON

    participant_id = models.BigIntegerField(null=True, blank=True)
    purpose = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # taken back, or followed by a newer one

    objects = OpensQuerySet.as_manager()

    class Meta:
        abstract = True


class AccessLink(Opens):
    """The address a person gets home. Alone it opens nothing: whoever follows it also needs a code."""

    data_classes = classify(
        public="purpose subject_type subject_id created_by_id created_at expires_at closed_at asked_at",
        secret="token_digest asked_browser",
    )

    token_digest = models.BinaryField(max_length=32, unique=True)  # SHA-256 of 256 random bits
    asked_at = models.DateTimeField(null=True)  # when a browser last pressed the button and waits for a code
    asked_browser = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "purpose", "subject_type", "subject_id"], name="access_link_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_browser=None) | Q(asked_at__isnull=False), name="access_link_asked_has_time"
            )
        ]


class CodeKind(models.TextChoices):
    TOLD = "told", _("sagd av handledaren")
    SENT = "sent", _("skickad")
    HERE = "here", _("här nu")


class AccessCode(Opens):
    """Digits that open once. Told and sent ones work only in the browser that asked; one for "här nu" in any."""

    data_classes = classify(
        public="purpose subject_type subject_id created_by_id created_at expires_at closed_at kind link tries used_at",
        secret="digest token_digest browser",
    )

    kind = models.CharField(max_length=4, choices=CodeKind.choices)
    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, null=True, related_name="codes")
    digest = models.BinaryField(max_length=32)  # keyed: the table alone does not give the digits back
    token_digest = models.BinaryField(max_length=32, null=True, unique=True)  # the QR code's own 256 bits
    browser = models.BinaryField(max_length=32, null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "purpose", "subject_type", "subject_id"], name="access_code_subject"),
            models.Index(fields=["link", "browser"], condition=Q(used_at=None), name="access_code_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "digest"],
                condition=Q(kind=CodeKind.HERE, used_at=None, closed_at=None),
                name="access_code_here_once",
            ),
            models.CheckConstraint(condition=Q(tries__lte=MAX_TRIES), name="access_code_tries"),
            one_of("kind", CodeKind),
            models.CheckConstraint(  # a QR code's token belongs to somebody in the room
                condition=Q(token_digest=None) | Q(kind=CodeKind.HERE, link=None), name="access_code_token_is_here"
            ),
            models.CheckConstraint(  # any other works only in the browser that asked
                condition=Q(kind=CodeKind.HERE) | Q(browser__isnull=False), name="access_code_has_browser"
            ),
        ]


class GuessCount(models.Model):
    """How many guesses came from one network, or from everywhere, in the running window. The key is a digest."""

    wall = Wall.NONE

    key = models.CharField(max_length=64, primary_key=True)
    opened_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["opened_at"], name="guess_count_opened")]
