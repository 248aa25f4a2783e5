"""Inviting a colleague and joining a team."""

import hashlib
import secrets
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.errors import ActionError
from accounts.models import Invitation, Membership, Organisation, Team, User
from accounts.models.invitations import INVITATION_LIFE
from core import feed, mail, registry
from core.scope import Kind, Scope, enter


def token_digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def invite(
    *, team: Team, email: str, organisation: Organisation, role: str, address: Callable[[str], str], by: User
) -> Invitation:
    """Mails an invitation; an earlier one to the same address in this team stops working.

    `address(token)` is the whole address to open. Raises ActionError when the person is a member already or the
    organisation does not take part in the team.
    """
    email = email.strip().lower()
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # two who invite at once wait for each other
        if Membership.objects.running().filter(team=team, user__email=email).exists():
            raise ActionError(_("Den som har den adressen är redan med i teamet."))
        if not team.all_organisations().filter(pk=organisation.pk).exists():
            raise ActionError(_("Organisationen är inte med i teamet."))
        Invitation.objects.waiting().filter(team=team, email=email).update(revoked_at=now)
        invitation = Invitation.objects.create(
            team=team,
            organisation=organisation,
            role=role,
            email=email,
            token_digest=token_digest(token),
            invited_by=by,
            sent_at=now,
            expires_at=now + INVITATION_LIFE,
        )
        _mail(invitation, address(token))
    return invitation


def resend(*, invitation: Invitation, address: Callable[[str], str], by: User) -> Invitation:
    """A new address and fourteen new days; the old address stops working. Raises ActionError when it is answered."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        changed = (
            Invitation.objects.waiting()
            .filter(pk=invitation.pk)
            .update(token_digest=token_digest(token), sent_at=now, expires_at=now + INVITATION_LIFE, invited_by=by)
        )
        if not changed:
            raise ActionError(_("Inbjudan är redan besvarad eller borttagen."))
        invitation.refresh_from_db()
        _mail(invitation, address(token))
    return invitation


def revoke(*, invitation: Invitation, by: User) -> None:
    """Takes the invitation back. Harmless to do twice."""
    Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked_at=timezone.now())


def accept(*, invitation: Invitation, by: User) -> Membership:
    """`by` joins the team. Raises ActionError when the invitation is no longer open or is somebody else's."""
    if by.email.lower() != invitation.email.lower():
        raise ActionError(_("Inbjudan är skickad till en annan adress."))
    now = timezone.now()
    with transaction.atomic():
        claimed = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now, accepted_by=by)
        if not claimed:
            raise ActionError(_("Inbjudan gäller inte längre. Be om en ny."))
        membership = Membership.objects.running().filter(team=invitation.team, user=by).first()
        if membership is None:
            membership = Membership.objects.create(
                team=invitation.team, user=by, organisation=invitation.organisation, role=invitation.role
            )
        with enter(Scope(Kind.MEMBER, user_id=by.pk, team_id=invitation.team_id)):
            feed.record(
                team_id=invitation.team_id, subject_type="membership", subject_ids=[membership.pk], kind="started"
            )
        for known in registry.known_as:
            known(by.pk)
    return membership


def accept_as_new(*, invitation: Invitation, name: str, phone: str, password: str) -> Membership:
    """Makes the account of somebody who has none, and joins. The password has been checked. Raises ActionError."""
    with transaction.atomic():
        if User.objects.filter(email=invitation.email.lower()).exists():
            raise ActionError(_("Du har redan ett konto. Logga in för att gå med."))
        user = User.objects.create_user(invitation.email, password, name=name, phone=phone)
        return accept(invitation=invitation, by=user)


def _mail(invitation: Invitation, address: str) -> None:
    text = _(
        "Du är inbjuden till %(team)s i Framåt.\n\n"
        "Öppna inbjudan här:\n\n%(address)s\n\n"
        "Den gäller i 14 dagar. Väntar du ingen inbjudan behöver du inte göra något."
    )
    mail.send(
        to=invitation.email,
        subject=_("Inbjudan till Framåt"),
        text=text % {"team": invitation.team.name, "address": address},
    )
