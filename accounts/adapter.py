"""Where allauth asks us: nobody signs up by themselves, and who somebody is to the guard against guessing."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation only."""
        return False


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address tried, in lower case: allauth signs in by e-mail, axes looks for a user name."""
    source = credentials or request.POST
    return str(source.get("email") or source.get("login") or source.get("username") or "").lower()
