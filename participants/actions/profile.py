"""The profile's changes tell matching and CVs through the feed."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from core import feed
from participants.models import (
    Education,
    Experience,
    Participant,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfilePlace,
    ProfileSkill,
)
from taxonomy.models import Language, Municipality, Occupation, Skill


def get_profile(participant: Participant) -> Profile:
    """The participant's profile, made when missing."""
    profile, _made = Profile.objects.get_or_create(participant=participant, defaults={"team_id": participant.team_id})
    return profile


@transaction.atomic
def profile_changed(*, profile: Profile, by: User | None) -> None:
    """After any of the profile's rows was saved: stamps it and records the change."""
    profile.updated_by_id = by.pk if by else None
    profile.save(update_fields=["updated_by_id", "updated_at"])
    feed.record(
        team_id=profile.team_id, subject_type="participant", subject_ids=[profile.participant_id], kind="profile"
    )


@transaction.atomic
def set_lists(
    *,
    profile: Profile,
    by: User,
    wished: Sequence[Occupation],
    done: Sequence[Occupation],
    skills: Sequence[Skill],
    languages: Sequence[tuple[Language, str]],
    places: Sequence[Municipality],
) -> None:
    """What the person wishes, has done, can, speaks (with taxonomy.enums.LanguageLevel) and where. Rows that stay keep
    what else they hold, such as months of experience."""
    _keep(profile, ProfileOccupation, "occupation", wished, is_wish=True)
    _keep(profile, ProfileOccupation, "occupation", done, is_wish=False)
    _keep(profile, ProfileSkill, "skill", skills)
    _keep(profile, ProfilePlace, "municipality", places)
    _keep(profile, ProfileLanguage, "language", [language for language, _level in languages])
    for language, level in languages:
        ProfileLanguage.objects.filter(profile=profile, language=language).update(level=level)
    for position, occupation in enumerate(wished):
        ProfileOccupation.objects.filter(profile=profile, occupation=occupation, is_wish=True).update(position=position)
    profile_changed(profile=profile, by=by)


def _keep(profile: Profile, model: Any, column: str, wanted: Sequence[Model], **fixed: Any) -> None:
    """Brings the rows of one list to `wanted`."""
    rows = model.objects.filter(profile=profile, **fixed)
    rows.exclude(**{f"{column}__in": wanted}).delete()
    had = set(rows.values_list(f"{column}_id", flat=True))
    model.objects.bulk_create(
        model(team_id=profile.team_id, participant_id=profile.participant_id, profile=profile, **{column: row}, **fixed)
        for row in dict.fromkeys(wanted)
        if row.pk not in had
    )


@transaction.atomic
def remove_from_profile(*, row: Experience | Education, by: User) -> None:
    """Takes away a job or an education that was never the person's."""
    profile = row.profile
    row.delete()
    profile_changed(profile=profile, by=by)
