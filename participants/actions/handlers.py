"""The same handler throughout (seed 003): assign, correct, co-handler and stand-in; none is allowed and shown. A change
with the receiver's yes stands in actions.handover."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from core import feed, notices
from participants import register
from participants.actions.access import may_know
from participants.actions.errors import ActionError
from participants.enums import HandlerEnd, HandlerKind, RemarkKind
from participants.models import Enrolment, HandlerAssignment, Handover, RestrictedRemark

CORRECTION_DAYS = 14  # how long a wrong assignment may be corrected instead of handed over
_NEW_TITLES = {
    HandlerKind.PRIMARY: _lazy("Du är ny handledare för en deltagare"),
    HandlerKind.CO: _lazy("Du är ny medhandledare för en deltagare"),
    HandlerKind.STAND_IN: _lazy("Du är vikarie för en handledare"),
}


def locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it stands now, locked: whoever acts on the same one waits until this transaction has ended."""
    return Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)


@transaction.atomic
def assign_handler(
    *,
    enrolment: Enrolment,
    user: User,
    by: User | None,
    on: date | None = None,
    kind: str = HandlerKind.PRIMARY,
    replaces: bool = True,
) -> HandlerAssignment:
    """Makes `user` handler from a day (today). A running primary handler is replaced: use `propose_handover` when the
    receiver should accept first. Raises ActionError when the enrolment has ended, the user is not in the team or must
    not know of the person, or `replaces` is False and a colleague was made handler in between."""
    if not locked(enrolment).is_open:
        raise ActionError(_("Inskrivningen är avslutad."))
    if not user.memberships.running().filter(team_id=enrolment.team_id).exists():
        raise ActionError(_("Personen är inte med i teamet längre."))
    if not may_know(user, enrolment.participant):
        raise ActionError(_("Kollegan kan inte vara handledare för just den här personen. Välj någon annan."))
    day = max(on or timezone.localdate(), enrolment.started_on)
    if kind == HandlerKind.PRIMARY:
        running = running_primary(enrolment)
        if running is not None and running.user_id == user.pk:
            register.update([enrolment.pk])  # a handover to whoever is handler already has been answered
            return running
        if running is not None and not replaces:
            raise ActionError(_("Någon hann före: %(name)s är handledare nu.") % {"name": running.user.name})
        if running is not None:
            day = max(day, running.started_on)
            running.ended_on, running.end_reason = day, HandlerEnd.REPLACED
            running.save(update_fields=["ended_on", "end_reason"])
    made = HandlerAssignment.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        user=user,
        kind=kind,
        started_on=day,
        created_by=by,
    )
    register.update([enrolment.pk])
    feed.record(team_id=enrolment.team_id, subject_type="enrolment", subject_ids=[enrolment.pk], kind="handler")
    if by is not None and by.pk != user.pk:
        tell(user, enrolment, "handler", _NEW_TITLES[HandlerKind(kind)])
    tell_of_remarks(user, [enrolment])
    return made


def tell_of_remarks(user: User, enrolments: Sequence[Enrolment]) -> None:
    """What an import laid aside for a human waits for the handler: a new one is told that there is something, not what."""
    waiting = RestrictedRemark.objects.filter(enrolment__in=enrolments, reviewed_at=None)
    ids = set(waiting.exclude(kind=RemarkKind.PROTECTION).values_list("enrolment_id", flat=True))
    for enrolment in enrolments:
        if enrolment.pk in ids:
            tell(user, enrolment, "aside", _lazy("Något från det gamla arket väntar på att du läser det"))


def tell(user: User, enrolment: Enrolment, kind: str, title: Any, url: str = "") -> None:
    """A notice to a colleague about an enrolment; the title names nobody, since it may go by mail. Nothing to one who must
    not know of the person, or no longer: the address alone would tell that there is somebody."""
    if not may_know(user, enrolment.participant):
        return
    notices.tell(user_id=user.pk, kind=kind, title=title, url=url or page_of(enrolment), team_id=enrolment.team_id)


def settle(enrolment: Enrolment, *kinds: str) -> None:
    """What colleagues were told of the person under these kinds is done with: nobody has to open it any more."""
    notices.settle(team_id=enrolment.team_id, url=page_of(enrolment), kinds=kinds)


