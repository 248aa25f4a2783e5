"""What participants tells the person on paper: headings and fields in words, in the order one reads them."""

from participants.extractwords.contact import CONTACT
from participants.extractwords.profile import PROFILE
from participants.extractwords.rights import DOCUMENTS, EXTRACT_TOLD, HOLD_TOLD, MOVES, PERSON_TOLD, RECORD
from participants.extractwords.support import SUPPORT

TOLD = (*SUPPORT, *CONTACT, *PROFILE, *RECORD)

__all__ = ["DOCUMENTS", "EXTRACT_TOLD", "HOLD_TOLD", "MOVES", "PERSON_TOLD", "TOLD"]
