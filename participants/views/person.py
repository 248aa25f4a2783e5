"""A participant's own page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, registry
from core.registry import TimelineEntry
from participants import numbers, permissions
from participants.models import Participant
from participants.queries import person as queries
from participants.queries.timeline import is_whole_day
from participants.queries.watch import spans_of, standing
from participants.standing import signals
from participants.views import way_back
from participants.views.reach import enrolment_of, participant_of
from participants.views.unread import to_make_out

FIRST = 12  # events on the page itself
MORE = 40  # events on each page of the whole story


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def detail(request: TeamRequest, public_id: str) -> HttpResponse:
    """Now, next, at risk; the panels of the apps above; everything that has happened."""
    participant = queries.find(request.scope, public_id)
    enrolment = None if participant is None else queries.enrolment_of(request.scope, participant)
    if participant is None or enrolment is None:
        raise Http404
    page = queries.load(request.scope, request.team, participant, enrolment)
    readlog.opened(request.scope, participant.pk, place="participant")
    watch = signals(standing(page.row, spans_of(page.row.interventions)), timezone.localdate())
    events, older = story(request, participant, None, FIRST)
    previous, following = way_back.neighbours(request, page.row)
    context = {
        "person": page,
        "participant": participant,
        "enrolment": enrolment,
        "watch": watch,
        "unread": to_make_out(enrolment),
        "spoken": queries.spoken(participant.profile_spoken),  # type: ignore[attr-defined]
        "masked": numbers.masked(participant),
        "panels": _panels(request, participant),
        "events": events,
        "older": older,
        "may_work": permissions.may_work(request.scope),
        "may_guard": request.scope.role == Role.LEADER or participant.is_manager,  # type: ignore[attr-defined]
        "register_url": way_back.address(request),
        "previous": previous,
        "following": following,
        "base": reverse("participants:detail", args=[request.team.slug, public_id]),
    }
    return render(request, "participants/person.html", context)


def _panels(request: TeamRequest, participant: Participant) -> list[SafeString]:
    """The parts that higher apps add, in their order; each asks once, and one with nothing to show is not there."""
    found = []
    for panel in sorted(registry.panels, key=lambda panel: panel.order):
        context = panel.context(participant, request.scope)
        if context is not None:
            found.append(render_to_string(panel.template, {"participant": participant, **context}, request=request))
    return found


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def timeline(request: TeamRequest, public_id: str) -> HttpResponse:
    """The whole story, a page at a time: a page of its own, and the fragment that is put under the last event."""
    participant = participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place="participant.timeline")
    events, older = story(request, participant, _moment(request.GET.get("fore", "")), MORE)
    context = {
        "participant": participant,
        "events": events,
        "older": older,
        "base": reverse("participants:detail", args=[request.team.slug, public_id]),
    }
    template = "participants/timeline.html"
    return render(request, f"{template}#events" if request.htmx else template, context)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def story(
    request: TeamRequest, participant: Participant, before: datetime | None, size: int
) -> tuple[list[dict[str, Any]], str]:
    """`size` events before a moment from all apps, merged, newest first; and the moment where older ones begin, "" when
    there are none. Events of the very same moment are never parted."""
    merged: list[TimelineEntry] = []
    for provider in registry.timeline:
        merged += provider(participant.pk, request.scope, before, size + 1)
    merged.sort(key=lambda entry: entry.at, reverse=True)
    shown = merged[:size]
    if len(merged) > size:
        shown += [entry for entry in merged[size:] if entry.at == shown[-1].at]
    older = shown[-1].at.isoformat() if len(merged) > len(shown) else ""
    return [{"entry": entry, "whole_day": is_whole_day(entry.at)} for entry in shown], older


@team_member(Permission.SEE_PEOPLE, area="people")
@require_POST
def reveal(request: TeamRequest, public_id: str) -> HttpResponse:
    """Shows the masked number once, and writes who saw it."""
    participant = participant_of(request, public_id)
    enrolment = enrolment_of(request, participant)
    readlog.revealed(request.scope, participant.pk, place="participant.number")
    context = {"number": numbers.reveal(participant), "participant": participant, "enrolment": enrolment}
    template = "participants/number.html"
    return render(request, f"{template}#number" if request.htmx else template, context)
