"""What all concepts of JobTech Taxonomy share."""

from typing import Self

from django.db import models

from core.db.walls import Wall


class ConceptQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Only what can be chosen today; retired concepts stay for the rows and ads that point at them."""
        return self.filter(retired=False)


class ReferenceData(models.Model):
    """Public data that ships with the product: no team, no person; role `app` may only read it (core.db.tenancy)."""

    wall = Wall.NONE
    reference_data = True

    class Meta:
        abstract = True


class Concept(ReferenceData):
    """A concept with a stable id. Rows are updated by that id and never deleted, so primary keys can be kept."""

    concept_id = models.CharField(max_length=20, unique=True)
    label = models.CharField(max_length=200)
    # Byte order of this column is Swedish order of the labels (core.folding.sort_key).
    label_order = models.CharField(max_length=200, db_collation="C")
    retired = models.BooleanField(default=False)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["label_order", "concept_id"]

    def __str__(self) -> str:
        return self.label


class Edition(ReferenceData):
    """Which shipped files stand in the tables; lets the loader see at once that it has nothing to do."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.digest[:12]
