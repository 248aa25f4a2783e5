"""The way in for employers, who have no accounts: the team's link, and a code by mail for what was left before.

A browser may change a job when it began the draft itself, or when a code proved the mail address the job was left
from. What the code proved stands in the session (kept on the server) and never follows what is typed later.

Anybody can begin a draft and write another's address in it. So a code sends a draft in only when it was asked for at
that draft's own button, and a draft whose address was proved is closed to the browser that began it.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from accounts import access, guesses
from accounts.access import Door
from accounts.network import network_of
from core.guards import mark
from core.scope import Kind, Scope, enter
from employers.enums import JobStatus, Source
from employers.models import JobPosting, PostingLink
from employers.models.jobs import JobQuerySet

PURPOSE = "employer"
REASON = "an employer leaves a job to a team without an account"
MOST_DRAFTS = 10
DRAFTS_FROM_NETWORK = guesses.Ceiling(30, 3600)
DRAFTS_IN_ALL = guesses.Ceiling(600, 3600)
MAILS_TO_ADDRESS = guesses.Ceiling(6, 3600)
MAILS_FROM_NETWORK = guesses.Ceiling(40, 3600)

_DRAFTS, _PROVED, _ASKED = "employer_drafts", "employer_proved", "employer_asked"

View = Callable[..., HttpResponse]


class LinkRequest(HttpRequest):
    """A request by a team's posting link; the scope is the team's and opens no person."""

    link: PostingLink
    scope: Scope


def posting_page(view: View) -> View:
    """Guard of every page under a posting link. The view gets (request, …) without the token; unknown: 404.

    An ended link still opens jobs left by it; the view of the first screen says itself that it takes no more.
    """

    @functools.wraps(view)
    def guarded(request: Any, token: str, **kwargs: Any) -> HttpResponse:
        link = PostingLink.objects.filter(token=token).select_related("team").first()
        if link is None:
            raise Http404
        with enter(Scope(Kind.PUBLIC, team_id=link.team_id)) as scope:
            request.link, request.scope = link, scope
            if request.method == "POST":
                grant = access.grant_of(request, PURPOSE)
                if grant is not None:
                    access.prolong(request, grant)
            response = view(request, **kwargs)
            response.setdefault("Referrer-Policy", access.REFERRER)
            return response

    return mark(login_not_required(guarded), f"public: {REASON}")


def may_begin(request: LinkRequest) -> bool:
    """Counts a new draft; False when there are too many from here or in all."""
    return guesses.count(DRAFTS_FROM_NETWORK, "job from", network_of(request)) and guesses.count(DRAFTS_IN_ALL, "job")


def may_mail(request: LinkRequest, email: str) -> bool:
    """Counts a mail to an address that nobody has proved to be theirs."""
    return guesses.count(MAILS_FROM_NETWORK, "job mail from", network_of(request)) and guesses.count(
        MAILS_TO_ADDRESS, "job mail to", email
    )


def remember_draft(request: LinkRequest, job: JobPosting) -> None:
    drafts = [*request.session.get(_DRAFTS, []), job.public_id]
    request.session[_DRAFTS] = drafts[-MOST_DRAFTS:]


def forget_draft(request: LinkRequest, job: JobPosting) -> None:
    request.session[_DRAFTS] = [key for key in request.session.get(_DRAFTS, []) if key != job.public_id]


def own_jobs(request: LinkRequest) -> JobQuerySet | None:
    """Jobs left to this team from the address that a code proved; None when no code has, or its time is over.

    Drafts that others have begun from the address since then wait for the next code: they can still be rewritten.
    """
    grant = access.grant_of(request, PURPOSE)
    email = request.session.get(_PROVED, {}).get(str(request.link.team_id))
    if grant is None or not email or grant.door.team_id != request.link.team_id or not access.still_stands(grant):
        return None
    begun_here = request.session.get(_DRAFTS, [])
    return jobs_from(request, email).exclude(
        ~Q(public_id__in=begun_here), status=JobStatus.DRAFT, confirmed_at__isnull=True
    )


def jobs_from(request: LinkRequest, email: str) -> JobQuerySet:
    """What was left to this team from a mail address, what was refused or taken away left out."""
    return (
        JobPosting.objects.filter(source=Source.OWN, answering_team_id=request.link.team_id, contact_email=email)
        .exclude(status=JobStatus.REMOVED)
        .select_related("answering_team", "owner", "occupation__ssyk4", "ssyk4", "municipality", "via_link")
        .order_by("-dated_at", "-pk")
    )


def editable(request: LinkRequest, public_id: str) -> JobPosting | None:
    """A job this browser may change: one left from the proved address, or the draft it began, until the draft's address
    is proved. None: a code is needed."""
    granted = own_jobs(request)
    if granted is not None:
        found: JobPosting | None = granted.filter(public_id=public_id).first()
        if found is not None:
            return found
    if public_id not in request.session.get(_DRAFTS, []):
        return None
    return (
        JobPosting.objects.filter(
            public_id=public_id,
            answering_team_id=request.link.team_id,
            status=JobStatus.DRAFT,
            confirmed_at=None,
        )
        .select_related("answering_team", "owner", "occupation__ssyk4", "ssyk4", "municipality", "via_link")
        .first()
    )


def ask_for_code(
    request: LinkRequest, email: str, job: JobPosting | None, subject: str, text: Any, *, to_send_in: bool = False
) -> bool:
    """Mails a code for this address. `job` None: nothing was left from it; nothing is sent and no code will be right,
    but the answer is the same. `to_send_in`: the right code sends this draft in. False when too many were asked for."""
    door = Door(PURPOSE, request.link.team_id, "job", job.pk) if job else None
    sent = access.mail_code(request, door, purpose=PURPOSE, to=email, subject=subject, text=text)
    if sent:
        request.session[_ASKED] = {
            "email": email,
            "team": request.link.team_id,
            "sends": job.public_id if job and to_send_in else "",
        }
    return sent


def asked_address(request: LinkRequest) -> str:
    """The address the last code was asked for; "" when none was."""
    asked = request.session.get(_ASKED, {})
    return str(asked.get("email", "")) if asked.get("team") == request.link.team_id else ""


def asked_to_send_in(request: LinkRequest) -> bool:
    """Whether the last code was asked for at a draft's button: then the browser may be told that a mail went, and that
    the code sends the job in."""
    return bool(request.session.get(_ASKED, {}).get("sends"))


def try_code(request: LinkRequest, digits: str) -> tuple[access.Outcome, str]:
    """Tries a code; when it opens, the address it went to is proved. Also the public id of the draft it sends in, ""
    when it was asked for to see what was left before."""
    asked = dict(request.session.get(_ASKED, {}))
    drafts = list(request.session.get(_DRAFTS, []))
    if asked.get("team") != request.link.team_id:
        return access.Outcome.WRONG, ""
    outcome = access.try_code(request, PURPOSE, digits)
    if outcome == access.Outcome.OPEN:
        request.session[_PROVED] = {str(asked["team"]): asked["email"]}
        request.session[_DRAFTS] = drafts
        request.session.pop(_ASKED, None)
    return outcome, str(asked.get("sends", ""))


def proved_address(request: LinkRequest) -> str:
    """The address a code has proved for this team; "" when none has."""
    return str(request.session.get(_PROVED, {}).get(str(request.link.team_id), ""))
