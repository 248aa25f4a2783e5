"""A line per request that shows a person, in the view's own transaction: no line, no display."""

from collections.abc import Sequence

from core.models import ReadLine
from core.models.logs import ReadKind
from core.scope import Scope


def _write(scope: Scope, kind: ReadKind, subject_type: str, ids: Sequence[int], place: str) -> None:
    if not ids:
        return
    ReadLine.objects.create(
        team_id=scope.team,
        user_id=scope.user_id,
        kind=kind,
        subject_type=subject_type,
        subject_ids=list(ids),
        display_id=scope.display_id,
        place=place,
    )


def listed(scope: Scope, ids: Sequence[int], *, place: str, subject_type: str = "participant") -> None:
    """Persons stood in a list. One line with all ids; none for an empty list."""
    _write(scope, ReadKind.LISTED, subject_type, ids, place)


def opened(scope: Scope, subject_id: int, *, place: str, subject_type: str = "participant") -> None:
    """A person's own page, document or panel was shown."""
    _write(scope, ReadKind.OPENED, subject_type, [subject_id], place)


def revealed(scope: Scope, subject_id: int, *, place: str, subject_type: str = "participant") -> None:
    """A masked number was shown in full."""
    _write(scope, ReadKind.REVEALED, subject_type, [subject_id], place)


def exported(scope: Scope, ids: Sequence[int], *, place: str, subject_type: str = "participant") -> None:
    """Persons left the product in a file."""
    _write(scope, ReadKind.EXPORTED, subject_type, ids, place)
