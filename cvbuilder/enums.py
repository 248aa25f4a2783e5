"""Closed lists of cvbuilder. Codes are stable; the words are the screen's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentLanguage(models.TextChoices):
    """The language the document itself is set in: headings, months, names of languages and countries."""

    SWEDISH = "sv", _("svenska")
    ENGLISH = "en", _("engelska")
    ARABIC = "ar", _("arabiska")
    UKRAINIAN = "uk", _("ukrainska")


class Design(models.TextChoices):
    """How a CV is set. The code names the template and the style sheet."""

    CLASSIC = "classic", _("klassisk")


class PartCode(models.TextChoices):
    """The parts whose rows can be ordered and hidden one by one, in the order they stand on the page."""

    EXPERIENCE = "experience", _("Erfarenhet")
    OCCUPATION = "occupation", _("Mer erfarenhet")
    EDUCATION = "education", _("Utbildning")
    LANGUAGE = "language", _("Språk")
    SKILL = "skill", _("Kompetenser")
    LICENCE = "licence", _("Körkort")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("telefon")
    EMAIL = "email", _("mejl")
    MUNICIPALITY = "municipality", _("kommun")
