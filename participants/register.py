"""The one writer of RegisterRow. `update` after a change, `rebuild` from nothing; both compute the same row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from psycopg.types.multirange import DateMultirange
from psycopg.types.range import DateRange

from accounts.models import User
from core import feed, outbox, registry
from core.folding import sort_key
from core.scope import run_for_team
from participants.continuity import handler_changes
from participants.enums import (
    CONTACT_KINDS,
    EnrolmentState,
    Focus,
    HandlerEnd,
    HandlerKind,
    InterventionEnd,
    MeetingState,
)
from participants.models import (
    Enrolment,
    EnrolmentTag,
    FollowUp,
    HandlerAssignment,
    Handover,
    Intervention,
    Meeting,
    Note,
    Outcome,
    Participant,
    Pause,
    RegisterRow,
)
from participants.rules import Span, merged

BATCH = 2000
AT_ONCE = 500  # more rows than this are brought in line by a worker, not while somebody waits
NOT_COUNTED = (InterventionEnd.CANCELLED, InterventionEnd.MISTAKE)
COLUMNS = [f.name for f in RegisterRow._meta.concrete_fields if f.name not in {"id", "enrolment"}]


@dataclass
class _Facts:
    """What the tables say about a batch of enrolments, by enrolment id."""

    handlers: dict[int, list[HandlerAssignment]] = field(default_factory=lambda: defaultdict(list))
    handovers: dict[int, tuple[date | None, bool]] = field(default_factory=dict)
    interventions: dict[int, list[Intervention]] = field(default_factory=lambda: defaultdict(list))
    meetings: dict[int, list[Meeting]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[int, date] = field(default_factory=dict)
    pauses: dict[int, date | None] = field(default_factory=dict)
    turns: dict[int, set[date]] = field(default_factory=lambda: defaultdict(set))
    follow_ups: dict[int, date] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    above: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))


def update(enrolment_ids: Iterable[int]) -> None:
    """Brings the rows of these enrolments in line with the facts, and tells the feed. Inside the action's transaction."""
    ids = sorted(set(enrolment_ids))
    for start in range(0, len(ids), BATCH):
        rows = compute(ids[start : start + BATCH])
        _write(rows)
        by_team: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            by_team[row.team_id].append(row.enrolment_id)
        for team_id, changed in by_team.items():
            feed.record(team_id=team_id, subject_type="enrolment", subject_ids=changed, kind="row")


def refresh_team(team_id: int) -> None:
    """After something changed that all of a team's rows depend on: at once, or by a worker when they are many. In the
    team's own scope, since whoever changed it may not know of everybody."""
    with run_for_team(team_id):
        ids = list(open_ids(team_id)[: AT_ONCE + 1])
        if len(ids) > AT_ONCE:
            outbox.send("participants.refresh_register", team_id, queue=outbox.Queue.HEAVY)
        else:
            update(ids)


def refresh_large_team(message_id: int, team_id: int) -> None:
    """What `refresh_team` left to a worker, and its message done with it."""
    with run_for_team(team_id):
        update(open_ids(team_id))
        outbox.finish(message_id)


def open_ids(team_id: int) -> QuerySet[Enrolment, int]:
    """The enrolments whose rows speak of what is to come."""
    going_on = Enrolment.objects.filter(team_id=team_id).exclude(state=EnrolmentState.ENDED)
    return going_on.order_by("pk").values_list("pk", flat=True)


def rebuild(team_id: int) -> int:
    """Computes every row of a team anew; returns how many. No feed: nothing has changed."""
    ids = list(Enrolment.objects.filter(team_id=team_id).order_by("pk").values_list("pk", flat=True))
    RegisterRow.objects.filter(team_id=team_id).exclude(enrolment_id__in=ids).delete()
    for start in range(0, len(ids), BATCH):
        _write(compute(ids[start : start + BATCH]))
    return len(ids)


def differences(team_id: int) -> list[int]:
    """Enrolments whose stored row is not what the facts say. Run in one REPEATABLE READ snapshot."""
    stored = {row.enrolment_id: row for row in RegisterRow.objects.filter(team_id=team_id)}
    ids = list(Enrolment.objects.filter(team_id=team_id).values_list("pk", flat=True))
    wrong = set(stored) - set(ids)
    for start in range(0, len(ids), BATCH):
        for row in compute(ids[start : start + BATCH]):
            if row.enrolment_id not in stored or _values(row) != _values(stored[row.enrolment_id]):
                wrong.add(row.enrolment_id)
    return sorted(wrong)


