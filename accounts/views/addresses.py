"""One's own e-mail address. Asking needs a fresh sign-in; a look at the link changes nothing (mail programs look)."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access, actions, guesses
from accounts.forms.profile import AddressForm
from accounts.models import User
from core.guards import mark, public

ASKS = guesses.Ceiling(5, 3600)  # mails an hour that one account may have sent to addresses it has typed


@require_http_methods(["GET", "POST"])
def _address_change(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = AddressForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if guesses.count(ASKS, "change address", str(request.user.pk)):
            new = form.cleaned_data["email"]
            actions.ask_address(user=User.objects.get(pk=request.user.pk), new=new, address=_whole(request))
            return render(request, "accounts/address_sent.html", {"new": new})
        form.add_error(None, _("Det gick lite fort. Vänta en stund och försök igen."))
    return render(request, "accounts/address.html", {"form": form}, status=422 if request.method == "POST" else 200)


address_change = mark(reauthentication_required(_address_change), "signed_in")


def _whole(request: HttpRequest) -> Any:
    return lambda token: request.build_absolute_uri(reverse("accounts:address_confirm", args=[token]))


@public("whoever opens the link may sit at another machine; the token is the key, and a look changes nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    change = actions.read_change(token) if len(token) < 2000 else None
    if request.method == "POST" and change is not None:
        try:
            actions.change_address(change=change)
        except actions.ActionError:
            change = None
        else:
            messages.success(request, _("Din mejladress är bytt. Logga in med den nya från och med nu."))
            return redirect("accounts:profile")
    status = 404 if change is None else 200
    response = render(request, "accounts/address_confirm.html", {"change": change}, status=status)
    response["Referrer-Policy"] = access.REFERRER
    return response
