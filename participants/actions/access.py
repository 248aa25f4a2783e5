"""Who may see a person: sharing between organisations, protected identity, conflict of interest (design 5.1-5.3).

These may close the person to the very colleague who acts, so the rows are written in the team's own scope.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.access import take_back_all
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission, allows
from core import feed, notices
from core.scope import Kind, Scope, current, enter
from participants import finding, register
from participants.actions.errors import ActionError
from participants.actions.halves import take_back_all_of
from participants.actions.hushing import forget_notices
from participants.enums import HandlerKind, ProtectionLevel, SharingBasis
from participants.models import ConflictOfInterest, Enrolment, HandlerAssignment, Participant, ProtectedAccess, Sharing


@contextmanager
def _for_team(team_id: int, by: User | None) -> Iterator[None]:
    with enter(Scope(Kind.RUN, user_id=by.pk if by else None, team_id=team_id)):
        yield


def who_answers(participant: Participant) -> list[User]:
    """Who hears of what others must not know: the protected person's named manager; else the handler, of late or now,
    who is still in the team and sees the person; else the leaders who see them; else whoever sees them and has been here
    longest. In the team's own scope."""
    managers = [a.user for a in ProtectedAccess.objects.filter(participant=participant, is_manager=True)]
    if managers:
        return managers
    members = Membership.objects.running().filter(team_id=participant.team_id).select_related("user")
    seeing = [m for m in members.order_by("started_on", "pk") if _sees(m, participant)]
    primary = HandlerAssignment.objects.filter(participant=participant, kind=HandlerKind.PRIMARY)
    last = primary.order_by("-started_on", "-pk").values_list("user_id", flat=True).first()
    for chosen in (
        [m.user for m in seeing if m.user_id == last],
        [m.user for m in seeing if m.role == Role.LEADER],
        [m.user for m in seeing][:1],
    ):
        if chosen:
            return chosen
    return []


def may_know(user: User, participant: Participant) -> bool:
    """Whether a colleague, as the team stands today, sees the person. Asked as the team, whoever acts may not see all."""
    with _for_team(participant.team_id, None):
        members = user.memberships.running().filter(team_id=participant.team_id)
        return any(_sees(member, participant) for member in members)


def known_to(user: User, team_id: int, participant_ids: Iterable[int]) -> set[int]:
    """Those of many whom a colleague sees: `may_know` at once. Two statements for each membership."""
    known: set[int] = set()
    with _for_team(team_id, None):
        for member in user.memberships.running().filter(team_id=team_id):
            if allows(member.role, Permission.SEE_PEOPLE):
                seen = Participant.objects.visible_to(_scope_of(member)).filter(pk__in=list(participant_ids))
                known |= set(seen.values_list("pk", flat=True))
    return known


def _sees(member: Membership, participant: Participant) -> bool:
    if not allows(member.role, Permission.SEE_PEOPLE):
        return False
    return Participant.objects.visible_to(_scope_of(member)).filter(pk=participant.pk).exists()


def _scope_of(member: Membership) -> Scope:
    return Scope(
        Kind.MEMBER,
        user_id=member.user_id,
        team_id=member.team_id,
        organisation_id=member.organisation_id,
        role=member.role,
    )


def apply_sharing(enrolment: Enrolment, *, basis: SharingBasis, by: User | None, how: str = "") -> None:
    """Writes the basis and what follows from it for who sees the person. For a new enrolment, or through
    `record_sharing`."""
    if basis != SharingBasis.NONE:
        Sharing.objects.create(
            team_id=enrolment.team_id,
            participant_id=enrolment.participant_id,
            enrolment=enrolment,
            basis=basis,
            recorded_by=by,
            how=how,
        )
    limit = None if basis != SharingBasis.NONE else enrolment.responsible_organisation_id
    Participant.objects.filter(pk=enrolment.participant_id).update(limited_to_organisation_id=limit)
    if limit is not None:
        forget_notices([enrolment.participant_id], team_id=enrolment.team_id)


@transaction.atomic
def record_sharing(*, enrolment: Enrolment, basis: SharingBasis, by: User, how: str = "") -> None:
    """Opens the person to the whole team. Raises ActionError without a basis."""
    if basis == SharingBasis.NONE:
        raise ActionError(_("Välj en grund för att dela."))
    with _for_team(enrolment.team_id, by):
        Sharing.objects.filter(enrolment=enrolment, withdrawn_on=None).update(
            withdrawn_on=timezone.localdate(), withdrawn_by=by
        )
        apply_sharing(enrolment, basis=basis, by=by, how=how)
        register.update([enrolment.pk])


