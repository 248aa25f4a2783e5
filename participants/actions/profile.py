"""The profile's changes tell matching and CVs through the feed."""

from django.db import transaction

from accounts.models import User
from core import feed
from participants.models import Participant, Profile


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
