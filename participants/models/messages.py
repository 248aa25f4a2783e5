"""Färdiga meddelanden: a team's own wording, and that one was opened."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import one_of
from core.ids import PublicIdField
from participants.enums import MessageWay
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


class TeamMessage(TeamOwned):
    """A text in the team's own words, by language: over a shipped one with the same `key` (participants.messages), or one
    the team has made. `reviewed`: languages that somebody who knows them has read."""

    data_classes = classify(public="key title texts reviewed is_retired updated_at updated_by")

    key = models.CharField(max_length=20)
    title = models.CharField(_("rubrik"), max_length=60, blank=True)
    texts = models.JSONField(default=dict)
    reviewed = models.JSONField(default=list, blank=True)
    is_retired = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "key"], name="team_message_once")]


class MessageOpened(PersonBound):
    """That a prepared text was opened to be sent: which one, in which language, how, to whom (the person), by whom. Never
    the words: they can be changed before they are sent, and we do not see that."""

    data_classes = classify(public="public_id enrolment key way at by", restricted="language")

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="messages")
    key = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    way = models.CharField(max_length=4, choices=MessageWay.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [one_of("way", MessageWay)]
        indexes = [models.Index(fields=["participant", "-at"], name="message_opened_person")]
