"""All that has happened around a person, from every app: narrowed by the address, a page at a time."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, registry
from core.registry import Group, TimelineEntry
from participants.models import Participant
from participants.queries.timeline import is_whole_day
from participants.views.reach import participant_of

FIRST = 20  # events to begin with
MORE = 40  # events on each page after
TEMPLATE = "participants/timeline.html"
WORDS = {
    "": _("Allt"),
    Group.CONTACT: _("Möten och samtal"),
    Group.NOTE: _("Anteckningar"),
    Group.PLAN: _("Insatser och uppgifter"),
    Group.ASSESSMENT: _("Skattningar"),
    Group.EMPLOYER: _("Arbetsgivare"),
    Group.CV: _("Cv"),
    Group.DOCUMENT: _("Dokument"),
    Group.SUPPORT: _("Handledare och inskrivning"),
    Group.CHANGE: _("Ändringar"),
}


class Choice(NamedTuple):
    """A way to narrow: `url` is the story's own address, `page_url` that of the person's page with it chosen."""

    key: str
    label: Any
    url: str
    page_url: str


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def timeline(request: TeamRequest, public_id: str) -> HttpResponse:
    """A page of its own; the part of the person's page; and the fragment that is put under the last event."""
    participant = participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place="participant.timeline")
    before, group = moment(request.GET.get("fore", "")), group_of(request)
    events, older = told(request, participant, before, MORE if before else FIRST, group)
    base = reverse("participants:detail", args=[request.team.slug, public_id])
    context = {
        "participant": participant,
        "events": events,
        "older": older,
        "before": before,
        "group": group or "",
        "groups": _choices(base),
        "alone": not request.htmx or _is_alone(request, base),
        "base": base,
    }
    if request.htmx:
        return render(request, "participants/story.html#events" if before else f"{TEMPLATE}#story", context)
    return render(request, TEMPLATE, context)


def _is_alone(request: TeamRequest, base: str) -> bool:
    """Asked for from the story's own page, whose address is already right."""
    return f"{base}tidslinje/" in (request.htmx.current_url or "")


def _choices(base: str) -> list[Choice]:
    asked = {key: f"?slag={key}" if key else "" for key in WORDS}
    return [
        Choice(str(key), label, f"{base}tidslinje/{asked[key]}", f"{base}{asked[key]}") for key, label in WORDS.items()
    ]


def group_of(request: HttpRequest) -> Group | None:
    """What the address narrows to; None for everything, and for what is no group."""
    asked = request.GET.get("slag", "")
    return Group(asked) if asked in set(Group) else None


def moment(text: str) -> datetime | None:
    """A moment out of an address; None for what is none."""
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def told(
    request: TeamRequest, participant: Participant, before: datetime | None, size: int, group: Group | None = None
) -> tuple[list[dict[str, Any]], str]:
    """`size` events before a moment from all apps, merged, newest first; and the moment where older ones begin, "" when
    there are none. Events of the very same moment are never parted."""
    merged: list[TimelineEntry] = []
    for provider in registry.timeline:
        merged += provider(participant.pk, request.scope, before, size + 1, group)
    merged.sort(key=lambda entry: entry.at, reverse=True)
    shown = merged[:size]
    if len(merged) > size:
        shown += [entry for entry in merged[size:] if entry.at == shown[-1].at]
    older = shown[-1].at.isoformat() if len(merged) > len(shown) else ""
    return [{"entry": entry, "whole_day": is_whole_day(entry.at)} for entry in shown], older
