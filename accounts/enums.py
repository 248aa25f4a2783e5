"""Closed lists of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    MUNICIPALITY = "municipality", _("kommun")
    NONPROFIT = "nonprofit", _("ideell organisation")
    COMPANY = "company", _("företag")
    AUTHORITY = "authority", _("myndighet")


class Role(models.TextChoices):
    """A role holds in one team. Rights of each stand in accounts.permissions."""

    HANDLER = "handler", _("handledare")
    LEADER = "leader", _("processledare")
    STEERING = "steering", _("styrgrupp")
    ADMIN = "admin", _("administratör")
    READER = "reader", _("läser")


class Theme(models.TextChoices):
    SYSTEM = "", _("som datorn")
    LIGHT = "light", _("ljust")
    DARK = "dark", _("mörkt")


class Density(models.TextChoices):
    NORMAL = "", _("lagom")
    TIGHT = "tight", _("tätt")
    AIRY = "airy", _("luftigt")


class HealthVisibility(models.TextChoices):
    """Who in the team sees a participant's health answers (design 5.4)."""

    HANDLERS = "handlers", _("handledare och vikarie")
    HANDLERS_AND_LEADER = "handlers_and_leader", _("handledare, vikarie och processledare")


class IncidentKind(models.TextChoices):
    """How personal data went astray."""

    WRONG = "wrong", _("skickat eller visat för fel person")
    LOST = "lost", _("borttappat eller stulet: dator, telefon, papper")
    SEEN = "seen", _("någon har sett det som inte fick")
    CHANGED = "changed", _("ändrat eller raderat av misstag")
    INTRUSION = "intrusion", _("intrång eller kapat konto")
    OTHER = "other", _("annat")


class IncidentRisk(models.TextChoices):
    """For the people it is about (GDPR articles 33 and 34)."""

    UNLIKELY = "unlikely", _("osannolik: anmäls inte")
    RISK = "risk", _("risk: anmäls till IMY")
    HIGH = "high", _("hög risk: anmäls till IMY, och de berörda får veta")
