"""What each deed for many does, whom it leaves out, and how it is taken back. One registry: DEEDS.

The enrolments given are open, locked and seen by who acts. Every deed asks the same number of statements for ten people
as for two hundred. Those about handlers stand in actions.handing.
"""

from collections.abc import Sequence

from django.db.models import Q

from accounts.models import User
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions import handing, standing_in
from participants.actions.for_many import Sorted, Values, Work, bound, day_of, edit_of, ids_of, known_of
from participants.enums import Deed, Focus
from participants.models import Attendance, BulkBatch, BulkEdit, Enrolment, EnrolmentTag, Intervention, Tag, Task

STEP = ("next_step", "next_step_by", "next_step_user_id", "next_step_who", "next_step_on")
STEP_CELLS = ("steg", "nar", "vem")  # what stood there to make out is gone with the old step


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
        setattr(enrolment, name, day_of(step[name]) if name == "next_step_on" else step[name])
    kept = {key: text for key, text in enrolment.unread.items() if key not in STEP_CELLS}
    enrolment.unread = kept | step.get("unread", {})


def _save_steps(enrolments: Sequence[Enrolment]) -> None:
    Enrolment.objects.bulk_update(enrolments, [*STEP, "unread"])
    register.update(ids_of(enrolments))


def _carry_step(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    edits, changed = [], []
    for part, enrolments in found.does.items():
        for enrolment in enrolments:
            before = _stands(enrolment)
            _put(enrolment, values)
            edits.append(edit_of(batch, enrolment, part, before=before, after=_stands(enrolment)))
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
    known, found = known_of(enrolments, values["owner"]), Sorted()
    for enrolment in enrolments:
        if enrolment.participant_id in known:
            found.does["done"].append(enrolment)
        else:
            found.left["cannot"] += 1
    return found


def _carry_task(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    fields = {"title": values["title"], "owner_id": values["owner"], "due_on": day_of(values["due_on"])}
    enrolments = found.does["done"]
    made = Task.objects.bulk_create(Task(**bound(e), **fields, created_by_id=batch.by_id) for e in enrolments)
    return [edit_of(batch, e, "done", made_id=one.pk, after=values) for e, one in zip(enrolments, made, strict=True)]


def _back_task(edits: Sequence[BulkEdit], by: User) -> set[int]:
    untouched = {
        task.pk
        for task in Task.objects.filter(pk__in=[edit.made_id for edit in edits], done_at=None)
        for edit in edits
        if edit.made_id == task.pk
        and (task.title, task.owner_id, task.due_on)
        == (edit.after["title"], edit.after["owner"], day_of(edit.after["due_on"]))
    }
    Task.objects.filter(pk__in=untouched).delete()
    return {edit.pk for edit in edits if edit.made_id not in untouched}


def _sort_intervention(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    """Who has the very same at the same time is left out; of health nobody is told whether somebody has it."""
    found, have = Sorted(), set()
    if values["focus"] != Focus.HEALTH:
        same = Intervention.objects.filter(enrolment_id__in=ids_of(enrolments), title__iexact=values["title"])
        on = same.filter(Q(planned_end_on=None) | Q(planned_end_on__gte=day_of(values["starts_on"])), ended_on=None)
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
    days = {name: day_of(values[name]) for name in ("starts_on", "planned_end_on")}
    return {name: values[name] for name in PLANNED} | days


def _carry_intervention(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    enrolments, fields = found.does["done"], _planned(values)
    made = Intervention.objects.bulk_create(
        Intervention(**bound(e), **fields, created_by_id=batch.by_id) for e in enrolments
    )
    register.update(ids_of(enrolments))
    return [edit_of(batch, e, "done", made_id=one.pk) for e, one in zip(enrolments, made, strict=True)]


def _back_intervention(edits: Sequence[BulkEdit], by: User) -> set[int]:
    """One that somebody has changed, ended or written in since stays, and one with hours, which the team's own scope
    sees whoever asks."""
    fields = _planned(edits[0].batch.values)
    left = {"ended_on": None, "end_reason": "", "note": "", "why_alone": "", "hours_per_week": None}
    mine = Intervention.objects.filter(pk__in=[edit.made_id for edit in edits], **fields, **left)
    untouched = set(mine.values_list("pk", flat=True))
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=edits[0].team_id)):
        untouched -= set(
            Attendance.objects.filter(intervention__in=untouched).values_list("intervention_id", flat=True)
        )
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
        EnrolmentTag(**bound(e), tag_id=values["tag"], by_id=batch.by_id) for e in enrolments
    )
    register.update(ids_of(enrolments))
    return [edit_of(batch, e, "done", after={"tag": values["tag"]}) for e in enrolments]


def _carry_untag(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    enrolments = found.does["done"]
    EnrolmentTag.objects.filter(enrolment__in=enrolments, tag_id=values["tag"]).delete()
    register.update(ids_of(enrolments))
    return [edit_of(batch, e, "done", before={"tag": values["tag"]}) for e in enrolments]


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
    Deed.HANDLER: handing.ONE_FOR_ALL,
    Deed.SPREAD: handing.SPREAD,
    Deed.STAND_IN: standing_in.STAND_IN,
    Deed.STEP: Work(_sort_step, _carry_step, _back_step),
    Deed.TASK: Work(_sort_task, _carry_task, _back_task),
    Deed.INTERVENTION: Work(_sort_intervention, _carry_intervention, _back_intervention),
    Deed.TAG: Work(_sort_tag, _carry_tag, _back_tag),
    Deed.UNTAG: Work(_sort_untag, _carry_untag, _back_untag),
}
