"""People who look for something."""

from participants import actions
from participants.models import Participant, ProfileOccupation


def wants(enrolment, occupation, municipality=None, **fields) -> Participant:
    participant = enrolment.participant
    profile = actions.get_profile(participant)
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.save()
    ProfileOccupation.objects.create(
        team_id=participant.team_id, participant=participant, profile=profile, occupation=occupation
    )
    if municipality is not None:
        Participant.objects.filter(pk=participant.pk).update(municipality=municipality)
    actions.profile_changed(profile=profile, by=None)
    return participant
