"""The screen turned to the person: their own goal, plan, answers and CV, and nothing that is not theirs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, registry
from core.context import Page
from participants import ownwords
from participants.models import Participant
from participants.queries.own import own
from participants.views.acting import home
from participants.views.reach import enrolment_of, participant_of


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def shown(request: TeamRequest, public_id: str) -> HttpResponse:
    """A page without menu, search, notices or names of others. Nothing unsafe is in it to be found by scrolling,
    reading aloud or looking at its source; it stands in the read log as shown to the person."""
    participant = participant_of(request, public_id)
    enrolment = enrolment_of(request, participant)
    readlog.opened(request.scope, participant.pk, place="participant.shown")
    language = ownwords.asked_for(request, ownwords.of_person(participant))
    page = Page(lang=language.code, dir=language.direction, theme=request.user.theme)
    words = language.said()
    context = {
        "page": page,
        "w": words,
        "language": language,
        "languages": ownwords.languages(),
        "participant": participant,
        "own": own(request.scope, participant, enrolment),
        "parts": _parts(request, participant, language.code, {"w": words, "page": page, "language": language}),
        "base": home(request, participant),
    }
    return render(request, "participants/shown.html", context)


def _parts(request: TeamRequest, participant: Participant, code: str, words: dict[str, object]) -> list[SafeString]:
    found = []
    for part in sorted(registry.own_parts, key=lambda part: part.order):
        context = part.context(participant, request.scope, code)
        if context is not None:
            found.append(render_to_string(part.template, {**context, **words}))
    return found
