"""Handover (seed 003): asked with a reason and a checklist, answered by the receiver, finished afterwards.

Nobody is handed over without the receiver's yes: until then the old handler stays, or `contact` answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.enums import Role
from accounts.models import Membership, Team, User
from core import feed, notices, working_days
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions.access import may_know
from participants.actions.errors import ActionError
from participants.actions.handlers import assign_handler, contacts, locked, running_primary, settle, settle_all, tell
from participants.actions.meetings import book_meeting
from participants.enums import HandlerEnd, HandlerKind, HandoverPoint
from participants.models import Enrolment, HandlerAssignment, HandlerWish, Handover
from participants.sight import knowing

DAYS_TO_ANSWER = 5  # working days (domain A.6 HANDOVER_OPEN); as many for the checklist, from the yes
ALL_POINTS = frozenset(HandoverPoint.values)


@dataclass(frozen=True)
class FirstMeeting:
    """What the receiver has agreed with the person."""

    starts_at: datetime
    place: str = ""


@transaction.atomic
def propose_handover(
    *, enrolment: Enrolment, to: User, by: User, reason: str = "", reason_code: str = "", words: str = "", url: str = ""
) -> Handover:
    """Asks a colleague to take over. Until they accept, the old handler stays; when there is none any more, whoever asks
    answers for the person. `words` are the leaver's own. Raises ActionError when one is open, when the enrolment has
    ended, and for a colleague who must not know of the person: the question alone would tell that there is somebody."""
    if not locked(enrolment).is_open:
        raise ActionError(_("Inskrivningen är avslutad."))
    if not may_know(to, enrolment.participant):
        raise ActionError(_("Kollegan kan inte ta över just den här personen. Välj någon annan."))
    if Handover.objects.filter(enrolment=enrolment, accepted_at=None, declined_at=None).exists():
        raise ActionError(_("En överlämning väntar redan på svar."))
    running = running_primary(enrolment)
    handover = Handover.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        from_user_id=running.user_id if running else None,
        to_user=to,
        contact_id=None if running else _contact(enrolment, by),
        proposed_by=by,
        reason=reason,
        reason_code=reason_code,
        own_words=words,
        due_on=working_days.after(timezone.localdate(), DAYS_TO_ANSWER),
    )
    settle(enrolment, "handover")  # the answer to an earlier question
    tell(to, enrolment, "handover", _lazy("Någon vill lämna över en deltagare till dig"), url)
    register.update([enrolment.pk])
    return handover


def _contact(enrolment: Enrolment, by: User) -> int:
    """Who answers for somebody without handler until the receiver has said yes: whoever helps them already and sees
    them, else whoever asks."""
    helper = contacts([enrolment.pk]).get(enrolment.pk)
    known = (
        helper is not None
        and helper in knowing(enrolment.team_id, [enrolment.participant_id])[enrolment.participant_id]
    )
    return helper if helper is not None and known else by.pk


@dataclass(frozen=True)
class Question:
    """That `to_id` take over one of many. The enrolment is open, locked, with team and participant, and nobody is asked
    about it already."""

    enrolment: Enrolment
    to_id: int


@transaction.atomic
def propose_to_many(
    *, questions: Sequence[Question], by: User, batch: str, reason_code: str = "", reason: str = ""
) -> list[Handover]:
    """`propose_handover` for many at once, in the order given: the same number of statements for ten as for two hundred,
    but for one notice to each receiver. `batch` is theirs together. Who may take over whom has been asked before."""
    if not questions:
        return []
    ids = [question.enrolment.pk for question in questions]
    primary = HandlerAssignment.objects.select_for_update().filter(
        enrolment_id__in=ids, kind=HandlerKind.PRIMARY, ended_on=None
    )
    running: dict[int, int] = dict(primary.values_list("enrolment_id", "user_id"))
    helping = contacts([pk for pk in ids if pk not in running])
    due_on = working_days.after(timezone.localdate(), DAYS_TO_ANSWER)
    made = Handover.objects.bulk_create(
        Handover(
            team_id=one.enrolment.team_id,
            participant_id=one.enrolment.participant_id,
            enrolment=one.enrolment,
            from_user_id=running.get(one.enrolment.pk),
            to_user_id=one.to_id,
            contact_id=None if one.enrolment.pk in running else helping.get(one.enrolment.pk, by.pk),
            proposed_by=by,
            reason_code=reason_code,
            reason=reason,
            batch=batch,
            due_on=due_on,
        )
        for one in questions
    )
    settle_all([question.enrolment for question in questions], "handover")
    team = questions[0].enrolment.team
    for user_id in sorted({question.to_id for question in questions}):
        title = _lazy("Någon vill lämna över flera deltagare till dig")
        if sum(question.to_id == user_id for question in questions) == 1:
            title = _lazy("Någon vill lämna över en deltagare till dig")
        notices.tell(user_id=user_id, kind="handover", title=title, url=_batch_page(team, batch), team_id=team.pk)
    register.update(ids)
    return made


def _batch_page(team: Team, batch: str) -> str:
    return reverse("participants:spread_batch", args=[team.slug, batch])


def _settle_batches(handovers: Iterable[Handover]) -> None:
    """A receiver who has answered all of a batch has nothing to open there any more."""
    for team, batch, user_id in {(one.team, one.batch, one.to_user_id) for one in handovers if one.batch}:
        if not _waiting(team_id=team.pk).filter(batch=batch, to_user_id=user_id).exists():
            notices.settle(team_id=team.pk, url=_batch_page(team, batch), kinds=["handover"], user_id=user_id)


def _waiting(**about: Any) -> QuerySet[Handover]:
    return Handover.objects.filter(accepted_at=None, declined_at=None, **about)


@transaction.atomic
def withdraw_many(*, handovers: QuerySet[Handover], by: User) -> set[int]:
    """Takes back those of these that nobody has answered and `by` may take back, and returns their enrolments. What
    somebody has ticked or written in them is kept. Constant statements, but for one of each receiver in a batch."""
    ids = list(handovers.order_by("enrolment_id").values_list("enrolment_id", flat=True))
    list(
        Enrolment.objects.filter(pk__in=ids)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk")
    )
    leads = Membership.objects.running().filter(user=by, role=Role.LEADER).values("team_id")
    able = Q(proposed_by=by) | Q(from_user=by) | Q(team_id__in=leads)  # as permissions.may_withdraw says of one
    waiting = handovers.filter(able, accepted_at=None, declined_at=None)
    found = list(waiting.select_related("team", "enrolment__team", "enrolment__participant"))
    touched = {one.enrolment_id for one in found}
    Handover.objects.filter(pk__in=[one.pk for one in found]).update(declined_at=timezone.now(), withdrawn_by=by)
    settle_all([one.enrolment for one in found], "handover")
    _settle_batches(found)
    register.update(touched)
    return touched


@transaction.atomic
def accept_handover(*, handover: Handover, by: User, meeting: FirstMeeting | None = None) -> HandlerAssignment:
    """The receiver takes over today; continuity counts from now, and what is left of the checklist goes on. Raises
    ActionError for anybody else, and when it has been answered."""
    if by.pk != handover.to_user_id:
        raise ActionError(_("Bara den som fick frågan kan ta emot."))
    _unanswered(handover)
    running = running_primary(handover.enrolment)
    handover.refresh_from_db(fields=["checklist"])
    handover.accepted_at = timezone.now()
    handover.due_on = working_days.after(timezone.localdate(), DAYS_TO_ANSWER)
    if (running is not None and running.user_id == by.pk) or set(handover.checklist) >= ALL_POINTS:
        handover.done_at = handover.accepted_at
    handover.save(update_fields=["accepted_at", "due_on", "done_at"])
    _answered(handover)
    if handover.batch:
        _tell_when_all_have_answered(handover)
    else:
        _tell_those_who_asked(handover, _lazy("Din kollega har tagit över en deltagare från dig"))
    if meeting is not None:
        about = _("Första mötet med ny handledare")
        book_meeting(
            enrolment=handover.enrolment,
            starts_at=meeting.starts_at,
            with_user=by,
            by=by,
            place=meeting.place,
            about=about,
        )
    return assign_handler(enrolment=handover.enrolment, user=by, by=by)


def _answered(handover: Handover) -> None:
    """What the receiver was told is done with."""
    settle(handover.enrolment, "handover")
    _settle_batches([handover])


def _unanswered(handover: Handover) -> None:
    """Locks the enrolment. Raises ActionError when the question has been answered, perhaps a moment ago."""
    locked(handover.enrolment)
    if not Handover.objects.filter(pk=handover.pk, accepted_at=None, declined_at=None).exists():
        raise ActionError(_("Frågan är redan besvarad."))


def _tell_when_all_have_answered(handover: Handover) -> None:
    """Whoever distributed many hears of it once, and of each no as it comes."""
    by = handover.proposed_by_id
    if by is None or by == handover.to_user_id or _waiting(team_id=handover.team_id, batch=handover.batch).exists():
        return
    page, title = _batch_page(handover.team, handover.batch), _lazy("Alla har svarat på frågorna om att ta över")
    notices.tell(user_id=by, kind="handover", title=title, url=page, team_id=handover.team_id)


def _tell_those_who_asked(handover: Handover, title: Any) -> None:
    """The one who is handler until the answer, and the one who asked, once each."""
    for user in {handover.from_user, handover.proposed_by} - {handover.to_user}:
        if user is not None:
            tell(user, handover.enrolment, "handover", title)


@transaction.atomic
def decline_handover(*, handover: Handover, by: User, reason: str = "") -> None:
    """The handler stays. Raises ActionError for anybody but who was asked, and when it has been answered."""
    if by.pk != handover.to_user_id:
        raise ActionError(_("Bara den som fick frågan kan svara nej."))
    _unanswered(handover)
    handover.declined_at, handover.decline_reason = timezone.now(), reason
    handover.save(update_fields=["declined_at", "decline_reason"])
    _answered(handover)
    _tell_those_who_asked(handover, _lazy("Din kollega kan inte ta över en deltagare"))
    if handover.batch:
        _tell_when_all_have_answered(handover)
    register.update([handover.enrolment_id])


@transaction.atomic
def withdraw_handover(*, handover: Handover, by: User) -> None:
    """Whoever asked, the handler it is about or a leader takes it back; nobody has to answer any more. Raises ActionError
    for others, and when it has been answered."""
    if by.pk not in {handover.proposed_by_id, handover.from_user_id} and by not in _leaders(handover.team_id):
        raise ActionError(_("Bara den som frågade, handledaren eller processledaren kan ta tillbaka frågan."))
    _unanswered(handover)
    handover.declined_at, handover.withdrawn_by = timezone.now(), by
    handover.save(update_fields=["declined_at", "withdrawn_by"])
    _answered(handover)
    register.update([handover.enrolment_id])


@transaction.atomic
def tick(*, handover: Handover, point: HandoverPoint, is_done: bool, by: User) -> None:
    """A point of the checklist. The handover is done when all are and the receiver has said yes. Raises ActionError for
    one that ended without a change."""
    locked(handover.enrolment)
    handover.refresh_from_db(fields=["checklist", "accepted_at", "declined_at", "done_at"])
    if handover.declined_at is not None:
        raise ActionError(_("Överlämningen blev inte av."))
    done = {key: day for key, day in handover.checklist.items() if key != point}
    if is_done:
        done[point.value] = timezone.localdate().isoformat()
    handover.checklist = done
    is_over = handover.accepted_at is not None and set(done) >= ALL_POINTS
    handover.done_at = timezone.now() if is_over else None
    handover.save(update_fields=["checklist", "done_at"])
    register.update([handover.enrolment_id])


@transaction.atomic
def write_words(*, handover: Handover, words: str, by: User) -> None:
    """The leaver's own words to the receiver. Raises ActionError for one that ended without a change."""
    locked(handover.enrolment)
    if not Handover.objects.filter(pk=handover.pk, declined_at=None).update(own_words=words):
        raise ActionError(_("Överlämningen blev inte av."))


