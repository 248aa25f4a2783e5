"""What the person has a right to: an extract of everything, and an answer when they ask for a change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.ids import PublicIdField
from participants.enums import (
    ExtractForm,
    ExtractItem,
    ExtractLanguage,
    HandedHow,
    LeftOutReason,
    RightsAnswer,
    RightsKind,
)
from participants.models.person import PersonBound


class Extract(PersonBound):
    """A register extract that was asked for: by whom, in which form, and how it reached the person. The file is a run's
    and stands for a day (participants.extract_runs)."""

    data_classes = classify(
        public="public_id form language run_public_id asked_at asked_by left_out handed_how handed_on handed_by"
    )

    public_id = PublicIdField()
    form = models.CharField(_("som"), max_length=4, choices=ExtractForm.choices, default=ExtractForm.PDF)
    language = models.CharField(
        pgettext_lazy("ett", "språk"), max_length=2, choices=ExtractLanguage.choices, default=ExtractLanguage.SWEDISH
    )
    run_public_id = models.CharField(max_length=14, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_out = models.PositiveIntegerField(null=True)  # how many pieces; None until it is made
    handed_how = models.CharField(_("hur"), max_length=8, choices=HandedHow.choices, blank=True, default="")
    handed_on = models.DateField(_("när"), null=True, blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["participant", "-asked_at"], name="extract_participant")]
        constraints = [
            one_of("form", ExtractForm),
            one_of("language", ExtractLanguage),
            one_of("handed_how", HandedHow, blank=True),
            only_with("handed_by", "handed_on"),
            models.CheckConstraint(
                condition=Q(handed_on=None, handed_how="") | (Q(handed_on__isnull=False) & ~Q(handed_how="")),
                name="extract_handed_says_how",
            ),
        ]


class ExtractChoice(PersonBound):
    """What a human has decided of one text before an extract is handed out: with, or left out whole or in part, with a
    reason in law. `passages` are the lines left out; none is the whole text."""

    data_classes = classify(public="kind item is_out reason by at", secret="passages")

    kind = models.CharField(max_length=12, choices=ExtractItem.choices)
    item = models.BigIntegerField()  # the row's id
    is_out = models.BooleanField()
    reason = models.CharField(_("varför"), max_length=8, choices=LeftOutReason.choices, blank=True, default="")
    passages = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "item"], name="extract_choice_once"),
            one_of("kind", ExtractItem),
            one_of("reason", LeftOutReason, blank=True),
            models.CheckConstraint(
                condition=Q(is_out=True) & ~Q(reason="") | Q(is_out=False, reason=""), name="extract_choice_has_reason"
            ),
        ]


class RightsRequest(PersonBound):
    """The person asked for something to be corrected, restricted, stopped or removed (GDPR articles 16 to 21), and what
    came of it. Answered within thirty days."""

    DAYS = 30

    data_classes = classify(
        public="public_id kind came_on due_on answer answered_on answered_by recorded_by recorded_at",
        restricted="words answer_words",
    )

    public_id = PublicIdField()
    kind = models.CharField(_("vad gäller det"), max_length=8, choices=RightsKind.choices)
    words = models.TextField(_("vad personen vill"), max_length=4000)
    came_on = models.DateField(_("kom"), default=timezone.localdate)
    due_on = models.DateField(_("svar senast"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("beslut"), max_length=8, choices=RightsAnswer.choices, blank=True, default="")
    answer_words = models.TextField(_("vad ni svarade"), max_length=4000, blank=True, default="")
    answered_on = models.DateField(_("svarat"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["team", "due_on"], condition=Q(answered_on=None), name="rights_request_open")]
        constraints = [
            one_of("kind", RightsKind),
            one_of("answer", RightsAnswer, blank=True),
            not_before("answered_on", "came_on"),
            not_before("due_on", "came_on"),
            only_with("answered_by", "answered_on"),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="rights_request_answered_says",
            ),
        ]
