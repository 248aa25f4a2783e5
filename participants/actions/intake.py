"""Somebody is referred to the team: received, decided, welcomed, forgotten in time; and the partners' links.

A partner without an account sends one in (scope PUBLIC, which reads no person), so it is written in the team's own scope.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.enums import Role
from accounts.models import Membership, Team, User
from core import feed, notices, working_days
from core.scope import Kind, Scope, enter
from participants.actions.errors import ActionError
from participants.enums import IntakeState, Knows
from participants.models import Intake, IntakeCount, IntakeLink, Participant

DAYS_TO_ANSWER = 3  # working days: what whoever asks is promised
NOS = (IntakeState.DECLINED, IntakeState.WITHDREW, IntakeState.WRONG)


def answer_day(received_on: date) -> date:
    """The last day on which whoever asked hears from us."""
    return working_days.after(received_on, DAYS_TO_ANSWER)


@transaction.atomic
def receive_intake(*, team: Team, facts: Mapping[str, Any], by: User | None, link: IntakeLink | None = None) -> Intake:
    """`facts` are fields of Intake. The leaders are told, whoever sent it; nobody else has to be.

    Raises ActionError for somebody who does not know of it, sent in by a partner: they are asked first.
    """
    if by is None and facts.get("knows") != Knows.YES:
        raise ActionError(_("Fråga personen först. Skicka sedan."))
    received_on = facts.get("received_on") or timezone.localdate()
    with enter(Scope(Kind.RUN, user_id=by.pk if by else None, team_id=team.pk)):
        made = Intake.objects.create(
            **{**facts, "received_on": received_on},
            team=team,
            link=link,
            created_by=by,
            answer_by=answer_day(received_on),
            delete_on=timezone.localdate() + timedelta(days=team.intake_days_waiting),
        )
        _told(made)
        for leader in _leaders(team.pk):
            if by is None or leader.pk != by.pk:
                notices.tell(
                    user_id=leader.pk,
                    kind="intake",
                    title=_lazy("En ny förfrågan har kommit"),
                    url=_page(made),
                    team_id=team.pk,
                )
    return made


def _leaders(team_id: int) -> list[User]:
    members = Membership.objects.running().filter(team_id=team_id, role=Role.LEADER).select_related("user")
    return [member.user for member in members.order_by("started_on", "pk")]


def _page(intake: Intake) -> str:
    return reverse("participants:intake_detail", args=[intake.team.slug, intake.public_id])


def _told(intake: Intake) -> None:
    feed.record(team_id=intake.team_id, subject_type="intake", subject_ids=[intake.pk], kind=intake.state)


def _locked(intake: Intake) -> Intake:
    return Intake.objects.select_for_update(of=("self",), no_key=True).get(pk=intake.pk)


@transaction.atomic
def change_intake(*, intake: Intake, facts: Mapping[str, Any], by: User) -> None:
    """What was wrong, or is known now; `facts` are fields of Intake. Raises ActionError when it was decided meanwhile."""
    fresh = _waiting(intake)
    for name, value in facts.items():
        setattr(fresh, name, value)
    fresh.save()
    _told(fresh)


@transaction.atomic
def decide_intake(*, intake: Intake, state: IntakeState, by: User, reason: str = "") -> None:
    """A no, with why. From today it is kept as long as the team keeps those. Raises ActionError when somebody was first."""
    if state not in NOS:
        raise ValueError("a yes makes a participant: welcome_intake")
    fresh = _waiting(intake)
    fresh.state, fresh.reason = state, reason
    fresh.decided_on, fresh.decided_by = timezone.localdate(), by
    fresh.delete_on = fresh.decided_on + timedelta(days=fresh.team.intake_days_declined)
    _save(fresh, intake)


@transaction.atomic
def reconsider_intake(*, intake: Intake, by: User) -> None:
    """A no is taken back: it waits again. Raises ActionError for one that is a participant, or waits already."""
    fresh = _locked(intake)
    if fresh.state not in NOS:
        raise ActionError(_("Förfrågan går inte att ta upp igen."))
    fresh.state, fresh.reason, fresh.decided_on, fresh.decided_by = IntakeState.WAITING, "", None, None
    fresh.delete_on = timezone.localdate() + timedelta(days=fresh.team.intake_days_waiting)
    _save(fresh, intake)


@transaction.atomic
def welcome_intake(*, intake: Intake, participant: Participant, by: User) -> None:
    """It became this participant, new or known before, and is theirs from now: seen, given out, merged and erased with
    them. In the team's own scope: the enrolment may just have closed the person to the one who acts. Raises ActionError
    when somebody was first."""
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=intake.team_id)):
        fresh = _waiting(intake)
        fresh.state, fresh.participant = IntakeState.WELCOME, participant
        fresh.decided_on, fresh.decided_by, fresh.delete_on = timezone.localdate(), by, None
        _save(fresh, intake)


def _waiting(intake: Intake) -> Intake:
    fresh = _locked(intake)
    if not fresh.is_waiting:
        raise ActionError(_("Någon hann före: förfrågan är redan besvarad."))
    return fresh


def _save(fresh: Intake, shown: Intake) -> None:
    """Decided, or not any more: nobody has to read of it."""
    fresh.save()
    shown.refresh_from_db()
    notices.settle(team_id=fresh.team_id, url=_page(fresh), kinds=["intake"])
    _told(fresh)


@transaction.atomic
def forget_old_intakes(*, team_id: int) -> int:
    """Those whose day has come go; of each the month, the kind of source and the decision stay, and nothing of the
    person. In the team's own scope. Returns how many went; safe to run twice."""
    over = Intake.objects.select_for_update(of=("self",)).filter(team_id=team_id, delete_on__lte=timezone.localdate())
    rows = list(over.annotate(month=TruncMonth("received_on"), kind=F("source_kind")).order_by("pk"))
    IntakeCount.objects.bulk_create(
        IntakeCount(team_id=team_id, month=row.month, source_kind=row.kind, state=row.state) for row in rows
    )
    for row in rows:
        notices.settle(team_id=team_id, url=_page(row), kinds=["intake"])
    Intake.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def make_intake_link(*, team: Team, name: str, kind: str, by: User) -> IntakeLink:
    """A partner's own address. Raises ActionError while one of that name is in use."""
    if IntakeLink.objects.filter(team=team, name__iexact=name, ended_at=None).exists():
        raise ActionError(_("Det finns redan en länk med det namnet."))
    return IntakeLink.objects.create(team=team, name=name, kind=kind, created_by=by)


def end_intake_link(*, link: IntakeLink, by: User) -> None:
    """It takes no more from now. What came by it stays."""
    IntakeLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now())
