"""A person goes on in another team, with their own yes and the receiver's (issue 3, part 4; peers.md: Primero).

Each team's rows are read and written in that team's own scope, one after the other in one transaction; no scope sees both
(actions.halves).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.enums import Role
from accounts.models import Membership, Organisation, Team, User
from accounts.permissions import Permission, allows
from core import notices, registry
from participants import numbers, register
from participants.actions.access import may_know, protect
from participants.actions.arriving import seal_number
from participants.actions.consent import give_consent
from participants.actions.enrolments import Person, end_enrolment, enrol
from participants.actions.errors import ActionError
from participants.actions.halves import answer_in, answer_out, hold_in, hold_out, in_team, page_in, take_back
from participants.actions.handlers import assign_handler, locked
from participants.actions.ownrecord import note_own_records
from participants.consentwords import latest
from participants.enums import (
    ConsentForm,
    ConsentKind,
    EndKind,
    EndReason,
    NumberKind,
    ProtectionLevel,
    SaidHow,
    SharingBasis,
    TransferState,
)
from participants.models import Enrolment, Participant, TransferIn, TransferOut
from taxonomy.models import Language

DAYS_TO_ANSWER = 14
# The person's own facts, which always go along: without them nobody could be reached.
OWN = (
    "birth_year",
    "phone",
    "email",
    "street",
    "place",
    "municipality_id",
    "preferred_language_id",
    "needs_interpreter",
)


@dataclass(frozen=True)
class Yes:
    """What the person said yes to: keys of core.registry.carry, how, when, in which language (taxonomy id)."""

    carries: tuple[str, ...]
    how: SaidHow
    on: date
    language_id: int | None = None


def teams_for(team: Team) -> QuerySet[Team]:
    """The teams here that let others ask; practice stays among itself."""
    return (
        Team.objects.filter(accepts_transfers=True, is_practice=team.is_practice).exclude(pk=team.pk).order_by("name")
    )


def receiver_in(team: Team, email: str) -> User | None:
    """The colleague of the other team whom the sender names by mail address, None for nobody who works with people."""
    found = Membership.objects.running().filter(team=team, user__email__iexact=email.strip()).select_related("user")
    return next((m.user for m in found if allows(m.role, Permission.WORK_WITH_PEOPLE)), None)


@transaction.atomic
def ask_transfer(
    *, enrolment: Enrolment, to_team: Team, yes: Yes, by: User, why: str = "", to_user: User | None = None
) -> TransferOut:
    """Asks another team. A protected person goes to one named receiver (`to_user`) and nobody else is told. Raises
    ActionError without a running enrolment, while another question waits, for a team that takes nobody, and for a
    protected person without a named receiver."""
    held = locked(enrolment)
    person = Participant.objects.get(pk=held.participant_id)
    if not held.is_open:
        raise ActionError(_("Inskrivningen är avslutad."))
    if not teams_for(Team.objects.get(pk=held.team_id)).filter(pk=to_team.pk).exists():
        raise ActionError(_("Teamet tar inte emot någon just nu. Välj ett annat."))
    if person.is_protected != (to_user is not None):
        raise ActionError(_("Någon med skyddade uppgifter lämnas till en namngiven kollega."))
    if TransferOut.objects.filter(enrolment=held, state=TransferState.WAITING).exists():
        raise ActionError(_("Ett team har redan fått frågan. Ta tillbaka den först."))
    known = [key for key, _part in registry.carry.items() if key in yes.carries]
    _write_yes(held, to_team, yes, known, by)
    out = TransferOut.objects.create(
        team_id=held.team_id,
        participant=person,
        enrolment=held,
        to_team=to_team,
        to_user=to_user,
        carries=known,
        said_how=yes.how,
        said_on=yes.on,
        said_in_id=yes.language_id,
        why=why,
        asked_by=by,
        lapses_on=timezone.localdate() + timedelta(days=DAYS_TO_ANSWER),
    )
    _tell_receiver(out, person, by)
    return out


def _write_yes(enrolment: Enrolment, to_team: Team, yes: Yes, carries: Collection[str], by: User) -> None:
    """The person's yes as a consent of its own kind: to which team, to what, in which wording. Taken back, it takes the
    question back too (actions.consent)."""
    language = Language.objects.filter(pk=yes.language_id or 0).values_list("iso1", flat=True).first() or ""
    give_consent(
        enrolment=enrolment,
        kind=ConsentKind.TRANSFER,
        form=ConsentForm(yes.how.value),
        language=latest(ConsentKind.TRANSFER, language.lower()).language,
        given_on=yes.on,
        scope="; ".join(may_carry(carries))[:300],
        recipient=to_team.name[:120],
        by=by,
    )


def _tell_receiver(out: TransferOut, person: Participant, by: User) -> None:
    told = {"first_name": person.first_name, "last_name": person.last_name}
    if person.is_protected:
        told = {"first_name": person.alias}
    with in_team(out.to_team_id, by):
        TransferIn.objects.create(
            team_id=out.to_team_id,
            key=out.key,
            from_team_id=out.team_id,
            to_user_id=out.to_user_id,
            language_id=person.preferred_language_id,
            needs_interpreter=person.needs_interpreter,
            carries=out.carries,
            said_on=out.said_on,
            asked_by_name=by.name,
            why=out.why,
            lapses_on=out.lapses_on,
            **told,
        )
        leading = Membership.objects.running().filter(team_id=out.to_team_id, role=Role.LEADER)
        asked = [out.to_user_id] if out.to_user_id else leading.values_list("user_id", flat=True)
        for user_id in asked:
            _tell(
                user_id,
                out.to_team,
                page_in(out.to_team, out.key),
                _lazy("Ett annat team frågar om ni kan ta över någon"),
            )


def page_out(out: TransferOut) -> str:
    return reverse("participants:transfer", args=[out.team.slug, out.participant.public_id])


def _tell(user_id: int, team: Team, url: str, title: Any) -> None:
    notices.tell(user_id=user_id, kind="transfer", title=title, url=url, team_id=team.pk)


def _tell_sender(out: TransferOut, title: Any) -> None:
    with in_team(out.team_id, None):
        asker = out.asked_by
        if asker is not None and may_know(asker, out.participant):
            _tell(asker.pk, out.team, page_out(out), title)


@transaction.atomic
def withdraw_transfer(*, out: TransferOut, by: User) -> None:
    """The sender takes the question back until it is answered; the receiver's half forgets the person at once. Raises
    ActionError afterwards."""
    if not take_back(out, by):
        raise ActionError(_("Frågan är redan besvarad."))


@transaction.atomic
def decline_transfer(*, incoming: TransferIn, reason: str, by: User) -> None:
    """Raises ActionError when it is answered already."""
    held, out = _both(incoming, by)
    answer_in(held, TransferState.DECLINED, by, reason)
    answer_out(out, TransferState.DECLINED, by, reason)
    _tell_sender(out, _lazy("Ett team tackade nej till att ta över någon"))


def _both(incoming: TransferIn, by: User) -> tuple[TransferIn, TransferOut]:
    held = hold_in(incoming.team_id, incoming.key, by)
    out = hold_out(incoming.from_team_id, incoming.key, by)
    if held is None or out is None:
        raise ActionError(_("Frågan är redan besvarad."))
    return held, out


@transaction.atomic
def lapse_transfers(*, team_id: int) -> int:
    """Questions nobody in this team answered in time; whoever asked hears of it. Each night, safe to run twice."""
    with in_team(team_id, None):
        late = list(TransferIn.objects.waiting().filter(team_id=team_id, lapses_on__lte=timezone.localdate()))
    for one in late:
        incoming = hold_in(one.team_id, one.key, None)
        out = hold_out(one.from_team_id, one.key, None)
        if incoming is not None:
            answer_in(incoming, TransferState.LAPSED, None)
        if out is not None:
            answer_out(out, TransferState.LAPSED, None)
            _tell_sender(out, _lazy("Ett team svarade inte i tid om att ta över någon"))
    return len(late)


@transaction.atomic
def accept_transfer(
    *, incoming: TransferIn, organisation: Organisation, basis: SharingBasis, by: User, handler: User | None = None
) -> Enrolment:
    """A new participant and enrolment here, with what the person said yes to; the enrolment there ends as going on in
    another team. Raises ActionError when it is answered, too late, or another's to answer."""
    held, out = _both(incoming, by)
    if held.lapses_on <= timezone.localdate():
        raise ActionError(_("Tiden för att svara har gått ut. Be det andra teamet fråga igen."))
    if held.to_user_id not in (None, by.pk) or out.participant.is_protected != (held.to_user_id is not None):
        raise ActionError(_("Det går inte att ta över personen så här. Be det andra teamet fråga igen."))
    if handler is None and needs_handler(out.carries):
        raise ActionError(_("Välj handledare: det som rör hälsa följer bara med till den som blir det."))
    with in_team(out.team_id, by):
        person, old = out.participant, locked(out.enrolment)
        carried = {key: part.collect(person, old) for key, part in registry.carry.items() if key in out.carries}
        number = (person.number_kind, numbers.reveal(person), bytes(person.number_index or b""))
    with in_team(held.team_id, by):
        made = _arrive(held, person, number, organisation, basis, by)
        for key, part in registry.carry.items():
            if key in carried:
                part.plant(participant=made.participant, enrolment=made, rows=carried[key], by=by)
        _close_in(made, person, by)
        if handler is not None:
            assign_handler(enrolment=made, user=handler, by=by)
        register.update([made.pk])
        note_own_records(team_id=held.team_id, participant_ids=[made.participant_id], by=by)
    held.participant = made.participant
    answer_in(held, TransferState.ACCEPTED, by)
    answer_out(out, TransferState.ACCEPTED, by)
    with in_team(out.team_id, by):
        end_enrolment(enrolment=out.enrolment, reason=EndReason.TRANSFERRED, kind=EndKind.ENDED, by=by)
    _tell_sender(out, _lazy("Ett team har tagit över någon du frågade om"))
    return made


