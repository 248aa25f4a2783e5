"""The way in for partners without accounts: the link their team leader has given them. It opens a form and no person."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts import access, guesses
from accounts.network import network_of
from core.guards import mark
from core.scope import Kind, Scope, enter
from participants.models import IntakeLink

REASON = "a partner refers somebody to a team without an account"
# As for the job form: a whole office sits behind one address.
FROM_NETWORK = guesses.Ceiling(30, 3600)
BY_LINK = guesses.Ceiling(60, 3600)
IN_ALL = guesses.Ceiling(600, 3600)

View = Callable[..., HttpResponse]


class PartnerRequest(HttpRequest):
    """A request by a partner's link; the scope is the team's and opens no person."""

    link: IntakeLink
    scope: Scope


def partner_page(view: View) -> View:
    """Guard of every page under a partner's link. The view gets (request, …) without the token; unknown: 404. An ended
    link still says whom to call."""

    @functools.wraps(view)
    def guarded(request: Any, token: str, **kwargs: Any) -> HttpResponse:
        link = IntakeLink.objects.filter(token=token).select_related("team").first()
        if link is None:
            raise Http404
        with enter(Scope(Kind.PUBLIC, team_id=link.team_id)) as scope:
            request.link, request.scope = link, scope
            response = view(request, **kwargs)
            response.setdefault("Referrer-Policy", access.REFERRER)
            return response

    return mark(login_not_required(guarded), f"public: {REASON}")


def may_send(request: PartnerRequest) -> bool:
    """Counts one sent in; False when there are too many from here, by this link or in all."""
    return (
        guesses.count(FROM_NETWORK, "intake from", network_of(request))
        and guesses.count(BY_LINK, "intake by", str(request.link.pk))
        and guesses.count(IN_ALL, "intake")
    )
