"""Who saw whom, who was refused, and the seals that show if a line was changed afterwards.

Role `app` may insert lines, never change or remove them. No foreign keys: a line outlives what it speaks of.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from core.db.walls import Wall
from core.models.feed import XidField


class ReadKind(models.TextChoices):
    LISTED = "listed", _("stod i en lista")
    OPENED = "opened", _("öppnade")
    REVEALED = "revealed", _("visade nummer")
    EXPORTED = "exported", _("tog ut")
    SEARCHED = "searched", _("sökte")


class ReadLine(models.Model):
    """One display of one or more persons to one user. The table is partitioned by month (see migration 0002)."""

    wall = Wall.LOG
    ReadKind = ReadKind

    id = models.BigAutoField(primary_key=True)
    team_id = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=ReadKind.choices)
    subject_type = models.CharField(max_length=40)
    subject_ids = ArrayField(models.BigIntegerField())
    display_id = models.UUIDField(default=uuid.uuid4)
    place = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    xid = XidField(db_default=RawSQL("pg_current_xact_id()", []), editable=False)

    class Meta:
        managed = False
        db_table = "core_readline"


class DeniedLine(models.Model):
    """A request that was refused (403, 404 for somebody signed in, wrong code). Written after rollback."""

    wall = Wall.NONE
    append_only = True
    user_id = models.BigIntegerField(null=True)
    team_slug = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120)
    method = models.CharField(max_length=10)
    status = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="denied_at")]


class LogSeal(models.Model):
    """Digest of a batch of read lines chained to the seal before."""

    wall = Wall.NONE
    from_xid = XidField()
    to_xid = XidField()  # exclusive
    lines = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)
