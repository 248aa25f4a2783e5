"""The register's page: a selection from the address, its counts, its rows. RegisterRow and nothing else.

A team of up to SHEET rows stands on one sheet; larger selections page by key. The cursor is a row's public id, and the
database looks up where that row stands, so no name is ever in an address.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import (
    Aggregate,
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    F,
    Func,
    JSONField,
    OrderBy,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact, IsNull
from django.utils import timezone

from core import search
from core.db.prepared import Given, Prepared
from core.scope import Kind, Scope
from participants.columns import own_key
from participants.enums import EnrolmentState, WaitingFor
from participants.models import EnrolmentTag, RegisterRow
from participants.queries import order
from participants.queries.keyset import EMPTY, Key, walk
from participants.queries.order import SORTS
from participants.queries.row import OwnColumn, Row
from participants.queries.saved import SAVED_VIEWS, Saved
from participants.queries.selection import NO_HANDLER, NOT_FILLED, PAGE, SHEET, Selection
from participants.queries.states import CONDITIONS, ME, ORGANISATION, SELF, TEAM, WAITING, Asked, Ready

EVERYONE = 100_000  # rows of a file
TEXTS = 512  # so many statements are kept, of each sort
MAY_BE_EMPTY = {"handledare", "steg", "kontakt", "skattning"}


@dataclass(frozen=True)
class Overview:
    """Everything around the rows, asked in one statement. Counts are over what this viewer may see."""

    counts: dict[Ready, int]
    total: int  # of the whole selection, exact
    position: int  # where a reader of the change feed goes on; taken before the rows are read
    colleagues: dict[int, str]  # everybody who works or worked with people in the team: id to name
    own: list[OwnColumn]  # the team's own columns, in its order
    saved: list[Saved]  # the team's views, then the viewer's own
    tag: str  # name of the one filtered by


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    after: str = ""  # cursor of the next page, "" when this is the last
    before: str = ""


class _Alongside(Aggregate):
    """A value that has nothing to do with the rows, asked in the same statement as their counts."""

    function = None
    template = "%(expressions)s"


COLLEAGUES = (
    "(SELECT coalesce(jsonb_agg(jsonb_build_array(u.id, u.name)), '[]') FROM accounts_user u WHERE u.id IN"
    " (SELECT m.user_id FROM accounts_membership m WHERE m.team_id = %s AND m.role IN ('handler', 'leader')))"
)

OWN_COLUMNS = (
    "(SELECT coalesce(jsonb_agg(jsonb_build_array(c.key, c.title, c.kind, c.choices) ORDER BY c.position, c.id), '[]')"
    " FROM participants_teamcolumn c WHERE c.team_id = %s AND NOT c.is_retired)"
)

TAG_NAME = "(SELECT coalesce(max(t.name), '') FROM participants_tag t WHERE t.team_id = %s AND t.id = %s)"


def asked_by(scope: Scope) -> Asked:
    return Asked(scope, timezone.localdate())


def found_by(words: str, scope: Scope) -> list[int] | None:
    """Every participant of the team that the words find, None without words. One statement for each word."""
    return search.find(words, team_id=scope.team, subject_type="participant", limit=EVERYONE) if words else None


@dataclass(frozen=True)
class _Question(Asked):
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
_TAG = Given(lambda question: int(question.selection.tag), BigIntegerField())
_FOUND = Given(lambda question: list(question.found), BigIntegerField())
_CURSOR = Given(lambda question: _cursor_of(question.selection).removeprefix(EMPTY), CharField())
Neighbours = tuple[tuple[str, str] | None, tuple[str, str] | None]  # public id and name, before and after
AHEAD = 2  # parts from this number on are those that come after
_GIVEN = "*"  # stands in a shape for a value that is given when the statement runs


def _cursor_of(selection: Selection) -> str:
    return selection.before or selection.after


def _shape(selection: Selection) -> Selection:
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


def _visible(kind: Kind) -> QuerySet[RegisterRow]:
    """`visible` to whoever asks, for a statement whose text is made once."""
    return visible(Scope(kind, user_id=ME, team_id=TEAM, organisation_id=ORGANISATION, participant_id=SELF))  # type: ignore[arg-type]


def _chosen(shape: Selection, searched: bool) -> Q:
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
        q &= Q(enrolment_id__in=EnrolmentTag.objects.filter(tag_id=_TAG).values("enrolment_id"))
    return q & Q(_Among(F("participant_id"), _FOUND)) if searched else q


def _own(key: str, value: str) -> Q:
    """A filter on a team's own column. What is to be made out stands there, and is no value."""
    stands = _OwnValue(F("own_values"), Value(key))
    if value == NOT_FILLED:
        return Q(IsNull(stands, True)) & ~Q(unread__has_key=own_key(key))
    return Q(Exact(stands, Given(lambda question: dict(question.selection.own)[key], CharField())))


