"""What can be sent to whom, in which language."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from core.scope import Scope
from participants.enums import MeetingState, MessageWay
from participants.messages import Filled, Prepared, code_of, fill, prepared
from participants.models import Enrolment, Meeting, MessageOpened, Participant, TeamMessage


def texts_of(team_id: int) -> list[Prepared]:
    """The team's texts, shipped ones first. One statement."""
    return prepared({mine.key: mine for mine in TeamMessage.objects.filter(team_id=team_id)})


def text_of(team_id: int, key: str) -> Prepared | None:
    return next((one for one in texts_of(team_id) if one.key == key), None)


def next_meeting_at(scope: Scope, enrolments: Iterable[Enrolment]) -> Mapping[int, datetime]:
    """By enrolment: the first booked hour to come. One statement."""
    rows = Meeting.objects.visible_to(scope).filter(
        enrolment__in=list(enrolments), state=MeetingState.PLANNED, starts_at__gt=timezone.now()
    )
    return dict(rows.order_by().values_list("enrolment_id").annotate(at=Min("starts_at")))


def filled(
    one: Prepared, participant: Participant, meets_at: datetime | None, closed: Collection[MessageWay] = ()
) -> Filled | None:
    """The text for this person, without a link by the ways they have said no to (`queries.consents.closed_channels`). None
    when it speaks of a meeting and none is booked."""
    language = code_of(participant.preferred_language)
    phone = "" if MessageWay.SMS in closed else participant.phone
    email = "" if MessageWay.MAIL in closed else participant.email
    return fill(one, language=language, meets_at=meets_at, phone=phone, email=email)


class Sent(NamedTuple):
    """One that was opened before."""

    title: str
    way: str
    at: datetime
    by: str


def opened(scope: Scope, participant: Participant, titles: Mapping[str, str], limit: int = 6) -> list[Sent]:
    """The latest first."""
    rows = MessageOpened.objects.visible_to(scope).filter(participant=participant).select_related("by")
    return [
        Sent(titles.get(row.key, ""), str(row.get_way_display()), row.at, row.by.name if row.by else "")
        for row in rows.order_by("-at", "-pk")[:limit]
    ]
