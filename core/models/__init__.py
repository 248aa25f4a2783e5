"""Models of the ground. Teams and users stand here as plain ids: core knows no other app."""

from core.models.background import Mail, OutboxMessage, Run
from core.models.feed import Change
from core.models.logs import DeniedLine, LogSeal, ReadLine
from core.models.notices import Notice, NoticePreference
from core.models.search import SearchToken

__all__ = [
    "Change",
    "DeniedLine",
    "LogSeal",
    "Mail",
    "Notice",
    "NoticePreference",
    "OutboxMessage",
    "ReadLine",
    "Run",
    "SearchToken",
]
