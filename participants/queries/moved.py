"""What colleagues have done since a moment, person by person: from the field history, in two statements.

Only what happened and who did it, never what was written: this stands in a list. Health interventions are interventions
like any other, and why an enrolment ended or a pause began is not told.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from core.scope import Scope
from participants.enums import EnrolmentState
from participants.models import RegisterRow

LOOKED_AT = 200  # people changed since then whose history is read, the latest first
WORDS = 3  # of each person

# What the history keeps of a person, by table: what it is called here, which lines of it count, whose person it is.
PIECES = (
    ("participants_noteevent", "'note'", "e.pgh_label = 'insert'", "e.participant_id"),
    (
        "participants_interventionevent",
        "CASE e.pgh_label WHEN 'insert' THEN 'intervention' ELSE 'intervention_changed' END",
        "true",
        "e.participant_id",
    ),
    ("participants_handlerassignmentevent", "'handler'", "e.pgh_label = 'insert'", "e.participant_id"),
    (
        "participants_handlerassignmentevent",
        "'no_handler'",
        "e.pgh_label <> 'insert' AND e.kind = 'primary' AND e.ended_on IS NOT NULL",
        "e.participant_id",
    ),
    ("participants_handoverevent", "'handover'", "e.pgh_label = 'insert'", "e.participant_id"),
    ("participants_outcomeevent", "'outcome'", "e.pgh_label = 'insert'", "e.participant_id"),
    ("participants_sharingevent", "'sharing'", "true", "e.participant_id"),
    ("participants_participantevent", "'facts'", "e.pgh_label <> 'insert'", "e.pgh_obj_id"),
)

ENROLLED = ("participants_enrolmentevent", "'facts'", "true", "e.participant_id")


def _each(where: str, *more: tuple[str, str, str, str]) -> str:
    """Every piece as one select of person, at, what, context; `where` has {person} for whose it is."""
    return " UNION ALL ".join(
        f"SELECT {person}, e.pgh_created_at, {what}, e.pgh_context_id FROM {table} e"  # noqa: S608  all of it ours
        f" WHERE {where.format(person=person)} AND {counts}"
        for table, what, counts, person in (*PIECES, *more)
    )


# A row of the register that somebody else has changed since the asker's previous visit. Nobody who has not been here
# before has missed anything. The history is read once for everybody whose row has changed, whatever by: asked row by row
# it took more than all the other counts of a large team together.
_VISIT = (
    "(SELECT coalesce(max(m.previous_visit_at), 'infinity') FROM accounts_membership m"
    " WHERE m.team_id = %s AND m.user_id = %s)"
)
_CHANGED = (
    "touched (ids) AS MATERIALIZED (SELECT array_agg(r.participant_id) FROM participants_registerrow r"  # noqa: S608
    f" WHERE r.team_id = %s AND r.updated_at > {_VISIT})"
)


def since_visit(team: Any, user: Any) -> RawSQL:
    """The condition, for whoever these are or will be when it is asked."""
    sql = (
        f"(participants_registerrow.updated_at > {_VISIT} AND participants_registerrow.participant_id IN ("  # noqa: S608  all of it ours
        f"WITH {_CHANGED} SELECT h.person FROM ("
        + _each("{person} = ANY ((SELECT ids FROM touched)::bigint[])", ENROLLED)
        + f") h (person, at, what, context) WHERE h.at > {_VISIT} AND NOT EXISTS (SELECT FROM pghistory_context c"
        " WHERE c.id = h.context AND (c.metadata ->> 'user')::bigint = %s)))"
    )
    return RawSQL(sql, [team, user, team, team, user, team, user, user], BooleanField())  # noqa: S611  ours


# Begins with SELECT: what does not is taken for a write, and history's context would be told again before it.
HAPPENED = f"""
SELECT h.person, h.at, h.what, coalesce(u.name, '') FROM (
  {_each("{person} = ANY(%(people)s) AND e.pgh_created_at > %(since)s")}
  UNION ALL
  SELECT participant_id, at, CASE WHEN before IS NULL THEN 'enrolled' WHEN state <> before THEN 'state:' || state
         WHEN next_step <> step_before OR next_step_on IS DISTINCT FROM day_before THEN 'step'
         WHEN this_week <> week_before THEN 'week' ELSE 'facts' END, context
    FROM (SELECT participant_id, pgh_created_at AS at, pgh_context_id AS context, state, next_step, next_step_on, this_week,
                 lag(state) OVER its AS before, lag(next_step) OVER its AS step_before,
                 lag(next_step_on) OVER its AS day_before, lag(this_week) OVER its AS week_before
            FROM participants_enrolmentevent WHERE participant_id = ANY(%(people)s)
          WINDOW its AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)) steps
   WHERE at > %(since)s
) h (person, at, what, context)
  LEFT JOIN pghistory_context c ON c.id = h.context
  LEFT JOIN accounts_user u ON u.id = (c.metadata ->> 'user')::bigint
 WHERE (c.metadata ->> 'user')::bigint IS DISTINCT FROM %(me)s
 ORDER BY h.at DESC, array_position(%(order)s, h.what)
"""  # noqa: S608  all of it ours


@dataclass(frozen=True)
class Mark:
    """What colleagues have done with a person since a moment, the latest first, and who did the latest."""

    at: datetime
    words: str
    by: str


def marks(scope: Scope, people: Collection[int], since: datetime) -> dict[int, Mark]:
    """By participant: what others than the scope's user have done since a moment. One statement; none without people.
    Ask only of people whom the viewer has been shown."""
    if not people:
        return {}
    known = _words()
    with connection.cursor() as cursor:
        cursor.execute(HAPPENED, {"people": list(people), "since": since, "me": scope.user_id, "order": list(known)})
        happened = cursor.fetchall()
    whats: dict[int, list[str]] = {}
    first: dict[int, tuple[datetime, str]] = {}
    for person, at, what, by in happened:
        first.setdefault(person, (at, by))
        told = whats.setdefault(person, [])
        if what not in told:
            told.append(what)
    return {
        person: Mark(timezone.localtime(first[person][0]), _sentence(told, known), first[person][1])
        for person, told in whats.items()
    }


class Shown(Protocol):
    """A row that is about to be drawn."""

    @property
    def participant_id(self) -> int: ...

    @property
    def updated_at(self) -> datetime: ...


def lately(scope: Scope, rows: Iterable[Shown], today: date, visited_at: datetime | None) -> dict[int, Mark]:
    """Marks of these rows since the reader's previous visit or the Monday of this week, whichever is earlier."""
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))
    since = min(visited_at or monday, monday)
    return marks(scope, {row.participant_id for row in rows if row.updated_at > since}, since)


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
    found = marks(scope, by_person, since)
    return [Moved(by_person[person], mark.at, mark.words, mark.by) for person, mark in list(found.items())[:limit]]


def _sentence(whats: list[str], known: dict[str, str]) -> str:
    """ "Nytt nästa steg, ny anteckning". A new handler says already that the former one stopped."""
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
        "week": _("Nytt läge i veckan"),
        "facts": _("Ändrade uppgifter"),
        f"state:{EnrolmentState.ACTIVE}": _("Aktiv igen"),
        f"state:{EnrolmentState.PAUSED}": _("Pausad"),
        f"state:{EnrolmentState.IN_WORK}": _("I arbete eller studier"),
        f"state:{EnrolmentState.ENDED}": _("Avslutad"),
    }
