"""What was done to many at once, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import one_of
from core.ids import PublicIdField
from participants.enums import Deed
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


class BulkBatch(TeamOwned):
    """One deed for many people. `values` and `waiting` (enrolment ids) are there until it is done, `counts` says how many
    got what: {"assigned": 12, "left.ended": 2}. `asked` names the press that asked for it: the same press twice is one."""

    data_classes = classify(public="public_id deed asked waiting counts by at done_at undone_at", restricted="values")

    public_id = PublicIdField()
    deed = models.CharField(max_length=12, choices=Deed.choices)
    asked = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    waiting = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("deed", Deed),
            models.UniqueConstraint(
                fields=["team", "by", "asked"], condition=~Q(asked="") & Q(undone_at=None), name="bulk_batch_once"
            ),
        ]
        indexes = [models.Index(fields=["team", "by", "-at"], name="bulk_batch_by")]


class BulkEdit(PersonBound):
    """What a deed did to one person: what it made (`made_id`), or how it stood and how it was left."""

    data_classes = classify(public="batch enrolment part made_id undone_at", restricted="before after")

    batch = models.ForeignKey(BulkBatch, on_delete=models.CASCADE, related_name="edits")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=12)  # a key of BulkBatch.counts
    made_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "enrolment"], name="bulk_edit_once")]