def overview(selection: Selection, asked: Asked, found: Sequence[int] | None) -> Overview:
    """Counts of all ready-made states, the size of the selection, feed position and colleagues: one statement."""
    shape = replace(_shape(selection), sort="namn", descending=False, after="", before="", size=0)
    statement = _overview(asked.scope.kind, shape, found is not None)
    [[*counts, total, position, colleagues, own, saved, tag]] = statement.rows(_question(selection, asked, found))
    told = dict(zip(Ready, counts, strict=True))
    made = [Saved(*each) for each in saved]
    return Overview(told, total, position, dict(colleagues), [OwnColumn(*each) for each in own], made, tag)


def _question(selection: Selection, asked: Asked, found: Sequence[int] | None) -> _Question:
    return _Question(asked.scope, asked.today, selection, found)


@lru_cache(maxsize=TEXTS)
def _overview(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    position = RawSQL("(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint)", [])
    told: dict[str, Aggregate] = {
        **{f"n_{ready.name}": Count("pk", filter=CONDITIONS[ready]) for ready in Ready},
        "total_n": Count("pk", filter=_chosen(shape, searched)),
        "position": _Alongside(position, output_field=BigIntegerField()),
        "colleagues": _Alongside(RawSQL(COLLEAGUES, [TEAM]), output_field=JSONField()),  # noqa: S611  ours
        "own": _Alongside(RawSQL(OWN_COLUMNS, [TEAM]), output_field=JSONField()),  # noqa: S611  ours
        "saved": _Alongside(RawSQL(SAVED_VIEWS, [ME, TEAM, ME]), output_field=JSONField()),  # noqa: S611  ours
        "tag_name": _Alongside(RawSQL(TAG_NAME, [TEAM, _TAG]) if shape.tag else Value(""), output_field=CharField()),  # noqa: S611  ours
    }
    rows = _visible(kind).annotate(**told).values_list(*told)
    rows.query.group_by = None  # one row for all of them, as aggregate() would ask
    return Prepared(rows)


def page(selection: Selection, asked: Asked, found: Sequence[int] | None, seen: Overview) -> Page:
    """The rows to show, in order, and where the neighbouring pages begin. One statement."""
    size = selection.size or (SHEET if seen.total <= SHEET else PAGE)
    question = _question(selection, asked, found)
    shape, kind, searched = replace(_shape(selection), size=size), asked.scope.kind, found is not None
    if seen.total <= SHEET and selection.sort not in SORTS:
        return Page(_everyone(selection, asked, found, SHEET))
    if seen.total <= size and not selection.after and not selection.before:
        return Page([Row(*values) for values in _sheet(kind, shape, searched).rows(question)])
    backwards = bool(selection.before)
    # Stable: each part is in order already.
    found_rows = sorted(_walk(kind, shape, searched).rows(question), key=lambda values: values[-1])
    more, taken = len(found_rows) > size, [Row(*values[:-1]) for values in found_rows[:size]]
    if backwards:
        taken.reverse()
    if not taken:
        return Page([])
    has_next, has_previous = (True, more) if backwards else (more, bool(selection.after))
    return Page(
        taken,
        after=_cursor(taken[-1], selection.sort) if has_next else "",
        before=_cursor(taken[0], selection.sort) if has_previous else "",
    )


def everyone(selection: Selection, asked: Asked, found: Sequence[int] | None) -> list[Row]:
    """All rows of the selection, over all its pages, in its order. One statement."""
    return _everyone(selection, asked, found, EVERYONE)


def _everyone(selection: Selection, asked: Asked, found: Sequence[int] | None, size: int) -> list[Row]:
    shape = replace(_shape(selection), after="", before="", size=size)
    statement = _sheet(asked.scope.kind, shape, found is not None)
    rows = [Row(*values) for values in statement.rows(_question(selection, asked, found))]
    if selection.sort in SORTS or len(rows) > SHEET:
        return rows
    return order.arranged(rows, selection.sort, descending=selection.descending, today=asked.today)


@lru_cache(maxsize=TEXTS)
def _sheet(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    """Everybody at once."""
    column, down = SORTS[shape.sort], shape.descending
    names = F("sort_name").desc() if shape.sort == "namn" and down else F("sort_name").asc()
    own = [] if shape.sort == "namn" else [_ordered(column, down)]
    last = "-pk" if shape.sort == "namn" and down else "pk"
    rows = _visible(kind).filter(_chosen(shape, searched)).order_by(*own, names, last)
    return Prepared(rows.values_list(*Row._fields)[: shape.size])


def _ordered(column: str, down: bool) -> OrderBy:
    return F(column).desc(nulls_last=True) if down else F(column).asc(nulls_last=True)


@lru_cache(maxsize=TEXTS)
def _walk(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    """One row more than a page, on from the cursor."""
    return _in_one_statement(_parts(kind, shape, searched), shape.size + 1)


def _parts(kind: Kind, shape: Selection, searched: bool) -> list[QuerySet]:
    """The rows on from the cursor; backwards when it is `before`, nearest first.

    Rows without a value stand last: they are a second select beside the first, so that each walks its own index.
    """
    rows = _visible(kind).filter(_chosen(shape, searched))
    column, down, backwards = SORTS[shape.sort], shape.descending, bool(shape.before)
    cursor = _CURSOR if _cursor_of(shape) else None
    names = [Key("sort_name"), Key("pk")]
    if shape.sort == "namn":
        parts = [walk(rows, [Key("sort_name", down), Key("pk", down)], cursor, backwards)]
    elif shape.sort not in MAY_BE_EMPTY:
        parts = [walk(rows, [Key(column, down), *names], cursor, backwards)]
    else:
        in_empty = _cursor_of(shape).startswith(EMPTY)
        filled = rows.filter(**{f"{column}__isnull": False})
        parts = [walk(filled, [Key(column, down), *names], None if in_empty else cursor, backwards)]
        empty = walk(rows.filter(**{f"{column}__isnull": True}), names, cursor if in_empty else None, backwards)
        parts = {
            (False, False): [*parts, empty],
            (False, True): [empty],
            (True, True): [empty, *parts],
            (True, False): parts,
        }[backwards, in_empty]
    return parts


def chosen_ids(selection: Selection, asked: Asked, found: Sequence[int] | None) -> list[int]:
    """Every enrolment of a selection, on all its pages, that the viewer may know of. One statement."""
    shape = replace(_shape(selection), sort="namn", descending=False, after="", before="", size=0)
    statement = _chosen_ids(asked.scope.kind, shape, found is not None)
    return [pk for (pk,) in statement.rows(_question(selection, asked, found))]


@lru_cache(maxsize=TEXTS)
def _chosen_ids(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    return Prepared(
        _visible(kind).filter(_chosen(shape, searched)).order_by("enrolment_id").values_list("enrolment_id")
    )


NEAR = 3  # rows looked at on each side: a person may stand in a selection once for each enrolment


def neighbours(selection: Selection, row: RegisterRow, asked: Asked, found: Sequence[int] | None) -> Neighbours:
    """Who stands before and after a row in a selection's own order; also of a row that has left the selection meanwhile.
    One statement."""
    if selection.sort not in SORTS:
        rows = _everyone(selection, asked, found, SHEET + 1)
        if len(rows) <= SHEET:
            return _beside(rows, row.participant_id)
        selection = replace(selection, sort="namn", descending=False)
    cursor = _cursor(row, selection.sort)
    here = replace(selection, after=cursor, before="", size=0)
    statement = _neighbours(asked.scope.kind, _shape(here), found is not None)
    sides: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    # Stable: each part is in order already.
    for *values, part in sorted(statement.rows(_question(here, asked, found)), key=lambda values: values[-1]):
        other = Row(*values)
        if other.participant_id != row.participant_id:
            sides[part >= AHEAD].append((other.participant_public_id, other.list_name))
    before, after = (next(iter(side), None) for side in sides)
    return before, after


def _beside(rows: Sequence[Row], participant_id: int) -> Neighbours:
    """On a sheet ordered in Python. Somebody who has left the selection stands beside nobody."""
    people = list(dict.fromkeys((row.participant_id, row.participant_public_id, row.list_name) for row in rows))
    at = next((place for place, (pk, *_rest) in enumerate(people) if pk == participant_id), None)
    if at is None:
        return None, None
    before = people[at - 1][1:] if at else None
    return before, people[at + 1][1:] if at + 1 < len(people) else None


@lru_cache(maxsize=TEXTS)
def _neighbours(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    before = _parts(kind, replace(shape, before=shape.after, after=""), searched)
    after = _parts(kind, shape, searched)
    return _in_one_statement([*before, *[None] * (AHEAD - len(before)), *after], NEAR)


def _in_one_statement(parts: Sequence[QuerySet | None], limit: int) -> Prepared:
    """Each row ends with the number of its part."""
    chosen = [
        part.annotate(part=Value(number)).values_list(*Row._fields, "part")[:limit]
        for number, part in enumerate(parts)
        if part is not None
    ]
    return Prepared(chosen[0] if len(parts) == 1 else chosen[0].union(*chosen[1:], all=True))


def _cursor(row: Row | RegisterRow, sort: str) -> str:
    """The row's public id; marked when the row stands among those without a value."""
    empty = sort in MAY_BE_EMPTY and getattr(row, SORTS[sort]) is None
    return (EMPTY if empty else "") + row.enrolment_public_id


@dataclass(frozen=True)
class Frame:
    """What rows are drawn with besides their own facts: colleagues and the team's own columns, as in Overview."""

    colleagues: dict[int, str]
    own: list[OwnColumn]


def rows_of(scope: Scope, enrolment_ids: Collection[int]) -> tuple[list[Row], Frame]:
    """The rows of these enrolments as they stand now, those the viewer may know of, and what they are drawn with. Two
    statements; none without enrolments."""
    if not enrolment_ids:
        return [], Frame({}, [])
    rows = visible(scope).filter(enrolment_id__in=enrolment_ids).order_by("sort_name", "pk")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLLEAGUES}::text, {OWN_COLUMNS}::text", [scope.team, scope.team])  # noqa: S608  ours
        colleagues, own = (json.loads(text) for text in cursor.fetchone())
    return [Row(*values) for values in rows.values_list(*Row._fields)], Frame(
        dict(colleagues), [OwnColumn(*each) for each in own]
    )


class Seen(NamedTuple):
    public_id: str
    participant_id: int


def seen_among(scope: Scope, enrolment_ids: Collection[int]) -> dict[int, Seen]:
    """Those of the enrolments that the viewer may know of, by id."""
    if not enrolment_ids:
        return {}
    rows = visible(scope).filter(enrolment_id__in=enrolment_ids)
    return {
        pk: Seen(public_id, participant_id)
        for pk, public_id, participant_id in rows.values_list("enrolment_id", "enrolment_public_id", "participant_id")
    }
