"""Handlers, handover, and colleagues who are away."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandlerKind(models.TextChoices):
    PRIMARY = "primary", _("handledare")
    CO = "co", _("medhandledare")
    STAND_IN = "stand_in", _("vikarie")


class HandlerEnd(models.TextChoices):
    """Why somebody is no longer handler."""

    REPLACED = "replaced", _("en kollega tog över")
    TIME = "time", _("tiden tog slut")
    ENROLMENT = "enrolment", _("inskrivningen avslutades")
    LEFT_TEAM = "left_team", _("slutade i teamet eller fick en annan roll")
    MISTAKE = "mistake", _("fel person utsedd")  # corrected: never was handler, no change


class HandoverReason(models.TextChoices):
    """Why the person gets another handler."""

    LEAVES = "leaves", _("slutar eller byter arbete")
    AWAY = "away", _("lång ledighet")
    LOAD = "load", _("jämnare fördelning")
    LANGUAGE = "language", _("språk eller ort")
    NEED = "need", _("annan kunskap behövs")
    WISH = "wish", _("deltagaren önskar det")
    OTHER = "other", _("annat")


class HandoverPoint(models.TextChoices):
    """The checklist of a handover, in order (seed 003, domain A.6 HANDOVER_OPEN)."""

    GOALS = "goals", _("Målen")
    PLAN = "plan", _("Planen och nästa steg")
    INTERVENTIONS = "running", _("Insatser som pågår")
    ASSESSMENT = "assessed", _("Senaste skattningen")
    CONSENTS = "consents", _("Samtycken och delning")
    EMPLOYERS = "employers", _("Kontakter med arbetsgivare")
    MEETING = "meeting", _("Nästa möte")
    TOLD = "told", _("Deltagaren vet vem som tar över, och när")
    THREE_WAY = "three_way", _("Trepartsmöte med deltagaren, den som lämnar och den som tar emot")


class AskedAnswer(models.TextChoices):
    """What the person said when asked about a new handler."""

    YES = "yes", _("ja, det går bra")
    NO = "no", _("nej, vill inte byta")
    SILENT = "silent", _("vill inte svara")
    UNREACHED = "unreached", _("kunde inte nås")
