"""What has happened around one person, as this viewer may read it: two statements, however long the story.

Everything happens on a day or at an hour; a day without an hour is told as its midnight in Stockholm.
Interventions, pauses and ends that are about health are told without it to all but the handlers (design 5.4).
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from core.registry import Group, TimelineEntry
from core.scope import Kind, Scope
from participants.enums import CONTACT_KINDS, NoteKind
from participants.queries.changes import changes
from participants.queries.timelinewords import Event, told

# One row per event: at, what, three facts, who. Nothing here is narrowed by the viewer but `sees`: the walls are the
# database's, and whoever asks has fetched the person first.
EVENTS = """
WITH sees AS (SELECT %(person)s IN (SELECT health_open_to_scope()) AS health),
day AS (SELECT 'Europe/Stockholm'::text AS zone),
happened (at, what, a, b, c, by_id, id) AS (
  SELECT happened_at, 'note', kind, text, public_id || ':' || channel, written_by_id, id FROM participants_note WHERE participant_id = %(person)s
  UNION ALL
  SELECT at, 'note_move', CASE WHEN is_arrival THEN 'in' ELSE 'out' END, '', '', by_id, id FROM participants_notemove
   WHERE participant_id = %(person)s
  UNION ALL
  SELECT CASE WHEN state IN ('cancelled', 'moved') THEN coalesce(closed_at, starts_at) ELSE starts_at END, 'meeting', state,
         about, place, with_user_id, id FROM participants_meeting
   WHERE participant_id = %(person)s AND (starts_at <= now() OR closed_at IS NOT NULL)
  UNION ALL
  SELECT done_at, 'task', title, done_how, '', coalesce(done_by_id, owner_id), id FROM participants_task
   WHERE participant_id = %(person)s AND done_at IS NOT NULL
  UNION ALL
  SELECT added_at, 'document', kind, title, '', added_by_id, id FROM participants_document
   WHERE participant_id = %(person)s AND removed_at IS NULL
  UNION ALL
  SELECT starts_on::timestamp AT TIME ZONE day.zone, 'intervention', focus, title, provider, created_by_id, id
    FROM participants_intervention, day
   WHERE participant_id = %(person)s AND starts_on <= %(today)s AND end_reason NOT IN ('cancelled', 'mistake')
  UNION ALL
  SELECT ended_on::timestamp AT TIME ZONE day.zone, 'intervention_end', focus, title, end_reason, NULL, id
    FROM participants_intervention, day
   WHERE participant_id = %(person)s AND ended_on <= %(today)s AND end_reason <> 'mistake'
  UNION ALL
  SELECT started_on::timestamp AT TIME ZONE day.zone, 'handler', kind, u.name,
         coalesce(lag(u.name) OVER (PARTITION BY a.enrolment_id, kind ORDER BY started_on, a.id), ''), created_by_id, a.id
    FROM day, participants_handlerassignment a JOIN accounts_user u ON u.id = a.user_id
   WHERE participant_id = %(person)s AND started_on <= %(today)s AND a.end_reason <> 'mistake'
  UNION ALL
  SELECT proposed_at, 'handover', u.name, '', '', proposed_by_id, h.id
    FROM participants_handover h JOIN accounts_user u ON u.id = h.to_user_id WHERE participant_id = %(person)s
  UNION ALL
  SELECT declined_at, 'handover_declined', '', '', '', to_user_id, id FROM participants_handover
   WHERE participant_id = %(person)s AND declined_at IS NOT NULL AND withdrawn_by_id IS NULL
  UNION ALL
  SELECT starts_on::timestamp AT TIME ZONE day.zone, 'pause', reason, '', '', created_by_id, id FROM participants_pause, day
   WHERE participant_id = %(person)s AND starts_on <= %(today)s
  UNION ALL
  SELECT ends_on::timestamp AT TIME ZONE day.zone, 'pause_end', '', '', '', NULL, id FROM participants_pause, day
   WHERE participant_id = %(person)s AND ends_on <= %(today)s
  UNION ALL
  SELECT starts_on::timestamp AT TIME ZONE day.zone, 'outcome', kind, "where", coalesce(extent_percent::text, ''),
         created_by_id, id FROM participants_outcome, day WHERE participant_id = %(person)s AND starts_on <= %(today)s
  UNION ALL
  SELECT ended_on::timestamp AT TIME ZONE day.zone, 'outcome_end', kind, "where", '', NULL, id
    FROM participants_outcome, day WHERE participant_id = %(person)s AND ended_on <= %(today)s
  UNION ALL
  SELECT answered_on::timestamp AT TIME ZONE day.zone, 'follow_up', still, support, after_days::text, answered_by_id, id
    FROM participants_followup, day WHERE participant_id = %(person)s AND answered_on IS NOT NULL
  UNION ALL
  SELECT recorded_on::timestamp AT TIME ZONE day.zone, 'sharing', basis, how, '', recorded_by_id, id
    FROM participants_sharing, day WHERE participant_id = %(person)s
  UNION ALL
  SELECT withdrawn_on::timestamp AT TIME ZONE day.zone, 'sharing_end', '', '', '', withdrawn_by_id, s.id
    FROM participants_sharing s, day WHERE participant_id = %(person)s AND withdrawn_on IS NOT NULL
     AND NOT EXISTS (SELECT FROM participants_sharing n
                      WHERE n.enrolment_id = s.enrolment_id AND n.id > s.id AND n.recorded_on = s.withdrawn_on)
  UNION ALL
  SELECT given_on::timestamp AT TIME ZONE day.zone, 'consent', kind, recipient, form, recorded_by_id, id
    FROM participants_consent, day WHERE participant_id = %(person)s
  UNION ALL
  SELECT withdrawn_at, 'consent_end', kind, recipient, withdrawn_how, withdrawn_by_id, id
    FROM participants_consent WHERE participant_id = %(person)s AND withdrawn_how IN ('own_page', 'told')
  UNION ALL
  SELECT started_on::timestamp AT TIME ZONE day.zone, 'enrolled', source, '', '', created_by_id, id
    FROM participants_enrolment, day WHERE participant_id = %(person)s
  UNION ALL
  SELECT at, 'merge', '', '', '', by_id, id FROM participants_personmerge
   WHERE %(person)s IN (participant_id, former_id)
  UNION ALL
  SELECT o.asked_at, 'transfer', t.name, '', '', o.asked_by_id, o.id
    FROM participants_transferout o JOIN accounts_team t ON t.id = o.to_team_id WHERE participant_id = %(person)s
  UNION ALL
  SELECT o.answered_at, 'transfer_answer', t.name, o.state, '', o.answered_by_id, o.id
    FROM participants_transferout o JOIN accounts_team t ON t.id = o.to_team_id
   WHERE participant_id = %(person)s AND o.answered_at IS NOT NULL
  UNION ALL
  SELECT i.answered_at, 'transfer_in', t.name, '', '', i.answered_by_id, i.id
    FROM participants_transferin i JOIN accounts_team t ON t.id = i.from_team_id WHERE participant_id = %(person)s
  UNION ALL
  SELECT undone_at, 'merge_undone', '', '', '', undone_by_id, id FROM participants_personmerge
   WHERE %(person)s IN (participant_id, former_id) AND undone_at IS NOT NULL
  UNION ALL
  SELECT ended_on::timestamp AT TIME ZONE day.zone, 'ended', end_reason, '', '', NULL, id
    FROM participants_enrolment, day WHERE participant_id = %(person)s AND ended_on IS NOT NULL
)
SELECT h.at, h.what, h.a, h.b, h.c, coalesce(u.name, ''), (SELECT health FROM sees), h.id
  FROM happened h LEFT JOIN accounts_user u ON u.id = h.by_id
 WHERE (%(before)s::timestamptz IS NULL OR h.at < %(before)s)
   AND (%(whats)s::text[] IS NULL OR h.what || CASE WHEN h.what = 'note' THEN ':' || h.a ELSE '' END = ANY (%(whats)s))
 ORDER BY h.at DESC FETCH FIRST %(limit)s ROWS WITH TIES
