"""Teams of thousands, written in bulk: for plans of statements, which mean nothing among ten people."""

from datetime import datetime, time, timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from accounts.models import Organisation, Team, User
from config.demo.writer import Writer
from core.db.roles import as_owner
from core.folding import sort_key
from core.scope import run_for_team
from participants import register
from participants.enums import (
    ColumnKind,
    EndKind,
    EndReason,
    EnrolmentState,
    Focus,
    HandlerKind,
    OutcomeKind,
    WaitingFor,
)
from participants.models import (
    Enrolment,
    EnrolmentTag,
    HandlerAssignment,
    Intervention,
    Meeting,
    Outcome,
    Participant,
    Pause,
    SavedView,
    Tag,
    TeamColumn,
)
from taxonomy.models import Municipality

LAST_NAMES = ("Abdi", "Ahmadi", "Berg", "Dahl", "Ek", "Farah", "Holm", "Nilsson", "Åberg", "Öberg")
RARE = "Zetterqvist"  # one in RARELY is called so
RARELY = 500


def crowd(team: Team, organisations: list[Organisation], users: list[User], many: int) -> None:
    """`many` people of every state, handler, place, tag and own value there is, with their rows. Commits."""
    with pgtrigger.ignore(), run_for_team(team.pk):
        tag = Tag.objects.create(team=team, name="Kursstart i vår")
        places = list(Municipality.objects.order_by("code")[:4])
        writer = Writer(team)
        for n in range(many):
            _person(writer, n, organisations, users, places, tag)
        writer.flush()
        register.rebuild(team.pk)


def _person(
    writer: Writer, n: int, organisations: list[Organisation], users: list[User], places: list[Municipality], tag: Tag
) -> None:
    today = timezone.localdate()
    last, first = RARE if n % RARELY == 7 else LAST_NAMES[n % 10], f"Namn{n}"
    person = writer.add(
        Participant(
            first_name=first,
            last_name=last,
            sort_name=sort_key(f"{last} {first}"),
            municipality=places[n % len(places)],
        )
    )
    began = today - timedelta(days=n * 7 % 400)
    enrolment = writer.add(
        Enrolment(
            participant=person,
            responsible_organisation=organisations[n % 3 % len(organisations)],
            started_on=began,
            goal="Kock",
            own_values={"kurs": "ja"} if n % 9 == 0 else {},
            unread={"nar": "efter påsk"} if n % 97 == 0 else {},
            **_state(n, today),
            **_step(n, today, users),
        )
    )
    bound = {"participant": person, "enrolment": enrolment}
    if n % 8:
        user = users[n * 11 % len(users)]
        writer.line(HandlerAssignment, **bound, user=user, kind=HandlerKind.PRIMARY, started_on=began)
    if n % 3:
        days = {"starts_on": today - timedelta(days=20 + n % 90), "planned_end_on": today + timedelta(days=n % 60 - 20)}
        writer.line(Intervention, **bound, title="Praktik", focus=Focus.JOB if n % 2 else Focus.SKILL, **days)
    if n % 20 == 1:
        at = timezone.make_aware(datetime.combine(today, time(10)))
        writer.line(Meeting, **bound, starts_at=at, with_user=users[0])
    if n % 25 == 2:
        writer.line(Outcome, **bound, kind=OutcomeKind.INTERNSHIP, starts_on=today - timedelta(days=9))
    if enrolment.state == EnrolmentState.PAUSED:
        writer.line(Pause, **bound, starts_on=began, reason="away", next_contact_on=today + timedelta(days=n % 40 - 20))
    if n % 10 == 4:
        writer.line(EnrolmentTag, **bound, tag=tag)


def _state(n: int, today: Any) -> dict[str, Any]:
    state = {0: EnrolmentState.PAUSED, 1: EnrolmentState.IN_WORK, 2: EnrolmentState.ENDED}.get(n % 11)
    if state == EnrolmentState.ENDED:
        return {"state": state, "ended_on": today, "end_reason": EndReason.WORK, "end_kind": EndKind.ENDED}
    return {"state": state or EnrolmentState.ACTIVE}


def _step(n: int, today: Any, users: list[User]) -> dict[str, Any]:
    """Three of four have a next step: mine, a colleague's, the person's own."""
    waiting = [WaitingFor.NOBODY, WaitingFor.US, WaitingFor.PERSON, WaitingFor.OTHER][n % 4]
    if n % 4 == 3:
        return {"waiting_for": waiting}
    step = {"next_step": "Ringa köket", "next_step_on": today + timedelta(days=n % 30 - 8), "waiting_for": waiting}
    if n % 3 == 0:
        return step | {"next_step_by": "person"}
    return step | {"next_step_by": "user", "next_step_user": users[n % len(users)]}


def own_things(team: Team, by: User) -> None:
    """A column of the team's own, `kurs`, and a saved view that asks for it."""
    with run_for_team(team.pk):
        column = {"title": "Kurs", "kind": ColumnKind.YES_NO, "owner": by, "purpose": "Vem går kursen"}
        TeamColumn.objects.create(team=team, key="kurs", **column)
        SavedView.objects.create(
            team=team, name="Kursen", query={"egen.kurs": "ja", "ordning": "-start"}, created_by=by
        )


def analyze() -> None:
    """Fresh statistics: the planner knows what there is. Outside a transaction."""
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
