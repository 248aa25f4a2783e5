"""Short words after something was done, with "Ångra" where it can be taken back.

A view says it once with `say`; on a full page it stands in the page (layouts/app.html), after an htmx request the
middleware sends it as the event `toast`, which static/js/net.js shows.
"""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

_UNDO = "undo:"
GetResponse = Callable[[HttpRequest], HttpResponse]


def say(request: HttpRequest, words: str, *, undo: str = "", fault: bool = False) -> None:
    """Tell the user. `undo` is the address that takes it back by POST (inverse action, 30 seconds in the toast)."""
    level = messages.ERROR if fault else messages.SUCCESS
    messages.add_message(request, level, words, extra_tags=_UNDO + undo if undo else "")


def undo_address(message: Any) -> str:
    """The address that takes back what a message tells of, or ""."""
    tags = str(message.extra_tags or "")
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""


def _event(message: Any) -> dict[str, Any]:
    return {"words": str(message), "undo": undo_address(message), "fault": message.level >= messages.ERROR}


class ToastMiddleware:
    """After an htmx request nobody draws the page's toasts: send them along. A redirect keeps them for the next page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        htmx: Any = getattr(request, "htmx", False)
        if not htmx or htmx.boosted or not 200 <= response.status_code < 300:
            return response
        if {"HX-Redirect", "HX-Refresh", "HX-Location"} & set(response.headers):
            return response
        waiting = list(messages.get_messages(request))
        if waiting:
            events = _known(response.get("HX-Trigger", ""))
            events["toast"] = [_event(message) for message in waiting]
            response["HX-Trigger"] = json.dumps(events)  # ASCII: headers hold no å
        return response


def _known(header: str) -> dict[str, Any]:
    """Events a view has already put in the header, in either of htmx's two spellings."""
    if not header:
        return {}
    if header.startswith("{"):
        return dict(json.loads(header))
    return {name.strip(): None for name in header.split(",")}