"""


# What belongs to each group; a note counts by its kind.
GROUPS: dict[Group, list[str]] = {
    Group.CONTACT: ["meeting", *(f"note:{kind}" for kind in sorted(CONTACT_KINDS))],
    Group.NOTE: [f"note:{NoteKind.NOTE}", "note_move"],
    Group.EMPLOYER: [f"note:{NoteKind.EMPLOYER}"],
    Group.PLAN: [
        "intervention",
        "intervention_end",
        "task",
        "pause",
        "pause_end",
        "outcome",
        "outcome_end",
        "follow_up",
    ],
    Group.DOCUMENT: ["document"],
    Group.SUPPORT: [
        "handler",
        "handover",
        "handover_declined",
        "sharing",
        "sharing_end",
        "consent",
        "consent_end",
        "enrolled",
        "ended",
        "merge",
        "merge_undone",
        "transfer",
        "transfer_answer",
        "transfer_in",
    ],
}


def entries(
    participant_id: int, scope: Scope, before: datetime | None, limit: int, group: Group | None = None
) -> list[TimelineEntry]:
    """The latest `limit` events before a moment, newest first, and with the last of them every other of its very
    moment: a page that goes on from there loses none. For staff only: nobody else gets any."""
    if scope.kind != Kind.MEMBER:
        return []
    if group == Group.CHANGE:
        return changes(participant_id, before, limit)
    whats = GROUPS.get(group, []) if group else None
    if whats == []:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            EVENTS,
            {
                "person": participant_id,
                "today": timezone.localdate(),
                "before": before,
                "limit": limit,
                "whats": whats,
            },
        )
        happened = [Event(*row) for row in cursor.fetchall()]
    happened.sort(key=lambda event: (event.at, event.what, event.id), reverse=True)  # the same at every reading
    changed = changes(participant_id, before, limit) if group is None else []
    found = sorted([*map(told, happened), *changed], key=lambda entry: entry.at, reverse=True)
    last = found[limit - 1].at if len(found) > limit else None
    return [entry for number, entry in enumerate(found) if number < limit or entry.at == last]


def is_whole_day(moment: datetime) -> bool:
    """An event known by its day only."""
    local = timezone.localtime(moment)
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
