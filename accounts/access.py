"""Doors for people without accounts: participants and employers. Building blocks; each app owns its own pages.

Two ways in for a participant, one for an employer. All end in a *grant* in the session, which `@code_holder(purpose)`
(accounts.guards) asks for on every page behind the door.

*Hemma* (an address to use at home, 14 days, and a code of six digits, 10 minutes):
  staff    link = access.make_link(door, by=user)          show or send the address holding `link.token`, once
  browser  access.link_page(request, …)                    GET shows a button and changes nothing, POST asks
  either   code = access.tell_code(door, by=user)          the handler reads it out; needs a browser that asks
  or       access.send_code(request, purpose, send=…)      a channel (mail, text message) brings it
  browser  access.try_code(request, purpose, digits)       Outcome.OPEN: the grant is there
*Här nu* (ten minutes, once): code = access.make_here_code(door, by=user), shown as digits and as a QR code;
  access.try_here_code(request, purpose, digits) or access.link_page(…, here=True) for the QR code's address.
*By mail* (an employer's job): access.mail_code(request, door, to=…, …), then access.try_code.

A person must never learn from an answer whether an address or a code exists: unknown, used, old and taken back all say
the same. Resuming later takes a new code.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth import logout
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import guesses
from accounts.doors import (
    CODE_DIGITS,
    CODE_LIFE,
    HERE_DIGITS,
    LINK_LIFE,
    Door,
    NewCode,
    NewLink,
    NobodyAsks,
    ascii_digits,
    asked_at,
    digest_of,
    make_here_code,
    make_link,
    new_code,
    rows_of,
    salt_of,
    take_back,
    take_back_all,
    tell_code,
    token_digest_of,
)
from accounts.models import AccessCode, AccessLink, CodeKind
from accounts.models.access import MAX_TRIES
from core import mail
from core.scope import Kind, Scope, enter

__all__ = [
    "CODE_DIGITS",
    "CODE_LIFE",
    "HERE_DIGITS",
    "LINK_LIFE",
    "Door",
    "Grant",
    "NewCode",
    "NewLink",
    "NobodyAsks",
    "Outcome",
    "ascii_digits",
    "ask",
    "asked_at",
    "asked_door",
    "grant_of",
    "is_asking",
    "leave",
    "link_page",
    "mail_code",
    "make_here_code",
    "make_link",
    "prolong",
    "send_code",
    "take_back",
    "take_back_all",
    "tell_code",
    "try_code",
    "try_here_code",
    "use_here_token",
]

GRANT_SECONDS = 20 * 60  # from the last answer sent
GRANT_LONGEST = 2 * 3600  # whatever is sent
CODES_PER_LINK = guesses.Ceiling(6, 3600)
CODES_PER_ADDRESS = guesses.Ceiling(6, 3600)
CODES_PER_NETWORK = guesses.Ceiling(40, 3600)

# Nothing of the address leaves with a click. "no-referrer" would, but makes the browser send `Origin: null` with the
# page's own form, which the protection against forged requests refuses.
REFERRER = "strict-origin"

_ASKING, _GRANTS, _BROWSER = "access_asking", "access_grants", "access_browser"


class Outcome(StrEnum):
    OPEN = "open"
    WRONG = "wrong"  # wrong, old, used, taken back, never there
    WAIT = "wait"  # too many guesses from here or from everywhere


@dataclass(frozen=True)
class Grant:
    """An opened door. `until` and `ends` are seconds since 1970: since the last answer, and at the latest."""

    door: Door
    code_id: int
    until: int
    ends: int


# --- Browser: nobody signed in ---------------------------------------------------------------------------------------


def ask(request: HttpRequest, purpose: str, token: str) -> None:
    """The button on the address was pressed (POST): remembers in the session what waits for a code.

    An unknown address waits just the same, for a code that never is right.
    """
    browser = _browser(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_ask(%s, %s, %s)", [token_digest_of(token), purpose, browser])
        row = cursor.fetchone()
    door = Door(purpose, *row[1:]) if row else None
    _wait(request, purpose, door, link_id=row[0] if row else None)


def is_asking(request: HttpRequest, purpose: str) -> bool:
    """Whether this browser waits for a code (for an address that exists or not)."""
    return purpose in request.session.get(_ASKING, {})


def asked_door(request: HttpRequest, purpose: str) -> Door | None:
    """What this browser waits at; None when it does not, or at nothing. Never show what depends on the difference."""
    waits = request.session.get(_ASKING, {}).get(purpose)
    return Door(**waits["door"]) if waits and waits["door"] else None


def send_code(request: HttpRequest, purpose: str, *, send: Callable[[Door, str], None]) -> bool:
    """Makes a code for this browser and gives it to a channel: `send(door, digits)`, called in the door's scope.

    False when too many were asked for. At an address that does not exist nothing is sent and True comes back.
    """
    waits = request.session.get(_ASKING, {}).get(purpose)
    if not waits or not waits["door"]:
        return True
    door = Door(**waits["door"])
    if not guesses.count(CODES_PER_LINK, "code of link", str(waits["link_id"])):
        return False
    with transaction.atomic(), _outside(door):
        link = AccessLink.objects.filter(pk=waits["link_id"], closed_at=None, expires_at__gt=timezone.now()).first()
        if link is not None:
            send(door, new_code(door, CodeKind.SENT, by=None, link=link, browser=_browser(request)).digits)
    return True


def mail_code(
    request: HttpRequest, door: Door | None, *, purpose: str, to: str, subject: str, text: Callable[[str], str]
) -> bool:
    """Mails a code that works in this browser only; `text(digits)` is the mail. False when too many were asked for.

    `door` None: the address or the reference was not right. The answer to the person must be the same, so call this
    all the same; nothing is sent and no code will be right.
    """
    network = guesses.network_of(request)
    counted = guesses.count(CODES_PER_NETWORK, "mailed code from", network)
    if not (counted and guesses.count(CODES_PER_ADDRESS, "mailed code to", to.strip().lower())):
        return False
    code = None
    if door is not None:
        with transaction.atomic(), _outside(door):
            rows_of(AccessCode, door).filter(kind=CodeKind.SENT, used_at=None, closed_at=None, link=None).filter(
                browser=_browser(request)
            ).update(closed_at=timezone.now())
            code = new_code(door, CodeKind.SENT, by=None, browser=_browser(request))
            mail.send(to=to, subject=subject, text=text(code.digits))
    _wait(request, purpose, door, code_id=code.id if code else None)
    return True


def try_code(request: HttpRequest, purpose: str, digits: str) -> Outcome:
    """Tries typed digits (any script's) at what this browser waits for. OPEN: the session holds the grant."""
    kind = f"code {purpose}"
    if not guesses.guess(request, kind):
        return Outcome.WAIT
    waits = request.session.get(_ASKING, {}).get(purpose)
    if not waits or not waits["door"]:
        return Outcome.WRONG
    door = Door(**waits["door"])
    with transaction.atomic(), _outside(door):
        code_id = _spend(request, waits, door, digits)
    if code_id is None:
        return Outcome.WRONG
    guesses.was_right(request, kind)
    _open(request, door, code_id)
    return Outcome.OPEN


def try_here_code(request: HttpRequest, purpose: str, digits: str) -> Outcome:
    """Tries the digits of a code for somebody in the room."""
    kind = f"here {purpose}"
    if not guesses.guess(request, kind):
        return Outcome.WAIT
    if not _use_here(request, purpose, digest=digest_of(f"here:{purpose}", digits), token=None):
        return Outcome.WRONG
    guesses.was_right(request, kind)
    return Outcome.OPEN


def use_here_token(request: HttpRequest, purpose: str, token: str) -> Outcome:
    """Uses the QR code's token (POST). 256 bits need no count of guesses, so this stays open when typing is shut."""
    found = _use_here(request, purpose, digest=None, token=token_digest_of(token))
    return Outcome.OPEN if found else Outcome.WRONG


def link_page(
    request: HttpRequest,
    *,
    purpose: str,
    token: str,
    template: str,
    next_url: str,
    here: bool = False,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The whole view behind an address with a token in it; the app gives the page (a form with one button).

    GET and HEAD change nothing and look the same for every token: mail scanners open every address. POST takes the
    token out of the address: asks for a code (or, `here`, uses the QR code's token up) and goes on to `next_url`,
    which has no token in it. A QR code that no longer opens shows the page again, 422, with `failed` true.
    """
    outcome = Outcome.OPEN
    if request.method == "POST":
        if here:
            outcome = use_here_token(request, purpose, token)
        else:
            ask(request, purpose, token)
        if outcome == Outcome.OPEN:
            return redirect(next_url)
    failed = outcome != Outcome.OPEN
    response = render(request, template, {**(context or {}), "failed": failed}, status=422 if failed else 200)
    response["Referrer-Policy"] = REFERRER
    return response


# --- The grant -------------------------------------------------------------------------------------------------------


def grant_of(request: HttpRequest, purpose: str) -> Grant | None:
    """The grant this browser holds for the purpose, None when there is none or its time is over.

    Says nothing of whether it was taken back since: pages use `@code_holder`, which asks for that too.
    """
    kept = request.session.get(_GRANTS, {}).get(purpose)
    if kept is None:
        return None
    grant = Grant(Door(**kept["door"]), kept["code_id"], kept["until"], kept["ends"])
    return grant if time.time() < min(grant.until, grant.ends) else None


def still_stands(grant: Grant) -> bool:
    """False when the code behind the grant was taken back. Call inside `scope_of(grant)`."""
    return AccessCode.objects.filter(pk=grant.code_id, closed_at=None).exists()


def scope_of(grant: Grant) -> Scope:
    """A participant's own rows; for an employer the team and no person."""
    return _scope(grant.door)


def prolong(request: HttpRequest, grant: Grant) -> None:
    """An answer was sent: twenty minutes from now, two hours in all."""
    kept = dict(request.session.get(_GRANTS, {}))
    kept[grant.door.purpose] = _kept(grant.door, grant.code_id, ends=grant.ends)
    request.session[_GRANTS] = kept


def leave(request: HttpRequest, purpose: str) -> None:
    """Finished: the grant is gone. Set `Clear-Site-Data: "cache", "storage"` on the answer on shared machines."""
    kept = dict(request.session.get(_GRANTS, {}))
    kept.pop(purpose, None)
    request.session[_GRANTS] = kept
    request.session.cycle_key()


# --- Inside ----------------------------------------------------------------------------------------------------------


def _browser(request: HttpRequest) -> bytes:
    """What this browser's session is known by in the tables: the digest of a random value only the session holds."""
    if _BROWSER not in request.session:
        request.session[_BROWSER] = secrets.token_hex(32)
    return hashlib.sha256(request.session[_BROWSER].encode()).digest()


def _wait(
    request: HttpRequest, purpose: str, door: Door | None, *, link_id: int | None = None, code_id: int | None = None
) -> None:
    waits = dict(request.session.get(_ASKING, {}))
    waits[purpose] = {"door": asdict(door) if door else None, "link_id": link_id, "code_id": code_id}
    request.session[_ASKING] = waits


_SPEND = """
UPDATE accounts_accesscode
SET tries = tries + 1, used_at = CASE WHEN digest = %(digest)s THEN clock_timestamp() END
WHERE (link_id = %(link_id)s OR id = %(code_id)s) AND browser = %(browser)s AND used_at IS NULL AND closed_at IS NULL
  AND expires_at > clock_timestamp() AND tries < %(tries)s
RETURNING id, used_at IS NOT NULL
"""


def _spend(request: HttpRequest, waits: dict[str, Any], door: Door, digits: str) -> int | None:
    """One statement counts the try and uses the code up: two who are right at the same moment get one grant."""
    values = {
        "digest": digest_of(salt_of(door), digits),
        "link_id": waits["link_id"],
        "code_id": waits["code_id"],
        "browser": _browser(request),
        "tries": MAX_TRIES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        rows = cursor.fetchall()
    return next((int(code_id) for code_id, right in rows if right), None)


def _use_here(request: HttpRequest, purpose: str, *, digest: bytes | None, token: bytes | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_here(%s, %s, %s)", [purpose, digest, token])
        row = cursor.fetchone()
    if row is None:
        return False
    code_id, team_id, subject_type, subject_id, participant_id = row
    _open(request, Door(purpose, team_id, subject_type, subject_id, participant_id), code_id)
    return True


def _open(request: HttpRequest, door: Door, code_id: int) -> None:
    """The grant goes into a session with a new key. Whoever was signed in on this machine is signed out first: the
    person in front of it now is somebody else."""
    if request.user.is_authenticated:
        logout(request)
    waits = dict(request.session.get(_ASKING, {}))
    waits.pop(door.purpose, None)
    request.session[_ASKING] = waits
    grants = dict(request.session.get(_GRANTS, {}))
    grants[door.purpose] = _kept(door, code_id, ends=int(time.time()) + GRANT_LONGEST)
    request.session[_GRANTS] = grants
    request.session.cycle_key()
    request.session.set_expiry(0)


def _kept(door: Door, code_id: int, *, ends: int) -> dict[str, Any]:
    return {"door": asdict(door), "code_id": code_id, "until": int(time.time()) + GRANT_SECONDS, "ends": ends}


def _scope(door: Door) -> Scope:
    if door.participant_id is None:
        return Scope(Kind.PUBLIC, team_id=door.team_id)
    return Scope(Kind.CODE, team_id=door.team_id, participant_id=door.participant_id)


@contextmanager
def _outside(door: Door) -> Iterator[None]:
    with enter(_scope(door)):
        yield