def _values(row: RegisterRow) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in {"id", "updated_at"}}


def _write(rows: Sequence[RegisterRow]) -> None:
    RegisterRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["enrolment"], update_fields=[*COLUMNS], batch_size=500
    )


def compute(enrolment_ids: Sequence[int]) -> list[RegisterRow]:
    """Unsaved rows for these enrolments: a fixed number of queries however many they are."""
    facts = _collect(enrolment_ids)
    enrolments = Enrolment.objects.filter(pk__in=enrolment_ids).select_related(
        "participant__municipality", "responsible_organisation", "next_step_user"
    )
    return [_row(enrolment, facts) for enrolment in enrolments]


def _collect(ids: Sequence[int]) -> _Facts:
    facts = _Facts()
    primary = HandlerAssignment.objects.filter(enrolment_id__in=ids, kind=HandlerKind.PRIMARY).select_related("user")
    for assignment in primary.order_by("started_on", "pk"):
        facts.handlers[assignment.enrolment_id].append(assignment)
    # The latest says it: one before it that was never finished is done with.
    asked = Handover.objects.filter(enrolment_id__in=ids, declined_at=None).order_by("pk")
    for enrolment_id, due_on, done_at in asked.values_list("enrolment_id", "due_on", "done_at"):
        facts.handovers[enrolment_id] = due_on, done_at is None
    found = Intervention.objects.filter(enrolment_id__in=ids).exclude(end_reason__in=NOT_COUNTED)
    for intervention in found.order_by("starts_on", "pk"):
        facts.interventions[intervention.enrolment_id].append(intervention)
    for meeting in Meeting.objects.filter(
        enrolment_id__in=ids, state__in=(MeetingState.PLANNED, MeetingState.HELD)
    ).order_by("starts_at"):
        facts.meetings[meeting.enrolment_id].append(meeting)
    noted = Note.objects.filter(enrolment_id__in=ids, kind__in=CONTACT_KINDS)
    for enrolment_id, at in noted.values_list("enrolment_id").annotate(at=Max("happened_at")):
        facts.contacts[enrolment_id] = timezone.localdate(at)
    _collect_course(facts, ids)
    for enrolment_id, name in EnrolmentTag.objects.filter(enrolment_id__in=ids).values_list(
        "enrolment_id", "tag__name"
    ):
        facts.tags[enrolment_id].append(name)
    for provider in registry.register_facts:
        for enrolment_id, values in provider(ids).items():
            facts.above[enrolment_id].update(values)
    return facts


def _collect_course(facts: _Facts, ids: Sequence[int]) -> None:
    """Pauses, results and what is to be followed up."""
    for pause in Pause.objects.filter(enrolment_id__in=ids).order_by("starts_on", "pk"):
        facts.pauses[pause.enrolment_id] = pause.next_contact_on
        facts.turns[pause.enrolment_id] |= _both_ends(pause.starts_on, pause.ends_on)
    for outcome in Outcome.objects.filter(enrolment_id__in=ids):
        facts.turns[outcome.enrolment_id] |= _both_ends(outcome.starts_on, outcome.ended_on)
    asked_after = FollowUp.objects.filter(enrolment_id__in=ids, answered_on=None).order_by("-due_on")
    facts.follow_ups.update(asked_after.values_list("enrolment_id", "due_on"))


def handler_sort(user: User) -> str:
    """Stands in RegisterRow.handler_sort."""
    return f"{sort_key(user.name)[:170]}\x1f{user.pk}"


def handler_renamed(user_id: int) -> None:
    """For core.registry.renamed: the rows of one who has a new name, in every team."""
    user = User.objects.get(pk=user_id)
    for team_id in user.memberships.values_list("team_id", flat=True).distinct():
        with run_for_team(team_id, user_id=user_id):
            rows = RegisterRow.objects.filter(team_id=team_id)
            rows.filter(handler_id=user_id).update(handler_sort=handler_sort(user))
            rows.filter(next_step_user_id=user_id).update(next_step_who=user.name)


