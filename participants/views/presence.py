"""Who writes where: told with the register's poll, and by the forms about one person."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import trigger_client_event

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import presence
from participants.presence import Place
from participants.views.reach import participant_of

STEP = {"steg", "vem", "nar", "vantar"}  # columns that the form of the next step holds


def told(request: TeamRequest, response: HttpResponse) -> HttpResponse:
    """The poll's answer with where colleagues write, after noting where this page does (`X-Here`: person/column)."""
    place = Place.read(request.headers.get("X-Here", ""))
    writers = presence.tell(request.scope, request.headers.get("X-Tab", ""), place)
    here = [{"p": w.place.person, "c": w.place.column, "name": w.name, "left": w.left} for w in writers]
    return trigger_client_event(response, "framat:here", {"here": here})


@team_member(Permission.WORK_WITH_PEOPLE, area="people")
@require_GET
def here(request: TeamRequest, public_id: str) -> HttpResponse:
    """Notes that a form about this person is open (`?ruta=` its column, empty when it was left) and says who else writes
    there: {"words": ""} for nobody. Nothing of the person is shown."""
    person = participant_of(request, public_id).public_id
    column = request.GET.get("ruta", "")
    writers = presence.tell(request.scope, request.GET.get("flik", ""), Place.read(f"{person}/{column}"))
    same = STEP if column in STEP else {column}
    names = sorted({w.name for w in writers if w.place.person == person and w.place.column in same})
    return JsonResponse({"words": _words(names)})


def _words(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return _("%(name)s skriver här nu") % {"name": names[0]}
    return _("%(names)s och %(name)s skriver här nu") % {"names": ", ".join(names[:-1]), "name": names[-1]}
