"""Headers that keep personal data out of caches, a line for every refusal, words for two who write at once."""

import json
import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from psycopg import errors

from core.models import DeniedLine

logger = logging.getLogger("framat.clash")
# What the database says when somebody else was quicker: what was written about is gone, or each waits for the other.
MET = (errors.ForeignKeyViolation, errors.DeadlockDetected, errors.LockNotAvailable)

GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(), geolocation=(), microphone=(self), payment=(), usb=(), interest-cohort=()"


class PrivacyHeadersMiddleware:
    """No page of ours is kept by anybody; a page and its fragment are told apart."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response


class DeniedLogMiddleware:
    """Writes refused requests after the view's transaction has been rolled back. Plain ids, no foreign keys."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (403, 404, 429) and self._matters(request):
            match = request.resolver_match
            DeniedLine.objects.create(
                user_id=getattr(getattr(request, "user", None), "pk", None),
                team_slug=(match.kwargs.get("team", "") if match else "")[:60],
                place=((match.view_name if match else "") or "")[:120],
                method=(request.method or "")[:10],
                status=response.status_code,
            )
        return response

    @staticmethod
    def _matters(request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        return request.resolver_match is not None and (
            getattr(user, "is_authenticated", False) or request.method == "POST"
        )


class MetMiddleware:
    """Two who wrote at the same time, where only the database knew: the later is told so (409) instead of a fault. Nothing
    of theirs is saved; their page is still there to go back to."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """After the view's transaction has been rolled back. None: a fault like any other; a script that sends JSON tries
        again by itself."""
        if request.method == "GET" or request.content_type == "application/json":
            return None
        if not isinstance(fault, DatabaseError) or not isinstance(fault.__cause__, MET):
            return None
        match = request.resolver_match
        logger.warning("%s at %s", type(fault.__cause__).__name__, match.view_name if match else "")
        if getattr(request, "htmx", False):  # what was typed stays where it is
            words = _("Någon annan hann före, och det du skrev är inte sparat. Kopiera det och ladda om sidan.")
            toast = json.dumps({"toast": [{"words": words, "fault": True}]})
            return HttpResponse(status=409, headers={"HX-Reswap": "none", "HX-Trigger": toast})
        return render(request, "409.html", status=409)
