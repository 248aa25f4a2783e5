"""Meetings with the participant, and tasks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.classes import classify
from core.db.closed import one_of, only_with
from core.ids import PublicIdField
from core.scope import Kind, Scope
from participants.enums import Interpreter, MeetingState, MeetingWay, TaskEnd
from participants.models.enrolment import Enrolment
from participants.models.person import Participant, PersonBound, PersonBoundQuerySet


class Meeting(PersonBound):
    """A meeting with the participant. One that is moved stays as it was, and the new one says which it came from."""

    data_classes = classify(
        public="public_id enrolment starts_at minutes way with_user state moved_from created_by closed_at closed_by",
        person="place",
        restricted="about interpreter interpreter_language",
    )

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("när"))
    minutes = models.PositiveSmallIntegerField(_("minuter"), default=45)
    way = models.CharField(_("hur"), max_length=6, choices=MeetingWay.choices, default=MeetingWay.PLACE)
    place = models.CharField(_("plats"), max_length=120, blank=True)
    about = models.CharField(_("om"), max_length=200, blank=True)
    interpreter = models.CharField(_("tolk"), max_length=6, choices=Interpreter.choices, default=Interpreter.NONE)
    interpreter_language = models.ForeignKey(
        "taxonomy.Language",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("ett", "språk"),
    )
    with_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=MeetingState.choices, default=MeetingState.PLANNED)
    moved_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["team", "starts_at"], name="meeting_team_start")]
        constraints = [
            one_of("state", MeetingState),
            one_of("way", MeetingWay),
            one_of("interpreter", Interpreter),
            only_with("closed_by", "closed_at"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 24 * 60)), name="meeting_minutes"),
        ]


class TaskQuerySet(PersonBoundQuerySet):
    def visible_to(self, scope: Scope) -> "TaskQuerySet":
        """Of people the viewer may know of, or of nobody; a private one for its owner alone (a policy says the same)."""
        found = super().visible_to(scope)
        return found if scope.kind == Kind.RUN else found.exclude(Q(is_private=True) & ~Q(owner_id=scope.user_id or 0))  # type: ignore[return-value]


class Task(PersonBound):
    """Something to do by a colleague, for a person or for nobody in particular, by a day. A private one is a reminder
    that its owner alone sees."""

    data_classes = classify(
        public="public_id enrolment owner due_on done_at done_how done_by is_private created_by created_at",
        restricted="title",
    )

    public_id = PublicIdField()
    participant = models.ForeignKey(  # type: ignore[assignment]  # about nobody
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    title = models.CharField(_("att göra"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("vem")
    )
    due_on = models.DateField(_("senast"), null=True, blank=True)
    is_private = models.BooleanField(_("bara för mig"), default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_how = models.CharField(max_length=9, choices=TaskEnd.choices, blank=True, default="")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TaskQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(fields=["team", "owner"], condition=Q(done_at=None), name="task_open_owner"),
            models.Index(fields=["enrolment"], condition=Q(done_at=None), name="task_open_enrolment"),
        ]
        constraints = [
            one_of("done_how", TaskEnd, blank=True),
            only_with("done_by", "done_at"),
            models.CheckConstraint(  # about a person with their enrolment, or about nobody
                condition=Q(participant=None, enrolment=None) | Q(participant__isnull=False, enrolment__isnull=False),
                name="task_person_with_enrolment",
            ),
        ]
