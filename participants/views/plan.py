"""Next step, goal, notes, meetings, tasks, interventions of one person."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import actions, permissions
from participants.enums import NoteKind, StepBy
from participants.forms.people import GoalForm
from participants.forms.plan import (
    EndInterventionForm,
    InterventionForm,
    NextStepForm,
    NoteForm,
)
from participants.models import Activity, Enrolment, Intervention, NoteDraft
from participants.planning import advice
from participants.planpart import words_of
from participants.presence import NOTE
from participants.queries import activities, sees_health
from participants.queries import notes as note_queries
from participants.views.acting import Asking, answer, posted
from participants.views.days import with_advice
from participants.views.reach import enrolment_of, open_enrolment, participant_of

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def next_step(request: TeamRequest, public_id: str) -> HttpResponse:
    """Next step · who · when. A colleague's text in the same box is shown before it is replaced."""
    enrolment = open_enrolment(request, public_id)
    form = NextStepForm(posted(request), instance=enrolment, team_id=request.team.pk, me=request.user)

    def act(_given: dict[str, Any]) -> None:
        saved: Enrolment = form.instance
        actions.set_next_step(
            enrolment=saved,
            step=saved.next_step,
            step_by=StepBy(saved.next_step_by),
            user_id=saved.next_step_user_id,
            who=saved.next_step_who,
            on=saved.next_step_on,
            waiting_for=saved.waiting_for,
            by=request.user,
        )

    asking = Asking(_("Nästa steg"), _("Spara"), here="steg")

    def said() -> str:
        return with_advice(_("Nästa steg sparat."), form.cleaned_data["next_step_on"])

    return answer(request, enrolment.participant, form, asking, act, said)


@team_member(WORK, area="people")
@form_methods
def goal(request: TeamRequest, public_id: str) -> HttpResponse:
    enrolment = open_enrolment(request, public_id)
    form = GoalForm(posted(request), instance=enrolment)

    def act(_given: dict[str, Any]) -> None:
        actions.set_goal(enrolment=form.instance, goal=form.instance.goal, by=request.user)

    return answer(request, enrolment.participant, form, Asking(_("Mål"), _("Spara")), act, _("Målet sparat."))


@team_member(WORK, area="people")
@form_methods
def note(request: TeamRequest, public_id: str) -> HttpResponse:
    """A note; what is being written is kept on the server meanwhile and met again here."""
    enrolment = enrolment_of(request, participant_of(request, public_id))
    mine = NoteDraft.objects.visible_to(request.scope).filter(
        participant=enrolment.participant, user=request.user, place=""
    )
    draft = mine.first()
    templates = note_queries.templates_of(request.team.pk)
    chosen = next((one for one in templates if one.public_id == request.GET.get("mall")), None)
    begun = draft or chosen  # what is being written is never lost for a template
    initial = {"text": begun.text, "kind": begun.kind} if begun else {}
    form = NoteForm(posted(request), initial=initial, team_id=request.team.pk, me=request.user)

    def act(given: dict[str, Any]) -> None:
        actions.add_note(
            enrolment=enrolment,
            text=given["text"],
            kind=given["kind"],
            happened_at=given["happened_on"],
            channel=given["channel"],
            by=request.user,
        )

    address = reverse("participants:note_draft", args=[request.team.slug, public_id])
    before, more = "participants/act_templates.html", {"templates": [] if draft else templates, "chosen": chosen}
    asking = Asking(_("Skriv anteckning"), _("Spara"), draft=address, here=NOTE, before=before, more=more)
    return answer(request, enrolment.participant, form, asking, act, _("Anteckningen sparad."))


@team_member(WORK, area="people")
@require_POST
def note_draft(request: TeamRequest, public_id: str) -> HttpResponse:
    """Keeps what is being written: 204. What is too long is refused (422) and stays in the page."""
    enrolment = enrolment_of(request, participant_of(request, public_id))
    form = NoteForm(request.POST, team_id=request.team.pk, me=request.user)
    form.fields["text"].required = False
    form.is_valid()
    if "text" in form.errors:
        return HttpResponse(status=422)
    kind = form.cleaned_data.get("kind") or NoteKind.NOTE
    actions.save_draft(enrolment=enrolment, text=form.cleaned_data["text"], kind=kind, by=request.user)
    return HttpResponse(status=204)


@team_member(WORK, area="people")
@form_methods
def intervention_add(request: TeamRequest, public_id: str) -> HttpResponse:
    enrolment = open_enrolment(request, public_id)
    asked = request.GET.get("aktivitet", "")[:18]
    chosen = Activity.objects.filter(team=request.team, pk=asked).first() if asked.isdecimal() else None
    form = InterventionForm(posted(request), team_id=request.team.pk, chosen=chosen)

    def act(given: dict[str, Any]) -> None:
        actions.add_intervention(enrolment=enrolment, by=request.user, **given)

    more = {"advice": _advice(request, enrolment)}
    asking = Asking(_("Ny insats"), _("Spara"), before="participants/plan_advice.html", more=more)
    return answer(request, enrolment.participant, form, asking, act, _("Insatsen sparad."))


def _advice(request: TeamRequest, enrolment: Enrolment) -> list[str]:
    """What to think of in the plan as it stands, beside the form that changes it. Never stops anybody."""
    planned = activities.plan(request.scope, enrolment, sees_health=False)
    return words_of(advice([each.span for each in planned], timezone.localdate()))


@team_member(WORK, area="people")
@form_methods
def intervention_edit(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    intervention = _intervention(request, public_id, item)
    form = InterventionForm(posted(request), instance=intervention, team_id=request.team.pk)

    def act(_given: dict[str, Any]) -> None:
        form.save()
        actions.update_intervention(intervention=intervention, by=request.user)

    end = reverse("participants:intervention_end", args=[request.team.slug, public_id, item])
    more = {"end_url": end, "advice": _advice(request, intervention.enrolment)}
    end_link = "participants/act_end_link.html"
    asking = Asking(_("Ändra insats"), _("Spara"), before="participants/plan_advice.html", after=end_link, more=more)
    return answer(request, intervention.participant, form, asking, act, _("Insatsen sparad."))


@team_member(WORK, area="people")
@form_methods
def intervention_end(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    intervention = _intervention(request, public_id, item)
    form = EndInterventionForm(posted(request), initial={"on": timezone.localdate()})

    def act(given: dict[str, Any]) -> None:
        actions.end_intervention(intervention=intervention, on=given["on"], reason=given["reason"], by=request.user)

    asking = Asking(_("Avsluta insats"), _("Avsluta"), lead=intervention.title)
    return answer(request, intervention.participant, form, asking, act, _("Insatsen är avslutad."))


def _intervention(request: TeamRequest, public_id: str, item: str) -> Intervention:
    """One this viewer may read. Raises Http404: whoever may not read it sees nothing to change."""
    participant = participant_of(request, public_id)
    rows = Intervention.objects.visible_to(request.scope).filter(participant=participant, public_id=item)
    found = rows.select_related("enrolment").first()
    sees = bool(found) and participant.pk in sees_health(request.scope, [participant.pk])
    if found is None or not permissions.may_change(found, sees_health=sees):
        raise Http404
    found.participant = participant
    return found  # type: ignore[no-any-return]
