"""What has happened with a person's CVs."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Group, TimelineEntry
from core.scope import Kind, Scope
from cvbuilder.models import CVVersion


def entries(
    participant_id: int, scope: Scope, before: datetime | None, limit: int, group: Group | None = None
) -> list[TimelineEntry]:
    """Every CV that became a file, newest first. One query. For staff only."""
    if scope.kind != Kind.MEMBER or group not in (None, Group.CV):
        return []
    found = CVVersion.objects.visible_to(scope).filter(participant_id=participant_id, rendered_at__isnull=False)
    if before is not None:
        found = found.filter(rendered_at__lt=before)
    rows = found.select_related("cv", "made_by", "participant", "team").defer("content").order_by("-rendered_at", "-pk")
    return [
        TimelineEntry(
            at=timezone.localtime(row.rendered_at),
            kind=_("Cv"),
            text=_("Cv som pdf: %(title)s") % {"title": row.cv.title},
            by=row.made_by.name if row.made_by else "",
            url=reverse("cvbuilder:edit", args=[row.team.slug, row.participant.public_id, row.cv.public_id]),
        )
        for row in rows[:limit]
    ]