def _arrive(
    held: TransferIn,
    person: Participant,
    number: tuple[str, str, bytes],
    organisation: Organisation,
    basis: SharingBasis,
    by: User,
) -> Enrolment:
    made = enrol(
        team=Team.objects.get(pk=held.team_id),
        person=Person(person.first_name, person.last_name, None, {name: getattr(person, name) for name in OWN}),
        organisation=organisation,
        basis=basis,
        by=by,
        source=held.from_team.name[:120],
    )
    kind, plain, index = number
    if kind == NumberKind.OTHER:
        _seal_other(made.participant, plain, index)
    elif plain:
        seal_number(participant=made.participant, number=numbers.read(plain), by=by)
    return made


def _seal_other(participant: Participant, plain: str, index: bytes) -> None:
    if Participant.objects.filter(team_id=participant.team_id, number_index=index).exists():
        index = numbers.own_index(plain, participant.public_id)
    numbers.seal_other(participant, plain, index)
    participant.save(update_fields=["number_kind", "number_sealed", "number_index"])


def _close_in(made: Enrolment, person: Participant, by: User) -> None:
    """Protected there is protected here, from the first moment: for the named receiver, who is the one who accepts."""
    if person.is_protected:
        level = ProtectionLevel(person.protection_level)
        protect(participant=made.participant, level=level, alias=person.alias, named=[], manager=by, by=by)


def needs_handler(keys: Collection[str]) -> bool:
    """Whether nobody takes over without somebody who handles the person there."""
    return any(part.needs_handler for key, part in registry.carry.items() if key in keys)


def stays_behind(keys: Collection[str]) -> list[str]:
    """What does not go along, in the same words."""
    return may_carry([key for key, _part in registry.carry.items() if key not in keys])


def may_carry(keys: Collection[str]) -> list[str]:
    """What goes along, in the words the person was asked with."""
    parts = sorted((part for key, part in registry.carry.items() if key in keys), key=lambda part: part.order)
    return [str(part.label) for part in parts]
