"""The participant's way in: one door per assessment, opened by accounts.access with this purpose."""

from accounts.access import Door
from smail.models import Assessment

PURPOSE = "smail"


def door_of(assessment: Assessment) -> Door:
    """What a code or link for this assessment opens: the blank form, nothing from earlier."""
    return Door(PURPOSE, assessment.team_id, "assessment", assessment.pk, assessment.participant_id)
