"""What is done about handlers for many: one colleague for all, or a receiver for each (Deed.SPREAD).

Nobody gets another handler without the receiver's yes: those who have one are asked about, and stay until the answer.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from core import feed, notices
from participants import register
from participants.actions.for_many import Sorted, Values, Work, bound, edit_of, ids_of, known_of
from participants.actions.handlers import tell_of_remarks
from participants.actions.handover import Question, propose_to_many, withdraw_many
from participants.enums import HandlerKind
from participants.models import BulkBatch, BulkEdit, Enrolment, HandlerAssignment, Handover
from participants.queries.handover import have_had_handler
from participants.sight import knowing


def _running(ids: Sequence[int]) -> dict[int, int]:
    """By enrolment: the primary handler."""
    primary = HandlerAssignment.objects.filter(enrolment_id__in=ids, kind=HandlerKind.PRIMARY, ended_on=None)
    return dict(primary.values_list("enrolment_id", "user_id"))


def _open_handovers(ids: Sequence[int]) -> Any:
    return Handover.objects.filter(enrolment_id__in=ids, accepted_at=None, declined_at=None)


# --- one colleague for all: at once for those who never had a handler, asked for the others ------------------------------------------


def _sort_handler(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    user_id, ids, found = values["user"], ids_of(enrolments), Sorted()
    running, asked = _running(ids), set(_open_handovers(ids).values_list("enrolment_id", flat=True))
    known, had = known_of(enrolments, user_id), have_had_handler(ids)
    for enrolment in enrolments:
        if enrolment.participant_id not in known:
            found.left["cannot"] += 1
        elif running.get(enrolment.pk) == user_id:
            found.left["already"] += 1
        elif enrolment.pk in asked:
            found.left["waits"] += 1
        else:
            found.does["asked" if enrolment.pk in had else "assigned"].append(enrolment)
    return found


def _carry_handler(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    user = User.objects.get(pk=values["user"])
    given, today = found.does["assigned"], timezone.localdate()
    until: dict[int, Any] = dict(  # one who ends later than today still has those days
        HandlerAssignment.objects.filter(enrolment__in=given, kind=HandlerKind.PRIMARY, ended_on__gt=today).values_list(
            "enrolment_id", "ended_on"
        )
    )
    made = HandlerAssignment.objects.bulk_create(
        HandlerAssignment(
            **bound(e),
            user=user,
            kind=HandlerKind.PRIMARY,
            started_on=max(today, e.started_on, until.get(e.pk, today)),
            created_by_id=batch.by_id,
        )
        for e in given
    )
    edits = [edit_of(batch, e, "assigned", made_id=one.pk) for e, one in zip(given, made, strict=True)]
    questions = [Question(enrolment, user.pk) for enrolment in found.does["asked"]]
    edits += _asked(questions, batch, "asked")
    if given:
        tell_of_remarks(user, given)
        register.update(ids_of(given))
        feed.record(team_id=batch.team_id, subject_type="enrolment", subject_ids=ids_of(given), kind="handler")
        if user.pk != batch.by_id:
            title = _lazy("Du är ny handledare för flera deltagare")
            notices.tell(user_id=user.pk, kind="handler", title=title, url=_new_to_me(batch), team_id=batch.team_id)
    return edits


def _asked(questions: Sequence[Question], batch: BulkBatch, part: str, **reason: str) -> list[BulkEdit]:
    made = propose_to_many(questions=questions, by=batch.by, batch=batch.public_id, **reason)
    return [
        edit_of(batch, one.enrolment, part, made_id=handover.pk) for one, handover in zip(questions, made, strict=True)
    ]


def _new_to_me(batch: BulkBatch) -> str:
    """Its own address for each batch, so that what was told is settled with it."""
    return f"{reverse('participants:register', args=[batch.team.slug])}?urval=nya-for-mig&bunt={batch.public_id}"


def _back_handler(edits: Sequence[BulkEdit], by: User) -> set[int]:
    assigned = {edit.made_id or 0: edit for edit in edits if edit.part == "assigned"}
    busy = _open_handovers([edit.enrolment_id for edit in assigned.values()]).values("enrolment_id")
    mine = HandlerAssignment.objects.filter(pk__in=assigned, ended_on=None).exclude(enrolment_id__in=busy)
    taken = set(mine.values_list("enrolment_id", flat=True))
    HandlerAssignment.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).delete()
    if taken:
        register.update(taken)
        feed.record(team_id=edits[0].team_id, subject_type="enrolment", subject_ids=sorted(taken), kind="handler")
    stays = {edit.pk for edit in assigned.values() if edit.enrolment_id not in taken}
    if not stays:
        batch = edits[0].batch
        notices.settle(team_id=batch.team_id, url=_new_to_me(batch), kinds=["handler"])
    return stays | _back_asked([edit for edit in edits if edit.part != "assigned"], by)


def _back_asked(edits: Sequence[BulkEdit], by: User) -> set[int]:
    """Questions that nobody has answered are taken back; what was ticked and written in them is kept with them."""
    asked = Handover.objects.filter(pk__in=[edit.made_id for edit in edits])
    taken = withdraw_many(handovers=asked, by=by) if edits else set()
    return {edit.pk for edit in edits if edit.enrolment_id not in taken}


ONE_FOR_ALL = Work(_sort_handler, _carry_handler, _back_handler)


# --- a receiver for each: values are {"to": {enrolment id as text: user id}, "reason_code", "reason"} -------------------------


def _sort_spread(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    ids, found = ids_of(enrolments), Sorted()
    running, asked = _running(ids), set(_open_handovers(ids).values_list("enrolment_id", flat=True))
    if not enrolments:
        return found
    knows = knowing(enrolments[0].team_id, [enrolment.participant_id for enrolment in enrolments])
    for enrolment in enrolments:
        to = values["to"].get(str(enrolment.pk))
        if to is None or to not in knows[enrolment.participant_id]:
            found.left["cannot"] += 1
        elif running.get(enrolment.pk) == to:
            found.left["already"] += 1
        elif enrolment.pk in asked:
            found.left["waits"] += 1
        else:
            found.does["done"].append(enrolment)
    return found


def _carry_spread(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    questions = [Question(enrolment, values["to"][str(enrolment.pk)]) for enrolment in found.does["done"]]
    reason = {"reason_code": values.get("reason_code", ""), "reason": values.get("reason", "")}
    return _asked(questions, batch, "done", **reason)


SPREAD = Work(_sort_spread, _carry_spread, _back_asked)
