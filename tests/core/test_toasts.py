"""What was done is told once: on the page, or with the answer to htmx."""

import json
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from core import toasts
from tests.support import pages


def answer(
    headers: dict[str, str] | None = None, *, status: int = 200, **sent: str
) -> tuple[HttpRequest, HttpResponse]:
    """A view that says something, behind the middleware."""
    request = RequestFactory().post("/", headers=headers or {"HX-Request": "true"})
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]

    def view(request: HttpRequest) -> HttpResponse:
        toasts.say(request, "Nästa steg sparat för Åsa.", undo="/angra/1/")
        return HttpResponse(status=status, headers=sent)

    return request, HtmxMiddleware(toasts.ToastMiddleware(view))(request)


def test_htmx_answer_carries_the_words_and_the_way_back() -> None:
    _request, response = answer()

    assert json.loads(response["HX-Trigger"]) == {
        "toast": [{"words": "Nästa steg sparat för Åsa.", "undo": "/angra/1/", "fault": False}]
    }
    assert response["HX-Trigger"].isascii()


@pytest.mark.parametrize(
    ("header", "kept"),
    [('{"moved": {"id": 7}}', {"moved": {"id": 7}}), ("moved, saved", {"moved": None, "saved": None})],
)
def test_htmx_answer_keeps_the_views_own_events(header: str, kept: dict[str, Any]) -> None:
    _request, response = answer(**{"HX-Trigger": header})

    events = json.loads(response["HX-Trigger"])
    assert events.pop("toast")
    assert events == kept


@pytest.mark.parametrize(
    ("headers", "status", "sent"),
    [
        ({"Accept": "text/html"}, 200, {}),
        ({"HX-Request": "true", "HX-Boosted": "true"}, 200, {}),
        ({"HX-Request": "true"}, 302, {}),
        ({"HX-Request": "true"}, 200, {"HX-Redirect": "/"}),
    ],
)
def test_words_wait_for_the_page_that_will_show_them(
    headers: dict[str, str], status: int, sent: dict[str, str]
) -> None:
    request, response = answer(headers, status=status, **sent)

    assert "HX-Trigger" not in response
    assert [str(message) for message in get_messages(request)] == ["Nästa steg sparat för Åsa."]


def test_page_shows_the_words_with_a_form_to_undo() -> None:
    request, _response = answer({"Accept": "text/html"})

    html = pages.template("components/toasts.html", messages=list(get_messages(request)))

    assert "Nästa steg sparat för Åsa." in html
    assert '<form method="post" action="/angra/1/">' in html
