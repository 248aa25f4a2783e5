"""What has happened around one person, as this viewer may read it: two statements, however long the story.

Everything happens on a day or at an hour; a day without an hour is told as its midnight in Stockholm.
Interventions, pauses and ends that are about health are told without it to all but the handlers (design 5.4).
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Group, TimelineEntry
from core.scope import Kind, Scope
from participants.enums import (
    CONTACT_KINDS,
    HEALTH_END_REASONS,
    ConsentEnd,
    ConsentForm,
    ConsentKind,
    DocumentKind,
    EndReason,
    Focus,
    HandlerKind,
    InterventionEnd,
    MeetingState,
    NoteChannel,
    NoteKind,
    OutcomeKind,
    PauseReason,
    SharingBasis,
    StillThere,
    SupportNeed,
    TaskEnd,
    TransferState,
)
from participants.queries.changes import changes

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


class _Event(NamedTuple):
    at: datetime
    what: str
    a: str
    b: str
    c: str
    by: str
    sees_health: bool
    id: int


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
        happened = [_Event(*row) for row in cursor.fetchall()]
    happened.sort(key=lambda event: (event.at, event.what, event.id), reverse=True)  # the same at every reading
    told = [entry for event in happened if (entry := _told(event)) is not None]
    changed = changes(participant_id, before, limit) if group is None else []
    found = sorted([*told, *changed], key=lambda entry: entry.at, reverse=True)
    last = found[limit - 1].at if len(found) > limit else None
    return [entry for number, entry in enumerate(found) if number < limit or entry.at == last]


def _told(event: _Event) -> TimelineEntry | None:
    kind, text, job = _WORDS[event.what](event)
    item = event.c.partition(":")[0] if event.what == "note" else ""
    return TimelineEntry(timezone.localtime(event.at), kind, text, by=event.by, job_focus=job, item=item)


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _note(event: _Event) -> tuple[str, str, bool]:
    kind, channel = _label(NoteKind, event.a).capitalize(), event.c.partition(":")[2]
    return f"{kind}, {_label(NoteChannel, channel)}" if channel else kind, event.b, False


def _note_move(event: _Event) -> tuple[str, str, bool]:
    if event.a == "in":
        return _("Anteckning"), _("En anteckning som var skriven på fel person flyttades hit"), False
    return _("Anteckning"), _("En anteckning som hörde till någon annan flyttades härifrån"), False


def _meeting(event: _Event) -> tuple[str, str, bool]:
    words = {
        MeetingState.PLANNED: _("Mötet var bokat. Blev det av?"),
        MeetingState.HELD: _("Möte hållet"),
        MeetingState.MISSED: _("Personen kom inte till mötet"),
        MeetingState.CANCELLED: _("Mötet ställdes in"),
        MeetingState.MOVED: _("Mötet flyttades"),
    }[MeetingState(event.a)]
    return _("Möte"), ", ".join(filter(None, [words, event.b, event.c])), False


def _task(event: _Event) -> tuple[str, str, bool]:
    words = _("Gjort på annat håll: %(title)s") if event.b == TaskEnd.ELSEWHERE else _("Klar: %(title)s")
    return _("Uppgift"), words % {"title": event.a}, False


def _document(event: _Event) -> tuple[str, str, bool]:
    return _("Dokument"), f"{event.b}, {_label(DocumentKind, event.a)}", False


def _title(event: _Event) -> tuple[str, str]:
    """What and where of an intervention, as this viewer may read it."""
    if event.a == Focus.HEALTH and not event.sees_health:
        return _("Annan insats"), ""
    return event.b, event.c


def _intervention(event: _Event) -> tuple[str, str, bool]:
    title, provider = _title(event)
    words = _("%(title)s började") % {"title": title}
    return _("Insats"), f"{words}, {provider}" if provider else words, event.a == Focus.JOB


def _intervention_end(event: _Event) -> tuple[str, str, bool]:
    title, reason = _title(event)
    words = _("%(title)s slutade") % {"title": title}
    if event.sees_health and reason and reason != InterventionEnd.COMPLETED:
        words = f"{words}, {_label(InterventionEnd, reason)}"
    return _("Insats"), words, event.a == Focus.JOB


def _handler(event: _Event) -> tuple[str, str, bool]:
    name = {"name": event.b, "before": event.c}
    if event.a == HandlerKind.STAND_IN:
        words = _("%(name)s vikarierar") % name
    elif event.a == HandlerKind.CO:
        words = _("%(name)s blev medhandledare") % name
    elif event.c:
        words = _("Byte från %(before)s till %(name)s") % name
    else:
        words = _("%(name)s blev handledare") % name
    return _("Handledare"), words, False


def _handover(event: _Event) -> tuple[str, str, bool]:
    return _("Handledare"), _("%(name)s fick frågan om att ta över") % {"name": event.a}, False


def _declined(event: _Event) -> tuple[str, str, bool]:
    return _("Handledare"), _("Tackade nej till att ta över"), False


def _pause(event: _Event) -> tuple[str, str, bool]:
    words = _("Pausad")
    if event.sees_health and event.a:
        words = f"{words}, {_label(PauseReason, event.a)}"
    return _("Paus"), words, False


def _pause_end(event: _Event) -> tuple[str, str, bool]:
    return _("Paus"), _("Pausen slutade"), False


def _outcome(event: _Event) -> tuple[str, str, bool]:
    extent = f"{event.c} %" if event.c else ""
    words = ", ".join(filter(None, [_label(OutcomeKind, event.a).capitalize(), event.b, extent]))
    return _("Resultat"), _("Började: %(what)s") % {"what": words}, True


def _outcome_end(event: _Event) -> tuple[str, str, bool]:
    words = ", ".join(filter(None, [_label(OutcomeKind, event.a).capitalize(), event.b]))
    return _("Resultat"), _("Tog slut: %(what)s") % {"what": words}, False


def _follow_up(event: _Event) -> tuple[str, str, bool]:
    still = _("kvar") if event.a == StillThere.YES else _("det har slutat")
    words = ", ".join(filter(None, [still, _label(SupportNeed, event.b) if event.b else ""]))
    return _("Resultat"), _("Uppföljning efter %(n)s dagar: %(words)s") % {"n": event.c, "words": words}, True


def _sharing(event: _Event) -> tuple[str, str, bool]:
    words = _("Delas med teamet: %(basis)s") % {"basis": _label(SharingBasis, event.a)}
    return _("Delning"), f"{words}, {event.b}" if event.b else words, False


def _sharing_end(event: _Event) -> tuple[str, str, bool]:
    return _("Delning"), _("Delningen med teamet togs tillbaka"), False


def _consent(event: _Event) -> tuple[str, str, bool]:
    what = ", ".join(filter(None, [_label(ConsentKind, event.a), event.b]))
    words = _("Ja till %(what)s, %(how)s") % {"what": what, "how": _label(ConsentForm, event.c)}
    return _("Samtycke"), words, False


def _consent_end(event: _Event) -> tuple[str, str, bool]:
    what = ", ".join(filter(None, [_label(ConsentKind, event.a), event.b]))
    words = _("Nej till %(what)s, %(how)s") % {"what": what, "how": _label(ConsentEnd, event.c)}
    return _("Samtycke"), words, False


def _enrolled(event: _Event) -> tuple[str, str, bool]:
    words = _("Skrevs in")
    return _("Inskrivning"), f"{words}, {event.a}" if event.a else words, False


def _ended(event: _Event) -> tuple[str, str, bool]:
    hidden = event.a in HEALTH_END_REASONS and not event.sees_health
    reason = _label(EndReason, EndReason.OTHER if hidden else event.a)
    return _("Inskrivning"), _("Avslutades, %(reason)s") % {"reason": reason}, False


def _merge(event: _Event) -> tuple[str, str, bool]:
    return _("Samma person"), _("Två rader för personen blev en"), False


def _merge_undone(event: _Event) -> tuple[str, str, bool]:
    return _("Samma person"), _("Sammanslagningen ångrades: det är två personer"), False


def _transfer(event: _Event) -> tuple[str, str, bool]:
    return _("Annat team"), _("%(team)s fick frågan om att ta över") % {"team": event.a}, False


def _transfer_answer(event: _Event) -> tuple[str, str, bool]:
    said = {"team": event.a, "what": _label(TransferState, event.b)}
    return _("Annat team"), _("Frågan till %(team)s: %(what)s") % said, False


def _transfer_in(event: _Event) -> tuple[str, str, bool]:
    return _("Annat team"), _("Kom hit från %(team)s, med sitt ja") % {"team": event.a}, False


_WORDS = {
    "transfer": _transfer,
    "transfer_answer": _transfer_answer,
    "transfer_in": _transfer_in,
    "merge": _merge,
    "merge_undone": _merge_undone,
    "note": _note,
    "note_move": _note_move,
    "meeting": _meeting,
    "task": _task,
    "document": _document,
    "intervention": _intervention,
    "intervention_end": _intervention_end,
    "handler": _handler,
    "handover": _handover,
    "handover_declined": _declined,
    "pause": _pause,
    "pause_end": _pause_end,
    "outcome": _outcome,
    "outcome_end": _outcome_end,
    "follow_up": _follow_up,
    "sharing": _sharing,
    "sharing_end": _sharing_end,
    "consent": _consent,
    "consent_end": _consent_end,
    "enrolled": _enrolled,
    "ended": _ended,
}


def is_whole_day(moment: datetime) -> bool:
    """An event known by its day only."""
    local = timezone.localtime(moment)
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
