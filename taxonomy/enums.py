"""Fixed lists of the taxonomy: kinds of word, names of the small lists, how sure a reading is, language levels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a word can stand for. The value is also the word in the address `/ord/<kind>/`."""

    OCCUPATION = "yrke", _("yrke")
    FIELD = "yrkesomrade", _("yrkesområde")
    SKILL = "kompetens", _("kompetens")
    PLACE = "ort", _("ort")
    MUNICIPALITY = "kommun", _("kommun")
    LANGUAGE = "sprak", _("språk")
    COUNTRY = "land", _("land")


class TermSource(models.IntegerChoices):
    """Where a typed word comes from; lower stands higher among suggestions."""

    LABEL = 0, _("namn")
    OWN = 1, _("eget ord")  # taxonomy/data/own_words.csv
    FORMER = 2, _("tidigare namn")
    SYNONYM = 3, _("synonym")
    KEYWORD = 4, _("sökord")


class SmallList(models.TextChoices):
    """The short lists of JobTech Taxonomy, by their own type names."""

    EMPLOYMENT_TYPE = "employment-type", _("anställningsform")
    EMPLOYMENT_DURATION = "employment-duration", _("anställningens längd")
    WORKTIME_EXTENT = "worktime-extent", _("arbetstid")
    WAGE_TYPE = "wage-type", _("löneform")
    DRIVING_LICENCE = "driving-licence", _("körkort")
    EXPERIENCE = "occupation-experience-year", _("erfarenhet")
    LANGUAGE_LEVEL = "language-level", _("språknivå")
    OCCUPATION_COLLECTION = "occupation-collection", _("yrkessamling")
    UNEMPLOYMENT_TYPE = "unemployment-type", _("sökandekategori")
    SNI_LEVEL_1 = "sni-level-1", _("bransch")


class Certainty(models.TextChoices):
    """How far a reading of free text can be trusted."""

    SURE = "sure", _("säker")
    GUESS = "guess", _("gissning")
    UNKNOWN = "unknown", _("okänd")


class Answer(models.TextChoices):
    """What a cell about a driving licence says beside, or instead of, the classes."""

    NOTHING = "", ""
    YES = "yes", _("ja")
    NO = "no", _("nej")
    LEARNING = "learning", _("övningskör")


class LanguageLevel(models.TextChoices):
    """How well somebody speaks a language, in everyday words for the Council of Europe's steps. The code is the order."""

    NONE = "0", _("inte alls")
    A1 = "1", _("några ord (A1)")
    A2 = "2", _("lite (A2)")
    B1 = "3", _("för vardag (B1)")
    B2 = "4", _("för arbete (B2)")
    C1 = "5", _("mycket bra (C1)")
    C2 = "6", _("modersmål")


# Concept ids of JobTech's list language-level, as ads carry them: lite, bra, mycket bra, flytande.
LANGUAGE_LEVEL_CONCEPTS = {
    "HDaX_cNJ_ez2": LanguageLevel.A2,
    "qJUb_5Qz_ibL": LanguageLevel.B1,
    "uAwX_sU9_yuf": LanguageLevel.B2,
    "jy9z_V9P_fQQ": LanguageLevel.C1,
}
