"""The next step, the plan, what is done in it and the hours there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Focus(models.TextChoices):
    """What an intervention aims at (domain A.7). Only JOB is job-focused; STUDY counts as aim at work or studies."""

    JOB = "job", _("jobbfokus")
    STUDY = "study", _("studier")
    SKILL = "skill", _("kompetens")
    SOCIAL = "social", _("socialt")
    HEALTH = "health", _("hälsa")


class InterventionEnd(models.TextChoices):
    COMPLETED = "completed", _("genomförd")
    TO_WORK = "to_work", _("gick till arbete eller studier")
    OWN_CHOICE = "own_choice", _("valde att sluta")
    NO_FIT = "no_fit", _("passade inte")
    CANCELLED = "cancelled", _("blev inte av")
    MISTAKE = "mistake", _("felregistrering")


class WaitingFor(models.TextChoices):
    NOBODY = "", _("ingen")
    US = "us", _("oss")
    PERSON = "person", _("personen")
    OTHER = "other", _("någon annan")


class StepBy(models.TextChoices):
    """Whose the next step is. UNSAID with words beside: an old text nobody has chosen from the list yet."""

    UNSAID = "", _("inte sagt")
    USER = "user", _("någon av oss")
    PERSON = "person", _("deltagaren")
    OTHER = "other", _("någon annan")


class Shift(models.TextChoices):
    DAY = "day", _("dag")
    EVENING = "evening", _("kväll")
    NIGHT = "night", _("natt")
    WEEKEND = "weekend", _("helg")


class AbsenceReason(models.TextChoices):
    """Why somebody was not there, as funders ask. The words are what is written in a cell. Illness is health data and
    stands in a row of its own (SickDay): beside the hours it is no more than `AWAY`, which anybody may write of
    anything. What kind of illness is never asked."""

    ILL = "ill", _("sjuk")
    AWAY = "away", _("borta")
    CHILD = "child", _("barn")
    AGREED = "agreed", _("ledig")
    UNKNOWN = "unknown", _("okänd")
    OTHER = "other", _("annat")
