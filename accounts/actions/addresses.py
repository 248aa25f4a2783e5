"""Changing one's own e-mail address: the new one says yes by a link before anything changes.

The address is what one signs in with and where new passwords are sent, so nothing of the change is kept in the database
until the link has been used: an address that was only typed opens nothing. The library's own flow keeps it as a second
address of the account, and would send a new password there.
"""

import base64
import binascii
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.errors import ActionError
from accounts.models import User
from core import crypto, registry

LIFE = 24 * 3600  # seconds a link works
_BOUND = "accounts.address"


@dataclass(frozen=True)
class Change:
    """What a link stands for. It dies when it is used, when another change was made first (even if the address is the old
    one again: `changes` counts them), and when every sign-in of the user is ended."""

    user_id: int
    old: str
    new: str
    sign_outs: int
    changes: int
    until: int


def ask_address(*, user: User, new: str, address: Callable[[str], str]) -> None:
    """Mails a link to the new address; `address(token)` is the whole address to open. To one that somebody else has
    nothing is sent, and nothing tells."""
    new = new.strip().lower()
    if User.objects.filter(email=new).exclude(pk=user.pk).exists():
        return
    change = Change(user.pk, user.email, new, user.sign_outs, user.address_changes, int(time.time()) + LIFE)
    sealed = crypto.encrypt(json.dumps(asdict(change)), bound_to=_BOUND)
    token = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    get_adapter().send_mail("account/email/address_confirm", new, {"address": address(token)})


def read_change(token: str) -> Change | None:
    """What the link stands for, None when it works no longer."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        change = Change(**json.loads(crypto.decrypt(sealed, bound_to=_BOUND)))
    except (ValueError, TypeError, binascii.Error, InvalidTag, crypto.KeyMissing):
        return None
    same = _unchanged(change).filter(sign_outs=change.sign_outs, is_active=True)
    return change if change.until > time.time() and same.exists() else None


def _unchanged(change: Change) -> QuerySet[User]:
    """The user, while the address is the one they asked from and has been all the time."""
    return User.objects.filter(pk=change.user_id, email=change.old, address_changes=change.changes)


def change_address(*, change: Change) -> User:
    """From now on the new address signs in and gets the mail; the old one is told. Raises ActionError when somebody
    else has taken the address meanwhile, or the link has been used."""
    with transaction.atomic():
        user = _unchanged(change).select_for_update(no_key=True).first()
        if user is None or User.objects.filter(email=change.new).exclude(pk=change.user_id).exists():
            raise ActionError(_("Länken gäller inte längre."))
        user.email, user.address_changes = change.new, user.address_changes + 1
        try:
            with transaction.atomic():
                user.save(update_fields=["email", "address_changes"])
        except IntegrityError as error:  # taken at this very moment
            raise ActionError(_("Länken gäller inte längre.")) from error
        EmailAddress.objects.filter(user=user).delete()
        for known in registry.known_as:
            known(user.pk)
        context = {"user": user, "old": change.old, "new": change.new}
        get_adapter().send_mail("account/email/address_changed", change.old, context)
    return user
