"""Suggestions while typing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from core.forms import plain_text
from core.guards import public
from taxonomy import queries
from taxonomy.enums import Kind

LONGEST = 200


@public("open data, and the public posting form needs it too")
@require_GET
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    """Options of a listbox for `?q=`, best first. The words are public; what is typed is not kept."""
    if kind not in Kind.values:
        raise Http404
    found = queries.suggest(kind, plain_text(request.GET.get("q", ""))[:LONGEST])
    response = render(request, "taxonomy/suggestions.html", {"found": found})
    patch_cache_control(response, private=True, max_age=3600)
    return response
