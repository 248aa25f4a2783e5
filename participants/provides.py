"""What participants gives the lower apps through the registries of core."""

from core import persondata, registry
from core.registry import PersonData
from participants import persons

persondata.register(
    "participants",
    "participants.Enrolment",
    "participants.Sharing",
    "participants.Pause",
    "participants.Outcome",
    "participants.HandlerAssignment",
    "participants.Handover",
    "participants.Intervention",
    "participants.Meeting",
    "participants.Task",
    "participants.Note",
    "participants.NoteDraft",
    "participants.RestrictedRemark",
    "participants.Profile",
    "participants.ProfileOccupation",
    "participants.ProfileSkill",
    "participants.ProfileLanguage",
    "participants.ProfilePlace",
    "participants.Experience",
    "participants.Education",
    "participants.RegisterRow",
    "participants.ImportedRow",
)
PERSON = ("participants.Participant", "core.SearchToken")
registry.extract.register("person", PersonData(PERSON, persons.extract))
registry.merge.register("person", PersonData(PERSON, persons.merge))
registry.erase.register("person", PersonData(PERSON, persons.erase))