def taken_out_of_sight_of(participant: Participant, organisation: Organisation) -> Organisation | None:
    """The organisation that had the person before and would no longer see them, if `organisation` alone did; None when
    nobody loses sight of them so, and when the leader is the one who acts, who may decide it."""
    scope = current()
    if scope.kind != Kind.MEMBER or scope.role == Role.LEADER:
        return None
    if Participant.objects.filter(pk=participant.pk, limited_to_organisation=organisation).exists():
        return None
    others = Enrolment.objects.filter(participant=participant).exclude(responsible_organisation=organisation)
    last = others.select_related("responsible_organisation").order_by("-started_on", "-pk").first()
    return last.responsible_organisation if last is not None else None


@transaction.atomic
def withdraw_sharing(*, enrolment: Enrolment, by: User | None) -> None:
    """Closes the person to all but the responsible organisation, from the next request; who answers for the person is
    told. `by` is None when the person does it themselves. Raises ActionError when another organisation had the person before: to take them out of its sight asks for the
    leader, as in `enrol_again`."""
    former = taken_out_of_sight_of(enrolment.participant, enrolment.responsible_organisation)
    if former is not None:
        raise ActionError(
            _(
                "%(organisation)s hade personen tidigare och skulle inte längre se hen. Be processledaren avsluta"
                " delningen."
            )
            % {"organisation": former.name}
        )
    with _for_team(enrolment.team_id, by):
        answering = who_answers(enrolment.participant)
        Sharing.objects.filter(enrolment=enrolment, withdrawn_on=None).update(
            withdrawn_on=timezone.localdate(), withdrawn_by=by
        )
        apply_sharing(enrolment, basis=SharingBasis.NONE, by=by)
        register.update([enrolment.pk])
        _tell_of_the_end(enrolment, [user for user in answering if by is None or user.pk != by.pk])


def _tell_of_the_end(enrolment: Enrolment, answering: Iterable[User]) -> None:
    """The link leads to the person only for those who still see them: an address says who is here."""
    register_page = reverse("participants:register", args=[enrolment.team.slug])
    person_page = reverse("participants:detail", args=[enrolment.team.slug, enrolment.participant.public_id])
    for user in answering:
        notices.tell(
            user_id=user.pk,
            kind="sharing",
            title=_lazy("En person delas inte längre med hela teamet"),
            url=person_page if may_know(user, enrolment.participant) else register_page,
            team_id=enrolment.team_id,
        )


@transaction.atomic
def protect(
    *, participant: Participant, level: ProtectionLevel, alias: str, named: Iterable[User], manager: User, by: User
) -> None:
    """Hides a person from all but the named colleagues and the manager; lists, search and mail know the alias only.
    Who was named before and is not any more is shut out. Ways in that the participant was given before are closed.

    Raises ActionError without an alias.
    """
    if level != ProtectionLevel.NONE and not alias.strip():
        raise ActionError(_("Skriv ett alias. Det visas i stället för namnet."))
    named = {*named, manager}
    with _for_team(participant.team_id, by):
        for user in named:
            ProtectedAccess.objects.update_or_create(
                team_id=participant.team_id,
                participant=participant,
                user=user,
                defaults={"is_manager": user == manager, "given_by": by},
            )
        ProtectedAccess.objects.filter(participant=participant).exclude(user__in=named).delete()
        participant.protection_level = level
        participant.alias = alias.strip() if level != ProtectionLevel.NONE else ""
        participant.save(update_fields=["protection_level", "alias"])
        take_back_all(participant.pk)
        if level != ProtectionLevel.NONE:
            take_back_all_of(participant, by)
        _hidden_or_shown(participant)
        forget_notices([participant.pk], team_id=participant.team_id)


def _hidden_or_shown(participant: Participant) -> None:
    finding.index(participant)
    register.update(participant.enrolments.values_list("pk", flat=True))
    feed.record(
        team_id=participant.team_id, subject_type="participant", subject_ids=[participant.pk], kind="protection"
    )


@transaction.atomic
def revoke_access(*, participant: Participant, user: User, by: User) -> None:
    """Raises ActionError when nobody would be left who sees the person."""
    with _for_team(participant.team_id, by):
        others = ProtectedAccess.objects.filter(participant=participant).exclude(user=user)
        if not others.exists():
            raise ActionError(_("Någon måste se personen. Ge först en kollega tillgång."))
        ProtectedAccess.objects.filter(participant=participant, user=user).delete()
        forget_notices([participant.pk], team_id=participant.team_id)


@transaction.atomic
def ask_conflict(*, participant: Participant, user: User, by: User) -> None:
    """Shuts a colleague out of one person, silently."""
    with _for_team(participant.team_id, by):
        ConflictOfInterest.objects.get_or_create(
            team_id=participant.team_id, participant=participant, user=user, defaults={"noted_by": by}
        )
        register.update(participant.enrolments.values_list("pk", flat=True))
        forget_notices([participant.pk], team_id=participant.team_id)


@transaction.atomic
def end_conflict(*, participant: Participant, user: User, by: User) -> None:
    with _for_team(participant.team_id, by):
        ConflictOfInterest.objects.filter(participant=participant, user=user).delete()
