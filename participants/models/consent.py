"""What a person has said yes to, and taken back (domain B.3)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.ids import PublicIdField
from core.scope import Scope
from participants.enums import ConsentEnd, ConsentForm, ConsentKind, EnrolmentState
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound, PersonBoundQuerySet


class ConsentQuerySet(PersonBoundQuerySet):
    def visible_to(self, scope: Scope) -> "ConsentQuerySet":
        """Of people the viewer may know of; a code opens the person's own."""
        return super().visible_to(scope)  # type: ignore[return-value]

    def running(self) -> "ConsentQuerySet":
        """In force today: not taken back, not past its last day, and the enrolment it was given in still open (a person
        who comes back is asked anew)."""
        today = timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today), withdrawn_at=None).exclude(
            enrolment__state=EnrolmentState.ENDED
        )


@pghistory.track()
class Consent(PersonBound):
    """A yes to one thing: what, how far, to whom, until when, by which wording (participants.consentwords) in which
    language. Never changed but to end it: a new yes is a new row."""

    data_classes = classify(
        public="public_id enrolment form text_version language given_on valid_to recorded_at recorded_by withdrawn_at"
        " withdrawn_how withdrawn_by",
        person="kind scope recipient",
    )

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(_("vad"), max_length=8, choices=ConsentKind.choices)
    scope = models.CharField(_("vad det omfattar"), max_length=300, blank=True)
    recipient = models.CharField(_("vem det gäller"), max_length=120, blank=True)
    text_version = models.PositiveSmallIntegerField()
    language = models.CharField(pgettext_lazy("ett", "språk"), max_length=5)  # the one the wording was shown in
    form = models.CharField(_("hur"), max_length=7, choices=ConsentForm.choices)
    given_on = models.DateField(_("den dag"), default=timezone.localdate)
    valid_to = models.DateField(_("gäller till och med"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=8, choices=ConsentEnd.choices, blank=True, default="")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConsentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            one_of("kind", ConsentKind),
            one_of("form", ConsentForm),
            one_of("withdrawn_how", ConsentEnd, blank=True),
            not_before("valid_to", "given_on"),
            only_with("withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_how="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_how=""),
                name="consent_withdrawn_says_how",
            ),
            # SUS registers nobody before the person has said so in writing (domain B.3).
            models.CheckConstraint(
                condition=~Q(kind=ConsentKind.SUS) | ~Q(form=ConsentForm.SPOKEN), name="consent_sus_in_writing"
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "valid_to"],
                condition=Q(withdrawn_at=None, valid_to__isnull=False),
                name="consent_ends",
            )
        ]

    @property
    def is_running(self) -> bool:
        """As `running()` says it. Reads the enrolment."""
        return (
            self.withdrawn_at is None
            and (self.valid_to is None or self.valid_to >= timezone.localdate())
            and self.enrolment.is_open
        )
