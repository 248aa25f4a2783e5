"""Several people get another handler: whose, a receiver proposed for each, every row changed as one likes, one batch of
questions that is taken back as a whole until they are answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions, permissions
from participants.enums import Deed
from participants.forms.spread import PREFIX, SpreadForm
from participants.models import Handover
from participants.queries import spread as queries
from participants.queries.selection import NO_HANDLER
from participants.queries.spread import MOST, Person, Plan
from participants.spreading import Proposal
from participants.views.acting import posted
from participants.views.bulk import chosen

ASSIGN = Permission.ASSIGN


@dataclass(frozen=True)
class Row:
    person: Person
    url: str
    handler: str
    field: BoundField
    why: str


@dataclass(frozen=True)
class Share:
    """What a colleague has today, and after this if everybody says yes."""

    name: str
    today: int
    after: int
    speaks: str


@team_member(ASSIGN, area="people")
@require_http_methods(["GET", "POST"])
def spread(request: TeamRequest) -> HttpResponse:
    """A colleague's people (`?fran=` their id), or those without handler (`?fran=ingen`); without either, whose."""
    whose = request.GET.get("fran", "")
    if whose == NO_HANDLER:
        return _spread(request, queries.plan(request.scope, handler=None))
    if whose.isascii() and whose.isdigit() and len(whose) < 10:
        return _spread(request, queries.plan(request.scope, handler=int(whose)), int(whose))
    holders = queries.holders(request.scope)
    return render(request, "participants/spread_whose.html", {"holders": holders})


@team_member(ASSIGN, area="people")
@require_http_methods(["GET", "POST"])
def spread_chosen(request: TeamRequest, key: str) -> HttpResponse:
    """Those chosen in the register."""
    return _spread(request, queries.plan(request.scope, enrolment_ids=chosen(request, key)))


def _spread(request: TeamRequest, plan: Plan, leaver: int | None = None) -> HttpResponse:
    """Shows the proposals; `gor` asks the receivers. 422 for what is to be mended."""
    proposed = {key: proposal.user_id for key, proposal in plan.proposals.items()}
    asks = request.method == "POST" and "visa" not in request.POST
    form = SpreadForm(posted(request), people=plan.people, names=plan.choices, knows=plan.knows, proposed=proposed)
    if asks and form.is_valid():
        return _ask(request, form)
    if request.method == "POST" and not asks:
        form.errors.clear()
    readlog.listed(request.scope, [person.participant_id for person in plan.people], place="participants:spread")
    context = {
        "form": form,
        "rows": [_row(request, person, form, plan) for person in plan.people],
        "shares": _shares(plan, form.receivers()),
        "leaver": plan.names.get(leaver or 0, ""),
        "waiting": plan.waiting,
        "more": plan.more,
        "most": MOST,
        "register_url": reverse("participants:register", args=[request.team.slug]),
    }
    return render(request, "participants/spread.html", context, status=422 if asks else 200)


def _ask(request: TeamRequest, form: SpreadForm) -> HttpResponse:
    to = form.receivers()
    given = form.cleaned_data
    values = {
        "to": {str(key): user_id for key, user_id in to.items()},
        "reason_code": given["reason_code"],
        "reason": given["reason"],
    }
    batch = actions.do_for_many(team=request.team, deed=Deed.SPREAD, enrolment_ids=to, values=values, by=request.user)
    sent = batch.counts.get("done", 0)
    if not sent:
        toasts.say(request, _("Ingen fråga skickades. Någon annan hann före."), fault=True)
        return redirect("participants:register", request.team.slug)
    undo = reverse("participants:bulk_undo", args=[request.team.slug, batch.public_id])
    words = ngettext("%(n)d fråga är skickad.", "%(n)d frågor är skickade.", sent) % {"n": sent}
    toasts.say(request, words, undo=undo)
    return redirect("participants:spread_batch", request.team.slug, batch.public_id)


