"""Telling a member of staff, the way each has chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import mail
from core.models import Notice, NoticePreference
from core.models.notices import Channel

KEPT = timedelta(days=30)  # how long what has been read stays in the list
SHOWN = 60


@dataclass(frozen=True)
class Reach:
    """Where somebody reads mail, and in which language they read."""

    email: str
    language: str


_kinds: dict[str, Any] = {}
_reach: list[Callable[[int], Reach | None]] = []


def register_kind(kind: str, label: Any) -> None:
    """A kind of notice that each may choose a channel for; `label` is a lazy translation. From an app's provides.py."""
    _kinds[kind] = label


def register_reach(of: Callable[[int], Reach | None]) -> None:
    """`of` tells how to reach a user by id, None for nobody. From the app that keeps accounts."""
    _reach[:] = [of]


def kinds() -> dict[str, Any]:
    """Kind and label of every notice one can choose a channel for."""
    return dict(_kinds)


def tell(
    *,
    user_id: int,
    kind: str,
    title: Any,
    url: str,
    team_id: int | None = None,
    email: str = "",
    at_once: bool = False,
) -> Notice | None:
    """`title` without a name's matter: it may go by mail. A lazy one is said in the language of whoever reads, then and
    later. `url`, a path of ours, is what the notice is about: `settle` finds it again by that. Returns None for somebody
    who does not want this kind, or whom nobody knows. A mail waits a minute, and is never sent when the matter is settled
    within it; `at_once` for what the reader waits for."""
    preference = NoticePreference.objects.filter(user_id=user_id, kind=kind).first()
    channel = preference.channel if preference else Channel.APP
    found = next((reach(user_id) for reach in _reach), None)
    if channel == Channel.NONE or found is None:
        return None
    titles = _in_every_language(title)
    with transaction.atomic(), translation.override(found.language):
        said = titles.get(found.language[:2]) or str(title)[:200]
        notice = Notice.objects.create(user_id=user_id, team_id=team_id, kind=kind, title=said, titles=titles, url=url)
        if channel == Channel.MAIL:
            deed = "" if at_once else _deed(notice.pk)
            mail.send(to=email or found.email, subject=said, text=_mail(said, url, user_id), deed=deed)
    return notice


def settle(*, team_id: int, url: str, kinds: Sequence[str], user_id: int | None = None) -> int:
    """The matter is done: what was told under these kinds of the page `url`, or of one below it, counts as read for
    everybody in the team, or for the one it is done for. Returns how many waited. Called by the action that ends the
    matter, in its transaction, before it tells what came of it."""
    return settle_all(team_id=team_id, urls=[url], kinds=kinds, user_id=user_id)


def settle_all(*, team_id: int, urls: Sequence[str], kinds: Sequence[str], user_id: int | None = None) -> int:
    """`settle` for many pages at once, in one statement."""
    if not urls:
        return 0
    about = reduce(or_, (Q(url__startswith=url) for url in urls))
    waiting = Notice.objects.filter(about, team_id=team_id, kind__in=kinds, read_at=None)
    found = waiting if user_id is None else waiting.filter(user_id=user_id)
    settled = list(found.values_list("pk", flat=True))
    if settled:
        Notice.objects.filter(pk__in=settled).update(read_at=timezone.now())
        unsend(settled)
    return len(settled)


def unsend(notice_ids: Sequence[int]) -> None:
    """The mails about these notices that still wait are never sent."""
    mail.take_back([_deed(pk) for pk in notice_ids])


def _deed(notice_id: int) -> str:
    """What the mail about a notice is called while it waits."""
    return f"notice:{notice_id}"


def _in_every_language(title: Any) -> dict[str, str]:
    """A plain text is the same in all of them."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(title)[:200]
    return said


def _mail(title: str, url: str, user_id: int) -> str:
    """Title, how many wait, a link: nothing more."""
    count = unread_of(user_id).count()
    waits = ngettext("Du har %(n)d sak att läsa.", "Du har %(n)d saker att läsa.", count) % {"n": count}
    own = _("Vad du får mejl om väljer du på din sida i Framåt.")
    return f"{title}\n\n{settings.FRAMAT_URL}{url}\n\n{waits}\n{own}\n"


def unread_of(user_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(user_id=user_id, read_at=None)


def unread(user_id: int, limit: int = 20, *, team_id: int | None = None) -> list[Notice]:
    """The latest first; with `team_id` those of that team and of no team."""
    found = unread_of(user_id)
    if team_id is not None:
        found = found.filter(Q(team_id=team_id) | Q(team_id=None))
    return list(found.order_by("-created_at", "-pk")[:limit])


def latest(user_id: int) -> list[Notice]:
    """What has not been read, and for a month what has; the unread first."""
    recent = Notice.objects.filter(user_id=user_id, read_at__gt=timezone.now() - KEPT).order_by("-created_at", "-pk")
    return [*unread(user_id, SHOWN), *recent[:SHOWN]]


def mark_read(user_id: int, notice_ids: Sequence[int]) -> None:
    unread_of(user_id).filter(pk__in=notice_ids).update(read_at=timezone.now())


def mark_all_read(user_id: int, *, team_id: int | None = None) -> None:
    """Everything, or all of one team: whoever leaves it has nothing to read there."""
    found = unread_of(user_id)
    (found if team_id is None else found.filter(team_id=team_id)).update(read_at=timezone.now())
