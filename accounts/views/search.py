"""The product's one search box: people first, then what the other apps can find."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.forms.search import SearchForm
from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, registry, searches
from core.registry import SearchHit

SHOWN = 20  # of each kind


@dataclass(frozen=True)
class Found:
    """What one provider found; `more` when there is more than is shown."""

    hits: list[SearchHit]
    more: bool


@team_member(Permission.SEE_JOBS)
@require_http_methods(["GET", "POST"])
def search(request: TeamRequest) -> HttpResponse:
    """A POST keeps the words on the server and leads to an address with their id; a GET shows what they find now."""
    base = reverse("accounts:search", args=[request.team.slug])
    if request.method == "POST":
        form = SearchForm(request.POST)
        if not form.is_valid():
            request.search_words = ""  # the box stands on this page
            return render(request, "accounts/search.html", {"form": form, "words": "", "hits": []}, status=422)
        words = form.cleaned_data["q"]
        return redirect(f"{base}?sok={searches.keep(request.session, words)}" if words else base)
    words = searches.words(request.session, request.GET.get("sok", ""))
    request.search_words = words
    found = _found(request, words) if words else []
    people = [hit.subject_id for one in found for hit in one.hits if hit.subject_type == "participant"]
    readlog.listed(request.scope, people, place="search")
    context = {
        "form": None,
        "words": words,
        "hits": [hit for one in found for hit in one.hits],
        "more": [one.hits[0].kind for one in found if one.more],
    }
    return render(request, "accounts/search.html", context)


def _found(request: TeamRequest, words: str) -> list[Found]:
    found = []
    for provider in registry.search:
        hits = provider(words, request.scope, SHOWN + 1)
        found.append(Found(hits[:SHOWN], len(hits) > SHOWN))
    return found
