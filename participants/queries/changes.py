"""Who changed what on a person and an enrolment: from the field history, old value and new. One statement.

Only fields classed PUBLIC or PERSON are told, and not those whose change is an event of its own (state, end, pause).
A step that changes nothing told is left out by the statement itself, so that as many are found as were asked for.
"""

import json
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import swedish_dates
from core.classes import DataClass
from core.registry import TimelineEntry
from participants.models import Enrolment, Participant

TOLD = {DataClass.PUBLIC, DataClass.PERSON}
# Told by events of their own, or follow from another field.
SILENT = {
    *("state", "ended_on", "end_kind", "is_mistake", "sort_name", "public_id", "created_at", "created_by", "unread"),
    *("limited_to_organisation", "next_step_by"),
}

NOTHING = ["null", '""', "false", "0", "[]", "{}"]  # one value for nothing as good as another: no change

HISTORY = """
WITH who AS (  -- duplicates that became this person too
  SELECT %(person)s::bigint AS id UNION ALL
  SELECT former_id FROM participants_formeridentity WHERE participant_id = %(person)s
), steps AS (
  SELECT 'participant' AS model, e.pgh_id, e.pgh_created_at AS at, e.pgh_context_id AS context, to_jsonb(e) AS now,
         lag(to_jsonb(e)) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id) AS before
    FROM participants_participantevent e WHERE e.pgh_obj_id IN (SELECT id FROM who)
  UNION ALL
  SELECT 'enrolment', e.pgh_id, e.pgh_created_at, e.pgh_context_id, to_jsonb(e),
         lag(to_jsonb(e)) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id)
    FROM participants_enrolmentevent e WHERE e.participant_id IN (SELECT id FROM who)
)
SELECT s.model, s.at, s.before, s.now, coalesce(u.name, ''), s.pgh_id
  FROM steps s LEFT JOIN pghistory_context c ON c.id = s.context
  LEFT JOIN accounts_user u ON u.id = (c.metadata ->> 'user')::bigint
 WHERE s.before IS NOT NULL AND (%(before)s::timestamptz IS NULL OR s.at < %(before)s)
   AND EXISTS (
     SELECT FROM unnest(CASE s.model WHEN 'enrolment' THEN %(enrolment)s::text[] ELSE %(participant)s::text[] END) f (name)
      WHERE s.now ? f.name
        AND CASE WHEN s.before -> f.name <> ALL (%(nothing)s::jsonb[]) THEN s.before -> f.name END
            IS DISTINCT FROM CASE WHEN s.now -> f.name <> ALL (%(nothing)s::jsonb[]) THEN s.now -> f.name END)
 ORDER BY s.at DESC FETCH FIRST %(limit)s ROWS WITH TIES
"""


def changes(participant_id: int, before: datetime | None, limit: int) -> list[TimelineEntry]:
    """The latest changes of fields before a moment, newest first, and all of the last one's moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            HISTORY, {"person": participant_id, "before": before, "limit": limit, "nothing": NOTHING, **_COLUMNS}
        )
        steps = sorted(cursor.fetchall(), key=lambda step: (step[1], step[5], step[0]), reverse=True)
    return [
        TimelineEntry(
            at=timezone.localtime(at),
            kind=_("Ändring"),
            text="; ".join(_differences(_FIELDS[model], json.loads(old), json.loads(new))),
            by=by,
        )
        for model, at, old, new, by, _id in steps
    ]


def _fields(model: type[models.Model]) -> list[models.Field]:
    classes: dict[str, DataClass] = model.data_classes  # type: ignore[attr-defined]
    return [f for f in model._meta.concrete_fields if classes.get(f.name) in TOLD and f.name not in SILENT]


_FIELDS = {"participant": _fields(Participant), "enrolment": _fields(Enrolment)}
_COLUMNS = {model: [field.column for field in fields] for model, fields in _FIELDS.items()}


def _differences(fields: list[models.Field], old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [
        _told(field, old.get(field.column), new.get(field.column))
        for field in fields
        if field.column in new and (old.get(field.column) or "") != (new.get(field.column) or "")
    ]


def _told(field: models.Field, old: Any, new: Any) -> str:
    label = capfirst(str(field.verbose_name))
    if field.is_relation or isinstance(field, models.JSONField):
        return _("%(field)s ändrades") % {"field": label}
    was, now = _words(field, old), _words(field, new)
    if not was:
        return _("%(field)s: ”%(now)s”") % {"field": label, "now": now}
    if not now:
        return _("%(field)s: ”%(was)s” togs bort") % {"field": label, "was": was}
    return _("%(field)s: ”%(was)s” blev ”%(now)s”") % {"field": label, "was": was, "now": now}


def _words(field: models.Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[attr-defined]
    if isinstance(field, models.DateField):
        return swedish_dates.short(
            date.fromisoformat(str(value)[:10]), today=timezone.localdate(), language=get_language() or "sv"
        )
    return str(value)
