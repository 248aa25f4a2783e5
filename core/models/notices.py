"""What the product tells a member of staff, and how each wants to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.db.walls import Wall


class Channel(models.TextChoices):
    APP = "app", _("bara här")
    MAIL = "mail", _("här och med mejl")
    NONE = "none", _("inte alls")


class Notice(models.Model):
    """`title` carries no name with its matter: it may go out by mail."""

    wall = Wall.NONE
    user_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "-created_at"], name="notice_user_created")]


class NoticePreference(models.Model):
    wall = Wall.NONE
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.APP)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "kind"], name="notice_preference_once")]
