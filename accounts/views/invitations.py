"""Inviting, and answering an invitation.

The address in the mail holds a token. Opening it changes nothing (mail programs open every address); pressing the
button takes the token into the session and goes on to an address without it, where one says yes.
"""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, actions
from accounts.actions.invitations import token_digest
from accounts.forms.teams import InvitationForm, JoinForm
from accounts.guards import TeamRequest, team_member
from accounts.models import Invitation, User
from accounts.permissions import Permission
from accounts.places import first_page
from core.guards import public

HELD = "invitation"


def _address(request: HttpRequest) -> Any:
    return lambda token: request.build_absolute_uri(reverse("accounts:invitation_open", args=[token]))


@team_member(Permission.MANAGE_TEAM, area="team")
@require_http_methods(["GET", "POST"])
def invitation_add(request: TeamRequest) -> HttpResponse:
    own = {"organisation": request.membership.organisation_id}
    form = InvitationForm(request.POST or None, team=request.team, initial=own)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(
                team=request.team, address=_address(request), by=request.membership.user, **form.cleaned_data
            )
        except actions.ActionError as fault:
            form.add_error("email", str(fault))
        else:
            messages.success(request, _("Inbjudan är skickad."))
            return redirect("accounts:member_list", request.team.slug)
    return render(request, "accounts/invite.html", {"form": form}, status=422 if request.method == "POST" else 200)


@team_member(Permission.MANAGE_TEAM, area="team")
@require_POST
def invitation_resend(request: TeamRequest, public_id: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.waiting().filter(team=request.team), public_id=public_id)
    try:
        actions.resend(invitation=invitation, address=_address(request), by=request.membership.user)
    except actions.ActionError as fault:
        messages.warning(request, str(fault))
    else:
        messages.success(request, _("Inbjudan är skickad igen. Den gamla länken gäller inte längre."))
    return redirect("accounts:member_list", request.team.slug)


@team_member(Permission.MANAGE_TEAM, area="team")
@require_POST
def invitation_revoke(request: TeamRequest, public_id: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.filter(team=request.team), public_id=public_id)
    actions.revoke(invitation=invitation, by=request.membership.user)
    messages.success(request, _("Inbjudan är borttagen."))
    return redirect("accounts:member_list", request.team.slug)


@public("somebody invited has no account yet; the token in the address is the key, and a look changes nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    status = 200
    if request.method == "POST":
        found = Invitation.objects.open().filter(token_digest=token_digest(token)).first()
        if found is not None:
            request.session[HELD] = found.pk
            return redirect("accounts:invitation_answer")
        status = 422
    response = render(request, "accounts/invitation_open.html", {"failed": status == 422}, status=status)
    response["Referrer-Policy"] = access.REFERRER
    return response


@public("the second page of an invitation; what it shows is held by this browser's session")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation_answer(request: HttpRequest) -> HttpResponseBase:
    """Says what one is invited to, and takes the yes: of the one signed in, or of somebody new with name and password."""
    open_ones = Invitation.objects.open().select_related("team", "organisation", "invited_by")
    invitation = open_ones.filter(pk=request.session.get(HELD, 0)).first()
    if invitation is None:
        return render(request, "accounts/invitation_open.html", {"failed": True, "no_button": True}, status=404)
    known = User.objects.filter(email=invitation.email.lower()).exists()
    form = None if known or request.user.is_authenticated else JoinForm(request.POST or None, email=invitation.email)
    fault = ""
    if request.method == "POST":
        try:
            response = _yes(request, invitation, form)
        except (actions.ActionError, IntegrityError) as raised:
            response, fault = (
                None,
                str(raised) if isinstance(raised, actions.ActionError) else _("Försök en gång till."),
            )
        if response is not None:
            return response
    context = {
        "invitation": invitation,
        "known": known,
        "form": form,
        "fault": fault,
        "mine": _mine(request, invitation),
    }
    return render(request, "accounts/invitation.html", context, status=422 if request.method == "POST" else 200)


def _mine(request: HttpRequest, invitation: Invitation) -> bool:
    user = request.user
    return isinstance(user, User) and user.email.lower() == invitation.email.lower()


def _yes(request: HttpRequest, invitation: Invitation, form: JoinForm | None) -> HttpResponseBase | None:
    """The answer to go on with, None when the form needs mending."""
    if isinstance(request.user, User):
        with transaction.atomic():
            membership = actions.accept(invitation=invitation, by=request.user)
        request.session.pop(HELD, None)
        messages.success(request, _("Välkommen till %(team)s.") % {"team": invitation.team.name})
        return redirect(first_page(membership))
    if form is None:
        return redirect(f"{reverse('account_login')}?next={reverse('accounts:invitation_answer')}")
    if not form.is_valid():
        return None
    given = form.cleaned_data
    with transaction.atomic():
        membership = actions.accept_as_new(
            invitation=invitation, name=given["name"], phone=given["phone"], password=given["password"]
        )
    request.session.pop(HELD, None)
    login = Login(user=membership.user, email=membership.user.email, redirect_url=first_page(membership))
    return perform_login(request, login)
