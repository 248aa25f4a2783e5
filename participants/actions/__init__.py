"""Everything that changes more than one row about a person. Keyword-only, `by=` the member of staff, one transaction."""

from participants.actions.access import (
    ask_conflict,
    end_conflict,
    protect,
    record_sharing,
    revoke_access,
    who_answers,
    withdraw_sharing,
)
from participants.actions.arriving import enrol_again, enrol_new, known_number, set_number
from participants.actions.bulk import do_for_many, foresee, take_back_many
from participants.actions.cells import take_back, write_cells
from participants.actions.enrolments import (
    end_enrolment,
    enrol,
    pause,
    record_outcome,
    resume,
    set_goal,
    set_next_step,
    update_person,
)
from participants.actions.errors import ActionError, DuplicateNumber
from participants.actions.handlers import (
    accept_handover,
    assign_handler,
    decline_handover,
    end_assignment,
    propose_handover,
)
from participants.actions.plan import (
    add_intervention,
    add_note,
    add_task,
    book_meeting,
    close_meeting,
    end_intervention,
    finish_task,
    save_draft,
    update_intervention,
)
from participants.actions.profile import get_profile, profile_changed, remove_from_profile, set_lists
from participants.actions.tags import add_tag, remove_tag

__all__ = [
    "ActionError",
    "DuplicateNumber",
    "accept_handover",
    "add_intervention",
    "add_note",
    "add_tag",
    "add_task",
    "ask_conflict",
    "assign_handler",
    "book_meeting",
    "close_meeting",
    "decline_handover",
    "do_for_many",
    "end_assignment",
    "end_conflict",
    "end_enrolment",
    "end_intervention",
    "enrol",
    "enrol_again",
    "enrol_new",
    "finish_task",
    "foresee",
    "get_profile",
    "known_number",
    "pause",
    "profile_changed",
    "propose_handover",
    "protect",
    "record_outcome",
    "record_sharing",
    "remove_from_profile",
    "remove_tag",
    "resume",
    "revoke_access",
    "save_draft",
    "set_goal",
    "set_lists",
    "set_next_step",
    "set_number",
    "take_back",
    "take_back_many",
    "update_intervention",
    "update_person",
    "who_answers",
    "withdraw_sharing",
    "write_cells",
]
