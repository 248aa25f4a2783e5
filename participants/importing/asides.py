"""What the import laid aside, on the person's page: for those who may read it, until a human has been through it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from core.scope import Scope
from participants import permissions
from participants.enums import RemarkKind
from participants.models import Participant, RestrictedRemark
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


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """For core.registry.panels. Two queries when there is something, none when the page knows there is not."""
    if not getattr(participant, "has_remarks", True):
        return None
    found = readable(participant, scope)
    words = [(remark, RemarkKind(remark.kind).label) for remark in found]
    return {"remarks": words} if words else None


def review(*, remark: RestrictedRemark, by: User) -> None:
    """Somebody has been through it; it is not asked for again."""
    remark.reviewed_at, remark.reviewed_by = timezone.now(), by
    remark.save(update_fields=["reviewed_at", "reviewed_by"])
