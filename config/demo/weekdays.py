"""What a team writes in a usual week: tasks, tags, a column and a view of its own, a handover that waits, CVs, requests,
a worry, somebody counted without a name. By the product's own actions, for the team that somebody will look at."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pgtrigger
from django.utils import timezone

from accounts import actions as staff
from accounts.enums import IncidentKind, IncidentRisk
from accounts.models import Team, User
from config.demo.situations import working_day
from core.scope import run_for_team
from cvbuilder.actions import create_cv
from participants import actions, register
from participants.actions import columns, rights, saved
from participants.enums import (
    ColumnKind,
    ConcernKind,
    ConcernStep,
    EnrolmentState,
    HandoverReason,
    IntakeSource,
    NamelessEnd,
    ProtectionLevel,
    RightsAnswer,
    RightsKind,
)
from participants.models import Enrolment, EnrolmentTag
from participants.queries.states import Ready

TASKS = (
    ("Skicka kallelse till trepartsmöte", -2), ("Fråga om barnomsorg från mars", 0), ("Beställa tolk till onsdag", 1),
    ("Läsa igenom avtalet om praktik", 3), ("Ringa tillbaka om körlektionerna", 0), ("Skriva intyg till försörjningsstödet", 5),
    ("Boka studiebesök för två", 8), ("Översätta betygen", 12),
)  # fmt: skip
REMINDER = "Fira: ett år i teamet!"
TAGS = ("Sommarjobb", "Kan kväll och helg", "Truckkort", "Vill läsa vidare")
COLUMN, PURPOSE = "Arbetskläder", "Så att vi vet vem som behöver skor och jacka inför praktiken."
CLOTHES = ("har", "beställda", "behövs")
WORRY = "Berättade att det är stökigt hemma och att barnen sover hos mormor. Vill prata mer i morgon."
SLIP = "Ett mejl om en mötestid gick till fel person. Inget mer än förnamn och tid stod i det. Mottagaren har tagit bort det."


ASKED = (
    (6, RightsKind.CORRECT, "Jag heter inte Al utan Ali. Och jag har körkort nu, det står fel."),
    (40, RightsKind.OBJECT, "Jag vill inte att ni ringer mig på kvällen."),
)


def make(draw: random.Random, team: Team, leader: User, handlers: list[User]) -> None:
    """Of people everybody in the team may know of."""
    with run_for_team(team.pk, user_id=leader.pk):
        going = _going(team)
        _tasks(team, going, handlers)
        _tags(draw, team, leader, going)
        _own_column(draw, team, leader, going)
        view = {"urval": Ready.NO_STEP.value, "ordning": "namn"}
        saved.save_view(team=team, name="Måndagsmötet", query=view, for_team=True, by=leader)
        _handover(going, handlers)
        for one in going[2:8:2]:
            create_cv(participant=one.participant, title="", language="sv", by=_handler(one) or leader)
        _asked(going, leader)
        _worry(going, leader)
        _slip(team, leader, handlers[-1])
        _without_name(team)


def _going(team: Team) -> list[Enrolment]:
    rows = Enrolment.objects.filter(
        team=team,
        state=EnrolmentState.ACTIVE,
        participant__protection_level=ProtectionLevel.NONE,
        participant__limited_to_organisation=None,
        row__handler__isnull=False,
    )
    return list(rows.select_related("row__handler", "participant", "team").order_by("pk"))


def _handler(enrolment: Enrolment) -> User | None:
    return enrolment.row.handler


def _tasks(team: Team, going: list[Enrolment], handlers: list[User]) -> None:
    today = timezone.localdate()
    for n, (title, days) in enumerate(TASKS):
        one = going[n % len(going)]
        owner = _handler(one) or handlers[0]
        due = working_day(today + timedelta(days=days))
        actions.add_task(title=title, owner=owner, by=owner, enrolment=one, due_on=due)
    first = handlers[0]
    due = today + timedelta(days=4)
    actions.add_task(title=REMINDER, owner=first, by=first, team=team, due_on=due, is_private=True)


def _tags(draw: random.Random, team: Team, leader: User, going: list[Enrolment]) -> None:
    tags = [actions.add_tag(team=team, name=name, by=leader) for name in TAGS]
    EnrolmentTag.objects.bulk_create(
        EnrolmentTag(
            team=team, participant_id=one.participant_id, enrolment=one, tag=tag, by=_handler(one)
        )
        for one in going
        for tag in draw.sample(tags, k=draw.choice((0, 0, 1, 2)))
    )  # fmt: skip
    register.update(one.pk for one in going)


def _own_column(draw: random.Random, team: Team, leader: User, going: list[Enrolment]) -> None:
    column = columns.add_column(
        team=team,
        title=COLUMN,
        kind=ColumnKind.CHOICE,
        choices=CLOTHES,
        purpose=PURPOSE,
        owner_id=leader.pk,
        by=leader,
    )
    told = [one for one in going if draw.random() < 0.6]
    for one in told:
        one.own_values = {column.key: draw.choice(CLOTHES)}
    with pgtrigger.ignore():  # written long ago: nobody's row was changed this week by it
        Enrolment.objects.bulk_update(told, ["own_values"])
    register.update(one.pk for one in going)


def _handover(going: list[Enrolment], handlers: list[User]) -> None:
    """One waits for an answer."""
    one = going[-3]
    leaver = _handler(one) or handlers[0]
    to = next(user for user in handlers if user != leaver)
    words = "Ni talar samma språk, och du känner arbetsplatsen. Jag är med på första mötet."
    actions.propose_handover(enrolment=one, to=to, by=leaver, reason_code=HandoverReason.LANGUAGE, words=words)


def _asked(going: list[Enrolment], leader: User) -> None:
    """What two people have asked for from their card: one waits, one has had an answer."""
    for (ago, kind, words), one in zip(ASKED, going[1:], strict=False):
        day = timezone.localdate() - timedelta(days=ago)
        asked = rights.record_request(participant=one.participant, kind=kind, words=words, came_on=day, by=None)
        if ago > asked.DAYS:
            said = "Det är ändrat. Vi ringer bara på dagen."
            on = day + timedelta(days=3)
            rights.answer_request(request=asked, answer=RightsAnswer.YES, words=said, on=on, by=leader)


def _worry(going: list[Enrolment], leader: User) -> None:
    one = going[-5]
    worry = actions.raise_concern(enrolment=one, kind=ConcernKind.CHILD, text=WORRY, by=_handler(one) or leader)
    actions.tick_concern(concern=worry, step=ConcernStep.TALKED, done=True, by=leader)


def _slip(team: Team, leader: User, finder: User) -> None:
    """An incident of last week, judged and closed."""
    found = timezone.now() - timedelta(days=8)
    made = staff.report_incident(
        team=team, kind=IncidentKind.WRONG, what=SLIP, found_at=found, people_about=1, by=finder
    )
    done = "Vi skriver aldrig tider i ämnesraden längre."
    staff.decide_incident(incident=made, risk=IncidentRisk.UNLIKELY, measures=done, by=leader)
    staff.close_incident(incident=made, by=leader)


def _without_name(team: Team) -> None:
    today = timezone.localdate()
    organisations = list(team.organisations.order_by("pk"))
    for ago, source, ended in _nameless():
        one = actions.count_nameless(
            team=team,
            organisation=organisations[ago % len(organisations)],
            source_kind=source,
            started_on=today - timedelta(days=ago),
        )
        if ended is not None:
            actions.end_nameless(nameless=one, outcome=ended, on=today - timedelta(days=ago // 3))


def _nameless() -> Iterator[tuple[int, IntakeSource, NamelessEnd | None]]:
    yield 75, IntakeSource.ASSOCIATION, NamelessEnd.WORK
    yield 31, IntakeSource.SELF, None
    yield 9, IntakeSource.RELATIVE, None
