"""My card, the staff's side: the sheet to print, its PDF, and the way to open it on the person's telephone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import access
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import pdf, readlog
from core.context import Page
from participants import ownwords, permissions
from participants.models import Participant
from participants.owndoor import door_of
from participants.ownwords import Own
from participants.queries.own import own
from participants.views.acting import home
from participants.views.reach import enrolment_of, participant_of

WORK = Permission.WORK_WITH_PEOPLE


def _card(request: TeamRequest, participant: Participant, language: Own) -> dict[str, object]:
    found = own(request.scope, participant, enrolment_of(request, participant))
    return {
        "own": found,
        "w": language.said(organisation=found.enrolment.responsible_organisation.name),
        "language": language,
        "numbers": ownwords.help_numbers(language.code),
        "team_name": request.team.name,
    }


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def card(request: TeamRequest, public_id: str) -> HttpResponse:
    """The card as it will be on paper, in the person's language, with the ways to give it: print, PDF, telephone."""
    participant = participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place="participant.card")
    language = ownwords.asked_for(request, ownwords.of_person(participant))
    may_work = permissions.may_work(request.scope)
    context = {
        **_card(request, participant, language),
        "participant": participant,
        "languages": ownwords.languages(),
        "may_work": may_work,
        "waits": may_work and access.asked_at(door_of(participant)) is not None,
        "base": home(request, participant),
        "url": reverse("participants:card", args=[request.team.slug, public_id]),
    }
    return render(request, "participants/card.html", context)


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def card_pdf(request: TeamRequest, public_id: str) -> HttpResponse:
    """The same on A5."""
    participant = participant_of(request, public_id)
    readlog.exported(request.scope, [participant.pk], place="participant.card")
    language = ownwords.asked_for(request, ownwords.of_person(participant))
    data = pdf.render_pdf(
        "participants/card_pdf.html",
        _card(request, participant, language),
        title=language.words["card_title"],
        lang=language.code,
        stylesheet="pdf-card.css",
    )
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="kort.pdf"'
    return answer


@team_member(WORK, area="people")
@require_POST
def card_home(request: TeamRequest, public_id: str) -> HttpResponse:
    """An address to open at home: good for fourteen days, and a code is asked for each time. Shown once."""
    participant = participant_of(request, public_id)
    link = access.make_link(door_of(participant), by=request.user)
    readlog.opened(request.scope, participant.pk, place="participant.card")
    context = {
        "participant": participant,
        "address": request.build_absolute_uri(reverse("participants:own_link", args=[link.token])),
        "expires_at": link.expires_at,
        "base": home(request, participant),
        "url": reverse("participants:card", args=[request.team.slug, public_id]),
    }
    return render(request, "participants/card_home.html", context)


@team_member(WORK, area="people")
@require_POST
def card_code(request: TeamRequest, public_id: str) -> HttpResponse:
    """Six digits to read out to whoever has opened the address at home and waits."""
    participant = participant_of(request, public_id)
    url = reverse("participants:card", args=[request.team.slug, public_id])
    try:
        code = access.tell_code(door_of(participant), by=request.user)
    except access.NobodyAsks:
        messages.info(request, _("Ingen väntar på en kod just nu. Be personen öppna länken och trycka på knappen."))
        return redirect(url)
    readlog.opened(request.scope, participant.pk, place="participant.card")
    context = {
        "participant": participant,
        "digits": f"{code.digits[:3]} {code.digits[3:]}",
        "expires_at": code.expires_at,
        "base": home(request, participant),
        "url": url,
    }
    return render(request, "participants/card_code.html", context)


def page_in(language: Own) -> Page:
    """The frame of a page in one of the person's languages."""
    return Page(lang=language.code, dir=language.direction)
