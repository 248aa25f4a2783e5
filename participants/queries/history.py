"""Who changed what on a person: each step of the field history with old value and new, as this viewer may read it.

Not in here at all: numbers (secret), and answers to questions, which live in smail and are told by their own pages when
both parts have ended. Health and what is restricted is told to those who see the person's health.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.classes import DataClass
from participants import cells
from participants.columns import OWN
from participants.enums import DocumentKind, Focus
from participants.models import Document, Enrolment, Intervention, Note, Participant, TeamColumn
from participants.queries import fieldwords
from participants.queries.fieldwords import CELL, Change, Names

EVERYBODY = {DataClass.PUBLIC, DataClass.PERSON}
NEAR = EVERYBODY | {DataClass.RESTRICTED, DataClass.HEALTH}
MODELS: dict[str, type[models.Model]] = {
    "person": Participant,
    "inskrivning": Enrolment,
    "insats": Intervention,
    "anteckning": Note,
    "dokument": Document,
}
# Follow from another field, or are no more than when a row was made.
SILENT = fieldwords.SILENT | {"activity", "enrolment", "added_at", "added_by", "removed_by", "format", "size"}
GUARDED = {"alias", "protection_level", "limited_to_organisation"}  # for those who decide who sees the person
# What can be put back as it was: plain values whose change has no rules of its own (an end, a pause, protection have).
BACK: dict[str, set[str]] = {
    "person": {
        *("first_name", "last_name", "phone", "email", "place", "street", "municipality", "preferred_language"),
        *("needs_interpreter", "birth_year"),
    },
    "inskrivning": {"goal", "goal_occupation", "next_step", "next_step_on", "waiting_for", "this_week", "source"},
    "insats": {"title", "provider", "hours_per_week", "planned_end_on", "why_alone", "note"},
    "anteckning": {"text"},
    "dokument": {"title"},
}

_STEPS = """
WITH who AS (  -- duplicates that became this person too
  SELECT %(person)s::bigint AS id UNION ALL
  SELECT former_id FROM participants_formeridentity WHERE participant_id = %(person)s
), steps AS ({steps})
SELECT s.model, s.pgh_id, s.at, s.before, s.now, coalesce(u.name, '')
  FROM steps s LEFT JOIN pghistory_context c ON c.id = s.context
  LEFT JOIN accounts_user u ON u.id = (c.metadata ->> 'user')::bigint
 WHERE s.before IS NOT NULL AND (%(before)s::timestamptz IS NULL OR s.at < %(before)s)
   AND (%(health)s OR s.model <> 'insats' OR 'health' NOT IN (s.now ->> 'focus', s.before ->> 'focus'))
   AND (%(health)s OR s.model <> 'dokument' OR 'health' NOT IN (s.now ->> 'kind', s.before ->> 'kind'))
   AND EXISTS (
     SELECT FROM jsonb_array_elements_text(%(columns)s::jsonb -> s.model) f (name)
      WHERE s.now ? f.name
        AND CASE WHEN s.before -> f.name <> ALL (%(nothing)s::jsonb[]) THEN s.before -> f.name END
            IS DISTINCT FROM CASE WHEN s.now -> f.name <> ALL (%(nothing)s::jsonb[]) THEN s.now -> f.name END)
 ORDER BY s.at DESC FETCH FIRST %(limit)s ROWS WITH TIES
"""
_OF_ONE = """SELECT '{model}' AS model, e.pgh_id, e.pgh_created_at AS at, e.pgh_context_id AS context, to_jsonb(e) AS now,
         lag(to_jsonb(e)) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id) AS before
    FROM {table} e WHERE e.{person} IN (SELECT id FROM who)"""


@dataclass(frozen=True)
class Step:
    """What one saving changed. `about` says which of several: an intervention by its title."""

    model: str
    id: int
    at: datetime
    by: str
    about: str
    changes: list[Change]


@dataclass(frozen=True)
class Reader:
    """What the viewer may read of the history."""

    sees_health: bool
    may_guard: bool

    def fields(self, model: str) -> list[models.Field]:
        """The model's fields whose changes are told to this viewer."""
        told = NEAR if self.sees_health else EVERYBODY
        classes: dict[str, DataClass] = MODELS[model].data_classes  # type: ignore[attr-defined]
        return [
            field
            for field in MODELS[model]._meta.concrete_fields
            if classes.get(field.name) in told
            and field.name not in SILENT
            and (self.may_guard or field.name not in GUARDED)
        ]


