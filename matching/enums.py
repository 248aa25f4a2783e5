"""Closed lists of matching."""

from enum import IntFlag

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The named parts of a score, in the order they are shown."""

    OCCUPATION = "occupation", _("yrke")
    SKILLS = "skills", _("kunskaper")
    LANGUAGES = "languages", _("språk")
    PLACE = "place", _("avstånd")
    TIME = "time", _("arbetstid")
    ENTRY = "entry", _("vägen in")


class Hard(IntFlag):
    """Requirements that stand apart from the score. A person who misses one is shown after those who meet all, with
    the reason; the user may relax each."""

    LICENCE = 1
    CAR = 2
    LANGUAGE = 4
    HOURS = 8
    SHIFTS = 16
    START = 32


HARD_WORDS = {
    Hard.LICENCE: _("körkort"),
    Hard.CAR: _("egen bil"),
    Hard.LANGUAGE: _("språknivå"),
    Hard.HOURS: _("timmar i veckan"),
    Hard.SHIFTS: _("tider på dygnet"),
    Hard.START: _("startdag"),
}
