"""Meetings with the participant: booking, changing what was agreed, and efter mötet."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core.forms import plain_text
from participants import actions
from participants.enums import MeetingState, NoteKind
from participants.forms.meetings import AfterMeetingForm, MeetingEditForm, MeetingForm
from participants.models import Enrolment, Meeting, NoteDraft
from participants.presence import NOTE
from participants.queries import meetings as queries
from participants.views import way_back
from participants.views.acting import Asking, answer, home, posted
from participants.views.days import is_free, with_advice
from participants.views.reach import enrolment_of, open_enrolment, participant_of

WORK = Permission.WORK_WITH_PEOPLE
TEXT = 20_000
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def meeting(request: TeamRequest, public_id: str) -> HttpResponse:
    """Books one. A day that is no working day is booked all the same, and said."""
    enrolment = open_enrolment(request, public_id)
    form = MeetingForm(posted(request), team_id=request.team.pk, me=request.user, participant=enrolment.participant)

    def act(_given: dict[str, Any]) -> None:
        actions.book_meeting(enrolment=enrolment, by=request.user, **form.values())

    asking = Asking(_("Boka möte"), _("Boka"))

    def said() -> str:
        return with_advice(_("Mötet är bokat."), form.cleaned_data["on"])

    return answer(request, enrolment.participant, form, asking, act, said)


def _meeting(request: TeamRequest, public_id: str, item: str) -> Meeting:
    """Raises Http404 for one the viewer must not know of."""
    participant = participant_of(request, public_id)
    rows = Meeting.objects.visible_to(request.scope).filter(participant=participant, public_id=item)
    found = rows.select_related("enrolment__team", "with_user", "interpreter_language").first()
    if found is None:
        raise Http404
    found.participant = found.enrolment.participant = participant
    return found  # type: ignore[no-any-return]


@team_member(WORK, area="people")
@form_methods
def meeting_edit(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Place, interpreter, who of us: of a planned one only (404)."""
    found = _meeting(request, public_id, item)
    if found.state != MeetingState.PLANNED:
        raise Http404
    form = MeetingEditForm(posted(request), instance=found, team_id=request.team.pk)

    def act(_given: dict[str, Any]) -> None:
        form.save()
        actions.update_meeting(meeting=found, by=request.user)

    lead = _("Ändras tiden? Välj Flyttat under Efter mötet.")
    asking = Asking(_("Ändra mötet"), _("Spara"), lead=lead)
    return answer(request, found.participant, form, asking, act, _("Mötet är ändrat."))


@team_member(WORK, area="people")
@form_methods
def meeting_after(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Efter mötet, of one that was booked."""
    found = _meeting(request, public_id, item)
    return _after(request, found.enrolment, found)


@team_member(WORK, area="people")
@form_methods
def meeting_now(request: TeamRequest, public_id: str) -> HttpResponse:
    """Efter mötet from where no meeting is named (the register, a key on the person's page): the one nearest now of those
    that still wait for a result, or one that was never booked."""
    enrolment = enrolment_of(request, participant_of(request, public_id))
    return _after(request, enrolment, queries.nearest(request.scope, enrolment))


def _after(request: TeamRequest, enrolment: Enrolment, found: Meeting | None) -> HttpResponse:
    if found is None and not enrolment.is_open:
        raise Http404
    participant, key = enrolment.participant, found.public_id if found else NoteDraft.NEW
    mine = NoteDraft.objects.visible_to(request.scope).filter(participant=participant, user=request.user, place=key)
    draft = mine.first() if request.method == "GET" else None
    form = _form(request, enrolment, found, {"text": draft.text, **draft.more} if draft else {})

    def act(_given: dict[str, Any]) -> None:
        actions.after_meeting(enrolment=form.instance, meeting=found, given=form.given(), by=request.user)

    base = home(request, participant)
    back = request.GET.get("fran", "")
    asking = Asking(
        _("Efter mötet"),
        _("Spara"),
        lead=queries.described(found) if found else _("Ett möte som inte var bokat."),
        draft=reverse("participants:meeting_draft", args=[request.team.slug, participant.public_id, key]),
        here=NOTE,
        address=f"{base}moten/{found.public_id}/" if found else f"{base}efter-motet/",
        query=back if back in BACK else "",
    )
    return answer(request, participant, form, asking, act, lambda: _saved(form), to=_back(request, back))


def _saved(form: AfterMeetingForm) -> str:
    """That it is saved, and which of the days written now is no working day."""
    given, words = form.given(), [_("Sparat.")]
    if given.step is not None and is_free(given.step.on):
        words.append(_("Dagen för nästa steg är en helg eller röd dag."))
    if is_free(form.cleaned_data.get("next_day")):
        words.append(_("Dagen för nästa möte är en helg eller röd dag."))
    return " ".join(words)


BACK = ("dag", "lista")


def _back(request: TeamRequest, back: str) -> str:
    """Where one came from: min dag or the register; "" is the person's page."""
    if back == "dag":
        return reverse("accounts:team_home", args=[request.team.slug])
    return way_back.address(request) if back == "lista" else ""


def _form(request: TeamRequest, enrolment: Enrolment, found: Meeting | None, draft: dict[str, str]) -> AfterMeetingForm:
    return AfterMeetingForm(
        posted(request),
        instance=enrolment,
        team_id=request.team.pk,
        me=request.user,
        booked=found is not None,
        draft=draft,
    )


@team_member(WORK, area="people")
@require_POST
def meeting_draft(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Keeps what is being written after a meeting: 204. A text too long is refused (422) and stays in the page."""
    enrolment = enrolment_of(request, participant_of(request, public_id))
    found = None
    if item != NoteDraft.NEW:
        found = _meeting(request, public_id, item)
        enrolment = found.enrolment
    text = plain_text(request.POST.get("text", ""))
    if len(text) > TEXT:
        return HttpResponse(status=422)
    more = _form(request, enrolment, found, {}).written()
    actions.save_draft(enrolment=enrolment, text=text, kind=NoteKind.MEETING, by=request.user, place=item, more=more)
    return HttpResponse(status=204)
