"""Documents as pages show them, and how long they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import swedish_dates
from core.scope import Scope
from participants.enums import DocumentKind, EnrolmentState
from participants.models import Document, DocumentRule, Enrolment, Participant
from participants.retention import MONTHS, last_day

IN_BIN = timedelta(days=7)


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
    ended_on = None if document.is_going_on else document.ended_on
    day = last_day(document.kind, document.delete_on, ended_on, every)
    return Shown(document, _until(day, every[document.kind]), document.added_by.name if document.added_by else "")


def _until(day: date | None, count: int) -> str:
    if day is not None:
        return _("sparas till %(day)s") % {"day": swedish_dates.full(day)}
    if not count:
        return _("sparas så länge inskrivningen pågår")
    words = ngettext("sparas %(n)d månad efter inskrivningen", "sparas %(n)d månader efter inskrivningen", count)
    return words % {"n": count}


def has_any(scope: Scope, participant: Participant) -> bool:
    return Document.objects.visible_to(scope).filter(participant=participant).exists()
