"""Notes, and what is being written."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.classes import classify
from core.db.closed import one_of
from core.ids import PublicIdField
from participants.enums import NoteKind
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


@pghistory.track()
class Note(PersonBound):
    """What happened, in words. Free text may hold anything: shown on the person's own page only, never searched by
    others than the team, never used by matching."""

    data_classes = classify(public="public_id enrolment kind happened_at written_by created_at", health="text")

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("slag"), max_length=8, choices=NoteKind.choices, default=NoteKind.NOTE)
    text = models.TextField(_("anteckning"), max_length=20_000)
    happened_at = models.DateTimeField(_("när"), default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "-happened_at"], name="note_participant")]
        constraints = [one_of("kind", NoteKind)]


class NoteDraft(PersonBound):
    """A note being written: saved while typing, seen by its writer only, gone when the note is saved.

    `place` is the form it belongs to: "" for a note, a meeting's public id (NEW for one that was never booked) for what
    is written after it. `more` is what stands in the form's other boxes, by name.
    """

    data_classes = classify(public="user updated_at kind place", health="text more")

    NEW = "new"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=14, blank=True, default="")
    kind = models.CharField(max_length=8, choices=NoteKind.choices, default=NoteKind.NOTE)
    text = models.TextField(max_length=20_000, blank=True)
    more = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "user", "place"], name="note_draft_one_each"),
            one_of("kind", NoteKind),
        ]
