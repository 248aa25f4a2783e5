"""Personal-data incidents: reporting one, and what becomes of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.enums import IncidentKind, IncidentRisk
from accounts.forms.incidents import DecisionForm, IncidentForm
from accounts.guards import TeamRequest, team_member
from accounts.models import Incident
from accounts.permissions import Permission
from core import toasts

form_methods = require_http_methods(["GET", "POST"])


@team_member(Permission.SEE_TEAM, area="team")
@form_methods
def incidents(request: TeamRequest) -> HttpResponse:
    """Anybody in the team reports; who manages it sees all, the others their own."""
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.report_incident(
            team=request.team,
            kind=IncidentKind(given["kind"]),
            what=given["what"],
            found_at=given["found_at"],
            people_about=given["people_about"],
            by=request.membership.user,
        )
        toasts.say(request, _("Anmält. De som sköter teamet vet om det."))
        return redirect("accounts:incident", request.team.slug, made.public_id)
    found = Incident.objects.visible_to(request.scope).select_related("reported_by")[:100]
    context = {"form": form, "incidents": found, "manages": request.may(Permission.MANAGE_TEAM)}
    return render(request, "accounts/incidents.html", context, status=422 if request.method == "POST" else 200)


@team_member(Permission.SEE_TEAM, area="team")
@form_methods
def incident(request: TeamRequest, public_id: str) -> HttpResponse:
    """The clock, the decision, what is left. Who manages the team decides, ticks (`klart`) and closes (`avsluta`)."""
    rows = Incident.objects.visible_to(request.scope).select_related("team", "reported_by", "decided_by", "closed_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    manages = request.may(Permission.MANAGE_TEAM)
    if request.method == "POST" and not manages:
        return HttpResponse(status=403)
    decides = request.method == "POST" and not {"klart", "avsluta"} & set(request.POST)
    form = DecisionForm(request.POST if decides else None, initial={"risk": found.risk, "measures": found.measures})
    fault = ""
    if request.method == "POST":
        try:
            if _acted(request, found, form):
                return redirect(request.path)
        except actions.ActionError as told:
            fault = str(told)
    context = {"incident": found, "form": form, "fault": fault, "manages": manages, "left": found.left_to_do()}
    return render(request, "accounts/incident.html", context, status=422 if request.method == "POST" else 200)


def _acted(request: TeamRequest, found: Incident, form: DecisionForm) -> bool:
    """False for a form that is to be mended."""
    me = request.membership.user
    if "avsluta" in request.POST:
        actions.close_incident(incident=found, by=me)
    elif "klart" in request.POST:
        actions.tick_incident(incident=found, what=request.POST["klart"], by=me)
    elif form.is_valid():
        risk = IncidentRisk(form.cleaned_data["risk"])
        actions.decide_incident(incident=found, risk=risk, measures=form.cleaned_data["measures"], by=me)
    else:
        return False
    return True
