"""Documents as pages show them, and how long they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import swedish_dates
from core.scope import Scope
from participants.enums import DocumentKind, EnrolmentState
from participants.models import Document, DocumentRule, Enrolment, LegalHold, Participant
from participants.retention import MONTHS, last_day

IN_BIN = timedelta(days=7)
AHEAD = 30  # days before a document goes that it is shown on the page of retention


@dataclass(frozen=True)
class Shown:
    """A document in a list. `until` says in words when it goes; `gone_on` is when the bin is emptied of it."""

    document: Document
    until: str
    by: str

    @property
    def gone_on(self) -> date | None:
        removed: datetime | None = self.document.removed_at
        return None if removed is None else (removed + IN_BIN).date()


def months(team_id: int) -> Mapping[str, int]:
    """Of every kind, as the team has them. One statement."""
    own = dict(DocumentRule.objects.filter(team_id=team_id).values_list("kind", "months"))
    return {kind.value: own.get(kind.value, MONTHS[kind]) for kind in DocumentKind}


def with_end(documents: QuerySet[Any]) -> QuerySet[Any]:
    """Each document with `is_going_on` and `ended_on` of its person's enrolments."""
    own = Enrolment.objects.filter(participant=OuterRef("participant")).order_by()
    last = own.values("participant").annotate(last=Max("ended_on")).values("last")
    return documents.annotate(is_going_on=Exists(own.exclude(state=EnrolmentState.ENDED)), ended_on=Subquery(last))


def shown(scope: Scope, participant: Participant) -> tuple[list[Shown], list[Shown]]:
    """Those that are kept, and those in the bin, the latest first, as this viewer may see them. Two statements."""
    rows = with_end(Document.objects.visible_to(scope).filter(participant=participant))
    every = months(scope.team)
    lines = [line(row, every) for row in rows.select_related("added_by").order_by("-added_at", "-pk")]
    return [one for one in lines if not one.document.removed_at], [one for one in lines if one.document.removed_at]


def line(document, every: Mapping[str, int]) -> Shown:  # type: ignore[no-untyped-def]
    """A document of `with_end`, with the words of its last day."""
    day = day_of(document, every)
    return Shown(document, _until(day, every[document.kind]), document.added_by.name if document.added_by else "")


def day_of(document, every: Mapping[str, int]) -> date | None:  # type: ignore[no-untyped-def]
    """The last day of a document of `with_end`; None while nobody knows it yet."""
    ended_on = None if document.is_going_on else document.ended_on
    return last_day(document.kind, document.delete_on, ended_on, every)


def not_held(team_id: int) -> QuerySet[Document, Any]:
    """Every document of the team but of people who are kept whatever the policy says."""
    held = LegalHold.objects.filter(team_id=team_id, ended_at=None).values("participant_id")
    return Document.objects.filter(team_id=team_id).exclude(participant_id__in=held)


@dataclass(frozen=True)
class Going:
    """A document that goes on its day unless somebody keeps it."""

    document: Document
    day: date


def going(scope: Scope, days: int = AHEAD) -> list[Going]:
    """Those the viewer may see that go within so many days, the first first. Two statements."""
    every, last = months(scope.team), timezone.localdate() + timedelta(days=days)
    seen = not_held(scope.team).filter(pk__in=Document.objects.visible_to(scope).filter(removed_at=None).values("pk"))
    rows = with_end(seen).filter(Q(delete_on__lte=last) | Q(delete_on=None, is_going_on=False))
    found = [
        Going(row, day) for row in rows.select_related("participant") if (day := day_of(row, every)) and day <= last
    ]
    return sorted(found, key=lambda one: (one.day, one.document.pk))


def _until(day: date | None, count: int) -> str:
    if day is not None:
        return _("sparas till %(day)s") % {"day": swedish_dates.full(day)}
    if not count:
        return _("sparas så länge inskrivningen pågår")
    words = ngettext("sparas %(n)d månad efter inskrivningen", "sparas %(n)d månader efter inskrivningen", count)
    return words % {"n": count}


def has_any(scope: Scope, participant: Participant) -> bool:
    return Document.objects.visible_to(scope).filter(participant=participant).exists()
