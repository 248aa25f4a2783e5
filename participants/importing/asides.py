"""What the import laid aside, on the person's page: for those who may read it, until a human has been through it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import HealthVisibility, Role
from accounts.models import Membership, Team, User
from core import notices
from core.scope import Scope
from participants import permissions
from participants.enums import RemarkKind
from participants.models import HandlerAssignment, Participant, RestrictedRemark
from participants.queries import sees_health


def readable(participant: Participant, scope: Scope) -> list[RestrictedRemark]:
    """Unreviewed remarks the viewer may read and see to. About health: handlers, and the leader where the team has chosen so;
    other sensitive: the leader too; about protection: whoever may see the person at all."""
    if not permissions.may_work(scope):
        return []
    waiting = RestrictedRemark.objects.visible_to(scope).filter(participant=participant, reviewed_at=None)
    found = list(waiting.order_by("pk"))
    if not found:
        return []
    near = bool(sees_health(scope, [participant.pk]))
    may = {
        RemarkKind.PROTECTION: True,
        RemarkKind.HEALTH: near,
        RemarkKind.OTHER: near or scope.role == Role.LEADER,
    }
    return [remark for remark in found if may[RemarkKind(remark.kind)]]


def unopened(people: Collection[int], team: Team) -> set[int]:
    """Those of `people` who wait with words that nobody in the team may open before a handler is assigned."""
    leads = Membership.objects.running().filter(team=team, role=Role.LEADER).exists()
    theirs = [] if leads else [RemarkKind.OTHER]
    if not leads or team.health_visibility != HealthVisibility.HANDLERS_AND_LEADER:
        theirs.append(RemarkKind.HEALTH)
    today = timezone.localdate()
    running = HandlerAssignment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), participant=OuterRef("participant"), started_on__lte=today
    )
    waiting = RestrictedRemark.objects.filter(
        ~Exists(running), participant__in=people, kind__in=theirs, reviewed_at=None
    )
    return set(waiting.values_list("participant_id", flat=True))


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """For core.registry.panels. Two queries when there is something, none when the page knows there is not."""
    if not getattr(participant, "has_remarks", True):
        return None
    found = readable(participant, scope)
    words = [(remark, RemarkKind(remark.kind).label) for remark in found]
    return {"remarks": words} if words else None


def review(*, remark: RestrictedRemark, by: User) -> None:
    """Somebody has been through it; it is not asked for again. The last one settles what the handler was told."""
    remark.reviewed_at, remark.reviewed_by = timezone.now(), by
    with transaction.atomic():
        remark.save(update_fields=["reviewed_at", "reviewed_by"])
        if not RestrictedRemark.objects.filter(enrolment=remark.enrolment_id, reviewed_at=None).exists():
            page = reverse("participants:detail", args=[remark.team.slug, remark.participant.public_id])
            notices.settle(team_id=remark.team_id, url=page, kinds=["aside"])
