"""The instrument: reference data, loaded by manage.py load_instrument from smail/data, read through smail.instrument.

Wording, labels, anchors and languages are data: a new wording is a new version, earlier answers keep theirs.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.db.closed import one_of
from core.db.walls import Wall
from smail.enums import Direction, Rater, ReviewState


class Reference(models.Model):
    """The same for every team; the product reads, role `owner` writes."""

    wall = Wall.NONE
    reference_data = True

    class Meta:
        abstract = True


class Indicator(Reference):
    """What is asked about, stable over versions so that answers can be followed over time (domain A.2)."""

    code = models.CharField(max_length=24, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)
    is_health = models.BooleanField(default=False)  # HEALTH: for those who may see health, never a filter or feature
    handler_only = models.BooleanField(default=False)  # the handler's own belief: for the one who rated
    names = models.JSONField()  # {language: {"short": …, "long": …}}

    class Meta:
        ordering = ["position"]


class Instrument(Reference):
    """One version of the questions. The one in force is the highest published."""

    version = models.PositiveSmallIntegerField(unique=True)
    published_on = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version"]


class InstrumentLanguage(Reference):
    """A language the participant can answer in, with the words of the screens around the questions."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    own_name = models.CharField(max_length=40)
    staff_name = models.CharField(max_length=40)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.LTR)
    review_state = models.CharField(max_length=8, choices=ReviewState.choices, default=ReviewState.AWAITING)
    review_note = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=dict)  # {key: text}

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="instrument_language_once"),
            one_of("direction", Direction),
            one_of("review_state", ReviewState),
        ]


class Question(Reference):
    """One indicator asked to one rater, at a place in the order."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="questions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="questions")
    rater = models.CharField(max_length=11, choices=Rater.choices)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rater", "order"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "rater", "indicator"], name="question_indicator_once"),
            models.UniqueConstraint(fields=["instrument", "rater", "order"], name="question_order_once"),
            one_of("rater", Rater),
        ]


class QuestionText(Reference):
    """A question in one language: five labels that answer that very question, for 1 to 5."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=200)
    labels = ArrayField(models.CharField(max_length=80), size=5)
    help = models.CharField(max_length=300, blank=True)
    anchors = models.JSONField(default=dict, blank=True)  # {"1": what can be seen at 1, "3": …, "5": …}
    review_state = models.CharField(max_length=8, choices=ReviewState.choices, default=ReviewState.AWAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="question_text_once"),
            models.CheckConstraint(condition=Q(labels__len=5), name="question_text_five_labels"),
            one_of("review_state", ReviewState),
        ]
