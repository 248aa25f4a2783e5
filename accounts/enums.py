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
