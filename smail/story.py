"""The person's merged time line: locked assessments only, and no answer in it."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import Group, TimelineEntry
from core.scope import Scope
from smail.enums import PartEnd, Rater
from smail.models import Assessment, Part


def entries(
    participant_id: int, scope: Scope, before: datetime | None, limit: int, group: Group | None = None
) -> list[TimelineEntry]:
    """The latest `limit` rounds that both parts have ended, before a moment. One statement."""
    if group not in (None, Group.ASSESSMENT):
        return []
    parts = Part.objects.filter(assessment=OuterRef("pk"))
    found = (
        Assessment.objects.visible_to(scope)
        .filter(participant_id=participant_id, locked_at__isnull=False)
        .select_related("team", "participant")
        .annotate(
            halves=ArraySubquery(parts.values(row=JSONObject(rater="rater", ended="ended_as", by="ended_by__name")))
        )
        .order_by("-locked_at")
    )
    if before is not None:
        found = found.filter(locked_at__lt=before)
    return [_entry(each) for each in found[:limit]]


def _entry(assessment: Any) -> TimelineEntry:
    halves = {row["rater"]: row for row in assessment.halves}
    own = halves[Rater.PARTICIPANT]["ended"]
    words = {
        PartEnd.ANSWERED: _("Båda delarna är klara."),
        PartEnd.DECLINED: _("Ville inte svara den här gången. Handledarens del är klar."),
        PartEnd.NOT_OBTAINED: _("Nåddes inte den här gången. Handledarens del är klar."),
    }
    path = reverse("smail:development", args=[assessment.team.slug, assessment.participant.public_id])
    return TimelineEntry(
        at=assessment.locked_at,
        kind=_("Skattning"),
        text=words[PartEnd(own)],
        by=halves[Rater.HANDLER]["by"] or "",
        url=path,
    )
