"""Who has been kept long enough: the list, four eyes, seven days to think again, and the person gone for good."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.enums import Role
from accounts.models import Membership, Team, User
from core import notices, persondata, registry
from core.models import Notice
from core.scope import Kind, Scope, enter, system
from participants.actions.errors import ActionError
from participants.continuity import handler_changes
from participants.enums import (
    GOAL_OUTCOMES,
    DaysEnrolled,
    EnrolmentState,
    ErasureState,
    HandlerEnd,
    HandlerKind,
    HandlerTurns,
    ProtectionLevel,
    RetentionKind,
)
from participants.models import (
    AnonymousOutcome,
    Enrolment,
    Erasure,
    ErasureProtocol,
    HandlerAssignment,
    Intake,
    LegalHold,
    Outcome,
    Participant,
    ProtectedAccess,
    RetentionPolicy,
)
from participants.retention import PERSON_MONTHS, months_after
from participants.sight import knowing

NEW = "retention"  # kind of notice


def months_of(team_id: int) -> int:
    """How many months after the last enrolment the team keeps a person."""
    own = RetentionPolicy.objects.filter(team_id=team_id, kind=RetentionKind.PERSON).values_list("months", flat=True)
    return own.first() or PERSON_MONTHS


@transaction.atomic
def set_policy(*, team: Team, months: int, by: User) -> None:
    """From the next night's list on."""
    RetentionPolicy.objects.update_or_create(
        team=team, kind=RetentionKind.PERSON, defaults={"months": months, "set_by": by}
    )


def due(team_id: int, today: date) -> dict[int, date]:
    """By participant: the day since when the policy has nothing to keep them for. In the team's own scope. Nobody who is
    enrolled, and nobody who is held."""
    months = months_of(team_id)
    held = LegalHold.objects.filter(team_id=team_id, ended_at=None).values("participant_id")
    found = (
        Enrolment.objects.filter(team_id=team_id)
        .exclude(participant_id__in=held)
        .values("participant_id")
        .annotate(last=Max("ended_on"), open=Count("pk", filter=~Q(state=EnrolmentState.ENDED)))
        .filter(open=0, last__lte=months_after(today, -months) + timedelta(days=3))
    )
    days = {row["participant_id"]: months_after(row["last"], months) for row in found}
    return {pk: day for pk, day in days.items() if day <= today}


@transaction.atomic
def renew_list(*, team_id: int, today: date | None = None) -> int:
    """The night's list: those who have become due come, those who are not any more go (returned, held, another policy),
    approved or not. Returns how many are new. In the team's own scope."""
    now_due = due(team_id, today or timezone.localdate())
    Erasure.objects.filter(team_id=team_id).exclude(participant_id__in=now_due).delete()
    listed = set(Erasure.objects.filter(team_id=team_id).values_list("participant_id", flat=True))
    months = months_of(team_id)
    made = Erasure.objects.bulk_create(
        Erasure(team_id=team_id, participant_id=pk, due_on=day, months=months)
        for pk, day in sorted(now_due.items())
        if pk not in listed
    )
    _tell_of_new([one.participant_id for one in made], team_id)
    return len(made)


def _tell_of_new(ids: list[int], team_id: int) -> None:
    """Whoever decides about them, once while it waits: the leaders who see any; of the protected their named managers."""
    if not ids:
        return
    managers = ProtectedAccess.objects.filter(participant_id__in=ids, is_manager=True)
    told = set(managers.exclude(participant__protection_level=ProtectionLevel.NONE).values_list("user_id", flat=True))
    plain = Participant.objects.filter(pk__in=ids, protection_level=ProtectionLevel.NONE).values_list("pk", flat=True)
    seeing = set().union(*knowing(team_id, plain).values())
    leading = Membership.objects.running().filter(team_id=team_id, role=Role.LEADER, user_id__in=seeing)
    url = _page(Team.objects.get(pk=team_id))
    waiting = Notice.objects.filter(team_id=team_id, kind=NEW, url=url, read_at=None).values_list("user_id", flat=True)
    for user_id in sorted((told | set(leading.values_list("user_id", flat=True))) - set(waiting)):
        notices.tell(
            user_id=user_id,
            kind=NEW,
            title=_lazy("Gallring: det finns nya att ta ställning till"),
            url=url,
            team_id=team_id,
        )


def _page(team: Team) -> str:
    return reverse("participants:retention", args=[team.slug])


def _settle_when_none_is_new(team_id: int) -> None:
    with enter(Scope(Kind.RUN, team_id=team_id)):
        if not Erasure.objects.filter(team_id=team_id, state=ErasureState.DUE).exists():
            notices.settle(team_id=team_id, url=_page(Team.objects.get(pk=team_id)), kinds=[NEW])


def _held(ids: Iterable[int], state: ErasureState) -> list[Erasure]:
    rows = Erasure.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(ids), state=state)
    return list(rows.order_by("pk"))


