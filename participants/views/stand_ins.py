"""While a colleague is away: who is, a stand-in proposed for each of their people, every row changed as one likes, one batch
that is taken back as a whole."""

from dataclasses import dataclass

from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.models import Absence
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions
from participants.actions.standing_in import end_stand_in
from participants.enums import Deed
from participants.forms.spread import PREFIX, StandInForm
from participants.models import HandlerAssignment
from participants.queries import absences as queries
from participants.queries import spread
from participants.queries.spread import MOST, Person, Plan
from participants.views.acting import posted
from participants.views.bulk import said
from participants.views.spread import why


@dataclass(frozen=True)
class Row:
    person: Person
    url: str
    field: BoundField
    why: str


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def away(request: TeamRequest) -> HttpResponse:
    """Colleagues who are away or soon will be, and how many of their people have no stand-in."""
    context = {"away": queries.away(request.scope), "today": timezone.localdate(), "me": request.membership}
    return render(request, "participants/away.html", context)


def _absence(request: TeamRequest, public_id: str) -> Absence:
    rows = Absence.objects.filter(team=request.team).not_over(timezone.localdate())
    return get_object_or_404(rows.select_related("membership__user", "team"), public_id=public_id)


@team_member(Permission.SEE_PEOPLE, area="people")
@require_http_methods(["GET", "POST"])
def stand_ins(request: TeamRequest, absence: str) -> HttpResponse:
    """Who stands in for whom, and a proposal for the rest. 422 for what is to be mended."""
    found = _absence(request, absence)
    plan = _plan(request, found)
    proposed = {key: proposal.user_id for key, proposal in plan.proposals.items()}
    form = StandInForm(posted(request), people=plan.people, names=plan.names, knows=plan.knows, proposed=proposed)
    may_assign = request.may(Permission.ASSIGN)
    if may_assign and request.method == "POST" and form.is_valid():
        return _choose(request, found, form)
    chosen = queries.stand_ins(request.scope, found)
    shown = [*(person.participant_id for person in plan.people), *(one.participant_id for one in chosen)]
    readlog.listed(request.scope, sorted(set(shown)), place="participants:stand_ins")
    base = reverse("participants:register", args=[request.team.slug])
    context = {
        "absence": found,
        "colleague": found.membership.user,
        "is_here": found.starts_on > timezone.localdate(),
        "form": form,
        "rows": [
            Row(
                person,
                f"{base}{person.participant_public_id}/",
                form[PREFIX + person.public_id],
                why(plan.proposals.get(person.enrolment_id), plan),
            )
            for person in plan.people
        ],
        "chosen": chosen,
        "more": plan.more,
        "most": MOST,
        "may_assign": may_assign,
        "base": base,
    }
    return render(request, "participants/stand_ins.html", context, status=422 if request.method == "POST" else 200)


def _plan(request: TeamRequest, absence: Absence) -> Plan:
    """Those without a stand-in, with nobody proposed who is away in the same days."""
    ids = list(queries.without_cover(request.scope, absence).values_list("enrolment_id", flat=True))
    return spread.plan(request.scope, enrolment_ids=ids, away=queries.away_meanwhile(absence))


def _choose(request: TeamRequest, absence: Absence, form: StandInForm) -> HttpResponse:
    to = form.chosen()
    values = {"to": {str(key): user_id for key, user_id in to.items()}, "absence": absence.pk}
    batch = actions.do_for_many(team=request.team, deed=Deed.STAND_IN, enrolment_ids=to, values=values, by=request.user)
    words = " ".join(words for _part, words in said(Deed.STAND_IN, batch.counts))
    if batch.counts.get("done"):
        undo = reverse("participants:bulk_undo", args=[request.team.slug, batch.public_id])
        toasts.say(request, words, undo=undo)
    else:
        toasts.say(request, words or _("Ingen ändrades."), fault=True)
    return redirect("participants:stand_ins", request.team.slug, absence.public_id)


@team_member(Permission.ASSIGN, area="people")
@require_POST
def stand_in_end(request: TeamRequest, absence: str, assignment: int) -> HttpResponse:
    """One stand-in ends, so that another can be chosen."""
    found = _absence(request, absence)
    mine = next((one for one in queries.stand_ins(request.scope, found) if one.pk == assignment), None)
    if mine is None:
        raise Http404
    row = HandlerAssignment.objects.visible_to(request.scope).get(pk=mine.pk)
    end_stand_in(assignment=row, by=request.user)
    toasts.say(request, _("Vikariatet är avslutat."))
    return redirect("participants:stand_ins", request.team.slug, absence)
