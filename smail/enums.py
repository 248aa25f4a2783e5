"""Closed lists of smail. Codes are stable; the words are the screen's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rater(models.TextChoices):
    """Whose picture it is. The two are shown side by side, never mixed into one."""

    PARTICIPANT = "participant", _("deltagaren")
    HANDLER = "handler", _("handledaren")


class AssessmentKind(models.TextChoices):
    BASELINE = "baseline", _("första gången")
    REGULAR = "regular", _("som vanligt")
    HANDOVER = "handover", _("vid byte av handledare")
    EXIT = "exit", _("vid avslut")


class PartEnd(models.TextChoices):
    """How a part ended. "" while it has not."""

    ANSWERED = "answered", _("svarade")
    DECLINED = "declined", _("ville inte svara")
    NOT_OBTAINED = "not_obtained", _("nåddes inte")


class GivenHow(models.TextChoices):
    """How the answers were given."""

    HERE = "here", _("på telefon, här nu")
    HOME = "home", _("på telefon, hemma")
    PAPER = "paper", _("på papper")
    STAFF = "staff", _("av kollegan själv")


class NoValue(models.TextChoices):
    """Why a question has no value. Never stored as a number."""

    DONT_KNOW = "dont_know", _("vet inte")
    SKIPPED = "skipped", _("vill inte svara")


class Stage(models.TextChoices):
    """Who may read a rating, said row by row so that the database can hold it (migration 0002).

    DRAFT: the participant is answering. SEALED: the part has ended, the other has not: nobody reads it. SHOWN: both
    parts have ended.
    """

    DRAFT = "draft"
    SEALED = "sealed"
    SHOWN = "shown"


class Direction(models.TextChoices):
    """Which way a language is written."""

    LTR = "ltr"
    RTL = "rtl"


class ReviewState(models.TextChoices):
    """Whether somebody who should has read a text."""

    AWAITING = "awaiting", _("utkast, inte granskat")
    REVIEWED = "reviewed", _("granskat")


class Verdict(models.TextChoices):
    """What a row of readings says as a whole (scoring.verdict). "" = too few readings."""

    PROGRESS = "progress", _("rör sig framåt")
    STABLE = "stable", _("ungefär som förut")
    REGRESSION = "regression", _("har gått tillbaka")
