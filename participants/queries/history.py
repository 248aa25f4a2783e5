"""Who changed what on a person: each step of the field history with old value and new, as this viewer may read it.

Not in here at all: numbers (secret), and answers to questions, which live in smail and are told by their own pages when
both parts have ended. Health and what is restricted is told to those who see the person's health.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import swedish_dates
from core.classes import DataClass
from participants.columns import OWN
from participants.enums import DocumentKind, Focus
from participants.models import Document, Enrolment, Intervention, Note, Participant, TeamColumn

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
SILENT = {
    *("sort_name", "public_id", "created_at", "created_by", "unread", "next_step_by", "activity", "enrolment"),
    "this_week_on",
    *("added_at", "added_by", "removed_by", "format", "size"),
}
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
NOTHING = ["null", '""', "false", "0", "[]", "{}"]

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


class Change(NamedTuple):
    """One field of one step. `column` names it in addresses when it can be put back, else ""."""

    label: str
    was: str
    now: str
    column: str


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
        "nothing": NOTHING,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [(*row[:3], json.loads(row[3]), json.loads(row[4]), row[5]) for row in cursor.fetchall()]
    rows.sort(key=lambda row: (row[2], row[0], row[1]), reverse=True)
    names = _names((fields[model], old, new) for model, _id, _at, old, new, _by in rows)
    own = _own_titles(row[4] for row in rows if row[0] == "inskrivning")
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


Names = dict[type[models.Model], dict[int, str]]


def _names(rows: Iterable[tuple[list[models.Field], dict[str, Any], dict[str, Any]]]) -> Names:
    """What the relations that changed point at, by words. One statement for each kind."""
    wanted: dict[Any, set[int]] = {}
    for fields, old, new in rows:
        for field in fields:
            was, now = _values(field, old, new)
            if field.is_relation and was != now:
                wanted.setdefault(field.related_model, set()).update(pk for pk in (was, now) if pk is not None)
    return {
        model: {row.pk: str(getattr(row, "label", None) or getattr(row, "name", row)) for row in _rows(model, ids)}
        for model, ids in wanted.items()
        if ids
    }


def _values(field: models.Field, old: dict[str, Any], new: dict[str, Any]) -> tuple[Any, Any]:
    column = str(field.column)
    return old.get(column), new.get(column)


def _rows(model: Any, ids: Collection[int]) -> Iterable[Any]:
    return model._base_manager.filter(pk__in=ids)


def _own_titles(enrolments: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The titles of the team's own columns, when any enrolment has values in them."""
    if not any(row.get("own_values") for row in enrolments):
        return {}
    return dict(TeamColumn.objects.values_list("key", "title"))


def _changes(
    model: str, fields: list[models.Field], old: dict[str, Any], new: dict[str, Any], names: Names, own: dict[str, str]
) -> list[Change]:
    found: list[Change] = []
    for field in fields:
        was, now = _values(field, old, new)
        if field.column not in new or (was or "") == (now or ""):
            continue
        if field.name == "own_values":
            found += _own(was or {}, now or {}, own)
        elif isinstance(field, models.JSONField):
            continue
        else:
            column = field.name if field.name in BACK[model] else ""
            label = capfirst(str(field.verbose_name))
            found.append(Change(label, _words(field, was, names), _words(field, now, names), column))
    return found


def _own(was: dict[str, Any], now: dict[str, Any], titles: dict[str, str]) -> list[Change]:
    keys = [key for key in dict.fromkeys([*was, *now]) if (was.get(key) or "") != (now.get(key) or "")]
    return [
        Change(titles.get(key, key), str(was.get(key, "")), str(now.get(key, "")), OWN + key if key in titles else "")
        for key in keys
    ]


def _words(field: models.Field, value: Any, names: Names) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if field.is_relation:
        related: Any = field.related_model
        return names.get(related, {}).get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[attr-defined]
    if isinstance(field, models.DateField):
        day = date.fromisoformat(str(value)[:10])
        return swedish_dates.short(day, today=timezone.localdate(), language=get_language() or "sv")
    return str(value)


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
