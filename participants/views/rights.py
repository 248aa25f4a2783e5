"""Rights of the person: extracts, what is left out of them, requests and answers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants import permissions
from participants.actions import ActionError, rights
from participants.enums import ExtractForm, ExtractItem, ExtractLanguage, HandedHow, LeftOutReason
from participants.forms.rights import (
    ExtractAskForm,
    ExtractChoiceForm,
    HandedForm,
    RightsAnswerForm,
    RightsRequestForm,
)
from participants.models import Extract, Participant, RightsRequest
from participants.queries import extract as queries
from participants.queries import retention
from participants.views.acting import Asking, answer, home, posted
from participants.views.reach import participant_of

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


def _of(request: TeamRequest, public_id: str) -> Participant:
    """Raises Http404 for a stranger, PermissionDenied for a colleague who neither handles the person nor leads."""
    participant = participant_of(request, public_id)
    if not permissions.may_extract(request.scope, participant):
        raise PermissionDenied
    participant.team = request.team
    return participant


def _url(request: TeamRequest, participant: Participant) -> str:
    return reverse("participants:extracts", args=[request.team.slug, participant.public_id])


@team_member(WORK, area="people")
@form_methods
def extracts(request: TeamRequest, public_id: str) -> HttpResponse:
    """What has been made and asked for, what will be in an extract; a POST makes one."""
    participant = _of(request, public_id)
    form = ExtractAskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        asked = ExtractForm(form.cleaned_data["form"]), ExtractLanguage(form.cleaned_data["language"])
        try:
            run = rights.ask_extract(participant=participant, form=asked[0], language=asked[1], by=request.user)
            return redirect("core:run_detail", run.public_id)
        except ActionError as fault:
            form.add_error(None, str(fault))
    readlog.opened(request.scope, participant.pk, place="participants:extracts")
    texts = queries.texts(request.scope, participant)
    context = {
        "participant": participant,
        "form": form,
        "texts": {"all": texts, "waiting": [text for text in texts if text.must_decide]},
        "contents": queries.contents(request.scope, participant),
        "extracts": queries.made(request.scope, participant),
        "holds": retention.held(request.scope, participant.pk),
        "may_retain": permissions.may_retain(request.scope, participant),
        "requests": queries.requests(request.scope, participant),
        "today": timezone.localdate(),
        "base": home(request, participant),
        "url": _url(request, participant),
    }
    return render(request, "participants/extracts.html", context, status=422 if form.is_bound else 200)


@team_member(WORK, area="people")
@form_methods
def extract_text(request: TeamRequest, public_id: str, kind: str, item: int) -> HttpResponse:
    """One text: with, left out in part or left out whole."""
    participant = _of(request, public_id)
    found = queries.text(request.scope, participant, kind, item)
    if found is None:
        raise Http404
    form = ExtractChoiceForm(posted(request), initial=_initial(found), is_file=found.is_file)

    def act(given: dict[str, Any]) -> None:
        rights.choose_for_extract(
            participant=participant,
            item=ExtractItem(found.item),
            item_id=found.id,
            is_out=given["choice"] != ExtractChoiceForm.WITH,
            reason=LeftOutReason(given["reason"]) if given["reason"] else None,
            passages=given["passages"],
            by=request.user,
        )

    asking = Asking(
        found.item.label.capitalize(),
        _("Spara"),
        before="participants/extract_text.html",
        more={"text": found, "base": home(request, participant)},
    )
    return answer(request, participant, form, asking, act, _("Sparat."), to=_url(request, participant))


def _initial(found: queries.Text) -> dict[str, str]:
    choice = found.choice
    if choice is None:
        return {}
    if not choice.is_out:
        return {"choice": ExtractChoiceForm.WITH}
    kind = ExtractChoiceForm.PART if choice.passages else ExtractChoiceForm.WHOLE
    return {"choice": kind, "passages": "\n".join(choice.passages), "reason": choice.reason}


@team_member(WORK, area="people")
@form_methods
def extract_handed(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """How and when the person got it."""
    participant = _of(request, public_id)
    extract = get_object_or_404(Extract.objects.visible_to(request.scope), participant=participant, public_id=item)

    def act(given: dict[str, Any]) -> None:
        rights.hand_over_extract(extract=extract, how=HandedHow(given["how"]), on=given["on"], by=request.user)

    asking = Asking(_("Utdraget är lämnat"), _("Spara"))
    form = HandedForm(posted(request))
    return answer(request, participant, form, asking, act, _("Sparat."), to=_url(request, participant))


@team_member(WORK, area="people")
@form_methods
def rights_request(request: TeamRequest, public_id: str) -> HttpResponse:
    """The person asks for something: thirty days run."""
    participant = _of(request, public_id)

    def act(given: dict[str, Any]) -> None:
        rights.record_request(participant=participant, **given, by=request.user)

    asking = Asking(_("Personen har begärt"), _("Spara"))
    form = RightsRequestForm(posted(request))
    said = _("Sparat. Processledaren vet om det.")
    return answer(request, participant, form, asking, act, said, to=_url(request, participant))


@team_member(WORK, area="people")
@form_methods
def rights_answer(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """What was decided, and when the person heard."""
    participant = _of(request, public_id)
    rows = RightsRequest.objects.visible_to(request.scope)
    found = get_object_or_404(rows, participant=participant, public_id=item)
    found.participant = participant

    def act(given: dict[str, Any]) -> None:
        rights.answer_request(request=found, **given, by=request.user)

    asking = Asking(_("Svar på en begäran"), _("Spara"), lead=found.words)
    form = RightsAnswerForm(posted(request))
    return answer(request, participant, form, asking, act, _("Sparat."), to=_url(request, participant))
