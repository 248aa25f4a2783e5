"""Who sees the person: sharing between organisations, protected identity, conflict of interest."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import actions, permissions
from participants.enums import ProtectionLevel, SharingBasis
from participants.forms.access import ConflictForm, ProtectForm, SharingForm
from participants.models import ConflictOfInterest, Participant, ProtectedAccess
from participants.views.acting import Asking, answer, done, posted, show
from participants.views.reach import open_enrolment, participant_of

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def sharing(request: TeamRequest, public_id: str) -> HttpResponse:
    """Records why the whole team may see the person."""
    enrolment = open_enrolment(request, public_id)
    form = SharingForm(posted(request), team=request.team)

    def act(given: dict[str, Any]) -> None:
        basis = SharingBasis(given["basis"])
        actions.record_sharing(enrolment=enrolment, basis=basis, how=given["how"], by=request.user)

    asking = Asking(_("Dela med teamet"), _("Dela"))
    return answer(request, enrolment.participant, form, asking, act, _("Hela teamet ser personen nu."))


@team_member(WORK, area="people")
@form_methods
def sharing_end(request: TeamRequest, public_id: str) -> HttpResponse:
    """The person has taken the yes back: from the next request only the responsible organisation sees them."""
    enrolment = open_enrolment(request, public_id)

    def act(_given: dict[str, Any]) -> None:
        actions.withdraw_sharing(enrolment=enrolment, by=request.user)

    lead = _("Från och med nu ser bara %(organisation)s personen. Stödet fortsätter.")
    asking = Asking(
        _("Sluta dela med teamet"),
        _("Sluta dela"),
        lead=lead % {"organisation": enrolment.responsible_organisation.name},
        danger=True,
    )
    return answer(request, enrolment.participant, forms.Form(posted(request)), asking, act, _("Delningen är slut."))


@team_member(WORK, area="people")
@form_methods
def protection(request: TeamRequest, public_id: str) -> HttpResponse:
    """Protected personal data: alias and named colleagues."""
    participant = _guarded(request, public_id)
    access = ProtectedAccess.objects.filter(team_id=request.team.pk, participant=participant)
    form = ProtectForm(
        posted(request),
        team_id=request.team.pk,
        initial={
            "level": participant.protection_level,
            "alias": participant.alias,
            "named": [a.user_id for a in access],
            "manager": next((a.user_id for a in access if a.is_manager), request.user.pk),
        },
    )

    def act(given: dict[str, Any]) -> None:
        actions.protect(
            participant=participant,
            level=ProtectionLevel(given["level"]),
            alias=given["alias"],
            named=given["named"],
            manager=given["manager"],
            by=request.user,
        )

    lead = _("Bara de du väljer ser personen. Inget visar för andra att någon är dold.")
    asking = Asking(_("Skyddade uppgifter"), _("Spara"), lead=lead)
    return answer(request, participant, form, asking, act, _("Skyddet är sparat."))


@team_member(WORK, area="people")
@form_methods
def conflict(request: TeamRequest, public_id: str) -> HttpResponse:
    """Shuts a colleague out of this person, silently."""
    participant = _guarded(request, public_id)
    form = ConflictForm(posted(request), team_id=request.team.pk)
    noted = ConflictOfInterest.objects.filter(team_id=request.team.pk, participant=participant)

    def act(given: dict[str, Any]) -> None:
        actions.ask_conflict(participant=participant, user=given["user"], by=request.user)

    asking = Asking(
        _("Spärra för en kollega"),
        _("Spärra"),
        lead=_("För den som är släkt, granne eller känner personen. Kollegan ser inte att personen finns."),
        after="participants/act_conflicts.html",
        more={"noted": noted.select_related("user").order_by("user__name")},
    )
    return answer(request, participant, form, asking, act, _("Spärren är sparad."))


@team_member(WORK, area="people")
@form_methods
def conflict_end(request: TeamRequest, public_id: str, user_id: int) -> HttpResponse:
    participant = _guarded(request, public_id)
    noted = ConflictOfInterest.objects.filter(team_id=request.team.pk, participant=participant, user_id=user_id)
    found = noted.select_related("user").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.end_conflict(participant=participant, user=found.user, by=request.user)
        return done(request, participant, _("Spärren är borta."))
    asking = Asking(_("Ta bort spärren"), _("Ta bort"), lead=found.user.name, danger=True)
    return show(request, participant, None, asking)


def _guarded(request: TeamRequest, public_id: str) -> Participant:
    """Raises Http404 for a stranger, PermissionDenied for a colleague who does not decide who sees the person."""
    participant = participant_of(request, public_id)
    if not permissions.may_guard(request.scope, participant):
        raise PermissionDenied
    return participant
