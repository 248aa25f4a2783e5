"""Languages, countries, education (SUN 2020), industries (SNI 2007) and the small lists."""

from django.db import models

from taxonomy import names
from taxonomy.enums import SmallList
from taxonomy.models.base import Concept, ConceptQuerySet, ReferenceData


class Language(Concept):
    """`position` puts the languages the participants speak first; the rest follow in Swedish order."""

    label_en = models.CharField(max_length=100, blank=True)
    iso1 = models.CharField(max_length=2, blank=True)
    iso2 = models.CharField(max_length=3, blank=True)
    iso3 = models.CharField(max_length=3, blank=True)
    position = models.PositiveSmallIntegerField(default=1000)

    class Meta(Concept.Meta):
        ordering = ["position", "label_order", "concept_id"]

    @property
    def name(self) -> str:
        """In the screen's language."""
        return names.either(self.label, self.label_en)


class Country(Concept):
    label_en = models.CharField(max_length=100, blank=True)
    iso2 = models.CharField(max_length=2, blank=True)
    iso3 = models.CharField(max_length=3, blank=True)


class CodedConcept(Concept):
    """A concept in a hierarchy told by its code."""

    code = models.CharField(max_length=10, unique=True)
    level = models.PositiveSmallIntegerField()
    parent_code = models.CharField(max_length=10, blank=True)

    class Meta(Concept.Meta):
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the screen's language, for the top level; below it in Swedish."""
        return names.shown(self.label)


class SunLevel(CodedConcept):
    """Utbildningsnivå, SUN 2020."""


class SunField(CodedConcept):
    """Utbildningsinriktning, SUN 2020."""


class SniGroup(CodedConcept):
    """Bransch, SNI 2007: letter, then two to five figures."""


class SmallListItem(ReferenceData):
    """An item of a short list, in the order it is offered."""

    list = models.CharField(max_length=40, choices=SmallList)
    concept_id = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    legacy_id = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ["list", "position"]
        constraints = [models.UniqueConstraint(fields=["list", "concept_id"], name="one_list_item")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the screen's language."""
        return names.shown(self.label)
