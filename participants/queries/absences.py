"""Who is away, and whose people stand without anybody meanwhile (ABSENCE_COVER, domain A.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Absence, Team
from accounts.permissions import Permission, allows
from core import swedish_dates, working_days
from core.registry import Held
from core.scope import Scope
from participants.enums import EnrolmentState, HandlerKind
from participants.models import HandlerAssignment, RegisterRow

AHEAD = timedelta(days=14)  # what begins within so many days is told before


@dataclass(frozen=True)
class Away:
    """An absence with how many of the colleague's people, of those the viewer may know of, have no stand-in."""

    absence: Absence
    name: str
    without: int

    @property
    def is_long(self) -> bool:
        return is_long(self.absence)


def is_long(absence: Absence) -> bool:
    return working_days.count(absence.starts_on, absence.back_on) > Absence.LONG


def covering(absence: Absence) -> QuerySet[HandlerAssignment]:
    """Stand-ins, whoever chose them, that last from when they are needed until the colleague is back."""
    first = max(absence.starts_on, timezone.localdate())
    return HandlerAssignment.objects.filter(
        Q(absence=absence, ended_on__gte=absence.back_on)
        | Q(started_on__lte=first) & (Q(ended_on=None) | Q(ended_on__gte=absence.back_on)),
        team_id=absence.team_id,
        kind=HandlerKind.STAND_IN,
    )


def people_of(scope: Scope, absence: Absence) -> QuerySet[RegisterRow]:
    """Rows of the colleague's people that the viewer may know of; those whose enrolment is open."""
    rows = RegisterRow.objects.visible_to(scope).exclude(state=EnrolmentState.ENDED)
    return rows.filter(handler_id=absence.membership.user_id)


def without_cover(scope: Scope, absence: Absence) -> QuerySet[RegisterRow]:
    """Those of them without a stand-in for the days."""
    return people_of(scope, absence).exclude(enrolment_id__in=covering(absence).values("enrolment_id"))


def stand_ins(scope: Scope, absence: Absence) -> list[HandlerAssignment]:
    """Who stands in for whom in these days, by the person's name."""
    theirs = people_of(scope, absence).values("enrolment_id")
    found = covering(absence).filter(enrolment_id__in=theirs).select_related("user", "participant")
    return list(found.order_by("participant__sort_name", "pk"))


def away(scope: Scope, *, user_id: int | None = None) -> list[Away]:
    """Absences that go on or come, the first first; of one colleague only when asked. One statement, and one for each."""
    rows = Absence.objects.filter(team_id=scope.team).not_over(timezone.localdate())
    if user_id is not None:
        rows = rows.filter(membership__user_id=user_id)
    return [
        Away(one, one.membership.user.name, without_cover(scope, one).aggregate(n=Count("pk"))["n"])
        for one in rows.select_related("membership__user")
    ]


def uncovered(scope: Scope, today: date, *, user_id: int | None = None) -> list[Away]:
    """Of them: longer than ten working days, begun or soon to begin, with people who have no stand-in."""
    soon = today + AHEAD
    return [
        one for one in away(scope, user_id=user_id) if one.absence.starts_on <= soon and one.without and one.is_long
    ]


def away_meanwhile(absence: Absence) -> frozenset[int]:
    """Colleagues who are away in any of the same days."""
    rows = Absence.objects.filter(
        team_id=absence.team_id, starts_on__lt=absence.back_on, back_on__gt=max(absence.starts_on, timezone.localdate())
    )
    return frozenset(rows.values_list("membership__user_id", flat=True))


def gone(scope: Scope, today: date) -> dict[int, date]:
    """Colleagues who are away now or soon, and the day they are back: nobody proposes them to take somebody over. One
    statement."""
    rows = Absence.objects.filter(team_id=scope.team, starts_on__lte=today + AHEAD).not_over(today)
    return dict(rows.values_list("membership__user_id", "back_on"))


def held(absence: Absence, scope: Scope) -> Held | None:
    """For core.registry.away: how many need a stand-in, as the viewer may know it, and where one is chosen."""
    if not allows(scope.role, Permission.SEE_PEOPLE):
        return None
    count = without_cover(scope, absence).count()
    if not count:
        return None
    words = ngettext("%(n)d person har ingen vikarie än.", "%(n)d personer har ingen vikarie än.", count)
    return Held(words % {"n": count}, _url(scope, absence) if allows(scope.role, Permission.ASSIGN) else "")


def _url(scope: Scope, absence: Absence) -> str:
    slug = Team.objects.values_list("slug", flat=True).get(pk=scope.team)
    return reverse("participants:stand_ins", args=[slug, absence.public_id])


def away_columns(today: date) -> dict[str, Subquery]:
    """For HandlerAssignments: `away_from` and `away_back` of the colleague's days that go on or come soon."""
    rows = Absence.objects.filter(
        team=OuterRef("team"), membership__user=OuterRef("user"), back_on__gt=today, starts_on__lte=today + AHEAD
    ).order_by("starts_on", "pk")
    return {"away_from": Subquery(rows.values("starts_on")[:1]), "away_back": Subquery(rows.values("back_on")[:1])}


def away_words(primary: HandlerAssignment, others: Sequence[HandlerAssignment], today: date) -> str:
    """ "Sara är borta till 12 mars, Johan vikarierar", of handlers with `away_columns`; "" for one who is here."""
    starts_on: date | None = primary.away_from  # type: ignore[attr-defined]
    back_on: date | None = primary.away_back  # type: ignore[attr-defined]
    if starts_on is None or back_on is None:
        return ""
    first = max(starts_on, today)
    name = {"name": primary.user.first_name, "first": _day(starts_on, today), "back": _day(back_on, today)}
    words = _("%(name)s är borta till %(back)s") if first == today else _("%(name)s är borta %(first)s till %(back)s")
    helping = [
        one.user.first_name
        for one in others
        if one.kind == HandlerKind.STAND_IN
        and one.started_on <= first
        and (one.ended_on is None or one.ended_on > first)
    ]
    if not helping:
        return _("%(words)s, ingen vikarie") % {"words": words % name}
    return _("%(words)s, %(who)s vikarierar") % {"words": words % name, "who": _(" och ").join(dict.fromkeys(helping))}


def _day(day: date, today: date) -> str:
    return swedish_dates.short(day, today=today, language=get_language() or "sv")
