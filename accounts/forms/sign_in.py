"""The libraries' forms with the house's rules and words. What they check is theirs; how they read is ours."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import HouseRules

PASSWORD_HELP = _("Minst 15 tecken. En mening som du minns är bra.")
WRONG_KEY = _("Det gick inte med nyckeln. Försök igen.")
DEEPEST = 100
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)
_LABELS: dict[str, Any] = {
    "login": _("Mejladress"),
    "email": _("Mejladress"),
    "password": _("Lösenord"),
    "oldpassword": _("Lösenordet du har nu"),
    "password1": _("Nytt lösenord"),
    "password2": _("Nya lösenordet en gång till"),
    "code": _("Kod"),
    "name": _("Vad ska nyckeln heta?"),
    "passwordless": _("Logga in med bara nyckeln, utan lösenord"),
}
_FAULTS = {"invalid": _("Adressen är inte hel. Den ser ut som namn@example.org.")}


class Worded(HouseRules):
    """Our labels, no ghost text in the boxes, help that says what to do."""

    helps: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if isinstance(field, forms.EmailField):
                field.error_messages.update(_FAULTS)
                field.widget.attrs.update({"autocomplete": "username", "spellcheck": "false"})
            if name == "code":
                field.size = "short"  # type: ignore[attr-defined]
                field.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 40})


class LoginForm(Worded, account.LoginForm):
    """E-mail and password."""


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    """E-mail, to get a code."""


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):
    """The code that came by mail: letters and digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "text", "autocapitalize": "characters"})


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class NewPassword(Worded):
    """The rules stand in settings; the help says the one that needs saying beforehand."""

    helps: ClassVar[dict[str, Any]] = {"password1": PASSWORD_HELP}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """E-mail, to get a link for a new password."""


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    """A new password, from the link."""


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    """A new password in place of the one in use."""


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    """A first password, for somebody who has signed in by key only."""


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    """The second step: the app's code, or a spare code."""


class ReauthenticateMfaForm(Worded, mfa.ReauthenticateForm):
    """The same, before something that matters."""


class ActivateTotpForm(Worded, totp.ActivateTOTPForm):
    helps: ClassVar[dict[str, Any]] = {"code": _("Sex siffror som appen visar just nu.")}


class DeactivateTotpForm(Worded, totp.DeactivateTOTPForm):
    """Nothing to fill in."""


class RecoveryCodesForm(Worded, GenerateRecoveryCodesForm):
    """Nothing to fill in."""


class FromBrowser(Worded):
    """A form that the browser's key fills in. What is no answer of a key at all is a fault like any other: the library
    takes for granted that some parts are there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.data.get("credential", "")
        if text.count("[") + text.count("{") > DEEPEST:  # brackets in brackets without end stop the reader of JSON
            self.data = {name: self.data[name] for name in self.data if name != "credential"}

    def clean_credential(self) -> Any:
        try:
            checked = getattr(super(), "clean_credential", None)
            return checked() if checked else self.cleaned_data["credential"]
        except UNREADABLE as fault:
            raise ValidationError(WRONG_KEY) from fault

    def clean(self) -> Any:
        try:
            return super().clean()
        except UNREADABLE as fault:
            raise ValidationError(WRONG_KEY) from fault


class AddKeyForm(FromBrowser, webauthn.AddWebAuthnForm):
    helps: ClassVar[dict[str, Any]] = {
        "name": _("Till exempel ”Jobbdatorn” eller ”Nyckelknippan”."),
        "passwordless": _("Då frågar enheten efter fingeravtryck, ansikte eller PIN-kod."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["passwordless"].initial = True


class EditKeyForm(Worded, webauthn.EditWebAuthnForm):
    """Another name for a key."""


class KeyLoginForm(FromBrowser, webauthn.LoginWebAuthnForm):
    """Filled in by the browser."""


class KeyAuthenticateForm(FromBrowser, webauthn.AuthenticateWebAuthnForm):
    """Filled in by the browser."""


class KeyReauthenticateForm(FromBrowser, webauthn.ReauthenticateWebAuthnForm):
    """Filled in by the browser."""