def settle_all(enrolments: Sequence[Enrolment], *kinds: str) -> None:
    """`settle` for many of one team, in one statement."""
    if enrolments:
        urls = [page_of(enrolment) for enrolment in enrolments]
        notices.settle_all(team_id=enrolments[0].team_id, urls=urls, kinds=kinds)


def page_of(enrolment: Enrolment) -> str:
    """The person's page. Needs team and participant loaded."""
    return reverse("participants:detail", args=[enrolment.team.slug, enrolment.participant.public_id])


@transaction.atomic
def end_assignment(*, assignment: HandlerAssignment, on: date, by: User) -> None:
    """`on` is the first day without. For co-handlers and stand-ins; a primary handler is replaced, not ended."""
    assignment.ended_on, assignment.end_reason = max(on, assignment.started_on), HandlerEnd.TIME
    assignment.save(update_fields=["ended_on", "end_reason"])
    register.update([assignment.enrolment_id])
    feed.record(
        team_id=assignment.team_id, subject_type="enrolment", subject_ids=[assignment.enrolment_id], kind="handler"
    )


def running_primary(enrolment: Enrolment) -> HandlerAssignment | None:
    """Locked, None when nobody is."""
    return (
        HandlerAssignment.objects.select_for_update()
        .filter(enrolment=enrolment, kind=HandlerKind.PRIMARY, ended_on=None)
        .first()
    )


@transaction.atomic
def correct_assignment(*, enrolment: Enrolment, user: User, by: User) -> HandlerAssignment:
    """The wrong colleague was made handler: `user` is, from the same day, and nothing counts as a change. Raises
    ActionError without a handler, after CORRECTION_DAYS, and for one who said yes to a handover: that was no slip."""
    locked(enrolment)
    wrong = running_primary(enrolment)
    if wrong is None or wrong.user_id == user.pk:
        raise ActionError(_("Det finns inget att rätta."))
    if (timezone.localdate() - wrong.started_on).days > CORRECTION_DAYS:
        raise ActionError(_("Det har gått för lång tid för en rättelse. Gör en överlämning."))
    if Handover.objects.filter(
        enrolment=enrolment, to_user=wrong.user, accepted_at__date__gte=wrong.started_on
    ).exists():
        raise ActionError(_("Kollegan har själv tackat ja. Gör en överlämning."))
    wrong.ended_on, wrong.end_reason = wrong.started_on, HandlerEnd.MISTAKE
    wrong.save(update_fields=["ended_on", "end_reason"])
    settle(enrolment, "handler")
    before = _replaced_by(wrong)
    if before is None or before.user_id != user.pk:
        return assign_handler(enrolment=enrolment, user=user, by=by, on=wrong.started_on)
    if not may_know(user, enrolment.participant):
        raise ActionError(_("Kollegan kan inte vara handledare för just den här personen. Välj någon annan."))
    before.ended_on, before.end_reason = None, ""  # goes on as if nothing had happened
    before.save(update_fields=["ended_on", "end_reason"])
    register.update([enrolment.pk])
    return before


def contacts(enrolment_ids: Sequence[int]) -> dict[int, int]:
    """By enrolment without a primary handler: the co-handler or stand-in of today who knows the person, the co-handler
    before, the longest first. One statement."""
    today = timezone.localdate()
    helping = HandlerAssignment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), enrolment_id__in=enrolment_ids, started_on__lte=today
    ).exclude(kind=HandlerKind.PRIMARY)
    found: dict[int, int] = {}
    for enrolment_id, user_id in helping.order_by("kind", "started_on", "pk").values_list("enrolment_id", "user_id"):
        found.setdefault(enrolment_id, user_id)
    return found


def _replaced_by(assignment: HandlerAssignment) -> HandlerAssignment | None:
    """The primary handler whose time ended the day `assignment` began, and who is still in the team."""
    found = HandlerAssignment.objects.filter(
        enrolment_id=assignment.enrolment_id,
        kind=HandlerKind.PRIMARY,
        end_reason=HandlerEnd.REPLACED,
        ended_on=assignment.started_on,
    ).select_related("user")
    before = found.order_by("-started_on", "-pk").first()
    if before is None or not before.user.memberships.running().filter(team_id=assignment.team_id).exists():
        return None
    return before
