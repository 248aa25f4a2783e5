"""The two halves of a question between teams (TransferOut, TransferIn): held together, answered together, forgotten.

Each half is read and written in its own team's scope; the receiver's is locked first, so that two who answer at once wait
for each other in one order.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team, User
from core import notices
from core.scope import Kind, Scope, enter
from participants.enums import TransferState
from participants.models import Participant, TransferIn, TransferOut


@contextmanager
def in_team(team_id: int, by: User | None) -> Iterator[None]:
    with enter(Scope(Kind.RUN, user_id=by.pk if by else None, team_id=team_id)):
        yield


def page_in(team: Team, key: str) -> str:
    return reverse("participants:transfer_in", args=[team.slug, key])


def hold_in(team_id: int, key: str, by: User | None) -> TransferIn | None:
    """The receiver's half, locked; None when it waits for nobody any more."""
    with in_team(team_id, by):
        found = TransferIn.objects.select_for_update(of=("self",)).waiting().filter(key=key)
        return found.select_related("from_team").first()


def hold_out(team_id: int, key: str, by: User | None) -> TransferOut | None:
    """The sender's half, locked; None when it waits no more, or the person is gone."""
    with in_team(team_id, by):
        found = TransferOut.objects.select_for_update(of=("self",)).filter(key=key, state=TransferState.WAITING)
        return found.select_related("team", "to_team", "participant", "enrolment__team", "asked_by").first()


def answer_in(incoming: TransferIn, state: TransferState, by: User | None, reason: str = "") -> None:
    """The receiver's half: answered, and forgets the person."""
    with in_team(incoming.team_id, by):
        incoming.state, incoming.answered_at, incoming.answered_by = state, timezone.now(), by
        incoming.reason, incoming.first_name, incoming.last_name, incoming.why = reason, "", "", ""
        incoming.language_id, incoming.needs_interpreter, incoming.carries = None, False, []
        incoming.save()
        team = Team.objects.get(pk=incoming.team_id)
        notices.settle(team_id=team.pk, url=page_in(team, incoming.key), kinds=["transfer"])


def answer_out(out: TransferOut, state: TransferState, by: User | None, reason: str = "") -> None:
    """The sender's half: who answered, and why."""
    with in_team(out.team_id, by):
        out.state, out.answered_at, out.answered_by, out.reason = state, timezone.now(), by, reason
        out.save(update_fields=["state", "answered_at", "answered_by", "reason"])


@transaction.atomic
def take_back(out: TransferOut, by: User | None) -> bool:
    """The sender's half and the receiver's, if it waits; whether anything waited."""
    incoming = hold_in(out.to_team_id, out.key, by)
    held = hold_out(out.team_id, out.key, by)
    if held is None:
        return False
    if incoming is not None:
        answer_in(incoming, TransferState.WITHDRAWN, by)
    answer_out(held, TransferState.WITHDRAWN, by)
    return True


def take_back_all_of(participant: Participant, by: User | None) -> None:
    """What waits about somebody who is protected from now on, whose enrolment has ended, or who is erased: no other team
    keeps their name. In any scope."""
    with in_team(participant.team_id, by):
        waiting = list(TransferOut.objects.filter(participant=participant, state=TransferState.WAITING))
    for out in waiting:
        take_back(out, by)


def erase(participant: Participant) -> int:
    """For core.registry.erase: the other team's half is taken back first."""
    take_back_all_of(participant, None)
    gone: int = TransferOut.objects.filter(participant=participant).delete()[0]
    return gone + int(TransferIn.objects.filter(participant=participant).delete()[0])
