"""A change of primary handler under way, and the participant's own wish for one."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.classes import classify
from core.db.closed import not_before, not_both, one_of, only_with
from participants.enums import AskedAnswer, HandoverReason
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


@pghistory.track()
class Handover(PersonBound):
    """A change of primary handler under way. The old handler stays until the receiver accepts; what is left of the
    checklist is done afterwards, until `done_at`.

    `declined_at` is when it ended without a change: the receiver said no, or whoever asked took it back
    (`withdrawn_by`). `contact` answers for the person meanwhile, when nobody is handler.
    """

    data_classes = classify(
        public="enrolment from_user to_user proposed_at proposed_by accepted_at declined_at done_at withdrawn_by due_on"
        " contact batch",
        person="checklist reason_code reason decline_reason own_words asked_answer asked_on asked_by",
    )

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(_("varför"), max_length=10, choices=HandoverReason.choices, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True)
    own_words = models.TextField(_("med egna ord"), max_length=4000, blank=True)  # the leaver's, for the receiver
    proposed_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)  # last day in time: of the answer, then of the checklist
    checklist = models.JSONField(default=dict, blank=True)  # {HandoverPoint: day it was done}
    done_at = models.DateTimeField(null=True, blank=True)
    # What the person said when asked about the change.
    asked_answer = models.CharField(max_length=9, choices=AskedAnswer.choices, blank=True, default="")
    asked_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.CharField(max_length=32, blank=True, default="")  # made by the same redistribution

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(accepted_at=None, declined_at=None),
                name="handover_one_open",
            ),
            not_both("accepted_at", "declined_at"),
            not_before("accepted_at", "proposed_at"),
            not_before("declined_at", "proposed_at"),
            only_with("done_at", "accepted_at"),
            only_with("withdrawn_by", "declined_at"),
            only_with("asked_by", "asked_on"),
            one_of("reason_code", HandoverReason, blank=True),
            one_of("asked_answer", AskedAnswer, blank=True),
        ]
        indexes = [
            models.Index(fields=["team", "to_user"], condition=Q(done_at=None, declined_at=None), name="handover_open"),
            models.Index(fields=["team", "batch"], condition=~Q(batch=""), name="handover_batch"),
        ]

    @property
    def is_waiting(self) -> bool:
        """The receiver has not answered."""
        return self.accepted_at is None and self.declined_at is None

    @property
    def is_open(self) -> bool:
        """Something is left to do: an answer, or the checklist."""
        return self.declined_at is None and self.done_at is None


@pghistory.track()
class HandlerWish(PersonBound):
    """The person would like another handler. Names no colleague, and stands in no count of theirs."""

    data_classes = classify(public="enrolment said_on recorded_by settled_on settled_by", person="words")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="handler_wishes")
    said_on = models.DateField(_("när"), default=timezone.localdate)
    words = models.CharField(_("med personens ord"), max_length=400, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True, blank=True)  # talked through with the person, whatever came of it
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(settled_on=None), name="wish_one_open"),
            not_before("settled_on", "said_on"),
            only_with("settled_by", "settled_on"),
        ]
