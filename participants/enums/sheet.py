"""The register as a sheet: groups of fields, own columns, many at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldGroup(models.TextChoices):
    """What is written of a person, in groups that somebody answers for (participants.groups)."""

    STEP = "step", _("Nästa steg")
    WEEK = "week", _("Läget i veckan")
    GOAL = "goal", _("Mål")
    PLAN = "plan", _("Insatser")
    OWN = "own", _("Egna kolumner")
    PROFILE = "profile", _("Vill och kan")
    FACTS = "facts", _("Personuppgifter")


class ColumnKind(models.TextChoices):
    TEXT = "text", _("text")
    CHOICE = "choice", _("val")
    DATE = "date", _("datum")
    YES_NO = "yes_no", _("ja eller nej")


class Deed(models.TextChoices):
    """What can be done to many at once. The value stands in addresses."""

    HANDLER = "handledare", _("Handledare")
    SPREAD = "fordela", _("Fördela")
    STAND_IN = "vikarier", _("Vikarier")
    STEP = "steg", _("Nästa steg")
    TASK = "uppgift", _("Uppgift")
    INTERVENTION = "insats", _("Insats")
    TAG = "etikett", _("Etikett")
    UNTAG = "utan-etikett", _("Ta bort etikett")


# Those with a page of their own: never chosen for rows of the register.
APART = frozenset({Deed.STAND_IN})
