"""Stand-ins while a colleague is away: chosen for many in one batch (Deed.STAND_IN), following the colleague's days, ending
by themselves when the colleague is back. A stand-in is no change of handler (seed 003)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Absence, Team, User
from core import feed, notices
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions.for_many import Sorted, Values, Work, bound, edit_of, ids_of
from participants.enums import HandlerEnd, HandlerKind
from participants.models import BulkBatch, BulkEdit, Enrolment, HandlerAssignment
from participants.queries.absences import covering
from participants.sight import knowing

# Values are {"to": {enrolment id as text: user id}, "absence": its id}.


def _sort(enrolments: Sequence[Enrolment], values: Values) -> Sorted:
    found = Sorted()
    absence = Absence.objects.select_related("membership").filter(pk=values["absence"]).first()
    if not enrolments or absence is None or absence.back_on <= timezone.localdate():
        return found
    held = HandlerAssignment.objects.filter(
        enrolment__in=enrolments, kind=HandlerKind.PRIMARY, ended_on=None, user_id=absence.membership.user_id
    )
    theirs = set(held.values_list("enrolment_id", flat=True))
    has = set(covering(absence).filter(enrolment__in=enrolments).values_list("enrolment_id", flat=True))
    knows = knowing(enrolments[0].team_id, [enrolment.participant_id for enrolment in enrolments])
    for enrolment in enrolments:
        to = values["to"].get(str(enrolment.pk))
        if enrolment.pk not in theirs or to not in knows[enrolment.participant_id] or to == absence.membership.user_id:
            found.left["cannot"] += 1
        elif enrolment.pk in has:
            found.left["already"] += 1
        else:
            found.does["done"].append(enrolment)
    return found


def _carry(found: Sorted, values: Values, batch: BulkBatch) -> list[BulkEdit]:
    absence, given = Absence.objects.get(pk=values["absence"]), found.does["done"]
    first = max(absence.starts_on, timezone.localdate())
    made = HandlerAssignment.objects.bulk_create(
        HandlerAssignment(
            **bound(enrolment),
            user_id=values["to"][str(enrolment.pk)],
            kind=HandlerKind.STAND_IN,
            started_on=first,
            ended_on=absence.back_on,
            end_reason=HandlerEnd.TIME,
            absence=absence,
            created_by_id=batch.by_id,
        )
        for enrolment in given
    )
    _changed(batch.team_id, ids_of(given))
    url, title = page_of(absence, batch.team), _lazy("Du är vikarie för en kollegas deltagare")
    for user_id in sorted({one.user_id for one in made} - {batch.by_id}):
        notices.tell(user_id=user_id, kind="handler", title=title, url=url, team_id=batch.team_id)
    return [edit_of(batch, one, "done", made_id=each.pk) for one, each in zip(given, made, strict=True)]


def page_of(absence: Absence, team: Team) -> str:
    """Who stands in for whom in these days."""
    return reverse("participants:stand_ins", args=[team.slug, absence.public_id])


def _back(edits: Sequence[BulkEdit], by: User) -> set[int]:
    """Those that nobody has ended or moved since are as if they had never been."""
    made = {edit.made_id: edit for edit in edits if edit.made_id}
    rows = HandlerAssignment.objects.filter(pk__in=list(made), absence__isnull=False, ended_on=F("absence__back_on"))
    mine = list(rows.values_list("pk", flat=True))
    HandlerAssignment.objects.filter(pk__in=mine).delete()
    if mine:
        _changed(edits[0].team_id, [made[pk].enrolment_id for pk in mine])
    return {edit.pk for edit in edits if edit.made_id not in mine}


STAND_IN = Work(_sort, _carry, _back)


def _changed(team_id: int, enrolment_ids: Sequence[int]) -> None:
    register.update(enrolment_ids)
    feed.record(team_id=team_id, subject_type="enrolment", subject_ids=sorted(enrolment_ids), kind="handler")


@transaction.atomic
def end_stand_in(*, assignment: HandlerAssignment, by: User) -> None:
    """From today; as if it had never been when it has not begun."""
    _end(HandlerAssignment.objects.filter(pk=assignment.pk))
    _changed(assignment.team_id, [assignment.enrolment_id])


def _end(rows: QuerySet[HandlerAssignment]) -> None:
    today = timezone.localdate()
    rows.filter(started_on__gte=today).delete()
    rows.filter(started_on__lt=today, ended_on__gt=today).update(ended_on=today, end_reason=HandlerEnd.TIME)


def follow(*, absence: Absence, back_before: date, by_id: int) -> None:
    """For core.registry.away: the colleague's days are others, and so are the stand-ins'. Those somebody has ended
    otherwise stay as they are. In the team's own scope: whoever is away may be closed to some of the people."""
    today = timezone.localdate()
    with enter(Scope(Kind.RUN, user_id=by_id, team_id=absence.team_id)):
        rows = HandlerAssignment.objects.filter(absence=absence, ended_on=back_before, ended_on__gte=today)
        ids = list(rows.values_list("enrolment_id", flat=True))
        keys = list(rows.values_list("pk", flat=True))
        mine = HandlerAssignment.objects.filter(pk__in=keys)
        mine.filter(started_on__gt=today).update(started_on=max(absence.starts_on, today))
        mine.update(ended_on=Greatest(F("started_on"), absence.back_on), end_reason=HandlerEnd.TIME)
        if ids:
            _changed(absence.team_id, ids)


def stop(*, absence: Absence, by_id: int) -> None:
    """For core.registry.away: the colleague is not away after all."""
    with enter(Scope(Kind.RUN, user_id=by_id, team_id=absence.team_id)):
        rows = HandlerAssignment.objects.filter(absence=absence)
        ids = list(rows.values_list("enrolment_id", flat=True))
        _end(rows)
        HandlerAssignment.objects.filter(absence=absence).update(absence=None)
        if ids:
            _changed(absence.team_id, ids)
        notices.settle(team_id=absence.team_id, url=page_of(absence, absence.team), kinds=["handler"])
