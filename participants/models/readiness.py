"""What has to be in place before a first day at work."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from core.classes import classify
from core.db.closed import one_of
from participants.enums import StartPoint, StartState
from participants.models.person import PersonBound


@pghistory.track()
class StartItem(PersonBound):
    """A point of "Klar att börja". On the person's own page only: never scored, counted, listed or matched on."""

    data_classes = classify(restricted="point state changed_on changed_by")

    point = models.CharField(max_length=9, choices=StartPoint.choices)
    state = models.CharField(max_length=7, choices=StartState.choices)
    changed_on = models.DateField(default=timezone.localdate)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "point"], name="start_item_once"),
            one_of("point", StartPoint),
            one_of("state", StartState),
        ]
