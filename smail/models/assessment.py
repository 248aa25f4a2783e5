"""Assessments: two parts answered apart, locked when both have ended; progress kept for lists and figures.

The blind rule (design 5.6) is said twice: `RatingQuerySet.visible_to` here, row-level security in migration 0002.
"""

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.ids import PublicIdField
from core.scope import Kind, Scope
from participants.models import Enrolment, PersonBound, PersonBoundQuerySet
from smail.enums import AssessmentKind, GivenHow, NoValue, PartEnd, Rater, Stage, Verdict
from smail.models.instrument import Indicator, Instrument


class Assessment(PersonBound):
    """One round of questions for an enrolment. Locked when both parts have ended; at most one is open."""

    data_classes = classify(
        public="public_id enrolment number kind due_on instrument opened_at opened_by locked_at locked_on"
    )

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()  # 1 is the first of the enrolment
    kind = models.CharField(max_length=8, choices=AssessmentKind.choices)
    due_on = models.DateField(null=True)  # when it was due as it was opened; None: outside the cycle
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_on = models.DateField(null=True, blank=True)  # Stockholm's day: what cycles and figures count by

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="assessment_number_once"),
            models.UniqueConstraint(fields=["enrolment"], condition=Q(locked_at=None), name="assessment_one_open"),
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_on=None) | Q(locked_at__isnull=False, locked_on__isnull=False),
                name="assessment_locked_has_day",
            ),
            not_before("locked_at", "opened_at"),
            one_of("kind", AssessmentKind),
            models.CheckConstraint(condition=Q(number__gte=1), name="assessment_number_from_one"),
        ]
        indexes = [models.Index(fields=["team", "locked_on"], name="assessment_team_locked")]

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


@pghistory.track()
class Part(PersonBound):
    """One rater's half of an assessment. It ends exactly once; the database refuses a second time."""

    data_classes = classify(
        public="assessment rater ended_as ended_at ended_by given_how started_at", person="language"
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="parts")
    rater = models.CharField(max_length=11, choices=Rater.choices)
    language = models.CharField(max_length=8, blank=True)
    given_how = models.CharField(max_length=5, choices=GivenHow.choices, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=12, choices=PartEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "rater"], name="part_rater_once"),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_at=None) | (~Q(ended_as="") & Q(ended_at__isnull=False)),
                name="part_ended_has_time",
            ),
            only_with("ended_by", "ended_at"),
            one_of("rater", Rater),
            one_of("given_how", GivenHow, blank=True),
            one_of("ended_as", PartEnd, blank=True),
        ]
        triggers = [
            pgtrigger.Protect(
                name="part_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.ended_at IS NOT NULL AND (OLD.ended_at IS DISTINCT FROM NEW.ended_at"
                    " OR OLD.ended_as IS DISTINCT FROM NEW.ended_as OR OLD.ended_by_id IS DISTINCT FROM NEW.ended_by_id)"
                ),
            )
        ]

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None


class RatingQuerySet(PersonBoundQuerySet):
    def visible_to(self, scope: Scope) -> Any:
        """Blind until both parts have ended; the handler's belief for the one who rated; with a code only answers of
        the part that is being given. Health is the caller's to ask for: `smail.queries` does."""
        mine = super().visible_to(scope)
        if scope.kind == Kind.CODE:
            return mine.filter(stage=Stage.DRAFT, part__rater=Rater.PARTICIPANT)
        shown = mine.filter(stage=Stage.SHOWN)
        if scope.kind == Kind.RUN:
            return shown
        return shown.exclude(Q(indicator__handler_only=True) & (Q(by=None) | ~Q(by_id=scope.user_id)))


# Only what was changed after both parts had ended is kept as history: the words before the correction. A participant
# changing her mind before she sends is nobody's business, and nothing sealed can leak from here.
@pghistory.track(
    pghistory.UpdateEvent(
        "corrected",
        row=pghistory.Old,
        condition=pgtrigger.Condition(
            "OLD.stage = 'shown' AND (OLD.value IS DISTINCT FROM NEW.value OR OLD.reason IS DISTINCT FROM NEW.reason)"
        ),
    )
)
class Rating(PersonBound):
    """An answer to one question: 1-5, or why there is none."""

    data_classes = classify(public="part indicator stage by rated_at", health="value reason")

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="ratings", db_index=False)  # rating_once
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=9, choices=NoValue.choices, blank=True)
    stage = models.CharField(max_length=6, choices=Stage.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    rated_at = models.DateTimeField(default=timezone.now)

    objects = RatingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "indicator"], name="rating_once"),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5), reason="") | (Q(value=None) & ~Q(reason="")), name="rating_one_to_five"
            ),
            one_of("reason", NoValue, blank=True),
            one_of("stage", Stage),
        ]


class Progress(PersonBound):
    """Per enrolment and rater what lists and figures read: written at lock, and by manage.py rebuild_progress.

    Holds the six indicators the team sees: neither health nor belief, so nothing here derives from health.
    `first`, `previous`, `latest` are {indicator code: 1-5}; an index is the mean of what was answered (scoring.index).
    """

    data_classes = classify(
        public="enrolment rater times first_on previous_on latest_on",
        person="first previous latest first_index previous_index latest_index verdict",
    )

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    rater = models.CharField(max_length=11, choices=Rater.choices)
    times = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    previous_on = models.DateField(null=True)
    latest_on = models.DateField()
    first = models.JSONField(default=dict)
    previous = models.JSONField(default=dict)
    latest = models.JSONField(default=dict)
    first_index = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    previous_index = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    latest_index = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "rater"], name="progress_once"),
            not_before("latest_on", "first_on"),
            not_before("latest_on", "previous_on"),
            not_before("previous_on", "first_on"),
            one_of("rater", Rater),
            one_of("verdict", Verdict, blank=True),
        ]
        indexes = [models.Index(fields=["team", "rater", "latest_on"], name="progress_team_latest")]
