"""My card on the person's own telephone, under /k/: an address from home, a code read out, and then the card, a way to
say what should change, and a way to stop sharing. No account; works without JavaScript."""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access
from accounts.access import Outcome
from accounts.guards import CodeRequest, code_holder
from core.guards import public
from participants import ownwords
from participants.actions import ActionError, withdraw_consent
from participants.actions.own import ask_for_another_helper, say_change, stop_sharing
from participants.forms.own import ChangeForm, CodeForm
from participants.models import Consent, Enrolment, Participant
from participants.owndoor import PURPOSE
from participants.ownwords import Own
from participants.queries.consents import own_consents
from participants.queries.own import own
from participants.queries.readers import own_readers
from participants.views.card import page_in

KEPT = "own_language"  # in the session
MOST_READERS = 100  # lines on the telephone; paper has them all
SAID = {"andrat": "change_done", "slutat": "stop_done", "onskat": "wish_done", "redan": "wish_waiting"}  # by ?sagt=
anyone = public("the participant has no account; the page tells nothing and a code opens")
holder = code_holder(PURPOSE, otherwise="participants:own_shut")


def _language(request: HttpRequest, otherwise: Own | None = None) -> Own:
    """As asked for in the address, as chosen before, as the person speaks, as the telephone is set, else Swedish."""
    kept = request.session.get(KEPT, "")
    found = ownwords.language(kept) if kept else otherwise or ownwords.of_browser(request)
    return ownwords.asked_for(request, found)


def _screen(request: HttpRequest, template: str, language: Own, *, status: int = 200, **context: Any) -> HttpResponse:
    values = {"digits": access.CODE_DIGITS, **context.pop("values", {})}
    everything = {
        "page": page_in(language),
        "w": language.said(**values),
        "language": language,
        "languages": ownwords.languages(),
        **context,
    }
    return render(request, f"participants/{template}", everything, status=status)


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The address a person gets home: a button, and then a code is asked for. Opening it changes nothing."""
    language = _language(request)
    if request.method == "POST":
        request.session[KEPT] = language.code
    context = {
        "page": page_in(language),
        "w": language.said(digits=access.CODE_DIGITS),
        "language": language,
        "languages": ownwords.languages(),
    }
    return access.link_page(
        request,
        purpose=PURPOSE,
        token=token,
        template="participants/own_link.html",
        next_url=reverse("participants:own_enter"),
        context=context,
    )


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The six digits read out by who helps."""
    language = _language(request)
    form = CodeForm(request.POST if request.method == "POST" else None, words=language.words)
    status = 200
    if request.method == "POST":
        right = form.is_valid()
        outcome = access.try_code(request, PURPOSE, form.cleaned_data["kod"]) if right else Outcome.WRONG
        if outcome == Outcome.OPEN:
            request.session[KEPT] = language.code
            return redirect("participants:own_card")
        status = 429 if outcome == Outcome.WAIT else 422
        if right:
            form.add_error("kod", language.words["code_wait" if outcome == Outcome.WAIT else "code_wrong"])
    return _screen(request, "own_enter.html", language, status=status, form=form)


@anyone
@require_GET
def shut(request: HttpRequest) -> HttpResponse:
    """No grant, or its time is over: how to come back."""
    return _screen(request, "own_shut.html", _language(request))


class Mine:
    """The person behind the code, their latest enrolment and their language. Raises Http404 without an enrolment."""

    def __init__(self, request: CodeRequest) -> None:
        people = Participant.objects.visible_to(request.scope).select_related("preferred_language")
        participant = people.filter(pk=request.grant.door.subject_id).first()
        rows = Enrolment.objects.visible_to(request.scope).select_related("responsible_organisation", "team")
        enrolment = rows.filter(participant=participant).order_by("-started_on", "-pk").first() if participant else None
        if participant is None or enrolment is None:
            raise Http404
        enrolment.participant = participant
        self.participant, self.enrolment = participant, enrolment
        self.language = _language(request, ownwords.of_person(participant))
        self.values = {"organisation": enrolment.responsible_organisation.name}


