"""Reference data: all of it public, none of it bound to a person or a team. Written by role `owner`, read by `app`."""

from taxonomy.models.base import Concept, ConceptQuerySet, Edition, ReferenceData
from taxonomy.models.lists import Country, Language, SmallListItem, SniGroup, SunField, SunLevel
from taxonomy.models.occupations import (
    Keyword,
    Occupation,
    OccupationField,
    OccupationRelation,
    OccupationSynonym,
    Skill,
    SsykGroup,
    SsykIsco,
    SsykSkill,
)
from taxonomy.models.places import Municipality, Place, Region
from taxonomy.models.terms import Term

__all__ = [
    "Concept",
    "ConceptQuerySet",
    "Country",
    "Edition",
    "Keyword",
    "Language",
    "Municipality",
    "Occupation",
    "OccupationField",
    "OccupationRelation",
    "OccupationSynonym",
    "Place",
    "ReferenceData",
    "Region",
    "Skill",
    "SmallListItem",
    "SniGroup",
    "SsykGroup",
    "SsykIsco",
    "SsykSkill",
    "SunField",
    "SunLevel",
    "Term",
]
