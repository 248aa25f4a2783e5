"""How long documents are kept, and what a file seems to be by its name. Pure: imports nothing of ours but words."""

import calendar
from collections.abc import Mapping
from datetime import date

from core.folding import fold
from participants.enums import DocumentKind

# Months after the enrolment has ended: long enough for who comes back within two years (domain B.3), the careful kinds
# shorter. A team's own word (DocumentRule) stands before these.
MONTHS: Mapping[str, int] = {
    DocumentKind.CERTIFICATE: 24,
    DocumentKind.GRADES: 24,
    DocumentKind.CV: 24,
    DocumentKind.AGREEMENT: 24,
    DocumentKind.CONSENT: 24,
    DocumentKind.OTHER: 12,
    DocumentKind.HEALTH: 3,
}
PERSON_MONTHS = 24  # after the last enrolment has ended (domain B.6); a RetentionPolicy stands before it
_HEALTH = ("lakar", "sjuk", "diagnos", "halsa", "journal", "medicin", "rehab", "utlatande", "vardplan", "psyk")
_NAMES: tuple[tuple[DocumentKind, tuple[str, ...]], ...] = (
    (DocumentKind.HEALTH, _HEALTH),
    (DocumentKind.GRADES, ("betyg", "grade", "transcript", "examen", "diplom")),
    (DocumentKind.CONSENT, ("samtyck", "consent", "medgivande")),
    (DocumentKind.AGREEMENT, ("avtal", "kontrakt", "contract", "overenskommelse", "anstallningsbevis")),
    (DocumentKind.CERTIFICATE, ("intyg", "certif", "bevis", "korkort", "licens")),
)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(kind: str, own: date | None, ended_on: date | None, months: Mapping[str, int]) -> date | None:
    """The day a document goes: its own, else counted from the end of the enrolment. None while the enrolment goes on."""
    if own is not None or ended_on is None:
        return own
    return months_after(ended_on, months.get(kind, MONTHS[kind]))


def guessed(name: str) -> DocumentKind:
    """What a file seems to be. Health first: what may be about it is better told to fewer."""
    folded = fold(name)
    for kind, words in _NAMES:
        if any(word in folded for word in words):
            return kind
    parts = {part for part in "".join(c if c.isalnum() else " " for c in folded).split()}
    return DocumentKind.CV if parts & {"cv", "meritforteckning", "resume"} else DocumentKind.OTHER
