"""The weekly look at who has opened a protected person (domain B.4): the named manager is told, and says that it is done."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Membership, Team, User
from core import notices
from core.models import Notice
from core.scope import Kind, Scope, enter, run_for_team
from participants.models import ProtectedAccess
from participants.queries import openings

KIND = "openings"  # of notice
WEEK = timedelta(days=7)


@transaction.atomic
def review_openings(*, access: ProtectedAccess, until: datetime, by: User) -> None:
    """Everything until then is looked through; never more than was shown, and never back again."""
    until = min(until, timezone.now())
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=access.team_id)):
        rows = ProtectedAccess.objects.filter(pk=access.pk, user=by, is_manager=True, given_at__lte=until)
        rows.filter(Q(reviewed_to=None) | Q(reviewed_to__lt=until)).update(reviewed_to=until)
        scope = Scope(Kind.RUN, team_id=access.team_id)
        mine = openings.managed(access.team_id).filter(user=by)
        if not any(openings.of_access(scope, one).lines for one in mine):
            url = _page(Team.objects.get(pk=access.team_id))
            notices.settle(team_id=access.team_id, url=url, kinds=(KIND,), user_id=by.pk)


@transaction.atomic
def tell_managers(*, team_id: int) -> int:
    """Each manager who has something to look through, at most once a week. In the team's own scope; safe to run twice.
    Returns how many were told."""
    scope, url = Scope(Kind.RUN, team_id=team_id), _page(Team.objects.get(pk=team_id))
    lately = Notice.objects.filter(team_id=team_id, kind=KIND, created_at__gt=timezone.now() - WEEK)
    known = set(lately.values_list("user_id", flat=True))
    here = Membership.objects.running().filter(team_id=team_id).values("user_id")
    told = set()
    for access in openings.managed(team_id).filter(user_id__in=here).exclude(user_id__in=known).order_by("pk"):
        if access.user_id not in told and openings.of_access(scope, access).lines:
            title = _lazy("Gå igenom vem som har öppnat dem du ansvarar för")
            notices.tell(user_id=access.user_id, kind=KIND, title=title, url=url, team_id=team_id)
            told.add(access.user_id)
    return len(told)


def nightly() -> int:
    """For core.sweeping: every team."""
    told = 0
    for team_id in list(Team.objects.values_list("pk", flat=True)):
        with run_for_team(team_id):
            told += tell_managers(team_id=team_id)
    return told


def _page(team: Team) -> str:
    return reverse("participants:openings", args=[team.slug])
