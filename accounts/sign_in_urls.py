"""The libraries' pages at Swedish addresses. Their names are the libraries' own, so they stand outside our namespace;
pages we do not offer (signing up, several addresses, telephone) have no address at all."""

import functools
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path

from accounts.adapter import locked_out
from accounts.views.home import home

View = Callable[..., HttpResponseBase]


def told(view: View) -> View:
    """A form with faults answers 422, one that was tried too often the same page as everywhere (429)."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        given = getattr(response, "context_data", None) or {}
        form = given.get("form")
        if request.method == "POST" and form is not None and form.errors:
            faults = [fault for found in form.errors.as_data().values() for fault in found]
            if any(fault.code == "too_many_login_attempts" for fault in faults):
                return locked_out(request)
            response.status_code = 422
        return response

    return answered


def signed_out(view: View) -> View:
    """What the browser kept of us goes with the sign-in: the machine may be shared."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    return answered


urlpatterns = [
    path("", home, name="home"),
    path("konto/logga-in/", told(account.login), name="account_login"),
    path("konto/logga-in/kod/", told(account.request_login_code), name="account_request_login_code"),
    path("konto/logga-in/kod/skriv/", told(account.confirm_login_code), name="account_confirm_login_code"),
    path("konto/logga-in/steg-tva/", told(mfa.authenticate), name="mfa_authenticate"),
    path("konto/logga-in/nyckel/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("konto/logga-in/avstangt/", account.account_inactive, name="account_inactive"),
    path("konto/logga-ut/", signed_out(account.logout), name="account_logout"),
    path("konto/glomt/", told(account.password_reset), name="account_reset_password"),
    path("konto/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^konto/glomt/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        told(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("konto/glomt/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("konto/losenord/", told(account.password_change), name="account_change_password"),
    path("konto/losenord/valj/", told(account.password_set), name="account_set_password"),
    path("konto/bekrafta/", told(account.reauthenticate), name="account_reauthenticate"),
    path("konto/bekrafta/kod/", told(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("konto/bekrafta/nyckel/", told(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("konto/sakerhet/", mfa.index, name="mfa_index"),
    path("konto/sakerhet/app/", told(totp.activate_totp), name="mfa_activate_totp"),
    path("konto/sakerhet/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/sakerhet/reservkoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/sakerhet/reservkoder/nya/", told(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("konto/sakerhet/reservkoder/fil/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("konto/sakerhet/nycklar/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("konto/sakerhet/nycklar/ny/", told(keys.add_webauthn), name="mfa_add_webauthn"),
    path("konto/sakerhet/nycklar/<int:pk>/", told(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("konto/sakerhet/nycklar/<int:pk>/ta-bort/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
