"""Notes, what is being written, the team's templates, a note that was moved, a concern."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import one_of, only_with
from core.ids import PublicIdField
from core.scope import Kind, Scope
from participants.enums import ConcernKind, NoteChannel, NoteKind
from participants.models.enrolment import Enrolment, HandlerAssignment
from participants.models.person import PersonBound, PersonBoundQuerySet


@pghistory.track()
class Note(PersonBound):
    """What happened, in words. Free text may hold anything: shown on the person's own page only, never searched by
    others than the team, never used by matching."""

    data_classes = classify(public="public_id enrolment kind channel happened_at written_by created_at", health="text")

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("slag"), max_length=8, choices=NoteKind.choices, default=NoteKind.NOTE)
    channel = models.CharField(_("hur"), max_length=6, choices=NoteChannel.choices, blank=True, default="")
    text = models.TextField(_("anteckning"), max_length=20_000)
    happened_at = models.DateTimeField(_("när"), default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("skriven av"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "-happened_at"], name="note_participant")]
        constraints = [one_of("kind", NoteKind), one_of("channel", NoteChannel)]


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


class NoteTemplate(TeamOwned):
    """Headings the team likes to write under. Holds nothing of anybody."""

    data_classes = classify(public="public_id name kind text updated_at updated_by")

    public_id = PublicIdField()
    name = models.CharField(_("namn"), max_length=60)
    kind = models.CharField(_("slag"), max_length=8, choices=NoteKind.choices, default=NoteKind.NOTE)
    text = models.TextField(_("text"), max_length=2000)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="note_template_once"),
            one_of("kind", NoteKind),
        ]
        ordering = ["name", "pk"]


class NoteMove(PersonBound):
    """A note written on the wrong person was moved: one row for whom it left, one for whom it came to. Neither says what
    stood in it, nor who the other is."""

    data_classes = classify(public="enrolment is_arrival at by")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="note_moves")
    is_arrival = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class ConcernQuerySet(PersonBoundQuerySet):
    def visible_to(self, scope: Scope) -> "ConcernQuerySet":
        """Written by the viewer, about somebody the viewer handles today, or in a team the viewer leads."""
        found = super().visible_to(scope)
        if scope.kind == Kind.RUN or (scope.kind == Kind.MEMBER and scope.role == Role.LEADER):
            return found  # type: ignore[return-value]
        today, me = timezone.localdate(), scope.user_id or 0
        mine = HandlerAssignment.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=today), team_id=scope.team, user_id=me, started_on__lte=today
        )
        handled = Q(participant_id__in=mine.values("participant_id"))
        return found.filter(Q(created_by_id=me) | handled)  # type: ignore[return-value]


class Concern(PersonBound):
    """Worry for somebody: seen by the person's handlers, the leader and whoever wrote it (a policy says the same), nowhere
    in lists, figures or the story. `steps`: {ConcernStep: [day, user's name]}."""

    data_classes = classify(
        public="public_id enrolment created_at created_by closed_at closed_by", health="kind text steps"
    )

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(_("vad gäller det"), max_length=8, choices=ConcernKind.choices)
    text = models.TextField(_("vad har du sett eller hört"), max_length=5000)
    steps = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConcernQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [one_of("kind", ConcernKind), only_with("closed_by", "closed_at")]
        indexes = [models.Index(fields=["participant"], name="concern_participant")]
