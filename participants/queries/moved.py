"""What colleagues have done since a moment, person by person: from the field history, in two statements.

Only what happened and who did it, never what was written: this stands in a list. Health interventions are interventions
like any other, and why an enrolment ended or a pause began is not told.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.scope import Scope
from participants.enums import EnrolmentState
from participants.models import RegisterRow

LOOKED_AT = 200  # people changed since then whose history is read, the latest first
WORDS = 3  # of each person

HAPPENED = """
WITH happened (person, at, what, context) AS (
  SELECT participant_id, pgh_created_at, 'note', pgh_context_id FROM participants_noteevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s AND pgh_label = 'insert'
  UNION ALL
  SELECT participant_id, pgh_created_at, CASE pgh_label WHEN 'insert' THEN 'intervention' ELSE 'intervention_changed' END,
         pgh_context_id FROM participants_interventionevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s
  UNION ALL
  SELECT participant_id, pgh_created_at, 'handler', pgh_context_id FROM participants_handlerassignmentevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s AND pgh_label = 'insert'
  UNION ALL
  SELECT participant_id, pgh_created_at, 'no_handler', pgh_context_id FROM participants_handlerassignmentevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s AND pgh_label <> 'insert' AND kind = 'primary'
     AND ended_on IS NOT NULL
  UNION ALL
  SELECT participant_id, pgh_created_at, 'handover', pgh_context_id FROM participants_handoverevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s AND pgh_label = 'insert'
  UNION ALL
  SELECT participant_id, pgh_created_at, 'outcome', pgh_context_id FROM participants_outcomeevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s AND pgh_label = 'insert'
  UNION ALL
  SELECT participant_id, pgh_created_at, 'sharing', pgh_context_id FROM participants_sharingevent
   WHERE participant_id = ANY(%(people)s) AND pgh_created_at > %(since)s
  UNION ALL
  SELECT pgh_obj_id, pgh_created_at, 'facts', pgh_context_id FROM participants_participantevent
   WHERE pgh_obj_id = ANY(%(people)s) AND pgh_created_at > %(since)s AND pgh_label <> 'insert'
  UNION ALL
  SELECT participant_id, at, CASE WHEN before IS NULL THEN 'enrolled' WHEN state <> before THEN 'state:' || state
         WHEN next_step <> step_before OR next_step_on IS DISTINCT FROM day_before THEN 'step' ELSE 'facts' END, context
    FROM (SELECT participant_id, pgh_created_at AS at, pgh_context_id AS context, state, next_step, next_step_on,
                 lag(state) OVER its AS before, lag(next_step) OVER its AS step_before,
                 lag(next_step_on) OVER its AS day_before
            FROM participants_enrolmentevent WHERE participant_id = ANY(%(people)s)
          WINDOW its AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)) steps
   WHERE at > %(since)s
)
SELECT h.person, h.at, h.what, coalesce(u.name, '') FROM happened h
  LEFT JOIN pghistory_context c ON c.id = h.context
  LEFT JOIN accounts_user u ON u.id = (c.metadata ->> 'user')::bigint
 WHERE (c.metadata ->> 'user')::bigint IS DISTINCT FROM %(me)s
 ORDER BY h.at DESC, array_position(%(order)s, h.what)
"""


@dataclass(frozen=True)
class Moved:
    """A person whom somebody else has worked with: the latest time, what was done (the latest first), by whom."""

    row: RegisterRow
    at: datetime
    words: str
    by: str


def moved(scope: Scope, since: datetime, limit: int = 8) -> list[Moved]:
    """The latest changes by others since a moment, one line for each person the viewer may see."""
    rows = RegisterRow.objects.visible_to(scope).filter(updated_at__gt=since).order_by("-updated_at", "pk")
    by_person: dict[int, RegisterRow] = {}
    for row in rows[:LOOKED_AT]:
        by_person.setdefault(row.participant_id, row)
    if not by_person:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            HAPPENED, {"people": list(by_person), "since": since, "me": scope.user_id, "order": list(_words())}
        )
        happened = cursor.fetchall()
    whats: dict[int, list[str]] = {}
    first: dict[int, tuple[datetime, str]] = {}
    for person, at, what, by in happened:
        first.setdefault(person, (at, by))
        told = whats.setdefault(person, [])
        if what not in told:
            told.append(what)
    return [
        Moved(by_person[person], timezone.localtime(first[person][0]), _sentence(told), first[person][1])
        for person, told in list(whats.items())[:limit]
    ]


def _sentence(whats: list[str]) -> str:
    """ "Nytt nästa steg, ny anteckning". A new handler says already that the former one stopped."""
    known = _words()
    kept = [what for what in whats if what in known and not (what == "no_handler" and "handler" in whats)]
    words = [known[what] for what in kept[:WORDS]] or [known["facts"]]
    return words[0] + "".join(f", {word[0].lower()}{word[1:]}" for word in words[1:])


def _words() -> dict[str, str]:
    return {
        "enrolled": _("Inskriven"),
        "note": _("Ny anteckning"),
        "intervention": _("Ny insats"),
        "intervention_changed": _("Ändrad insats"),
        "handler": _("Ny handledare"),
        "no_handler": _("Handledaren slutade"),
        "handover": _("Fråga om att ta över"),
        "outcome": _("Något nytt började"),
        "sharing": _("Ändrad delning"),
        "step": _("Nytt nästa steg"),
        "facts": _("Ändrade uppgifter"),
        f"state:{EnrolmentState.ACTIVE}": _("Aktiv igen"),
        f"state:{EnrolmentState.PAUSED}": _("Pausad"),
        f"state:{EnrolmentState.IN_WORK}": _("I arbete eller studier"),
        f"state:{EnrolmentState.ENDED}": _("Avslutad"),
    }