@transaction.atomic
def record_asked(*, handover: Handover, answer: str, by: User) -> None:
    """What the person said about getting a new handler (AskedAnswer)."""
    handover.asked_answer, handover.asked_on, handover.asked_by = answer, timezone.localdate(), by
    handover.save(update_fields=["asked_answer", "asked_on", "asked_by"])


@transaction.atomic
def record_wish(*, enrolment: Enrolment, words: str, by: User | None) -> HandlerWish:
    """The person would like another handler; `by` is None when they say so themselves. The leaders who see the person are told. Raises ActionError when a wish
    waits already."""
    locked(enrolment)
    if HandlerWish.objects.filter(enrolment=enrolment, settled_on=None).exists():
        raise ActionError(_("Önskemålet finns redan."))
    made = HandlerWish.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        words=words,
        recorded_by=by,
    )
    for leader in _leaders(enrolment.team_id):
        if by is None or leader.pk != by.pk:
            tell(leader, enrolment, "wish", _lazy("En deltagare vill byta handledare"))
    return made


@transaction.atomic
def settle_wish(*, wish: HandlerWish, by: User) -> None:
    """Talked through with the person, whatever came of it."""
    wish.settled_on, wish.settled_by = timezone.localdate(), by
    wish.save(update_fields=["settled_on", "settled_by"])
    settle(wish.enrolment, "wish")