def _row(request: TeamRequest, person: Person, form: SpreadForm, plan: Plan) -> Row:
    return Row(
        person=person,
        url=reverse("participants:detail", args=[request.team.slug, person.participant_public_id]),
        handler=plan.names.get(person.handler_id or 0, ""),
        field=form[PREFIX + person.public_id],
        why=why(plan.proposals.get(person.enrolment_id), plan),
    )


def why(proposal: Proposal | None, plan: Plan) -> str:
    """ "Amina Warsame: talar somaliska, 12 personer i dag"."""
    if proposal is None:
        return _("Ingen kollega kan få frågan.")
    parts = [_("är med redan")] if proposal.knows else []
    if spoken := sorted(_inside(plan.labels[key]) for key in proposal.languages if key in plan.labels):
        parts.append(_("talar %(what)s") % {"what": ", ".join(spoken)})
    if places := sorted(plan.labels[key] for key in proposal.places if key in plan.labels):
        parts.append(_("finns i %(what)s") % {"what": ", ".join(places)})
    parts.append(_people(proposal.load))
    return f"{plan.names[proposal.user_id]}: {', '.join(parts)}"


def _inside(name: str) -> str:
    """A language inside a Swedish sentence is written small; a place is not."""
    return name[:1].lower() + name[1:] if get_language() == "sv" else name


def _people(n: int) -> str:
    return ngettext("%(n)d person i dag", "%(n)d personer i dag", n) % {"n": n}


def _shares(plan: Plan, to: dict[int, int]) -> list[Share]:
    """Everybody who may be asked, by name: a picture of the work, never a ranking."""
    gets, gives = Counter(to.values()), Counter(p.handler_id for p in plan.people if p.enrolment_id in to)
    return [
        Share(name, plan.load[user], plan.load[user] + gets[user] - gives[user], plan.speaks.get(user, ""))
        for user, name in plan.names.items()
    ]


@team_member(ASSIGN, area="people")
@require_GET
def spread_batch(request: TeamRequest, batch: str) -> HttpResponse:
    """The questions that were asked together, each with its answer so far."""
    found = _batch(request, batch)
    readlog.listed(request.scope, [one.participant_id for one in found], place="participants:spread_batch")
    base = reverse("participants:register", args=[request.team.slug])
    mine = [one for one in found if one.to_user_id == request.user.pk and one.is_waiting]
    context = {
        "mine": [(one, f"{base}{one.participant.public_id}/overlamning/") for one in mine],
        "others": [(one, f"{base}{one.participant.public_id}/overlamning/") for one in found if one not in mine],
        "waiting": sum(1 for one in found if one.is_waiting),
        "asked": found[0],
        "batch": batch,
        "may_withdraw": any(one.is_waiting and permissions.may_withdraw(request.scope, one) for one in found),
        "register_url": base,
    }
    return render(request, "participants/spread_batch.html", context)


@team_member(ASSIGN, area="people")
@require_POST
def spread_withdraw(request: TeamRequest, batch: str) -> HttpResponse:
    """Takes back every question in it that waits. Those who have said yes are handlers and stay so."""
    found = [one for one in _batch(request, batch) if one.is_waiting]
    able = [one.pk for one in found if permissions.may_withdraw(request.scope, one)]
    if found and not able:
        raise PermissionDenied
    taken = actions.withdraw_many(handovers=Handover.objects.filter(pk__in=able), by=request.user)
    words = ngettext("%(n)d fråga är tillbakatagen.", "%(n)d frågor är tillbakatagna.", len(taken)) % {"n": len(taken)}
    toasts.say(request, words)
    return redirect("participants:spread_batch", request.team.slug, batch)


def _batch(request: TeamRequest, batch: str) -> Sequence[Handover]:
    """Raises Http404 where nothing in it is of somebody the viewer may know."""
    found = queries.batch_of(request.scope, batch)
    if not found:
        raise Http404
    return found
