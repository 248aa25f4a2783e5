"""The instrument as data; assessments with their two parts; progress kept for reading."""

from smail.models.assessment import Assessment, Part, Progress, Rating, RatingQuerySet
from smail.models.instrument import Indicator, Instrument, InstrumentLanguage, Question, QuestionText

__all__ = [
    "Assessment",
    "Indicator",
    "Instrument",
    "InstrumentLanguage",
    "Part",
    "Progress",
    "Question",
    "QuestionText",
    "Rating",
    "RatingQuerySet",
]
