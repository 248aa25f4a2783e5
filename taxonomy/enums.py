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
    """JobTech's four steps, and mother tongue."""

    LITTLE = "little", _("lite")
    GOOD = "good", _("bra")
    VERY_GOOD = "very_good", _("mycket bra")
    FLUENT = "fluent", _("flytande")
    MOTHER_TONGUE = "mother_tongue", _("modersmål")


# Concept ids of the list language-level, as ads carry them. Mother tongue has none of its own.
LANGUAGE_LEVEL_CONCEPTS = {
    "HDaX_cNJ_ez2": LanguageLevel.LITTLE,
    "qJUb_5Qz_ibL": LanguageLevel.GOOD,
    "uAwX_sU9_yuf": LanguageLevel.VERY_GOOD,
    "jy9z_V9P_fQQ": LanguageLevel.FLUENT,
}
# The Council of Europe's levels on JobTech's four steps: A1-A2 lite, B1 bra, B2 mycket bra, C1-C2 flytande.
LANGUAGE_LEVEL_CEFR = {
    "A1": LanguageLevel.LITTLE,
    "A2": LanguageLevel.LITTLE,
    "B1": LanguageLevel.GOOD,
    "B2": LanguageLevel.VERY_GOOD,
    "C1": LanguageLevel.FLUENT,
    "C2": LanguageLevel.FLUENT,
}
