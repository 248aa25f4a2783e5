"""When a colleague was last in a team: what "since you were here" counts from.

A visit ends when nothing has been asked for during VISIT_GAP. `last_visit_at` is the latest request of the visit that
goes on (written now and then, not on every request), `previous_visit_at` the latest of the visit before.
"""

from datetime import datetime, timedelta

from django.db.models import Case, F, Q, When
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Membership

VISIT_GAP = timedelta(minutes=60)
WRITE_EVERY = timedelta(minutes=5)


def note(request: HttpRequest, membership: Membership) -> None:
    """Notes a request of this member's; polls (`X-Poll: 1`) never count. At most one statement, most often none."""
    now = timezone.now()
    last = membership.last_visit_at
    if request.headers.get("X-Poll") == "1" or (last is not None and last > now - WRITE_EVERY):
        return
    if _write(membership, now):
        if last is None or last <= now - VISIT_GAP:
            membership.previous_visit_at = last
        membership.last_visit_at = now
    else:  # another request of the same moment was first
        membership.refresh_from_db(fields=["last_visit_at", "previous_visit_at"])


def _write(membership: Membership, now: datetime) -> int:
    """PostgreSQL looks at the row again after waiting for another's write, so two requests at once make one visit."""
    return (
        Membership.objects.filter(pk=membership.pk)
        .filter(Q(last_visit_at=None) | Q(last_visit_at__lte=now - WRITE_EVERY))
        .update(
            previous_visit_at=Case(
                When(last_visit_at__lte=now - VISIT_GAP, then=F("last_visit_at")), default=F("previous_visit_at")
            ),
            last_visit_at=now,
        )
    )
