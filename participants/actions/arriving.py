"""Somebody comes, or comes back. A number that is in the team already is told, or goes silently to those who know.

Nothing a colleague sees may hint that somebody is hidden from them (design 5.3): when the number belongs to a person they
must not know of, the enrolment goes through as any other, and the named manager is told that the two are one.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Organisation, Team, User
from core import crypto, feed, notices
from core.scope import Kind, Scope, current, enter
from participants import finding, numbers, register
from participants.actions.access import apply_sharing, taken_out_of_sight_of, who_answers
from participants.actions.enrolments import Person, enrol, update_person
from participants.actions.errors import ActionError, DuplicateNumber
from participants.actions.handlers import assign_handler
from participants.enums import EnrolmentState, SharingBasis
from participants.models import Enrolment, FormerNumber, Participant


def known_number(*, number: numbers.Number) -> Participant | None:
    """The participant with this number, now or before, whom the scope's user may know of. One whose number is also a hidden person's is
    known by its own index (`set_number`); asked for every time, so that the second try does not tell."""
    people = Participant.objects.visible_to(current())
    found = people.filter(number_index=crypto.blind_index(number.normal)).first()
    if found is not None:
        return found
    former = FormerNumber.objects.visible_to(current()).filter(number_index=crypto.blind_index(number.normal))
    had: FormerNumber | None = former.select_related("participant").order_by("pk").first()
    if had is not None:
        return had.participant
    for pk, public_id, index in people.filter(number_kind=number.kind).values_list("pk", "public_id", "number_index"):
        if index is not None and bytes(index) == numbers.own_index(number.normal, public_id):
            return people.get(pk=pk)
    return None


@transaction.atomic
def enrol_new(
    *,
    team: Team,
    person: Person,
    organisation: Organisation,
    basis: SharingBasis,
    by: User,
    started_on: date | None = None,
    goal: str = "",
    source: str = "",
    handler: User | None = None,
) -> Enrolment:
    """Enrols somebody new, with a handler if one is given. Raises DuplicateNumber when the number belongs to somebody the
    viewer knows of; when it belongs to somebody hidden, those who know are told and nobody else notices."""
    plain = Person(person.first_name, person.last_name, None, person.fields)
    if person.number is not None and known_number(number=person.number) is not None:
        raise DuplicateNumber(_("Personen finns redan i teamet."))
    enrolment = enrol(
        team=team,
        person=plain,
        organisation=organisation,
        basis=basis,
        by=by,
        started_on=started_on,
        goal=goal,
        source=source,
    )
    if person.number is not None:
        set_number(participant=enrolment.participant, number=person.number, by=by)
    if handler is not None:
        assign_handler(enrolment=enrolment, user=handler, by=by, on=enrolment.started_on)
    return enrolment


@transaction.atomic
def set_number(*, participant: Participant, number: numbers.Number, by: User) -> None:
    """Seals a number. One of a kind that gives way to it stays behind, sealed (`numbers.stays_behind`). Raises
    DuplicateNumber as `enrol_new` does."""
    known = known_number(number=number)
    if known is not None and known.pk != participant.pk:
        raise DuplicateNumber(_("Numret finns redan på en annan person i teamet."))
    seal_number(participant=participant, number=number, by=by)


@transaction.atomic
def seal_number(*, participant: Participant, number: numbers.Number, by: User) -> None:
    """The same whoever else in the team has the number: whoever answers for them hears that the two are one."""
    index = crypto.blind_index(number.normal)
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=participant.team_id)):
        holder = Participant.objects.filter(team_id=participant.team_id, number_index=index)
        other = holder.exclude(pk=participant.pk).first() or _had_by_another(participant, index)
    _leave_behind(participant, number, by)
    if other is None:
        update_person(participant=participant, by=by, number=number)
        return
    numbers.seal(participant, number)
    participant.number_index = numbers.own_index(number.normal, participant.public_id)
    participant.save(update_fields=["number_kind", "number_sealed", "number_index", "birth_year"])
    finding.index(participant)
    _tell_those_who_know(other, participant, by)


def _had_by_another(participant: Participant, index: bytes) -> Participant | None:
    had = FormerNumber.objects.filter(team_id=participant.team_id, number_index=index)
    found = had.exclude(participant=participant).select_related("participant").order_by("pk").first()
    return found.participant if found is not None else None


def _leave_behind(participant: Participant, number: numbers.Number, by: User) -> None:
    """The number that is stored becomes a former one where that is what it is; its own again is no longer former."""
    index = crypto.blind_index(number.normal)
    FormerNumber.objects.filter(participant=participant, number_index=index).delete()
    stored = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    if stored.number_index is None or not numbers.stays_behind(stored.number_kind, number.kind):
        return
    held = bytes(stored.number_index)
    if not FormerNumber.objects.filter(participant=participant, number_index=held).exists():
        numbers.former_of(stored, stored.number_kind, numbers.reveal(stored), held, by=by).save()


def _tell_those_who_know(other: Participant, new: Participant, by: User) -> None:
    """Whoever answers for the hidden person hears that the two are one."""
    with enter(Scope(Kind.RUN, user_id=by.pk, team_id=other.team_id)):
        told, slug = who_answers(other), other.team.slug
    for user in told:
        notices.tell(
            user_id=user.pk,
            email=user.email,
            kind="duplicate",
            title=_lazy("Ett personnummer finns på två personer"),
            url=f"/t/{slug}/deltagare/{new.public_id}/",
            team_id=other.team_id,
        )


@transaction.atomic
def enrol_again(
    *,
    participant: Participant,
    organisation: Organisation,
    basis: SharingBasis,
    by: User,
    started_on: date | None = None,
    goal: str = "",
    handler: User | None = None,
) -> Enrolment:
    """A new enrolment for somebody who comes back: profile, notes and history stay theirs; sharing is asked anew.

    Raises ActionError while an enrolment is open, when it would begin before the last one ended, and when it would take
    the person out of sight of an organisation that had them before: that asks for a basis for sharing, or for the leader.
    """
    day = started_on or timezone.localdate()
    last = participant.enrolments.select_for_update(of=("self",), no_key=True).order_by("-started_on", "-pk").first()
    if last is not None and last.state != EnrolmentState.ENDED:
        raise ActionError(_("Personen är redan inskriven."))
    if last is not None and last.ended_on is not None and day < last.ended_on:
        raise ActionError(_("Den nya inskrivningen kan inte börja innan den förra slutade."))
    if basis == SharingBasis.NONE:
        _may_take_out_of_sight(participant, organisation)
    enrolment = Enrolment.objects.create(
        team_id=participant.team_id,
        participant=participant,
        responsible_organisation=organisation,
        started_on=day,
        goal=goal,
        created_by=by,
    )
    apply_sharing(enrolment, basis=basis, by=by)
    register.update([enrolment.pk])
    if handler is not None:
        assign_handler(enrolment=enrolment, user=handler, by=by, on=day)
    feed.record(team_id=participant.team_id, subject_type="participant", subject_ids=[participant.pk], kind="enrolled")
    return enrolment


def _may_take_out_of_sight(participant: Participant, organisation: Organisation) -> None:
    former = taken_out_of_sight_of(participant, organisation)
    if former is not None:
        raise ActionError(
            _(
                "%(organisation)s hade personen tidigare och skulle inte längre se hen. Välj en grund för att dela, eller"
                " be processledaren skriva in."
            )
            % {"organisation": former.name}
        )
