"""Two rows for one person: who it might be, both side by side, one of them, and two again."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, search, toasts
from core.forms import Form
from participants import actions, permissions
from participants.forms.notes import NoteSearchForm
from participants.models import Participant, PersonMerge
from participants.queries import same as queries
from participants.queries.people import Lookalike
from participants.views.acting import Asking, answer, home, posted
from participants.views.reach import participant_of

WORK = Permission.WORK_WITH_PEOPLE
MOST = 8
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def same(request: TeamRequest, public_id: str) -> HttpResponse:
    """People who may be the same, by number, name and telephone; a POST finds others by name."""
    participant = participant_of(request, public_id)
    form = NoteSearchForm(posted(request))
    form.fields["q"].label = _("Eller sök på namnet")
    found = queries.candidates(request.scope, participant)
    status = 200
    if request.method == "POST":
        found = _by_name(request, participant, form.cleaned_data["q"]) if form.is_valid() else []
        status = 200 if form.is_valid() else 422
    readlog.listed(request.scope, [participant.pk, *(one.participant_id for one in found)], place="participants:same")
    context = {"participant": participant, "base": home(request, participant), "form": form, "found": found}
    return render(request, "participants/same.html", context, status=status)


def _by_name(request: TeamRequest, but: Participant, words: str) -> list[Lookalike]:
    ids = search.find(words, team_id=request.team.pk, subject_type="participant", limit=40)
    people = Participant.objects.visible_to(request.scope).filter(pk__in=ids).exclude(pk=but.pk)
    return [
        Lookalike(person.public_id, person.list_name, person.birth_year, person.pk)
        for person in people.order_by("sort_name", "pk")[:MOST]
    ]


@team_member(WORK, area="people")
@form_methods
def same_as(request: TeamRequest, public_id: str, other: str) -> HttpResponse:
    """Both side by side, the one in the address stays; a POST makes them one. 403 for who may not decide it."""
    keep, drop = participant_of(request, public_id), participant_of(request, other)
    if keep.pk == drop.pk:
        raise Http404
    if not permissions.may_merge(request.scope, keep, drop):
        raise PermissionDenied
    fault = ""
    if request.method == "POST":
        try:
            merge = actions.merge_participants(keep=keep, drop=drop, by=request.user)
        except actions.ActionError as error:
            fault = str(error)
        else:
            undo = reverse("participants:same_undo", args=[request.team.slug, keep.public_id, merge.public_id])
            toasts.say(request, _("De två är en person nu. Det går att ångra i sju dagar."), undo=undo)
            return redirect(home(request, keep))
    for person in (keep, drop):
        readlog.opened(request.scope, person.pk, place="participants:same_as")
    context = {"keep": keep, "drop": drop, "told": queries.compare(request.scope, keep, drop), "fault": fault}
    return render(request, "participants/same_as.html", context, status=422 if fault else 200)


@team_member(WORK, area="people")
@form_methods
def same_undo(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Two again. 403 for a colleague who neither did it nor leads the team."""
    participant = participant_of(request, public_id)
    rows = PersonMerge.objects.visible_to(request.scope).filter(participant=participant, public_id=item, undone_at=None)
    merge = rows.select_related("participant").first()
    if merge is None:
        raise Http404
    if not permissions.may_undo_merge(request.scope, merge):
        raise PermissionDenied
    asking = Asking(
        _("Två personer igen"),
        _("Ångra sammanslagningen"),
        lead=_(
            "Båda får tillbaka det de hade. Det som har skrivits efteråt står kvar på den här personen. Länkar och koder"
            " öppnas inte igen: de kan ha hamnat hos fel person, så gör nya."
        ),
    )
    return answer(
        request,
        participant,
        Form(posted(request)),
        asking,
        lambda _given: actions.undo_merge(merge=merge, by=request.user),
        _("Det är två personer igen. Har de haft en länk till telefonen: gör en ny till var och en."),
    )
