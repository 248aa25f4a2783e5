"""What each deed for many does, whom it leaves out, and how it is taken back. One registry: DEEDS.

The enrolments given are open, locked and seen by who acts. Every deed asks the same number of statements for ten people
as for two hundred, but for handovers, which are proposed one by one by their own action.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from core import feed, notices
from participants import register
from participants.actions.access import known_to
from participants.actions.handlers import settle
from participants.actions.handover import propose_handover
from participants.enums import Deed, Focus, HandlerKind
from participants.models import (
    BulkBatch,
    BulkEdit,
    Enrolment,
    EnrolmentTag,
    HandlerAssignment,
    Handover,
    Intervention,
    Tag,
    Task,
)

Values = dict[str, Any]  # JSON: ids, texts, days as 2026-11-28
STEP = ("next_step", "next_step_by", "next_step_user_id", "next_step_who", "next_step_on")
STEP_CELLS = ("nar", "vem")  # what stood there to make out is gone with the old step


@dataclass
class Sorted:
    """`does`: by part, the enrolments something happens to. `left`: by reason, how many nothing happens to."""

    does: dict[str, list[Enrolment]] = field(default_factory=lambda: defaultdict(list))
    left: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Work:
    """`sort` says what would happen, `carry` does it and gives the edits (unsaved), `back` takes edits back and returns
    the ids of those that stay because a colleague has gone on since."""

    sort: Callable[[Sequence[Enrolment], Values], Sorted]
    carry: Callable[[Sorted, Values, BulkBatch], list[BulkEdit]]
    back: Callable[[Sequence[BulkEdit], User], set[int]]


def _bound(enrolment: Enrolment) -> dict[str, Any]:
    return {"team_id": enrolment.team_id, "participant_id": enrolment.participant_id, "enrolment": enrolment}


def _edit(batch: BulkBatch, enrolment: Enrolment, part: str, **fields: Any) -> BulkEdit:
    return BulkEdit(**_bound(enrolment), batch=batch, part=part, **fields)


def _ids(enrolments: Iterable[Enrolment]) -> list[int]:
    return [enrolment.pk for enrolment in enrolments]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _known(enrolments: Sequence[Enrolment], user_id: int) -> set[int]:
    if not enrolments:
        return set()
    people = [enrolment.participant_id for enrolment in enrolments]
    return known_to(User.objects.get(pk=user_id), enrolments[0].team_id, people)


# --- handler: at once for those without one, asked for the others -----------------------------------------------------------


def _sort_handler(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    user_id, ids, found = values["user"], _ids(enrolments), Sorted()
    primary = HandlerAssignment.objects.filter(enrolment_id__in=ids, kind=HandlerKind.PRIMARY, ended_on=None)
    running = dict(primary.values_list("enrolment_id", "user_id"))
    asked = set(_open_handovers(ids).values_list("enrolment_id", flat=True))
    known = _known(enrolments, user_id)
    for enrolment in enrolments:
        if enrolment.participant_id not in known:
            found.left["cannot"] += 1
        elif running.get(enrolment.pk) == user_id:
            found.left["already"] += 1
        elif enrolment.pk in asked:
            found.left["waits"] += 1
        else:
            found.does["asked" if enrolment.pk in running else "assigned"].append(enrolment)
    return found


def _open_handovers(ids: Sequence[int]) -> Any:
    return Handover.objects.filter(enrolment_id__in=ids, accepted_at=None, declined_at=None)


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
            **_bound(e),
            user=user,
            kind=HandlerKind.PRIMARY,
            started_on=max(today, e.started_on, until.get(e.pk, today)),
            created_by_id=batch.by_id,
        )
        for e in given
    )
    edits = [_edit(batch, e, "assigned", made_id=one.pk) for e, one in zip(given, made, strict=True)]
    for enrolment in found.does["asked"]:
        handover = propose_handover(enrolment=enrolment, to=user, by=batch.by)
        edits.append(_edit(batch, enrolment, "asked", made_id=handover.pk))
    if given:
        register.update(_ids(given))
        feed.record(team_id=batch.team_id, subject_type="enrolment", subject_ids=_ids(given), kind="handler")
        if user.pk != batch.by_id:
            title = _lazy("Du är ny handledare för flera deltagare")
            notices.tell(user_id=user.pk, kind="handler", title=title, url=_new_to_me(batch), team_id=batch.team_id)
    return edits


def _new_to_me(batch: BulkBatch) -> str:
    """Its own address for each batch, so that what was told is settled with it."""
    return f"{reverse('participants:register', args=[batch.team.slug])}?urval=nya-for-mig&bunt={batch.public_id}"


def _back_handler(edits: Sequence[BulkEdit], by: User) -> set[int]:
    assigned = {edit.made_id or 0: edit for edit in edits if edit.part == "assigned"}
    asked = {edit.made_id or 0: edit for edit in edits if edit.part == "asked"}
    busy = _open_handovers([edit.enrolment_id for edit in assigned.values()]).values("enrolment_id")
    mine = HandlerAssignment.objects.filter(pk__in=assigned, ended_on=None).exclude(enrolment_id__in=busy)
    taken = set(mine.values_list("enrolment_id", flat=True))
    HandlerAssignment.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).delete()
    waiting = Handover.objects.filter(pk__in=asked, accepted_at=None, declined_at=None)
    for handover in waiting.select_related("enrolment__team", "enrolment__participant"):
        settle(handover.enrolment, "handover")
        taken.add(handover.enrolment_id)
    waiting.delete()
    if taken:
        register.update(taken)
        feed.record(team_id=edits[0].team_id, subject_type="enrolment", subject_ids=sorted(taken), kind="handler")
    stays = {edit.pk for edit in edits if edit.enrolment_id not in taken}
    if not stays & {edit.pk for edit in assigned.values()}:
        batch = edits[0].batch
        notices.settle(team_id=batch.team_id, url=_new_to_me(batch), kinds=["handler"])
    return stays


# --- next step · who · when ---------------------------------------------------------------------------------------------------


def _sort_step(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    found = Sorted()
    for enrolment in enrolments:
        if enrolment.next_step and values.get("only_empty"):
            found.left["has_step"] += 1
        else:
            found.does["replaced" if enrolment.next_step else "done"].append(enrolment)
    return found


def _stands(enrolment: Enrolment) -> Values:
    """The step as JSON, with what stood there to make out."""
    step = {name: getattr(enrolment, name) for name in STEP}
    step["next_step_on"] = enrolment.next_step_on.isoformat() if enrolment.next_step_on else None
    return step | {"unread": {key: enrolment.unread[key] for key in STEP_CELLS if key in enrolment.unread}}


def _put(enrolment: Enrolment, step: Values) -> None:
    for name in STEP:
        setattr(enrolment, name, _day(step[name]) if name == "next_step_on" else step[name])
    kept = {key: text for key, text in enrolment.unread.items() if key not in STEP_CELLS}
    enrolment.unread = kept | step.get("unread", {})


def _save_steps(enrolments: Sequence[Enrolment]) -> None:
    Enrolment.objects.bulk_update(enrolments, [*STEP, "unread"])
    register.update(_ids(enrolments))


def _carry_step(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    edits, changed = [], []
    for part, enrolments in found.does.items():
        for enrolment in enrolments:
            before = _stands(enrolment)
            _put(enrolment, values)
            edits.append(_edit(batch, enrolment, part, before=before, after=_stands(enrolment)))
            changed.append(enrolment)
    _save_steps(changed)
    return edits


def _back_step(edits: Sequence[BulkEdit], by: User) -> set[int]:
    now = {e.pk: e for e in Enrolment.objects.filter(pk__in=[edit.enrolment_id for edit in edits])}
    stays, changed = set(), []
    for edit in edits:
        enrolment = now.get(edit.enrolment_id)
        if enrolment is None or not enrolment.is_open or _stands(enrolment) != edit.after:
            stays.add(edit.pk)
        else:
            _put(enrolment, edit.before)
            changed.append(enrolment)
    _save_steps(changed)
    return stays


# --- task, intervention: something made for each -----------------------------------------------------------------------------


def _sort_task(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    known, found = _known(enrolments, values["owner"]), Sorted()
    for enrolment in enrolments:
        if enrolment.participant_id in known:
            found.does["done"].append(enrolment)
        else:
            found.left["cannot"] += 1
    return found


def _carry_task(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    fields = {"title": values["title"], "owner_id": values["owner"], "due_on": _day(values["due_on"])}
    enrolments = found.does["done"]
    made = Task.objects.bulk_create(Task(**_bound(e), **fields, created_by_id=batch.by_id) for e in enrolments)
    return [_edit(batch, e, "done", made_id=one.pk, after=values) for e, one in zip(enrolments, made, strict=True)]


def _back_task(edits: Sequence[BulkEdit], by: User) -> set[int]:
    untouched = {
        task.pk
        for task in Task.objects.filter(pk__in=[edit.made_id for edit in edits], done_at=None)
        for edit in edits
        if edit.made_id == task.pk
        and (task.title, task.owner_id, task.due_on)
        == (edit.after["title"], edit.after["owner"], _day(edit.after["due_on"]))
    }
    Task.objects.filter(pk__in=untouched).delete()
    return {edit.pk for edit in edits if edit.made_id not in untouched}


def _sort_intervention(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    """Who has the very same at the same time is left out; of health nobody is told whether somebody has it."""
    found, have = Sorted(), set()
    if values["focus"] != Focus.HEALTH:
        same = Intervention.objects.filter(enrolment_id__in=_ids(enrolments), title__iexact=values["title"])
        on = same.filter(Q(planned_end_on=None) | Q(planned_end_on__gte=_day(values["starts_on"])), ended_on=None)
        have = set(
            on.exclude(focus=Focus.HEALTH)
            .exclude(end_reason__in=["cancelled", "mistake"])
            .values_list("enrolment_id", flat=True)
        )
    for enrolment in enrolments:
        if enrolment.pk in have:
            found.left["already"] += 1
        else:
            found.does["done"].append(enrolment)
    return found


PLANNED = ("title", "focus", "activity_id", "provider", "starts_on", "planned_end_on")


def _planned(values: Values) -> Values:
    days = {name: _day(values[name]) for name in ("starts_on", "planned_end_on")}
    return {name: values[name] for name in PLANNED} | days


def _carry_intervention(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    enrolments, fields = found.does["done"], _planned(values)
    made = Intervention.objects.bulk_create(
        Intervention(**_bound(e), **fields, created_by_id=batch.by_id) for e in enrolments
    )
    register.update(_ids(enrolments))
    return [_edit(batch, e, "done", made_id=one.pk) for e, one in zip(enrolments, made, strict=True)]


def _back_intervention(edits: Sequence[BulkEdit], by: User) -> set[int]:
    """One that somebody has changed, ended or written in since stays."""
    fields = _planned(edits[0].batch.values)
    left = {"ended_on": None, "end_reason": "", "note": "", "why_alone": "", "hours_per_week": None}
    mine = Intervention.objects.filter(pk__in=[edit.made_id for edit in edits], **fields, **left)
    untouched = set(mine.values_list("pk", flat=True))
    Intervention.objects.filter(pk__in=untouched).delete()
    register.update(edit.enrolment_id for edit in edits if edit.made_id in untouched)
    return {edit.pk for edit in edits if edit.made_id not in untouched}


# --- tags ---------------------------------------------------------------------------------------------------------------------


def _tagged(enrolments: Sequence[Enrolment], values: Values) -> set[int]:
    rows = EnrolmentTag.objects.filter(enrolment__in=enrolments, tag_id=values["tag"])
    return set(rows.values_list("enrolment_id", flat=True))


def _sort_tag(enrolments: Sequence[Enrolment], values: Values, *, remove: bool = False) -> Sorted:
    found, have = Sorted(), _tagged(enrolments, values)
    for enrolment in enrolments:
        if (enrolment.pk in have) == remove:
            found.does["done"].append(enrolment)
        else:
            found.left["already"] += 1
    return found


def _sort_untag(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    return _sort_tag(enrolments, values, remove=True)


def _carry_tag(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    enrolments = found.does["done"]
    EnrolmentTag.objects.bulk_create(
        EnrolmentTag(**_bound(e), tag_id=values["tag"], by_id=batch.by_id) for e in enrolments
    )
    register.update(_ids(enrolments))
    return [_edit(batch, e, "done", after={"tag": values["tag"]}) for e in enrolments]


def _carry_untag(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    enrolments = found.does["done"]
    EnrolmentTag.objects.filter(enrolment__in=enrolments, tag_id=values["tag"]).delete()
    register.update(_ids(enrolments))
    return [_edit(batch, e, "done", before={"tag": values["tag"]}) for e in enrolments]


def _back_tag(edits: Sequence[BulkEdit], by: User) -> set[int]:
    """A tag somebody has taken away meanwhile is away already."""
    ids = [edit.enrolment_id for edit in edits]
    EnrolmentTag.objects.filter(enrolment_id__in=ids, tag_id=edits[0].after["tag"]).delete()
    register.update(ids)
    return set()


def _back_untag(edits: Sequence[BulkEdit], by: User) -> set[int]:
    """One that somebody has put there again stands there already. A tag taken off the list stays off."""
    tag_id = edits[0].before["tag"]
    if not Tag.objects.filter(pk=tag_id).exists():
        return {edit.pk for edit in edits}
    rows = [
        EnrolmentTag(
            team_id=e.team_id, participant_id=e.participant_id, enrolment_id=e.enrolment_id, tag_id=tag_id, by=by
        )
        for e in edits
    ]
    EnrolmentTag.objects.bulk_create(rows, ignore_conflicts=True)
    register.update(edit.enrolment_id for edit in edits)
    return set()


DEEDS: dict[Deed, Work] = {
    Deed.HANDLER: Work(_sort_handler, _carry_handler, _back_handler),
    Deed.STEP: Work(_sort_step, _carry_step, _back_step),
    Deed.TASK: Work(_sort_task, _carry_task, _back_task),
    Deed.INTERVENTION: Work(_sort_intervention, _carry_intervention, _back_intervention),
    Deed.TAG: Work(_sort_tag, _carry_tag, _back_tag),
    Deed.UNTAG: Work(_sort_untag, _carry_untag, _back_untag),
}
