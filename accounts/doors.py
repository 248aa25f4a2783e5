"""What a door is, and how staff make links and codes to it. Browsers come in through accounts.access."""

import hashlib
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccessCode, AccessLink, CodeKind, User
from core.crypto import code_digest

LINK_LIFE = timedelta(days=14)
CODE_LIFE = timedelta(minutes=10)
CODE_DIGITS, HERE_DIGITS = 6, 8


class NobodyAsks(RuntimeError):
    """No browser has pressed the button on this address in the last ten minutes; there is nobody to tell a code to."""


@dataclass(frozen=True)
class Door:
    """What is opened: one subject (ids only) for one purpose. `purpose` is a word of the app that owns the pages."""

    purpose: str
    team_id: int
    subject_type: str
    subject_id: int
    participant_id: int | None = None


@dataclass(frozen=True)
class NewLink:
    """`token` is shown once and never again: only its digest is kept."""

    id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class NewCode:
    """`digits` (and for "här nu" the `token` of the QR code) are shown once; only digests are kept."""

    id: int
    digits: str
    expires_at: datetime
    token: str = ""


def make_link(door: Door, *, by: User | None, lifetime: timedelta = LINK_LIFE) -> NewLink:
    """A new address for this door; earlier ones for it stop working. Needs an open scope in the door's team."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        rows_of(AccessLink, door).filter(closed_at=None).update(closed_at=timezone.now())
        link = AccessLink.objects.create(
            **asdict(door),
            created_by_id=by.pk if by else None,
            token_digest=token_digest_of(token),
            expires_at=timezone.now() + lifetime,
        )
    return NewLink(link.pk, token, link.expires_at)


def asked_at(door: Door) -> datetime | None:
    """When a browser last pressed the button on the door's address and waits for a code; None when none does."""
    link = _asked_link(door)
    return link.asked_at if link else None


def tell_code(door: Door, *, by: User) -> NewCode:
    """Digits for the handler to read out, good in the browser that asked last. Raises NobodyAsks."""
    link = _asked_link(door)
    if link is None:
        raise NobodyAsks
    return new_code(door, CodeKind.TOLD, by=by, link=link, browser=link.asked_browser)


def make_here_code(door: Door, *, by: User) -> NewCode:
    """Digits and QR token for somebody in the room; earlier ones for this door stop working."""
    with transaction.atomic():
        rows_of(AccessCode, door).filter(kind=CodeKind.HERE, used_at=None, closed_at=None).update(
            closed_at=timezone.now()
        )
        return new_code(door, CodeKind.HERE, by=by, token=secrets.token_urlsafe(32))


def take_back(door: Door) -> None:
    """Closes every address, code and grant of this door, in use or not, from the next request."""
    now = timezone.now()
    with transaction.atomic():
        for model in (AccessLink, AccessCode):
            rows_of(model, door).filter(closed_at=None).update(closed_at=now)


def take_back_all(participant_id: int) -> None:
    """The same for everything that opens for one person (end of enrolment, protected identity, erasure)."""
    now = timezone.now()
    with transaction.atomic():
        for model in (AccessLink, AccessCode):
            model.objects.filter(participant_id=participant_id, closed_at=None).update(closed_at=now)


def ascii_digits(typed: str) -> str:
    """The digits of what was typed as 0-9: Arabic-Indic, Persian and all others; blanks and dashes fall away.

    "" when there is anything else in it.
    """
    plain = [c for c in unicodedata.normalize("NFKC", typed[:80]) if not (c.isspace() or c in "-–·." or _invisible(c))]
    if not all(c.isdecimal() for c in plain):
        return ""
    return "".join(str(unicodedata.decimal(c)) for c in plain)


def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"  # direction marks come along when a code is copied from Arabic text


def rows_of(model: Any, door: Door) -> Any:
    return model.objects.filter(**asdict(door))


def _asked_link(door: Door) -> AccessLink | None:
    now = timezone.now()
    links = rows_of(AccessLink, door).filter(closed_at=None, expires_at__gt=now, asked_at__gt=now - CODE_LIFE)
    found: AccessLink | None = links.exclude(asked_browser=None).order_by("-asked_at").first()
    return found


def new_code(
    door: Door,
    kind: CodeKind,
    *,
    by: User | None,
    link: AccessLink | None = None,
    browser: bytes | memoryview | None = None,
    token: str = "",
) -> NewCode:
    if link is not None:
        link.codes.filter(used_at=None, closed_at=None).update(closed_at=timezone.now())
    length = HERE_DIGITS if kind == CodeKind.HERE else CODE_DIGITS
    salt = f"here:{door.purpose}" if kind == CodeKind.HERE else salt_of(door)
    for _attempt in range(5):
        digits = "".join(secrets.choice("0123456789") for _ in range(length))
        try:
            with transaction.atomic():
                code = AccessCode.objects.create(
                    **asdict(door),
                    kind=kind,
                    link=link,
                    digest=digest_of(salt, digits),
                    token_digest=token_digest_of(token) if token else None,
                    browser=browser,
                    created_by_id=by.pk if by else None,
                    expires_at=timezone.now() + CODE_LIFE,
                )
        except IntegrityError:
            continue  # another team shows the same eight digits right now
        return NewCode(code.pk, digits, code.expires_at, token)
    raise RuntimeError("no free code was found")


def salt_of(door: Door) -> str:
    return f"{door.purpose}:{door.subject_type}:{door.subject_id}"


def digest_of(salt: str, typed: str) -> bytes:
    return code_digest(f"{salt}:{ascii_digits(typed)}")


def token_digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
