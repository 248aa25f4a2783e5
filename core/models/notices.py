"""What the product tells a member of staff, and how each wants to be told."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.db.closed import one_of
from core.db.walls import Wall


class Channel(models.TextChoices):
    APP = "app", _("bara här")
    MAIL = "mail", _("här och med mejl")
    NONE = "none", _("inte alls")


class Notice(models.Model):
    """`titles` says the matter in every language of staff screens, without a name: it may go out by mail."""

    wall = Wall.NONE
    user_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)  # as its receiver read when it was made
    titles = models.JSONField(default=dict, blank=True)  # by language
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-created_at"], name="notice_user_created"),
            models.Index(fields=["team_id", "kind"], name="notice_waiting", condition=models.Q(read_at=None)),
        ]

    @property
    def words(self) -> str:
        """The title in the language of the screen."""
        return str(self.titles.get((get_language() or "")[:2]) or self.title)


class NoticePreference(models.Model):
    wall = Wall.NONE
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.APP)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "kind"], name="notice_preference_once"),
            one_of("channel", Channel),
        ]
