"""The profile's lists, as its form shows them."""

from typing import NamedTuple

from core.scope import Scope
from participants.models import (
    Education,
    Experience,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfilePlace,
    ProfileSkill,
)
from taxonomy.models import Language, Municipality, Occupation, Skill


class Lists(NamedTuple):
    wished: list[Occupation]
    done: list[Occupation]
    skills: list[Skill]
    languages: list[tuple[Language, str]]  # level: taxonomy.enums.LanguageLevel
    places: list[Municipality]


def lists(scope: Scope, profile: Profile) -> Lists:
    """Four statements."""
    occupations = ProfileOccupation.objects.visible_to(scope).filter(profile=profile).select_related("occupation")
    ordered = list(occupations.order_by("position", "pk"))
    skills = ProfileSkill.objects.visible_to(scope).filter(profile=profile).select_related("skill")
    languages = ProfileLanguage.objects.visible_to(scope).filter(profile=profile).select_related("language")
    places = ProfilePlace.objects.visible_to(scope).filter(profile=profile).select_related("municipality")
    return Lists(
        wished=[row.occupation for row in ordered if row.is_wish],
        done=[row.occupation for row in ordered if not row.is_wish],
        skills=[row.skill for row in skills.order_by("pk")],
        languages=[(row.language, row.level) for row in languages.order_by("-level", "pk")],
        places=[row.municipality for row in places.order_by("pk")],
    )


def background(scope: Scope, profile: Profile) -> tuple[list[Experience], list[Education]]:
    """Jobs and educations, latest first. Two statements."""
    experiences = Experience.objects.visible_to(scope).filter(profile=profile).select_related("country")
    educations = Education.objects.visible_to(scope).filter(profile=profile).select_related("level", "country")
    return list(experiences), list(educations)
