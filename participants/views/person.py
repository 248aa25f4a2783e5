"""A participant's own page."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, registry
from core.registry import Panel
from participants import numbers, permissions
from participants.actions.joining import oldest
from participants.advice import advised
from participants.models import Enrolment, FormerNumber, Participant
from participants.queries import anew, groups, same
from participants.queries import person as queries
from participants.queries.access import is_running
from participants.queries.consents import closed_ways
from participants.queries.watch import spans_of, standing
from participants.standing import signals
from participants.views import story, way_back
from participants.views.reach import enrolment_of, not_here, participant_of
from participants.views.unread import to_make_out


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def detail(request: TeamRequest, public_id: str) -> HttpResponse:
    """Now, next, at risk; the panels of the apps above; everything that has happened."""
    participant = queries.find(request.scope, public_id)
    enrolment = None if participant is None else queries.enrolment_of(request.scope, participant)
    if participant is None:
        not_here(request, public_id)
    if enrolment is None:
        raise Http404
    page = queries.load(request.scope, request.team, participant, enrolment)
    readlog.opened(request.scope, participant.pk, place="participant")
    watch = signals(standing(page.row, spans_of(page.row.interventions)), timezone.localdate())
    base = reverse("participants:detail", args=[request.team.slug, public_id])
    previous, following = way_back.neighbours(request, page.row)
    context = {
        "person": page,
        "participant": participant,
        "enrolment": enrolment,
        "watch": advised(watch),
        "unread": to_make_out(enrolment),
        "anew": _anew(request, participant, enrolment),
        "spoken": queries.spoken(participant.profile_spoken),  # type: ignore[attr-defined]
        "closed": closed_ways(participant.reach_rows),  # type: ignore[attr-defined]
        "masked": numbers.masked(participant),
        "former": [(one["item"], date.fromisoformat(one["until"])) for one in participant.former],  # type: ignore[attr-defined]
        "panels": _panels(request, participant, base),
        "group": story.group_of(request) or "",
        "register_url": way_back.address(request),
        "previous": previous,
        "following": following,
        "updated": groups.updated(request.scope, enrolment, timezone.localdate()),
        "base": base,
        **_for_viewer(request, page),
    }
    return render(request, "participants/person.html", context)


def _anew(request: TeamRequest, participant: Participant, enrolment: Enrolment) -> anew.Anew | None:
    """What is asked again of somebody who came back or lost a job, for whoever may ask it."""
    enrolment.participant, enrolment.team = participant, request.team
    may = permissions.may_work(request.scope)
    return anew.to_ask(request.scope, enrolment, timezone.localdate()) if may else None


def _for_viewer(request: TeamRequest, page: queries.PersonPage) -> dict[str, Any]:
    """What this viewer may do here, and what only they are told."""
    scope, participant, today = request.scope, page.participant, timezone.localdate()
    leads = scope.role == Role.LEADER
    near = leads or any(each.user_id == scope.user_id for each in page.handlers if is_running(each, today))
    return {
        "may_work": permissions.may_work(scope),
        "may_guard": leads or participant.is_manager,  # type: ignore[attr-defined]
        "may_see_readers": near,
        "may_extract": participant.is_manager if participant.is_protected else near,  # type: ignore[attr-defined]
        "may_transfer": participant.is_manager  # type: ignore[attr-defined]
        if participant.is_protected
        else leads or (page.primary is not None and page.primary.user_id == scope.user_id),
        "twin": same.same_number(scope, participant),
        "merged": _merged(request, participant),
    }


def _merged(request: TeamRequest, participant: Participant) -> dict[str, Any] | None:
    """The latest time two rows became this one, while it can be undone by this viewer."""
    told: dict[str, Any] | None = participant.merged  # type: ignore[attr-defined]
    if told is None or not permissions.may_work(request.scope):
        return None
    day = datetime.fromisoformat(told["at"])
    mine = participant.is_manager if participant.is_protected else told["by"] == request.scope.user_id  # type: ignore[attr-defined]
    may = mine or (request.scope.role == Role.LEADER and not participant.is_protected)
    return {**told, "day": day} if may and day > oldest() else None


def _panels(request: TeamRequest, participant: Participant, base: str) -> list[SafeString]:
    """The parts that higher apps add, in their order. One with a title stands there as a heading until it is scrolled
    to, and asks nothing of the database before; one without that has nothing to show is not there."""
    found = []
    for key, panel in sorted(registry.panels.items(), key=lambda item: item[1].order):
        if panel.title:
            later = {"key": key, "anchor": panel.anchor, "title": panel.title, "base": base}
            found.append(render_to_string("participants/panel_later.html", later))
        else:
            found.append(_drawn(request, participant, panel))
    return found


def _drawn(request: TeamRequest, participant: Participant, panel: Panel) -> SafeString:
    """A panel, "" when it has nothing to show this viewer."""
    context = panel.context(participant, request.scope)
    if context is None:
        return SafeString("")
    return render_to_string(panel.template, {"participant": participant, **context}, request=request)


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def part(request: TeamRequest, public_id: str, key: str) -> HttpResponse:
    """One of those parts: a page of its own, and the fragment that takes the heading's place."""
    panel = registry.panels.get(key)
    if panel is None or not panel.title:
        raise Http404
    participant = participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place=f"participant.{key}")
    drawn = _drawn(request, participant, panel)
    if request.htmx:
        return HttpResponse(drawn)
    context = {
        "participant": participant,
        "title": panel.title,
        "part": drawn,
        "base": reverse("participants:detail", args=[request.team.slug, public_id]),
    }
    return render(request, "participants/panel_page.html", context)


@team_member(Permission.SEE_PEOPLE, area="people")
@require_POST
def reveal(request: TeamRequest, public_id: str) -> HttpResponse:
    """Shows the masked number once, and writes who saw it."""
    participant = participant_of(request, public_id)
    return _revealed(request, participant, "participant.number", numbers.reveal(participant))


@team_member(Permission.SEE_PEOPLE, area="people")
@require_POST
def reveal_former(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """A number the person had before, in the same way."""
    participant = participant_of(request, public_id)
    rows = FormerNumber.objects.visible_to(request.scope).filter(participant=participant)
    former = get_object_or_404(rows, public_id=item)
    return _revealed(request, participant, "participant.former_number", numbers.reveal_former(former))


def _revealed(request: TeamRequest, participant: Participant, place: str, number: str) -> HttpResponse:
    enrolment = enrolment_of(request, participant)
    readlog.revealed(request.scope, participant.pk, place=place)
    context = {"number": number, "participant": participant, "enrolment": enrolment}
    template = "participants/number.html"
    return render(request, f"{template}#number" if request.htmx else template, context)
