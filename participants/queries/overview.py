"""Everything around the register's rows, asked in one statement: the counts of the ready-made states, the size of the
selection, colleagues, own columns, saved views. Counts are over what whoever asks may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Aggregate, BigIntegerField, CharField, Count, JSONField, Value
from django.db.models.expressions import RawSQL

from core.db.prepared import Prepared
from core.scope import Kind
from participants.queries.row import OwnColumn
from participants.queries.saved import SAVED_VIEWS, Saved
from participants.queries.selected import TAG, TEXTS, chosen, question_of, shape_of, visible_to_asker
from participants.queries.selection import Selection
from participants.queries.states import CONDITIONS, LANES, ME, TEAM, Asked, Ready

# The lanes of the movement board are states one comes to from there: no menu counts them.
COUNTED = [ready for ready in Ready if ready in {Ready.IN_WORK, Ready.PAUSED} or ready not in LANES.values()]


@dataclass(frozen=True)
class Overview:
    """Everything around the rows, asked in one statement. Counts are over what this viewer may see."""

    counts: dict[Ready, int]  # of the states in COUNTED
    total: int  # of the whole selection, exact
    position: int  # where a reader of the change feed goes on; taken before the rows are read
    colleagues: dict[int, str]  # everybody who works or worked with people in the team: id to name
    own: list[OwnColumn]  # the team's own columns, in its order
    saved: list[Saved]  # the team's views, then the viewer's own
    tag: str  # name of the one filtered by


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


def overview(selection: Selection, asked: Asked, found: Sequence[int] | None) -> Overview:
    """Counts of all ready-made states, the size of the selection, feed position and colleagues: one statement."""
    shape = replace(shape_of(selection), sort="namn", descending=False, after="", before="", size=0)
    statement = _overview(asked.scope.kind, shape, found is not None)
    [[*counts, total, position, colleagues, own, saved, tag]] = statement.rows(question_of(selection, asked, found))
    told = dict(zip(COUNTED, counts, strict=True))
    made = [Saved(*each) for each in saved]
    return Overview(told, total, position, dict(colleagues), [OwnColumn(*each) for each in own], made, tag)


@lru_cache(maxsize=TEXTS)
def _overview(kind: Kind, shape: Selection, searched: bool) -> Prepared:
    position = RawSQL("(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint)", [])
    told: dict[str, Aggregate] = {
        **{f"n_{ready.name}": Count(Value(1), filter=CONDITIONS[ready]) for ready in COUNTED},
        "total_n": Count(Value(1), filter=chosen(shape, searched)),
        "position": _Alongside(position, output_field=BigIntegerField()),
        "colleagues": _Alongside(RawSQL(COLLEAGUES, [TEAM]), output_field=JSONField()),  # noqa: S611  ours
        "own": _Alongside(RawSQL(OWN_COLUMNS, [TEAM]), output_field=JSONField()),  # noqa: S611  ours
        "saved": _Alongside(RawSQL(SAVED_VIEWS, [ME, TEAM, ME]), output_field=JSONField()),  # noqa: S611  ours
        "tag_name": _Alongside(RawSQL(TAG_NAME, [TEAM, TAG]) if shape.tag else Value(""), output_field=CharField()),  # noqa: S611  ours
    }
    rows = visible_to_asker(kind).annotate(**told).values_list(*told)
    rows.query.group_by = None  # one row for all of them, as aggregate() would ask
    return Prepared(rows)
