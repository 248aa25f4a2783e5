"""Telling a member of staff, the way each has chosen."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core import mail
from core.models import Notice, NoticePreference
from core.models.notices import Channel

_kinds: dict[str, Any] = {}


def register_kind(kind: str, label: Any) -> None:
    """A kind of notice that each may choose a channel for; `label` is a lazy translation. From an app's provides.py."""
    _kinds[kind] = label


def kinds() -> dict[str, Any]:
    """Kind and label of every notice one can choose a channel for."""
    return dict(_kinds)


def tell(*, user_id: int, email: str, kind: str, title: str, url: str, team_id: int | None = None) -> Notice | None:
    """`title` without a name's matter: it may go by mail. Returns None for somebody who does not want this kind."""
    preference = NoticePreference.objects.filter(user_id=user_id, kind=kind).first()
    channel = preference.channel if preference else Channel.APP
    if channel == Channel.NONE:
        return None
    with transaction.atomic():
        notice = Notice.objects.create(user_id=user_id, team_id=team_id, kind=kind, title=title[:200], url=url)
        if channel == Channel.MAIL:
            mail.send(to=email, subject=title, text=f"{title}\n\n{url}\n")
    return notice


def unread(user_id: int, limit: int = 20) -> list[Notice]:
    return list(Notice.objects.filter(user_id=user_id, read_at=None).order_by("-created_at")[:limit])


def mark_read(user_id: int, notice_ids: list[int]) -> None:
    Notice.objects.filter(user_id=user_id, pk__in=notice_ids, read_at=None).update(read_at=timezone.now())
