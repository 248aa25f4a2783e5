"""Error pages, progress of a run, signs of life."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core import guards, runfiles
from core.models import Run
from core.scope import Kind, Scope, enter


def _own_run(request: HttpRequest, public_id: str) -> Run:
    """Raises Http404 for somebody else's, and for one of a team the owner has left. The database is asked for the
    membership (`scope_team`): core knows of none."""
    run: Run = get_object_or_404(Run, public_id=public_id, owner_id=request.user.pk)
    if run.team_id is not None:
        with enter(Scope(Kind.MEMBER, user_id=request.user.pk, team_id=run.team_id)), connection.cursor() as cursor:
            cursor.execute("SELECT scope_team()")
            if cursor.fetchone()[0] is None:
                raise Http404
    return run


@guards.signed_in
@require_GET
def run_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """A run's progress, as page and as the fragment the page polls. 286 tells htmx to stop."""
    with enter(Scope(Kind.MEMBER, user_id=request.user.pk)):
        run = _own_run(request, public_id)
        htmx = getattr(request, "htmx", False)
        template = "components/run.html" if htmx else "core/run.html"
        response = render(request, template, {"run": run, "url": request.path})
    if htmx and run.is_over:
        response.status_code = 286
    return response


@guards.signed_in
@require_GET
def run_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file a run made, for its owner."""
    with enter(Scope(Kind.MEMBER, user_id=request.user.pk)):
        run = _own_run(request, public_id)
        answer = runfiles.response(run)
    if answer is None:
        raise Http404
    return answer


@guards.public("an uptime probe has no account; says nothing but up or down")
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


@guards.public("a load balancer has no account; says nothing but ready or not")
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ready": True})


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often a page left open over night: say so kindly."""
    return _error(request, 403)