def _ranges(spans: Iterable[Span]) -> DateMultirange:
    return DateMultirange([DateRange(first, after) for first, after in merged(spans)])


def _both_ends(first: date, last: date | None) -> set[date]:
    return {first, last} if last else {first}


def _turns(enrolment: Enrolment, spans: Iterable[Span], facts: _Facts) -> set[date]:
    """Days on which something turned for the person. What is planned counts from its day, and not before."""
    begun_and_ended = (_both_ends(span.first, span.last) for span in spans)
    return facts.turns[enrolment.pk].union({enrolment.started_on}, *begun_and_ended)


def _days(days: Iterable[date]) -> DateMultirange:
    return _ranges(Span(day, day) for day in days)


def _place(participant: Participant) -> tuple[str, str]:
    """Where the person lives, name and code: nothing of one with protected data, whoever looks (domain B.4)."""
    if participant.is_protected:
        return "", ""
    municipality = participant.municipality
    return (municipality.label, municipality.code) if municipality else (participant.place, "")


def _row(enrolment: Enrolment, facts: _Facts) -> RegisterRow:
    participant, place = enrolment.participant, _place(enrolment.participant)
    handlers = facts.handlers[enrolment.pk]
    current = next((h for h in reversed(handlers) if h.ended_on is None), None)
    spans = [
        Span(i.starts_on, i.ended_on or i.planned_end_on, job=i.focus == Focus.JOB, study=i.focus == Focus.STUDY)
        for i in facts.interventions[enrolment.pk]
    ]
    meetings = facts.meetings[enrolment.pk]
    held = [timezone.localdate(m.starts_at) for m in meetings if m.state == MeetingState.HELD]
    contacts = [day for day in (facts.contacts.get(enrolment.pk), max(held, default=None)) if day]
    values = facts.above.get(enrolment.pk, {})
    handover_due_on, has_handover = facts.handovers.get(enrolment.pk, (None, False))
    has_handover = has_handover and enrolment.is_open
    return RegisterRow(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        enrolment_public_id=enrolment.public_id,
        participant_public_id=participant.public_id,
        list_name=participant.list_name,
        sort_name=participant.sort_name,
        organisation_id=enrolment.responsible_organisation_id,
        responsible_name=enrolment.responsible_organisation.name,
        state=enrolment.state,
        started_on=enrolment.started_on,
        ended_on=enrolment.ended_on,
        municipality_name=place[0],
        municipality_code=place[1],
        handler_id=current.user_id if current else None,
        handler_sort=handler_sort(current.user) if current else None,
        handler_since=current.started_on if current else None,
        handler_changes=handler_changes((h.user_id, h.end_reason == HandlerEnd.MISTAKE) for h in handlers),
        has_handover=has_handover,
        handover_due_on=handover_due_on if has_handover else None,
        goal=enrolment.goal,
        next_step=enrolment.next_step,
        next_step_by=enrolment.next_step_by,
        next_step_user_id=enrolment.next_step_user_id,
        next_step_who=enrolment.next_step_user.name if enrolment.next_step_user else enrolment.next_step_who,
        next_step_on=enrolment.next_step_on,
        waiting_for=enrolment.waiting_for,
        this_week=enrolment.this_week,
        this_week_on=enrolment.this_week_on,
        covered=_ranges(spans),
        job_focused=_ranges(s for s in spans if s.job),
        studied=_ranges(s for s in spans if s.study),
        moved=_days(_turns(enrolment, spans, facts)),
        interventions=[[s.first.isoformat(), s.last.isoformat() if s.last else None, s.job] for s in spans],
        next_meeting_at=next((m.starts_at for m in meetings if m.state == MeetingState.PLANNED), None),
        last_contact_on=max(contacts, default=None),
        follow_up_on=facts.follow_ups.get(enrolment.pk) if enrolment.state == "in_work" else None,
        paused_until=facts.pauses.get(enrolment.pk) if enrolment.state == "paused" else None,
        next_assessment_on=values.get("next_assessment_on"),
        last_assessment_on=values.get("last_assessment_on"),
        tags=sorted(facts.tags.get(enrolment.pk, []), key=sort_key),
        own_values=enrolment.own_values,
        unread=enrolment.unread,
    )
