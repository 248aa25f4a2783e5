"""Occupations, their groups (SSYK 2012), skills, and how they hang together."""

from django.db import models

from taxonomy.models.base import Concept, ReferenceData


class OccupationField(Concept):
    """Yrkesområde: one of 21."""

    legacy_id = models.CharField(max_length=10, blank=True)


class SsykGroup(Concept):
    """A group of SSYK 2012, level 1 to 4. `code` has as many figures as the level says."""

    code = models.CharField(max_length=4, unique=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    field = models.ForeignKey(OccupationField, on_delete=models.PROTECT, null=True, related_name="groups")
    definition = models.TextField(blank=True)  # level 4 only

    class Meta(Concept.Meta):
        ordering = ["code"]


class Occupation(Concept):
    """An occupation name. Retired ones are kept so that the id of every ad resolves; `heir` is today's name for it.

    A retired occupation without heir still says its SSYK group (27 of them do not even have that).
    """

    legacy_id = models.CharField(max_length=10, blank=True)
    ssyk4 = models.ForeignKey(SsykGroup, on_delete=models.PROTECT, null=True, related_name="occupations")
    field = models.ForeignKey(OccupationField, on_delete=models.PROTECT, null=True, related_name="occupations")
    no_education_required = models.BooleanField(default=False)
    ads = models.PositiveIntegerField(default=0)  # in a sample of 1,072 ads from 2020, heirs' included
    heir = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="forerunners")


class OccupationSynonym(ReferenceData):
    """A word people use for an occupation. One word may lead to several."""

    word = models.CharField(max_length=80)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="synonyms")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "occupation"], name="one_synonym")]

    def __str__(self) -> str:
        return self.word


class Keyword(ReferenceData):
    """A search word and what it leads to: an occupation, an education, a skill or a form of employment."""

    word = models.CharField(max_length=150)
    concept_id = models.CharField(max_length=20)
    concept_type = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, related_name="keywords")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "concept_id"], name="one_keyword")]

    def __str__(self) -> str:
        return self.word


class OccupationRelation(ReferenceData):
    """A person of occupation `substitute` can be considered for a vacancy in `target`: 75 (high) or 25 (lower)."""

    substitute = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="substitutes_for")
    target = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="substituted_by")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["substitute", "target"], name="one_relation"),
            models.CheckConstraint(condition=models.Q(level__in=(25, 75)), name="relation_level"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} → {self.target_id}: {self.level}"


class Skill(Concept):
    """A skill. `n_groups` is the number of SSYK level 4 groups that use it: few means telling, 0 means not known."""

    legacy_id = models.CharField(max_length=10, blank=True)
    headline = models.CharField(max_length=100, blank=True)
    n_groups = models.PositiveSmallIntegerField(default=0)


class SsykSkill(ReferenceData):
    """A skill that belongs to the work of an SSYK level 4 group (relations of 2018)."""

    ssyk4 = models.ForeignKey(SsykGroup, on_delete=models.PROTECT, related_name="skill_links")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="group_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ssyk4", "skill"], name="one_ssyk_skill")]

    def __str__(self) -> str:
        return f"{self.ssyk4_id}: {self.skill_id}"


class SsykIsco(ReferenceData):
    """SSYK level 4 beside ISCO-08, the bridge to ESCO. Many to many."""

    ssyk4 = models.ForeignKey(SsykGroup, on_delete=models.PROTECT, related_name="isco_links")
    isco_code = models.CharField(max_length=4)
    concept_id = models.CharField(max_length=20)
    label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ssyk4", "isco_code"], name="one_ssyk_isco")]

    def __str__(self) -> str:
        return f"{self.ssyk4_id}: {self.isco_code}"
