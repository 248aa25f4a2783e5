"""Where the libraries of sign-in ask us: nobody signs up, mail goes through the outbox, guesses are counted by us."""

import base64
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import guesses
from accounts.network import address_of, network_of
from core import crypto, mail

# Above axes' eight from one place: these stop whoever changes place, or tries one password on many people.
AS_ONE_PERSON = guesses.Ceiling(20, 900)
FROM_ONE_NETWORK = guesses.Ceiling(60, 600)
NO_ADDRESS = "0.0.0.0"  # noqa: S104  what is stored for a request that came through a socket; nothing listens there

TOO_MANY = _("För många försök. Vänta en halvtimme, eller välj ett annat sätt att logga in.")
WRONG = _("Mejladressen och lösenordet hör inte ihop. Se efter att båda är rätt skrivna.")
WRONG_CODE = _("Koden stämmer inte. Skriv den som den står, eller be om en ny.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {  # noqa: RUF012  the library's own shape
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Kontot är avstängt. Fråga den som leder ditt team."),
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "unknown_email": WRONG,
        "enter_current_password": _("Det stämmer inte med lösenordet du har nu."),
        "incorrect_password": _("Lösenordet stämmer inte."),
        "incorrect_code": WRONG_CODE,
        "invalid_or_expired_key": _("Länken gäller inte längre."),
        "invalid_password_reset": _("Länken gäller inte längre. Be om en ny."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": _("Det gick lite fort. Vänta en stund och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, as plain text, in the request's own transaction."""
        made = self.render_mail(template_prefix, email, {"email": email, **context})
        mail.send(to=email, subject=made.subject, text=str(made.body))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Something about how one signs in was changed: told to the address we know, wherever it was done from."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or NO_ADDRESS

    def reauthenticate(self, user: Any, password: str) -> bool:
        """The password of the one who is signed in; counted like any sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try in the database before the password is looked at."""
        self._tried = (request, str(credentials.get("email", "")).lower())
        place, person = _keys(*self._tried)
        if not (guesses.count(FROM_ONE_NETWORK, *place) and guesses.count(AS_ONE_PERSON, *person)):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        for key in _keys(*self._tried):
            guesses.forgive(*key)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Använd lösenordet"),
            "mfa_reauthenticate": _("Använd appens kod eller en reservkod"),
            "mfa_reauthenticate:webauthn": _("Använd en nyckel"),
        }
        return [
            {**method, "description": str(words.get(method["id"], method["description"]))}
            for method in super().get_reauthentication_methods(user)
        ]


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("Det andra steget kan inte stängas av."),
        "cannot_generate_recovery_codes": _(
            "Reservkoder hör till ett andra steg. Lägg till en app eller en nyckel först."
        ),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text, bound_to="mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), bound_to="mfa")

    def build_totp_svg(self, url: str) -> str:
        """Dark on light whatever the theme: a camera has to read it."""
        drawing = BytesIO()
        qr = segno.make(url, error="m")
        qr.save(drawing, kind="svg", scale=5, dark="#000000", light="#ffffff", border=3, xmldecl=False)
        return drawing.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Framåt"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  the library's name
        return str(_("Min nyckel"))


def _keys(request: HttpRequest, email: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("sign in from", network_of(request)), ("sign in as", email)


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address tried, in lower case: allauth signs in by e-mail, axes looks for a user name."""
    source = credentials or request.POST
    return str(source.get("email") or source.get("login") or source.get("username") or "").lower()


def axes_address(request: HttpRequest) -> str:
    """What axes counts by: the address, for IPv6 its network."""
    return network_of(request).partition("/")[0] or NO_ADDRESS


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The one page for everybody who has tried too often, whoever counted and whether the account exists."""
    return render(request, "account/too_many.html", {"words": TOO_MANY}, status=429)
