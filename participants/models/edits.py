"""What was written in the register's cells, so that it can be taken back."""

from django.conf import settings
from django.db import models

from core.classes import classify
from core.ids import new_public_id
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


class CellEdit(PersonBound):
    """One cell written by hand or by paste: as it stood, and as it was left. Those of one batch are taken back together,
    within KEPT (participants.actions.cells); the field history keeps what was changed for good."""

    data_classes = classify(public="enrolment batch column by at undone_at", person="before after was")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    batch = models.CharField(max_length=14, default=new_public_id)
    column = models.CharField(max_length=45)  # participants.columns.Column.key
    before = models.CharField(max_length=2000, blank=True)
    after = models.CharField(max_length=2000, blank=True)
    was = models.JSONField(default=dict)  # participants.cells.stands, as it stood before
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["batch"], name="cell_edit_batch")]
