"""The person, the enrolment and what hangs on it, the profile, the register's read model."""

from participants.models.attendance import Attendance, SickDay
from participants.models.bulk import BulkBatch, BulkEdit
from participants.models.consent import Consent
from participants.models.documents import Document, DocumentRule
from participants.models.edits import CellEdit
from participants.models.enrolment import (
    Enrolment,
    FollowUp,
    HandlerAssignment,
    Outcome,
    Pause,
    Sharing,
)
from participants.models.groups import GroupRule
from participants.models.handover import HandlerWish, Handover
from participants.models.importing import ImportBatch, ImportedRow
from participants.models.intake import Intake, IntakeCount, IntakeLink
from participants.models.meetings import Meeting, Task
from participants.models.messages import MessageOpened, TeamMessage
from participants.models.nameless import Nameless
from participants.models.notes import Concern, Note, NoteDraft, NoteMove, NoteTemplate
from participants.models.person import (
    ConflictOfInterest,
    FormerIdentity,
    FormerNumber,
    Participant,
    PersonBound,
    PersonBoundQuerySet,
    PersonMerge,
    ProtectedAccess,
    hidden_from,
)
from participants.models.plan import Activity, Intervention, RestrictedRemark
from participants.models.profile import (
    Education,
    Experience,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfilePlace,
    ProfileSkill,
)
from participants.models.readiness import StartItem
from participants.models.retention import (
    AnonymousOutcome,
    DocumentProtocol,
    Erasure,
    ErasureProtocol,
    LegalHold,
    RetentionPolicy,
)
from participants.models.rights import Extract, ExtractChoice, RightsRequest
from participants.models.row import DateMultirangeField, RegisterRow, TeamColumn
from participants.models.saved import OpeningView, SavedView
from participants.models.tags import EnrolmentTag, Tag
from participants.models.transfers import TransferIn, TransferOut

__all__ = [
    "Activity",
    "AnonymousOutcome",
    "Attendance",
    "BulkBatch",
    "BulkEdit",
    "CellEdit",
    "Concern",
    "ConflictOfInterest",
    "Consent",
    "DateMultirangeField",
    "Document",
    "DocumentProtocol",
    "DocumentRule",
    "Education",
    "Enrolment",
    "EnrolmentTag",
    "Erasure",
    "ErasureProtocol",
    "Experience",
    "Extract",
    "ExtractChoice",
    "FollowUp",
    "FormerIdentity",
    "FormerNumber",
    "GroupRule",
    "HandlerAssignment",
    "HandlerWish",
    "Handover",
    "ImportBatch",
    "ImportedRow",
    "Intake",
    "IntakeCount",
    "IntakeLink",
    "Intervention",
    "LegalHold",
    "Meeting",
    "MessageOpened",
    "Nameless",
    "Note",
    "NoteDraft",
    "NoteMove",
    "NoteTemplate",
    "OpeningView",
    "Outcome",
    "Participant",
    "Pause",
    "PersonBound",
    "PersonBoundQuerySet",
    "PersonMerge",
    "Profile",
    "ProfileLanguage",
    "ProfileOccupation",
    "ProfilePlace",
    "ProfileSkill",
    "ProtectedAccess",
    "RegisterRow",
    "RestrictedRemark",
    "RetentionPolicy",
    "RightsRequest",
    "SavedView",
    "SickDay",
    "Sharing",
    "StartItem",
    "Tag",
    "Task",
    "TeamColumn",
    "TeamMessage",
    "TransferIn",
    "TransferOut",
    "hidden_from",
]
