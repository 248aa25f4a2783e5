"""A sign-in ends after half an hour without a hand on it, and after a working day at the latest. Each reads in the
language of their own choice."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

STARTED, SEEN = "signed_in_at", "seen_at"
WRITE_EVERY = 60  # seconds: the session row is not rewritten on every request


class SignInLimitsMiddleware:
    """Polls carry `X-Poll: 1` and never extend a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.get(STARTED, now)
            seen = request.session.get(SEEN, now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif request.headers.get("X-Poll") != "1" and (STARTED not in request.session or now - seen > WRITE_EVERY):
                request.session[STARTED], request.session[SEEN] = started, now
        return self.get_response(request)


class OwnLanguageMiddleware:
    """What somebody has chosen on their own page goes before what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
