"""Reads of accounts for screens: a team's members, who is invited, one's own sign-ins."""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.middleware import SEEN
from accounts.models import Absence, Invitation, Membership, Team, User
from accounts.rules import device
from core import notices, pickers
from core.folding import sort_key
from core.models import Notice


@dataclass(frozen=True)
class Member:
    """A colleague as the team's page shows them."""

    membership: Membership
    languages: str
    places: str
    is_me: bool
    absence: Absence | None  # the one that goes on, or the next

    @property
    def user(self) -> User:
        return self.membership.user


def list_members(team: Team, *, me: User) -> list[Member]:
    """The team's running members in Swedish name order. Four queries, however many they are."""
    memberships = list(Membership.objects.running().filter(team=team).select_related("user", "organisation"))
    memberships.sort(key=lambda membership: sort_key(membership.user.name))
    labels = {
        name: {
            key: row.label
            for picker in [pickers.get(name)]
            for row in picker.rows(sorted({key for m in memberships for key in getattr(m, field)}))
            for key in picker.keys([row])
        }
        for name, field in (("languages", "languages"), ("municipalities", "places"))
    }

    away: dict[int, Absence] = {}
    for absence in Absence.objects.filter(team=team).not_over(timezone.localdate()):
        away.setdefault(absence.membership_id, absence)

    def joined(name: str, keys: list[str]) -> str:
        return ", ".join(labels[name][key] for key in keys if key in labels[name])

    return [
        Member(
            m,
            joined("languages", m.languages),
            joined("municipalities", m.places),
            m.user_id == me.pk,
            away.get(m.pk),
        )
        for m in memberships
    ]


def list_invitations(team: Team) -> list[Invitation]:
    """Invitations that nobody has answered, the newest first."""
    waiting = Invitation.objects.waiting().filter(team=team)
    return list(waiting.select_related("organisation", "invited_by").order_by("-sent_at"))


@dataclass(frozen=True)
class SignIn:
    """One place where the user is signed in. `seen_at` is the last request that was not a poll."""

    id: int
    browser: str
    system: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_here: bool


def list_sign_ins(user: User, *, here: str | None) -> list[SignIn]:
    """The user's sign-ins that still live; the one with session key `here` first, then the latest used."""
    known = {found.session_key: found for found in UserSession.objects.filter(user=user)}
    sessions = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
    listed = []
    for session in sessions:
        found = known[session.session_key]
        data = session.get_decoded()
        if data.get("_auth_user_hash") != user.get_session_auth_hash():
            continue
        seen = data.get(SEEN)
        browser, system = device(found.user_agent)
        listed.append(
            SignIn(
                id=found.pk,
                browser=browser,
                system=system,
                address=found.ip,
                started_at=found.created_at,
                seen_at=datetime.fromtimestamp(seen, UTC) if seen else found.last_seen_at,
                is_here=session.session_key == here,
            )
        )
    return sorted(listed, key=lambda sign_in: (not sign_in.is_here, -sign_in.seen_at.timestamp()))


def has_second_step(user: User) -> bool:
    """Whether more than a password is asked for, or a key instead of one."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def reach(user_id: int) -> notices.Reach | None:
    """How core reaches a member of staff."""
    found = User.objects.filter(pk=user_id, is_active=True).values_list("email", "language").first()
    return notices.Reach(*found) if found else None


def list_notices(user: User) -> dict[str, list[Notice]]:
    """What waits to be read and what has been, without what belongs to teams the user has left."""
    teams = set(Membership.objects.running().filter(user=user).values_list("team_id", flat=True))
    told = [notice for notice in notices.latest(user.pk) if notice.team_id is None or notice.team_id in teams]
    return {"waiting": [n for n in told if n.read_at is None], "read": [n for n in told if n.read_at is not None]}
