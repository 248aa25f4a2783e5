"""Ending sign-ins: one, the others, all."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from accounts.models import User


def end_all_sessions(*, user: User) -> None:
    """Every sign-in of the user is over at its next request, known to the list or not."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
        user.refresh_from_db(fields=["sign_outs"])
        _forget(UserSession.objects.filter(user=user))


def end_other_sessions(*, request: HttpRequest, user: User) -> None:
    """All but the one that asks, which goes on under a new key."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
        user.refresh_from_db(fields=["sign_outs"])
        here = request.session.session_key
        _forget(UserSession.objects.filter(user=user).exclude(session_key=here))
        UserSession.objects.filter(user=user).delete()
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)


def _forget(known: QuerySet[UserSession]) -> None:
    Session.objects.filter(session_key__in=list(known.values_list("session_key", flat=True))).delete()
    known.delete()


def end_session(*, user: User, session_id: int) -> bool:
    """One sign-in of the user's own. False when there is none such."""
    with transaction.atomic():
        found = UserSession.objects.filter(user=user, pk=session_id)
        if not found.exists():
            return False
        _forget(found)
    return True
