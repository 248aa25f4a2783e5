"""What a selection asks for, as a condition on the rows of the register, and what it is asked with.

The text of a condition is made once for each shape of a selection; its values are given when the statement runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, BooleanField, CharField, F, Func, Q, QuerySet, Value
from django.db.models.lookups import Exact, IsNull
from django.utils import timezone

from core import search
from core.db.prepared import Given
from core.scope import Kind, Scope
from participants.columns import own_key
from participants.enums import EnrolmentState, WaitingFor
from participants.models import EnrolmentTag, RegisterRow
from participants.queries.keyset import EMPTY
from participants.queries.order import SORTS
from participants.queries.selection import NO_HANDLER, NOT_FILLED, Selection
from participants.queries.states import CONDITIONS, ME, ORGANISATION, SELF, TEAM, WAITING, Asked, Ready

EVERYONE = 100_000  # rows of a file
TEXTS = 512  # so many statements are kept, of each sort


def asked_by(scope: Scope) -> Asked:
    return Asked(scope, timezone.localdate())


def found_by(words: str, scope: Scope) -> list[int] | None:
    """Every participant of the team that the words find, None without words. One statement for each word."""
    return search.find(words, team_id=scope.team, subject_type="participant", limit=EVERYONE) if words else None


@dataclass(frozen=True)
class Question(Asked):
    """What the Givens of the register's statements are read from."""

    selection: Selection
    found: Sequence[int] | None  # participants that the searched words gave, None without a search


class _OwnValue(Func):
    """What stands in a team's own column: `own_values ->> key`. A key of digits is a key too, and no place in a list."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = CharField()


class _Among(Func):
    """`participant_id = ANY(found)`: one value in the text however many were found."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


_HANDLER = Given(lambda question: int(question.selection.handler), BigIntegerField())
_PLACE = Given(lambda question: question.selection.municipality, CharField())
_ORGANISATION = Given(lambda question: int(question.selection.organisation), BigIntegerField())
TAG = Given(lambda question: int(question.selection.tag), BigIntegerField())
_FOUND = Given(lambda question: list(question.found), BigIntegerField())
_GIVEN = "*"  # stands in a shape for a value that is given when the statement runs


def shape_of(selection: Selection) -> Selection:
    """The selection without its values: all selections of one shape are the same statements."""

    def cursor(value: str) -> str:
        return value and (EMPTY if value.startswith(EMPTY) else _GIVEN)

    in_database = selection.sort in SORTS
    return replace(
        selection,
        sort=selection.sort if in_database else "namn",
        descending=selection.descending and in_database,
        handler=selection.handler if selection.handler in ("", NO_HANDLER) else _GIVEN,
        municipality=_GIVEN if selection.municipality else "",
        organisation=_GIVEN if selection.organisation else "",
        tag=_GIVEN if selection.tag else "",
        own=tuple((key, value if value == NOT_FILLED else _GIVEN) for key, value in selection.own),
        search="",
        columns=(),
        density="",
        saved="",
        after=cursor(selection.after),
        before=cursor(selection.before),
    )


def visible(scope: Scope) -> QuerySet[RegisterRow]:
    return RegisterRow.objects.visible_to(scope)  # type: ignore[return-value]


def visible_to_asker(kind: Kind) -> QuerySet[RegisterRow]:
    """`visible` to whoever asks, for a statement whose text is made once."""
    return visible(Scope(kind, user_id=ME, team_id=TEAM, organisation_id=ORGANISATION, participant_id=SELF))  # type: ignore[arg-type]


def chosen(shape: Selection, searched: bool) -> Q:
    """The selection as a condition."""
    ready = Ready.ENDED if shape.state == EnrolmentState.ENDED and shape.ready == Ready.ALL else shape.ready
    q = CONDITIONS[ready]
    if shape.handler:
        q &= Q(handler_id=None) if shape.handler == NO_HANDLER else Q(handler_id=_HANDLER)
    if shape.state:
        q &= Q(state=shape.state)
    if shape.municipality:
        q &= Q(municipality_code=_PLACE)
    if shape.organisation:
        q &= Q(organisation_id=_ORGANISATION)
    if shape.waiting:
        q &= WAITING[WaitingFor(shape.waiting)]
    for key, value in shape.own:
        q &= _own(key, value)
    if shape.tag:
        q &= Q(enrolment_id__in=EnrolmentTag.objects.filter(tag_id=TAG).values("enrolment_id"))
    return q & Q(_Among(F("participant_id"), _FOUND)) if searched else q


def _own(key: str, value: str) -> Q:
    """A filter on a team's own column. What is to be made out stands there, and is no value."""
    stands = _OwnValue(F("own_values"), Value(key))
    if value == NOT_FILLED:
        return Q(IsNull(stands, True)) & ~Q(unread__has_key=own_key(key))
    return Q(Exact(stands, Given(lambda question: dict(question.selection.own)[key], CharField())))


def question_of(selection: Selection, asked: Asked, found: Sequence[int] | None) -> Question:
    return Question(asked.scope, asked.today, selection, found)
