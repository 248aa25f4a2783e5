"""The team's approved list of tags, and who has which."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.ids import PublicIdField
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


class Tag(TeamOwned):
    """A word the team may put on people. The leader says which; words of health are refused (participants.actions.tags).
    Never read by matching."""

    data_classes = classify(public="public_id name created_by created_at")

    public_id = PublicIdField()
    name = models.CharField(_("etikett"), max_length=30)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="tag_name_once")]
        ordering = ["name", "pk"]


class EnrolmentTag(PersonBound):
    """A tag on somebody."""

    data_classes = classify(public="enrolment by at", person="tag")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="uses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "tag"], name="enrolment_tag_once")]
        indexes = [models.Index(fields=["tag"], name="enrolment_tag_tag")]
