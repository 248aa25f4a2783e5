"""Templates of the team, a note written on the wrong person, a search in one person's notes, a concern."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, search, searches, toasts
from participants import actions
from participants.enums import ConcernKind, ConcernStep, NoteKind
from participants.forms.notes import ConcernForm, ConcernStepForm, MoveNoteForm, NoteSearchForm, TemplateForm
from participants.models import Concern, Enrolment, Note, NoteTemplate, Participant
from participants.queries import notes as queries
from participants.views.acting import Asking, answer, done, home, posted, show
from participants.views.reach import enrolment_of, participant_of

WORK, MANAGE = Permission.WORK_WITH_PEOPLE, Permission.MANAGE_TEAM
MOST = 8  # people to choose among
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def note_move(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Words find people, one of them is chosen, and the note is theirs."""
    participant = participant_of(request, public_id)
    rows = Note.objects.visible_to(request.scope).filter(participant=participant, public_id=item)
    note = rows.select_related("enrolment__team").first()
    if note is None:
        raise Http404
    found = _found(request, participant, request.POST.get("words", "")[:100])
    form = MoveNoteForm(posted(request), found=found)
    if request.method == "POST" and form.is_valid() and form.cleaned_data.get("person"):
        to = enrolment_of(request, participant_of(request, form.cleaned_data["person"]))
        actions.move_note(note=note, to=to, by=request.user)
        words = _(
            "Anteckningen är flyttad. Det står i bådas historia, utan vad den säger."
            " Har någon läst den som inte fick? Anmäl det under Teamet, Personuppgiftsincident."
        )
        return done(request, participant, words)
    if request.method == "POST" and form.is_valid():
        form.add_error("words", _("Välj en av dem.") if found else _("Ingen hittades. Skriv början av namnet."))
    asking = Asking(_("Flytta anteckningen"), _("Flytta") if found else _("Sök"), lead=_start(note.text))
    return show(request, participant, form, asking, status=422 if request.method == "POST" else 200)


def _start(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:160]}…"


def _found(request: TeamRequest, but: Participant, words: str) -> list[tuple[str, str]]:
    """People the viewer knows of by these words, but the one the note stands on."""
    ids = search.find(words, team_id=request.team.pk, subject_type="participant", limit=40) if words.strip() else []
    people = Participant.objects.visible_to(request.scope).filter(pk__in=ids).exclude(pk=but.pk)
    found = list(people.order_by("sort_name", "pk")[:MOST])
    readlog.listed(request.scope, [person.pk for person in found], place="participants:note_move")
    return [(person.public_id, person.list_name) for person in found]


@team_member(Permission.SEE_PEOPLE, area="people")
@form_methods
def note_search(request: TeamRequest, public_id: str) -> HttpResponse:
    """A POST keeps the words on the server and leads to an address with their id."""
    participant = participant_of(request, public_id)
    base = home(request, participant)
    context: dict[str, Any] = {"participant": participant, "base": base}
    if request.method == "POST":
        form = NoteSearchForm(request.POST)
        if form.is_valid():
            return redirect(f"{base}anteckningar/?sok={searches.keep(request.session, form.cleaned_data['q'])}")
        return render(request, "participants/note_search.html", context | {"form": form}, status=422)
    words = searches.words(request.session, request.GET.get("sok", ""))
    readlog.opened(request.scope, participant.pk, place="participant.notes")
    context["form"] = NoteSearchForm(initial={"q": words})
    context["words"] = words
    context["notes"] = queries.search_notes(request.scope, participant, words) if words else []
    return render(request, "participants/note_search.html", context)


@team_member(WORK, area="people")
@form_methods
def note_templates(request: TeamRequest) -> HttpResponse:
    """Everybody reads them, the leader writes them."""
    may_manage = request.may(MANAGE)
    form = TemplateForm(posted(request))
    if request.method == "POST":
        if not may_manage:
            return HttpResponse(status=403)
        if form.is_valid():
            given = form.cleaned_data
            actions.save_template(
                team=request.team, name=given["name"], kind=NoteKind(given["kind"]), text=given["text"], by=request.user
            )
            toasts.say(request, _("Mallen är sparad."))
            return redirect("participants:note_templates", request.team.slug)
    context = {"templates": queries.templates_of(request.team.pk), "form": form, "may_manage": may_manage}
    status = 422 if request.method == "POST" else 200
    return render(request, "participants/note_templates.html", context, status=status)


@team_member(MANAGE, area="people")
@require_POST
def note_template_remove(request: TeamRequest, item: str) -> HttpResponse:
    get_object_or_404(NoteTemplate, team=request.team, public_id=item).delete()
    toasts.say(request, _("Mallen är borttagen."))
    return redirect("participants:note_templates", request.team.slug)


@team_member(WORK, area="people")
@form_methods
def concern_add(request: TeamRequest, public_id: str) -> HttpResponse:
    enrolment: Enrolment = enrolment_of(request, participant_of(request, public_id))
    form = ConcernForm(posted(request))

    def act(given: dict[str, Any]) -> None:
        kind = ConcernKind(given["kind"])
        actions.raise_concern(enrolment=enrolment, kind=kind, text=given["text"], by=request.user)

    lead = _("Är det fara nu? Ring 112 först.")
    asking = Asking(_("Jag är orolig"), _("Spara och säg till"), lead=lead)
    said = _("Sparat. Handledarna och processledaren vet om det.")
    return answer(request, enrolment.participant, form, asking, act, said)


def _concern(request: TeamRequest, public_id: str, item: str) -> Concern:
    """Raises Http404 for everybody but those who may read it."""
    participant = participant_of(request, public_id)
    rows = Concern.objects.visible_to(request.scope).filter(participant=participant, public_id=item)
    found = rows.select_related("enrolment__team", "enrolment__participant", "created_by", "closed_by").first()
    if found is None:
        raise Http404
    found.participant = participant
    return found  # type: ignore[no-any-return]


@team_member(WORK, area="people")
@form_methods
def concern(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """The words and the fixed steps; a POST ticks one, or closes it (`avsluta`)."""
    found = _concern(request, public_id, item)
    fault = ""
    if request.method == "POST":
        form = ConcernStepForm(request.POST)
        try:
            if "avsluta" in request.POST:
                actions.close_concern(concern=found, by=request.user)
                return done(request, found.participant, _("Avslutat."))
            if form.is_valid():
                step, ticked = ConcernStep(form.cleaned_data["step"]), form.cleaned_data["done"]
                actions.tick_concern(concern=found, step=step, done=ticked, by=request.user)
                return redirect(request.path)
            fault = _("Det steget finns inte.")
        except actions.ActionError as told:
            fault = str(told)
    readlog.opened(request.scope, found.participant_id, place="participant.concern")
    context = {"concern": found, "participant": found.participant, "base": home(request, found.participant)}
    context |= {"steps": queries.steps_of(found), "fault": fault}
    return render(request, "participants/concern.html", context, status=422 if fault else 200)
