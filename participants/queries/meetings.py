"""Meetings of one person: those that come, those that have been, and the one that was just held."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import swedish_dates
from core.scope import Scope
from core.working_days import is_working_day
from participants import permissions
from participants.enums import Interpreter, MeetingState, MeetingWay
from participants.models import Enrolment, Meeting, Participant

PAST = 5  # meetings that have been, in the panel


def nearest(scope: Scope, enrolment: Enrolment) -> Meeting | None:
    """The latest that has begun and waits for a result, else the first of today; None when there is neither."""
    end = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time.min))
    waits = Meeting.objects.visible_to(scope).filter(enrolment=enrolment, state=MeetingState.PLANNED, starts_at__lt=end)
    found = list(waits.select_related("with_user", "interpreter_language").order_by("starts_at"))
    begun = [one for one in found if one.starts_at <= timezone.now()]
    return (begun[-1:] or found[:1] or [None])[0]


def described(meeting: Meeting) -> str:
    """ "I dag 10.00, Kontoret"."""
    local = timezone.localtime(meeting.starts_at)
    day = swedish_dates.relative(local.date(), today=timezone.localdate(), language=get_language() or "sv")
    words = f"{day} {local:%H.%M}"
    return ", ".join(filter(None, [words[:1].upper() + words[1:], where(meeting)]))


def where(meeting: Meeting) -> str:
    """Place, or how, when it is not face to face."""
    how = "" if meeting.way == "place" else str(meeting.get_way_display())
    return ", ".join(filter(None, [how, meeting.place]))


def interpreter(meeting: Meeting) -> str:
    """ "tolk är bokad, dari"; "" when none is needed."""
    if meeting.interpreter == Interpreter.NONE:
        return ""
    language = meeting.interpreter_language
    return ", ".join(filter(None, [str(meeting.get_interpreter_display()), language.name if language else ""]))


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """Coming meetings, and what came of the latest. One statement; None without any."""
    rows = Meeting.objects.visible_to(scope).filter(participant=participant)
    found = list(rows.select_related("with_user", "interpreter_language").order_by("-starts_at")[:40])
    if not found:
        return None
    coming = [_line(one) for one in reversed(found) if one.state == MeetingState.PLANNED]
    _remind_of_the_next(coming)
    been = [_line(one) for one in found if one.state != MeetingState.PLANNED][:PAST]
    return {"coming": coming, "been": been, "may_work": permissions.may_work(scope)}


def _remind_of_the_next(coming: list[dict[str, Any]]) -> None:
    """The next meeting says which prepared text reminds of it: the texts speak of that one."""
    for line in coming:
        if not line["passed"]:
            line["reminder"] = "reminder_phone" if line["meeting"].way == MeetingWay.PHONE else "reminder"
            return


def _line(meeting: Meeting) -> dict[str, Any]:
    local = timezone.localtime(meeting.starts_at)
    planned = meeting.state == MeetingState.PLANNED
    return {
        "meeting": meeting,
        "where": where(meeting),
        "interpreter": interpreter(meeting) if planned else "",
        "reminder": "",
        "wanted": planned and meeting.interpreter == Interpreter.WANTED,
        "free_day": planned and not is_working_day(local.date()),
        "passed": planned and meeting.starts_at < timezone.now(),
        "state": _("Kom") if meeting.state == MeetingState.HELD else str(meeting.get_state_display()).capitalize(),
    }