def steps(participant_id: int, reader: Reader, before: datetime | None, limit: int) -> list[Step]:
    """The latest steps before a moment, newest first, and all of the last one's moment. One statement, and one more for
    each kind of thing that a change points at."""
    fields = {model: reader.fields(model) for model in MODELS}
    sql = _STEPS.format(steps=" UNION ALL ".join(map(_one, MODELS)))
    values = {
        "person": participant_id,
        "before": before,
        "limit": limit,
        "health": reader.sees_health,
        "columns": json.dumps({model: [field.column for field in found] for model, found in fields.items()}),
        "nothing": fieldwords.NOTHING,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [(*row[:3], json.loads(row[3]), json.loads(row[4]), row[5]) for row in cursor.fetchall()]
    rows.sort(key=lambda row: (row[2], row[0], row[1]), reverse=True)
    names = _names((fields[model], old, new) for model, _id, _at, old, new, _by in rows)
    own = fieldwords.own_titles(state for row in rows if row[0] == "inskrivning" for state in row[3:5])
    return [
        Step(
            model,
            pk,
            timezone.localtime(at),
            by,
            _about(model, new),
            _changes(model, fields[model], old, new, names, own),
        )
        for model, pk, at, old, new, by in rows
    ]


def _one(model: str) -> str:
    cls: Any = MODELS[model]
    person = "pgh_obj_id" if cls is Participant else "participant_id"
    return _OF_ONE.format(model=model, table=cls.pgh_event_model._meta.db_table, person=person)


def _about(model: str, now: dict[str, Any]) -> str:
    if model == "insats":
        return _("Insats: %(title)s") % {"title": now.get("title", "")}
    if model == "dokument":
        return _("Dokument: %(title)s") % {"title": now.get("title", "")}
    return _("Anteckning") if model == "anteckning" else ""


def _names(rows: Iterable[tuple[list[models.Field], dict[str, Any], dict[str, Any]]]) -> Names:
    """What the relations that changed point at, by words. One statement for each kind."""
    wanted: dict[Any, set[int]] = {}
    for fields, old, new in rows:
        for field in fields:
            was, now = fieldwords.values(field, old, new)
            if field.is_relation and was != now:
                wanted.setdefault(field.related_model, set()).update(pk for pk in (was, now) if pk is not None)
    return {
        model: {row.pk: str(getattr(row, "label", None) or getattr(row, "name", row)) for row in _rows(model, ids)}
        for model, ids in wanted.items()
        if ids
    }


def _rows(model: Any, ids: Collection[int]) -> Iterable[Any]:
    return model._base_manager.filter(pk__in=ids)


def _changes(
    model: str, fields: list[models.Field], old: dict[str, Any], new: dict[str, Any], names: Names, own: dict[str, str]
) -> list[Change]:
    """`column` stays with what can be put back."""
    found = fieldwords.changes_of(fields, old, new, names, own)
    return [change._replace(column=change.column if _is_back(model, change.column, own) else "") for change in found]


def _is_back(model: str, column: str, own: dict[str, str]) -> bool:
    if model != "inskrivning":
        return column in BACK[model]
    cell = column.removeprefix(CELL)
    if cell.startswith(OWN):
        return cell.removeprefix(OWN) in own
    return column.startswith(CELL) or column in BACK[model]


@dataclass(frozen=True)
class Earlier:
    """A field as it stood before a step: the row as it is now, and the value that can be put back (of an own column:
    its text)."""

    row: Any
    model: str
    column: str
    label: str
    value: Any


def earlier(participant: Participant, reader: Reader, model: str, step: int, column: str) -> Earlier | None:
    """What a step changed, for putting it back; None for what this viewer may not read or nobody may put back."""
    cls: Any = MODELS.get(model)
    if cls is None:
        return None
    whose = {"pgh_obj_id": participant.pk} if cls is Participant else {"participant_id": participant.pk}
    events = cls.pgh_event_model.objects.filter(**whose)
    after = events.filter(pgh_id=step).first()
    before = events.filter(pgh_obj_id=after.pgh_obj_id, pgh_id__lt=step).order_by("-pgh_id").first() if after else None
    row = cls._base_manager.filter(pk=after.pgh_obj_id).first() if after else None
    if before is None or row is None or (_is_about_health(model, row, before, after) and not reader.sees_health):
        return None
    if column.startswith(CELL) and model == "inskrivning":
        key = column.removeprefix(CELL)
        own = fieldwords.own_titles([{"unread": {key: ""}}])
        label = fieldwords.title_of(key, own)
        return Earlier(row, model, column, label, cells.text_of(before, key)) if label else None
    if column.startswith(OWN) and model == "inskrivning":
        key = column.removeprefix(OWN)
        title = TeamColumn.objects.filter(key=key, is_retired=False).values_list("title", flat=True).first()
        return Earlier(row, model, column, title, str(before.own_values.get(key, ""))) if title else None
    field = next((f for f in reader.fields(model) if f.name == column and column in BACK[model]), None)
    if field is None:
        return None
    return Earlier(row, model, column, capfirst(str(field.verbose_name)), getattr(before, field.attname))


def _is_about_health(model: str, *rows: Any) -> bool:
    if model == "dokument":
        return any(row.kind == DocumentKind.HEALTH for row in rows)
    return model == "insats" and any(row.focus == Focus.HEALTH for row in rows)
