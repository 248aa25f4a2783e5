"""Who changed what on a person and an enrolment: from the field history, old value and new. One statement.

Only fields classed PUBLIC or PERSON are told, and not those whose change is an event of its own (state, end, pause).
A step that changes nothing told is left out by the statement itself, so that as many are found as were asked for.
"""

import json
from datetime import datetime

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from core.classes import DataClass
from core.registry import TimelineEntry
from participants.models import Enrolment, Participant
from participants.queries import fieldwords
from participants.queries.fieldwords import Change

TOLD = {DataClass.PUBLIC, DataClass.PERSON}
# Told by events of their own, or follow from another field.
SILENT = fieldwords.SILENT | {"state", "ended_on", "end_kind", "is_mistake", "limited_to_organisation"}

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
            HISTORY,
            {"person": participant_id, "before": before, "limit": limit, "nothing": fieldwords.NOTHING, **_COLUMNS},
        )
        found = sorted(cursor.fetchall(), key=lambda step: (step[1], step[5], step[0]), reverse=True)
    steps = [(model, at, json.loads(old), json.loads(new), by) for model, at, old, new, by, _id in found]
    own = fieldwords.own_titles(state for step in steps for state in step[2:4])
    return [
        TimelineEntry(
            at=timezone.localtime(at),
            kind=_("Ändring"),
            text="; ".join(_told(change) for change in fieldwords.changes_of(_FIELDS[model], old, new, {}, own)),
            by=by,
        )
        for model, at, old, new, by in steps
    ]


def _fields(model: type[models.Model]) -> list[models.Field]:
    classes: dict[str, DataClass] = model.data_classes  # type: ignore[attr-defined]
    return [f for f in model._meta.concrete_fields if classes.get(f.name) in TOLD and f.name not in SILENT]


_FIELDS = {"participant": _fields(Participant), "enrolment": _fields(Enrolment)}
_COLUMNS = {model: [field.column for field in fields] for model, fields in _FIELDS.items()}


def _told(change: Change) -> str:
    words = {"field": change.label, "was": change.was, "now": change.now}
    if not change.was and not change.now:
        return _("%(field)s ändrades") % words
    if not change.was:
        return _("%(field)s: ”%(now)s”") % words
    if not change.now:
        return _("%(field)s: ”%(was)s” togs bort") % words
    return _("%(field)s: ”%(was)s” blev ”%(now)s”") % words