def _leaders(team_id: int) -> list[User]:
    members = Membership.objects.running().filter(team_id=team_id, role=Role.LEADER).select_related("user")
    return [member.user for member in members.order_by("started_on", "pk")]


def _stand_as_contact(user_id: int, team_id: int, by_id: int | None) -> None:
    """Their people who wait for somebody's yes have their co-handler to turn to meanwhile, else a leader."""
    leaders = [leader.pk for leader in sorted(_leaders(team_id), key=lambda leader: leader.pk != by_id)]
    waiting = list(_waiting(team_id=team_id, from_user_id=user_id))
    helping = contacts([handover.enrolment_id for handover in waiting])
    knows = knowing(team_id, [handover.participant_id for handover in waiting])
    for handover in waiting:
        first = [helping[handover.enrolment_id]] if handover.enrolment_id in helping else []
        able = (one for one in (*first, *leaders) if one != user_id and one in knows[handover.participant_id])
        handover.contact_id = next(able, None)
    Handover.objects.bulk_update(waiting, ["contact"])


@transaction.atomic
def leave_team(*, user_id: int, team_id: int, by_id: int | None) -> None:
    """Ends everything a colleague handles in a team, from today: their people stand without handler (NO_HANDLER) until
    somebody is chosen, and a question to take over that nobody is left to answer counts as a no.

    In the team's own scope: whoever ends the membership may not know of all of them.
    """
    today = timezone.localdate()
    with enter(Scope(Kind.RUN, user_id=by_id, team_id=team_id)):
        theirs = HandlerAssignment.objects.filter(team_id=team_id, user_id=user_id)
        asked = Handover.objects.filter(team_id=team_id, to_user_id=user_id, accepted_at=None, declined_at=None)
        about = Q(pk__in=theirs.values("enrolment")) | Q(pk__in=asked.values("enrolment"))
        # The enrolments first, as every other action here does: two that meet wait instead of stopping each other.
        list(Enrolment.objects.filter(about).order_by("pk").select_for_update(of=("self",), no_key=True))
        touched = set()
        for assignment in theirs.filter(Q(ended_on=None) | Q(ended_on__gt=today)).select_for_update(no_key=True):
            assignment.ended_on, assignment.end_reason = max(today, assignment.started_on), HandlerEnd.LEFT_TEAM
            assignment.save(update_fields=["ended_on", "end_reason"])
            touched.add(assignment.enrolment_id)
        _stand_as_contact(user_id, team_id, by_id)
        for handover in asked.select_related("enrolment__team", "enrolment__participant", "from_user", "proposed_by"):
            decline_handover(handover=handover, by=handover.to_user)
        register.update(touched)
        feed.record(team_id=team_id, subject_type="enrolment", subject_ids=sorted(touched), kind="handler")
