"""Closed lists of the import. Codes are stable: they stand in commands and in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    """What a column can be. The codes are what `--map COLUMN=FIELD` takes."""

    NAME = "name", _("Namn (för- och efternamn)")
    FIRST_NAME = "first_name", _("Förnamn")
    LAST_NAME = "last_name", _("Efternamn")
    NUMBER = "number", _("Personnummer")
    BIRTH_YEAR = "birth_year", _("Födelseår")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("Mejl")
    STREET = "street", _("Adress")
    PLACE = "place", _("Ort eller kommun")
    LANGUAGES = "languages", _("Språk")
    INTERPRETER = "interpreter", _("Behöver tolk")
    STARTED_ON = "started_on", _("Startdatum")
    ENDED_ON = "ended_on", _("Slutdatum")
    STATUS = "status", _("Status")
    HANDLER = "handler", _("Handledare")
    ORGANISATION = "organisation", _("Ansvarig organisation")
    SOURCE = "source", _("Kom via")
    OCCUPATION = "occupation", _("Önskat yrke")
    EXPERIENCE = "experience", _("Har jobbat som")
    LICENCES = "licences", _("Körkort")
    INTERVENTION = "intervention", _("Insats")
    GOAL = "goal", _("Mål")
    NEXT_STEP = "next_step", _("Nästa steg")
    NEXT_STEP_ON = "next_step_on", _("Nästa steg, när")
    NOTE = "note", _("Anteckning på personens sida")
    PROTECTION = "protection", _("Skyddade uppgifter")
    RESTRICTED = "restricted", _("Känsligt: läggs för sig")
    OWN = "own", _("Egen kolumn i teamets register")
    SKIP = "skip", _("Läs inte in")


# Several columns may be one of these; of the others the first column counts.
MANY = {
    Field.PHONE,
    Field.EMAIL,
    Field.LANGUAGES,
    Field.OCCUPATION,
    Field.EXPERIENCE,
    Field.INTERVENTION,
    Field.NOTE,
    Field.RESTRICTED,
    Field.PROTECTION,
    Field.OWN,
    Field.SKIP,
}


class Fate(models.TextChoices):
    """What becomes of a row."""

    CREATE = "create", _("Läses in")
    DUPLICATE = "duplicate", _("Finns redan")
    REFUSED = "refused", _("Läses inte in")


class Decision(models.TextChoices):
    """What a person has decided of a row, against what was proposed."""

    CREATE = "create", _("Skapa ändå")
    PLAIN = "plain", _("Inte skyddad trots allt")
    SKIP = "skip", _("Hoppa över")


class BatchState(models.TextChoices):
    DRAFT = "draft", _("påbörjad")
    PLANNING = "planning", _("gås igenom")
    RUNNING = "running", _("läses in")
    STOPPED = "stopped", _("stannade på vägen")  # some chunks are saved; it can go on, or be undone
    DONE = "done", _("inläst")
    UNDONE = "undone", _("ångrad")
    FAILED = "failed", _("gick inte")


class Sensitive(models.TextChoices):
    """Why some words are laid aside for a human. The codes are RemarkKind's."""

    PROTECTION = "protection", _("skyddade uppgifter")
    HEALTH = "health", _("hälsa")
    OTHER = "other", _("annat känsligt")