@transaction.atomic
def propose_erasure(*, ids: Iterable[int], by: User) -> int:
    """Returns how many; those somebody has proposed meanwhile stay as they are."""
    found = _held(ids, ErasureState.DUE)
    for one in found:
        one.state, one.proposed_by, one.proposed_at = ErasureState.PROPOSED, by, timezone.now()
        one.stopped_by = one.stopped_at = None
        one.save()
    if found:
        _settle_when_none_is_new(found[0].team_id)
    return len(found)


@transaction.atomic
def approve_erasure(*, ids: Iterable[int], by: User) -> int:
    """They are gone seven days later. Raises ActionError for one's own proposal: another has to look."""
    found = _held(ids, ErasureState.PROPOSED)
    if any(one.proposed_by_id == by.pk for one in found):
        raise ActionError(_("En annan än den som föreslog ska godkänna."))
    for one in found:
        one.state, one.approved_by, one.approved_at = ErasureState.APPROVED, by, timezone.now()
        one.erase_on = timezone.localdate() + timedelta(days=Erasure.DAYS)
        one.save()
    return len(found)


@transaction.atomic
def stop_erasure(*, erasure: Erasure, by: User) -> None:
    """Back to the beginning, whoever had said what. Raises ActionError when it is too late, or was stopped before."""
    stored = Erasure.objects.select_for_update(of=("self",), no_key=True).filter(pk=erasure.pk).first()
    if stored is None or stored.state == ErasureState.DUE:
        raise ActionError(_("Det finns inget att stoppa."))
    _back_to_due(stored)
    stored.stopped_by, stored.stopped_at = by, timezone.now()
    stored.save()


def _back_to_due(erasure: Erasure) -> None:
    erasure.state = ErasureState.DUE
    erasure.proposed_by = erasure.proposed_at = erasure.approved_by = erasure.approved_at = erasure.erase_on = None


@transaction.atomic
def hold_person(*, participant: Participant, reason: str, by: User) -> LegalHold:
    """Kept until somebody ends it; off the list at once."""
    Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    Erasure.objects.filter(participant=participant).delete()
    return LegalHold.objects.create(team_id=participant.team_id, participant=participant, reason=reason, held_by=by)


@transaction.atomic
def release_person(*, hold: LegalHold, by: User) -> None:
    LegalHold.objects.filter(pk=hold.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


@transaction.atomic
def erase_approved(*, erasure_id: int, today: date) -> bool:
    """One person: gone from every table, an anonymous row and a line of the protocol instead. False when it is not to be
    (any more): stopped, held, returned, erased. In the team's own scope; safe to run twice."""
    one = Erasure.objects.select_for_update(of=("self",), no_key=True).filter(pk=erasure_id).first()
    if one is None or one.state != ErasureState.APPROVED or one.erase_on is None or one.erase_on > today:
        return False
    person = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=one.participant_id)
    if person.pk not in due(one.team_id, today):
        one.delete()
        return False
    AnonymousOutcome.objects.create(team_id=one.team_id, **_numbers_of(person))
    with system():
        Notice.objects.filter(team_id=one.team_id, url__contains=person.public_id).delete()
    rows = persondata.erase_person(person)
    signed: dict[str, Any] = {"proposed_by_id": one.proposed_by_id, "approved_by_id": one.approved_by_id}
    line, _new = ErasureProtocol.objects.get_or_create(team_id=one.team_id, day=today, months=one.months, **signed)
    ErasureProtocol.objects.filter(pk=line.pk).update(people=F("people") + 1, rows=F("rows") + rows)
    return True


def _numbers_of(person: Participant) -> Mapping[str, Any]:
    enrolments = list(Enrolment.objects.filter(participant=person, is_mistake=False))
    days = sum((one.ended_on - one.started_on).days for one in enrolments if one.ended_on)
    handlers = HandlerAssignment.objects.filter(participant=person, kind=HandlerKind.PRIMARY).order_by(
        "started_on", "pk"
    )
    turns = handler_changes((one.user_id, one.end_reason == HandlerEnd.MISTAKE) for one in handlers)
    outcomes = list(Outcome.objects.filter(participant=person).order_by("-starts_on").values_list("kind", flat=True))
    reached = next((kind for kind in outcomes if kind in GOAL_OUTCOMES), next(iter(outcomes), ""))
    source = Intake.objects.filter(participant=person).order_by("-received_on").values_list("source_kind", flat=True)
    told: dict[str, Any] = {
        "year": max((one.ended_on.year for one in enrolments if one.ended_on), default=timezone.localdate().year),
        "source": source.first() or "",
        "days": days_class(days),
        "outcome": reached,
        "turns": (HandlerTurns.NONE, HandlerTurns.ONE, HandlerTurns.MORE)[min(turns, 2)],
    }
    for provider in registry.left_behind:
        told |= provider(person)
    return told


def days_class(days: int) -> DaysEnrolled:
    """The class a time with the team falls in."""
    limits = ((90, DaysEnrolled.QUARTER), (180, DaysEnrolled.HALF), (365, DaysEnrolled.YEAR), (730, DaysEnrolled.TWO))
    return next((name for most, name in limits if days <= most), DaysEnrolled.MORE)
