"""The way back from a person: the view of the register that was looked at last, per team, in this person's own session.

Only the address' own words are kept (`Selection.query`): words searched for are there as their id, never themselves.
"""

from collections.abc import Mapping

from django.urls import reverse

from accounts.guards import TeamRequest
from core import searches
from participants.models import RegisterRow
from participants.queries import neighbours as queries
from participants.queries.neighbours import Neighbours
from participants.queries.selected import asked_by, found_by
from participants.queries.selection import Selection, address_of

PLACE = "registers"  # in the session: {team's slug: {name: value of the address}}


def keep(request: TeamRequest, selection: Selection) -> None:
    """Remembers the view; a session that has it already is not written again."""
    kept = request.session.get(PLACE, {})
    query = selection.query(after=selection.after, before=selection.before)
    if kept.get(request.team.slug) != query:
        request.session[PLACE] = {**kept, request.team.slug: query}


def address(request: TeamRequest) -> str:
    """Path and query of the register as last looked at; as it opens when there is none."""
    kept = request.session.get(PLACE, {}).get(request.team.slug)
    base = reverse("participants:register", args=[request.team.slug])
    return base if kept is None else address_of(base, kept)


def register_address(request: TeamRequest, query: Mapping[str, str]) -> str:
    """The register with that query; the whole list without one."""
    return address_of(reverse("participants:register", args=[request.team.slug]), query)


def neighbours(request: TeamRequest, row: RegisterRow) -> Neighbours:
    """Who stands before and after the row in that view's order and filter. One statement, two after a search."""
    selection = Selection.read(request.session.get(PLACE, {}).get(request.team.slug, {}))
    words = searches.words(request.session, selection.search)
    found = found_by(words, request.scope)
    return queries.neighbours(selection, row, asked_by(request.scope), found)
