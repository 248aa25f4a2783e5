"""What a process leader's day holds: what in the team nobody has taken care of, each number with its own list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Q, Value
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Team
from accounts.permissions import Permission, allows
from core import swedish_dates
from core.scope import Scope
from employers.enums import JobStatus
from employers.models import JobPosting
from followup import weeks
from followup.models import WeeklyReport
from participants.enums import EnrolmentState
from participants.models import Intake, RegisterRow
from participants.queries.absences import uncovered
from participants.queries.states import Ready
from participants.standing import LIMITS


@dataclass(frozen=True)
class Line:
    """`number` of people or jobs, where they are listed, and what to know beside; "" in `number` for a page alone."""

    words: str
    url: str
    number: str = ""
    more: str = ""


def lines(scope: Scope, team: Team, today: date) -> tuple[Line, ...]:
    """For a leader; nothing for others. One statement."""
    if scope.role != Role.LEADER:
        return ()
    found = _counted(scope, today)
    register, jobs = reverse("participants:register", args=[team.slug]), reverse("employers:job_list", args=[team.slug])

    def people(ready: Ready, **more: str) -> str:
        return f"{register}?{urlencode({'urval': ready.value, **more})}"

    late = found["late"]
    shown = [
        Line(_("Saknar handledare"), people(Ready.NO_HANDLER), str(found["no_handler"])),
        Line(_("Öppna överlämningar"), people(Ready.HANDOVER), str(found["handover"])),
        Line(
            _("Dags för skattning"),
            people(Ready.ASSESSMENT_DUE, ordning="skattning"),
            str(found["due"]),
            _("%(n)d av dem är sena") % {"n": late} if late else "",
        ),
        Line(
            _("Förfrågningar som väntar på svar"),
            reverse("participants:intakes", args=[team.slug]),
            str(found["intakes"]),
            _("%(n)d har väntat för länge") % {"n": found["intakes_late"]} if found["intakes_late"] else "",
        ),
        Line(_("Jobb att granska"), f"{jobs}?vy=granska", str(found["jobs"])),
    ]
    if found["report"]:
        week = weeks.Week(*divmod(found["report"], 100))
        address = reverse("followup:report_detail", args=[team.slug, str(week)])
        shown.append(Line(_("Senaste veckorapporten, vecka %(week)s") % {"week": week.number}, address))
    return tuple(shown)


def away(scope: Scope, team: Team, today: date) -> tuple[Line, ...]:
    """ABSENCE_COVER: a colleague is away for more than ten working days, and people have no stand-in. For a leader of
    everybody, for others of themselves. One statement while nobody is away."""
    mine = None if scope.role == Role.LEADER else scope.user_id
    found = uncovered(scope, today, user_id=mine) if allows(scope.role, Permission.SEE_PEOPLE) else []
    return tuple(
        Line(
            _("Utan vikarie medan du är borta")
            if one.absence.membership.user_id == scope.user_id
            else _("Utan vikarie medan %(name)s är borta") % {"name": one.absence.membership.user.first_name},
            reverse("participants:stand_ins", args=[team.slug, one.absence.public_id]),
            str(one.without),
            _("tillbaka %(day)s") % {"day": swedish_dates.full(one.absence.back_on, language=get_language() or "sv")},
        )
        for one in found
    )


def _counted(scope: Scope, today: date) -> dict[str, int]:
    """The register's own conditions (participants.queries.states): a number and the list it opens agree."""
    at_work = Q(state__in=[EnrolmentState.ACTIVE, EnrolmentState.IN_WORK])
    conditions = {
        "no_handler": at_work & Q(handler_id=None),
        "handover": ~Q(state=EnrolmentState.ENDED) & Q(has_handover=True),
        "due": at_work & Q(next_assessment_on__lte=today + timedelta(days=LIMITS.assessment_ahead)),
        "late": at_work & Q(next_assessment_on__lt=today - timedelta(days=LIMITS.assessment_late)),
    }
    rows = RegisterRow.objects.visible_to(scope).order_by()
    asked: list[Any] = [_number(rows.filter(q), kind, Count("pk")) for kind, q in conditions.items()]
    review = JobPosting.objects.own_to(scope).filter(status=JobStatus.WAITING_REVIEW).order_by()
    asked.append(_number(review, "jobs", Count("pk", distinct=True)))
    asking = Intake.objects.visible_to(scope).waiting().order_by()
    asked.append(_number(asking, "intakes", Count("pk")))
    asked.append(_number(asking.filter(answer_by__lt=today), "intakes_late", Count("pk")))
    reports = WeeklyReport.objects.visible_to(scope).order_by()
    asked.append(_number(reports, "report", Max(F("year") * 100 + F("week"))))
    return {kind: number or 0 for kind, number in asked[0].union(*asked[1:], all=True)}


def _number(rows: Any, kind: str, aggregate: Any) -> Any:
    return rows.annotate(what=Value(kind)).values("what").annotate(n=aggregate).values_list("what", "n")
