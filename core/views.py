"""Error pages, progress of a run, signs of life."""

import functools
from collections.abc import Callable

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core import guards, readlog, runfiles, runs
from core.models import Run
from core.scope import Kind, Scope, enter


def _own_run(view: Callable[[HttpRequest, Run, Scope], HttpResponse]) -> guards.View:
    """The view gets the run of whoever asks and the scope that is open. 404 for somebody else's; a team's run opens
    through the team's door, for those who may what its kind asks for."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, public_id: str) -> HttpResponse:
        own = Scope(Kind.MEMBER, user_id=request.user.pk)
        opened: Scope | HttpResponse = own
        with enter(own):
            run: Run = get_object_or_404(Run, public_id=public_id, owner_id=request.user.pk)
        if run.team_id is not None:
            permission = runs.permission_of(run)
            if permission is None:
                raise Http404
            opened = guards.team_door(request, run.team_id, permission)
        if isinstance(opened, HttpResponse):
            return opened
        with enter(opened):
            return view(request, run, opened)

    return guarded


@guards.signed_in
@require_GET
@_own_run
def run_detail(request: HttpRequest, run: Run, scope: Scope) -> HttpResponse:
    """A run's progress, as page and as the fragment the page polls. 286 tells htmx to stop."""
    htmx = getattr(request, "htmx", False)
    template = "components/run.html" if htmx else "core/run.html"
    response = render(request, template, {"run": run, "url": request.path})
    if htmx and run.is_over:
        response.status_code = 286
    return response


@guards.signed_in
@require_GET
@_own_run
def run_file(request: HttpRequest, run: Run, scope: Scope) -> HttpResponse:
    """The file a run made, for its owner."""
    answer = runfiles.response(run) if runs.still_opens(run, scope) else None
    if answer is None:
        raise Http404
    if scope.team_id is not None:
        readlog.exported(scope, [run.pk], place="core:run_file", subject_type="run")
        readlog.exported(scope, [int(pk) for pk in run.result.get("people", [])], place="core:run_file")
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
    return render(request, "403_late.html", status=403)
