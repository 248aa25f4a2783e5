"""What has come of the questions: the page with every round."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.guards import TeamRequest
from accounts.permissions import Permission
from core import readlog
from smail import shown
from smail.panel import picture
from smail.views.staff import history_of, see


@see
@require_GET
def development(request: TeamRequest, public_id: str) -> HttpResponse:
    """All rounds, each indicator over time; `?omrade=` says which curve. A fragment of it for htmx."""
    history = history_of(request, public_id)
    readlog.opened(request.scope, history.participant.pk, place="smail.development")
    context = {
        "participant": history.participant,
        **picture(history, request.GET.get("omrade", "")[:40]),
        "grids": shown.grids(history),
        "may_work": request.may(Permission.WORK_WITH_PEOPLE),
    }
    return render(request, "smail/curve.html" if request.htmx else "smail/development.html", context)
