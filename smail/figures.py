"""What the weekly report tells of assessments: done, due, late, and how answers have changed over the team.

Read in the team's own scope and handed on as ids and aggregates: the viewer's own walls decide whose names open.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.registry import Figure
from core.scope import Kind, Scope, enter
from participants.enums import EnrolmentState, ProtectionLevel
from participants.models import ConflictOfInterest, Participant, RegisterRow
from smail import instrument, rules, scoring
from smail.enums import Rater, Stage
from smail.models import Assessment, Rating

CHANGE_DAYS = 91


def figures(team_id: int, first: date, last: date) -> list[Figure]:
    """Figures of the days `first` to `last`, both included. Due and late are as of `last`."""
    with enter(Scope(Kind.RUN, team_id=team_id)):
        return [*_cycle(team_id, first, last), *_changes(team_id, last)]


def _cycle(team_id: int, first: date, last: date) -> list[Figure]:
    done = (
        Assessment.objects.filter(team_id=team_id, locked_on__range=(first, last), enrolment__is_mistake=False)
        .order_by("participant_id")
        .values_list("participant_id", flat=True)
        .distinct()
    )
    waiting = (
        RegisterRow.objects.filter(team_id=team_id, next_assessment_on__lte=last, enrolment__is_mistake=False)
        .exclude(state__in=(EnrolmentState.ENDED, EnrolmentState.PAUSED))
        .order_by("participant_id")
        .values_list("participant_id", "next_assessment_on")
    )
    due: dict[bool, list[int]] = {True: [], False: []}
    for participant_id, on in waiting:
        due[rules.nearness(on, last) is rules.Due.LATE].append(participant_id)
    return [
        Figure("assessments_done", _("Skattningar klara"), tuple(done)),
        Figure("assessments_due", _("Skattningar att göra"), tuple(due[False])),
        Figure("assessments_late", _("Skattningar mer än två veckor sena"), tuple(due[True])),
    ]


def _changes(team_id: int, last: date) -> list[Figure]:
    """Mean step per rater and indicator from the round before, over the thirteen weeks that end with `last`: rounds come
    each third month, so a single week rarely has five people. Fewer than five: no number at all.

    Health, as an aggregate, over the calendar quarter that has ended: two reports never differ by one person's step,
    which colleagues who know the round was that person's could subtract. The handler's belief is not in the report.
    """
    try:
        asks = instrument.indicators()
    except instrument.NoInstrument:
        return []  # the rest of the report does not wait for questions
    recent = _steps(team_id, last - timedelta(days=CHANGE_DAYS - 1), last)
    settled = _steps(team_id, *quarter_before(last))
    made = []
    raters = {Rater.PARTICIPANT: _("egna svar"), Rater.HANDLER: _("handledarens svar")}
    for rater, words in raters.items():
        for ask in asks:
            if ask.handler_only:
                continue
            group = scoring.group_change((settled if ask.is_health else recent)[(rater, ask.code)])
            name = ask.name("sv", "said")
            if ask.is_health:
                name = _("%(name)s (kvartalet före)") % {"name": name}
            made.append(
                Figure(
                    f"change_{rater}_{ask.code}",
                    f"{name}, {words}",
                    value=None if group.mean is None else float(group.mean),
                    detail=_detail(rater, ask.code, name, group),
                )
            )
    return made


def quarter_before(day: date) -> tuple[date, date]:
    """First and last day of the calendar quarter that ended before the day's own."""
    begins = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = begins - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def _detail(rater: str, code: str, name: str, group: scoring.GroupChange) -> dict[str, object]:
    detail: dict[str, object] = {
        "rater": str(rater),
        "indicator": code,
        "name": name,
        "suppressed": group.is_suppressed,
    }
    if group.median is not None:
        detail |= {"people": group.people, "median": float(group.median)}
    return detail


def _steps(team_id: int, first: date, last: date) -> dict[tuple[str, str], list[int]]:
    """Steps by rater and indicator from rounds locked in the period, each to the same enrolment's answered round before
    it; the last round of the period counts once per enrolment.

    Those whom somebody in the team must not know of are left out: a mean that counts them beside a number of people
    that does not would tell that somebody is hidden, and how that person answered.
    """
    known_to_all = Participant.objects.filter(
        team_id=team_id, protection_level=ProtectionLevel.NONE, limited_to_organisation=None
    ).exclude(pk__in=ConflictOfInterest.objects.filter(team_id=team_id).values("participant_id"))
    enrolments = (
        Assessment.objects.filter(team_id=team_id, locked_on__range=(first, last), enrolment__is_mistake=False)
        .filter(participant__in=known_to_all)
        .order_by()
        .values_list("enrolment_id", flat=True)
        .distinct()
    )
    rows = (
        Rating.objects.filter(
            part__assessment__enrolment_id__in=list(enrolments),
            part__assessment__locked_on__lte=last,
            stage=Stage.SHOWN,
            indicator__handler_only=False,
            value__isnull=False,
        )
        .order_by("part__assessment__number")
        .values_list(
            "part__assessment__enrolment_id", "part__rater", "indicator__code", "value", "part__assessment__locked_on"
        )
    )
    return _stepped(rows, first)


def _stepped(
    rows: Iterable[tuple[int, str, str, int | None, date | None]], first: date
) -> dict[tuple[str, str], list[int]]:
    series: dict[tuple[int, str, str], list[tuple[date, int]]] = defaultdict(list)
    for enrolment_id, rater, code, value, on in rows:
        if value is not None and on is not None:
            series[(enrolment_id, rater, code)].append((on, value))
    steps: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (_enrolment, rater, code), readings in series.items():
        if len(readings) > 1 and readings[-1][0] >= first:
            steps[(rater, code)].append(readings[-1][1] - readings[-2][1])
    return steps