@holder
@require_GET
def card(request: CodeRequest) -> HttpResponse:
    """Who helps me, next meeting, my goal, my next step, what I do now, help numbers."""
    mine = Mine(request)
    said = request.GET.get("sagt", "")
    return _screen(
        request,
        "own_card.html",
        mine.language,
        values=mine.values,
        own=own(request.scope, mine.participant, mine.enrolment),
        numbers=ownwords.help_numbers(mine.language.code),
        said=mine.language.words.get(SAID.get(said, ""), ""),
        team_name=mine.enrolment.team.name,
    )


def _back(said: str) -> HttpResponse:
    return redirect(f"{reverse('participants:own_card')}?sagt={said}")


@holder
@require_http_methods(["GET", "POST"])
def change(request: CodeRequest) -> HttpResponse:
    """The person's words are a request that something be corrected: who answers for them sees it and has thirty days. That
    somebody else should help them is a wish, and the leaders' to talk through."""
    mine = Mine(request)
    form = ChangeForm(request.POST if request.method == "POST" else None, words=mine.language.words)
    if request.method == "POST" and form.is_valid():
        return _back(_changed(mine.enrolment, form))
    status = 422 if form.is_bound else 200
    return _screen(request, "own_change.html", mine.language, status=status, form=form)


def _changed(enrolment: Enrolment, form: ChangeForm) -> str:
    if not form.is_wish:
        say_change(enrolment=enrolment, words=form.cleaned_data["text"])
        return "andrat"
    try:
        ask_for_another_helper(enrolment=enrolment, words=form.cleaned_data["text"])
    except ActionError:
        return "redan"
    return "onskat"


@holder
@require_http_methods(["GET", "POST"])
def stop(request: CodeRequest) -> HttpResponse:
    """Stops the sharing with the team's other organisations, at once. The support goes on."""
    mine = Mine(request)
    is_shared = mine.participant.limited_to_organisation_id is None
    if request.method == "POST":
        if is_shared:
            stop_sharing(enrolment=mine.enrolment)
        return _back("slutat")
    return _screen(request, "own_stop.html", mine.language, values=mine.values, is_shared=is_shared)


@holder
@require_GET
def consents(request: CodeRequest) -> HttpResponse:
    """What the person has said yes to, each in its own words with its own no."""
    mine = Mine(request)
    lines = own_consents(request.scope, mine.participant, mine.language.code)
    is_shared = mine.participant.limited_to_organisation_id is None
    said = request.GET.get("sagt", "") == "nej"
    return _screen(request, "own_consents.html", mine.language, lines=lines, is_shared=is_shared, said=said)


@holder
@require_GET
def readers(request: CodeRequest) -> HttpResponse:
    """Who has opened what is written about the person: day, name and organisation."""
    mine = Mine(request)
    lines, is_cut = own_readers(request.scope, mine.participant.pk, MOST_READERS)
    return _screen(request, "own_readers.html", mine.language, lines=lines, is_cut=is_cut)


@holder
@require_POST
def consent_stop(request: CodeRequest, item: str) -> HttpResponse:
    """No to one of them, from now. One that is over already is as the person wants it."""
    mine = Mine(request)
    found = Consent.objects.visible_to(request.scope).filter(participant=mine.participant, public_id=item).first()
    if found is None:
        raise Http404
    with suppress(ActionError):
        withdraw_consent(consent=found, by=None)
    return redirect(f"{reverse('participants:own_consents')}?sagt=nej")


@holder
@require_POST
def leave(request: CodeRequest) -> HttpResponse:
    """Closes the card on this telephone: another look takes a new code."""
    access.leave(request, PURPOSE)
    answer = redirect("participants:own_shut")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer
