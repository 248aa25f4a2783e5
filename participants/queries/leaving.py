"""What a colleague handles, for whoever ends their membership."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from accounts.permissions import Permission, allows
from core.registry import Held
from core.scope import Scope
from participants.enums import EnrolmentState
from participants.models import RegisterRow
from participants.queries.selection import NO_HANDLER


def held(user_id: int, scope: Scope) -> Held | None:
    """The open enrolments whose primary handler the colleague is, counted over those the viewer may know of. Paused ones
    too: they wait for somebody as well, so the way to them is the filter and not the ready-made state. A role that sees
    no people learns that there are some, neither how many nor where."""
    theirs = RegisterRow.objects.visible_to(scope).filter(handler_id=user_id).exclude(state=EnrolmentState.ENDED)
    if not allows(scope.role, Permission.SEE_PEOPLE):
        words = _("Kollegan är handledare. Deltagare står utan när medlemskapet slutar.")
        return Held(words, left=_("Deltagare saknar nu handledare.")) if theirs.exists() else None
    count = theirs.count()
    if not count:
        return None
    words = ngettext(
        "%(n)d person har kollegan som handledare och står utan när medlemskapet slutar.",
        "%(n)d personer har kollegan som handledare och står utan när medlemskapet slutar.",
        count,
    )
    left = ngettext("%(n)d person saknar nu handledare.", "%(n)d personer saknar nu handledare.", count)
    return Held(
        words % {"n": count},
        _spread(scope, user_id),
        left % {"n": count},
        _register(scope, handledare=NO_HANDLER),
    )


def _spread(scope: Scope, user_id: int) -> str:
    """Where the viewer hands them on, or only sees them."""
    if not allows(scope.role, Permission.ASSIGN):
        return _register(scope, handledare=str(user_id))
    slug = Team.objects.values_list("slug", flat=True).get(pk=scope.team)
    return f"{reverse('participants:spread', args=[slug])}?fran={user_id}"


def _register(scope: Scope, **query: str) -> str:
    """Where the viewer finds them."""
    slug = Team.objects.values_list("slug", flat=True).get(pk=scope.team)
    return f"{reverse('participants:register', args=[slug])}?{urlencode(query)}"
