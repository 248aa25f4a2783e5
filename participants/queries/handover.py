"""A handover's page: the checklist with what the record says beside each point, and the summary for the receiver."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Team
from core import swedish_dates
from core.scope import Scope
from participants.enums import HandlerEnd, HandlerKind, HandoverPoint, MeetingState, NoteKind, SharingBasis
from participants.models import Enrolment, HandlerAssignment, Handover, Meeting, Note, Participant
from participants.queries import person as persons
from participants.queries.consents import own_consents
from participants.queries.person import PersonPage


@dataclass(frozen=True)
class Point:
    """A point of the checklist: what the record says about it, and the day it was ticked."""

    key: str
    label: str
    facts: tuple[str, ...]
    done_on: date | None


@dataclass(frozen=True)
class HandoverPage:
    handover: Handover
    person: PersonPage
    points: tuple[Point, ...]
    summary: tuple[tuple[str, tuple[str, ...]], ...]  # heading and its lines; those without any are left out

    @property
    def left(self) -> int:
        return sum(1 for point in self.points if point.done_on is None)


def latest(scope: Scope, enrolment: Enrolment) -> Handover | None:
    """The latest handover of an enrolment, whatever became of it."""
    found = Handover.objects.visible_to(scope).filter(enrolment=enrolment)
    people = ("from_user", "to_user", "contact", "proposed_by", "asked_by", "withdrawn_by")
    return found.select_related(*people).order_by("-pk").first()  # type: ignore[no-any-return]


def have_had_handler(enrolment_ids: Collection[int]) -> set[int]:
    """Those that have had a primary handler, running or not: the next one is asked, never just named. One named by mistake
    never was."""
    primary = HandlerAssignment.objects.filter(enrolment_id__in=enrolment_ids, kind=HandlerKind.PRIMARY)
    return set(primary.exclude(end_reason=HandlerEnd.MISTAKE).values_list("enrolment_id", flat=True))


def load(scope: Scope, team: Team, participant: Participant, enrolment: Enrolment, handover: Handover) -> HandoverPage:
    """Eight statements, however much there is. `participant` and `enrolment` from participants.queries.person."""
    page = persons.load(scope, team, participant, enrolment)
    facts = _facts(scope, page, handover)
    return HandoverPage(
        handover=handover,
        person=page,
        points=tuple(
            Point(point.value, str(point.label), tuple(facts[point]), _day_of(handover, point))
            for point in HandoverPoint
        ),
        summary=tuple((heading, tuple(lines)) for heading, lines in _summary(page, facts) if lines),
    )


def _day_of(handover: Handover, point: HandoverPoint) -> date | None:
    text = handover.checklist.get(point.value)
    return date.fromisoformat(text) if text else None


def _day(day: date | None) -> str:
    return swedish_dates.short(day, today=timezone.localdate(), language=get_language() or "sv") if day else ""


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{_day(local.date())} {swedish_dates.clock(local)}"


def _facts(scope: Scope, page: PersonPage, handover: Handover) -> dict[HandoverPoint, list[str]]:
    enrolment, row = page.enrolment, page.row
    meetings = [one for one in page.ahead if one.what == "meeting" and one.at]
    return {
        HandoverPoint.GOALS: [enrolment.goal or _("Inget mål än")],
        HandoverPoint.PLAN: [_step(page)],
        HandoverPoint.INTERVENTIONS: _running(page) or [_("Ingen insats pågår")],
        HandoverPoint.ASSESSMENT: [
            _("Senast %(day)s") % {"day": _day(row.last_assessment_on)} if row.last_assessment_on else _("Ingen än"),
            *([_("nästa %(day)s") % {"day": _day(row.next_assessment_on)}] if row.next_assessment_on else []),
        ],
        HandoverPoint.CONSENTS: [_sharing(enrolment), *_consents(scope, page.participant)],
        HandoverPoint.EMPLOYERS: [_employers(scope, enrolment)],
        HandoverPoint.MEETING: [", ".join(filter(None, [_when(m.at), m.who, m.place])) for m in meetings if m.at][:3]
        or [_("Inget möte bokat")],
        HandoverPoint.TOLD: [_told(handover)],
        HandoverPoint.THREE_WAY: [_held(scope, enrolment, handover)],
    }


def _step(page: PersonPage) -> str:
    enrolment = page.enrolment
    parts = [enrolment.next_step, page.row.step_whose, _day(enrolment.next_step_on)]
    return " · ".join(filter(None, parts)) if enrolment.next_step else _("Inget nästa steg")


def _running(page: PersonPage) -> list[str]:
    lines = []
    for item in page.running:
        until = _("till %(day)s") % {"day": _day(item.last_day)} if item.last_day else ""
        lines.append(", ".join(filter(None, [item.title, item.provider, until])))
    return lines


def _sharing(enrolment: Enrolment) -> str:
    basis = getattr(enrolment, "sharing_basis", None)
    if not basis:
        return _("Delas inte med hela teamet")
    return _("Delas med teamet: %(basis)s") % {"basis": SharingBasis(basis).label}


def _consents(scope: Scope, participant: Participant) -> list[str]:
    """What the person has said yes to and that runs: the kind, whom it is for, its last day."""
    lines = []
    for one in own_consents(scope, participant, "sv"):
        until = _("till %(day)s") % {"day": _day(one.consent.valid_to)} if one.consent.valid_to else ""
        words = filter(None, [str(one.consent.get_kind_display()), one.consent.recipient, until])
        lines.append(_("Ja till %(what)s") % {"what": ", ".join(words)})
    return lines or [_("Inget samtycke gäller")]


def _told(handover: Handover) -> str:
    """What the person said when asked; that they have been told of the yes only the colleague who told them can say."""
    if not handover.asked_answer:
        return _("Inte tillfrågad än")
    words = {"day": _day(handover.asked_on), "answer": handover.get_asked_answer_display()}
    return _("Tillfrågad %(day)s: %(answer)s") % words


def _employers(scope: Scope, enrolment: Enrolment) -> str:
    noted = Note.objects.visible_to(scope).filter(enrolment=enrolment, kind=NoteKind.EMPLOYER).order_by()
    found = noted.aggregate(n=Count("pk"), last=Max("happened_at"))
    if not found["n"]:
        return _("Ingen kontakt antecknad")
    words = {"n": found["n"], "day": _day(timezone.localdate(found["last"]))}
    return _("%(n)d antecknade, senast %(day)s") % words


def _held(scope: Scope, enrolment: Enrolment, handover: Handover) -> str:
    """Whether a meeting has been held since the question was asked; who was there only those who were can say."""
    held = Meeting.objects.visible_to(scope).filter(
        enrolment=enrolment, state=MeetingState.HELD, starts_at__gte=handover.proposed_at
    )
    last = held.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return _("Möte hållet %(day)s") % {"day": _day(timezone.localdate(last))} if last else _("Inget möte sedan frågan")


def _summary(page: PersonPage, facts: dict[HandoverPoint, list[str]]) -> Sequence[tuple[str, list[str]]]:
    """The record alone, in the order a new handler asks."""
    participant, enrolment, row = page.participant, page.enrolment, page.row
    wishes = list(getattr(participant, "profile_wished", None) or [])
    skills = list(getattr(participant, "profile_skills", None) or [])
    languages = [
        f"{name} ({level})" for name, level in persons.spoken(getattr(participant, "profile_spoken", None) or [])
    ]
    if participant.needs_interpreter:
        languages.append(_("behöver tolk"))
    tasks = [one for one in page.ahead if one.what == "task"]
    waiting = str(enrolment.get_waiting_for_display()) if enrolment.waiting_for else ""
    return [
        (_("Mot"), facts[HandoverPoint.GOALS]),
        (_("Vill arbeta som"), [" · ".join(wishes)] if wishes else []),
        (_("Kan"), [" · ".join(skills)] if skills else []),
        (_("Språk"), [", ".join(languages)] if languages else []),
        (_("Pågår"), facts[HandoverPoint.INTERVENTIONS]),
        (_("Nästa steg"), facts[HandoverPoint.PLAN]),
        (_("Väntar på"), [waiting] if waiting else []),
        (_("Läget i veckan"), [enrolment.this_week] if enrolment.this_week else []),
        (_("Bokade möten"), facts[HandoverPoint.MEETING]),
        (_("Att göra"), [" · ".join(filter(None, [t.title, t.who, _day(t.at.date()) if t.at else ""])) for t in tasks]),
        (_("Senaste kontakt"), [_day(row.last_contact_on)] if row.last_contact_on else []),
        (_("Skattning"), facts[HandoverPoint.ASSESSMENT]),
        (_("Arbetsgivare"), facts[HandoverPoint.EMPLOYERS]),
        (_("Samtycken och delning"), facts[HandoverPoint.CONSENTS]),
        (_("Handledare hittills"), _handlers(page)),
    ]


def _handlers(page: PersonPage) -> list[str]:
    shown = []
    for one in page.handlers:
        if one.kind != HandlerKind.PRIMARY or one.end_reason == HandlerEnd.MISTAKE:
            continue
        if one.enrolment_id == page.enrolment.pk:
            shown.append(_("%(name)s från %(day)s") % {"name": one.user.name, "day": _day(one.started_on)})
    return shown
