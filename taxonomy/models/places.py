"""Counties, municipalities and places with coordinates."""

from django.db import models

from taxonomy.models.base import Concept, ConceptQuerySet, ReferenceData
from taxonomy.rules import Point


class Region(Concept):
    """Län; code 90 is "Ospecificerad"."""

    code = models.CharField(max_length=2, unique=True)


class Municipality(Concept):
    """Kommun. Coordinates are those of the place of the same name, else the middle of its places."""

    code = models.CharField(max_length=4, unique=True)  # SCB kommunkod; a text, it may begin with 0
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    population = models.PositiveIntegerField()  # SCB, 2024
    latitude = models.FloatField()
    longitude = models.FloatField()

    @property
    def point(self) -> Point:
        return self.latitude, self.longitude


class Place(ReferenceData):
    """Ort. JobTech has no ids for places: `code` is kommunkod and folded name, "1480-goteborg"."""

    code = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=100)
    label_order = models.CharField(max_length=100, db_collation="C")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="places")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    retired = models.BooleanField(default=False)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ["label_order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="place_point_whole",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def point(self) -> Point:
        """Its own coordinates, else the municipality's (72 places lack their own)."""
        if self.latitude is not None and self.longitude is not None:
            return self.latitude, self.longitude
        return self.municipality.point
