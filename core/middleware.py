"""Headers that keep personal data out of caches, and a line for every refusal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from core.models import DeniedLine

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
