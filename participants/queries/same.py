"""Two rows that may be the same person, side by side: what each says, what the one who stays will say, what ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import crypto, registry, swedish_dates
from core.form_fields import show_phone
from core.scope import Scope
from participants import merging, numbers
from participants.enums import HandlerKind, NumberKind
from participants.models import Enrolment, HandlerAssignment, Participant
from participants.queries.people import MOST, Lookalike, lookalikes

# What is counted, in the order of the page: labels of core.registry.row_words.
COUNTED = (
    *("participants.Note", "participants.Meeting", "participants.Intervention", "participants.Task"),
    *("participants.Outcome", "participants.Document", "smail.Assessment", "cvbuilder.CV"),
)


class Line(NamedTuple):
    """One thing said: by the one who stays, by the one who becomes them, and afterwards."""

    label: str
    stays: str
    goes: str
    after: str

    @property
    def differs(self) -> bool:
        return self.stays != self.goes


@dataclass(frozen=True)
class Comparison:
    person: list[Line]
    enrolment: list[Line]
    counted: list[Line]
    ends: list[str]


def candidates(scope: Scope, participant: Participant) -> list[Lookalike]:
    """Whom the person may be: the same number, a like name, the same telephone. Only people the viewer knows of."""
    found = [one for one in lookalikes(scope, participant.first_name, "") if one.participant_id != participant.pk]
    known = {one.participant_id for one in found}
    people = Participant.objects.visible_to(scope).exclude(pk=participant.pk)
    same = same_number(scope, participant)
    alike = list(people.filter(phone=participant.phone).order_by("sort_name", "pk")[:MOST]) if participant.phone else []
    first = [one for one in ([same] if same else []) + alike if one.pk not in known]
    return [Lookalike(one.public_id, one.list_name, one.birth_year, one.pk) for one in first] + found


def same_number(scope: Scope, participant: Participant) -> Participant | None:
    """Somebody the viewer knows of with the number that stands on this person by an index of its own (`set_number`): the
    two are one, and whoever sees both is told. One statement, and none for anybody else."""
    if participant.number_index is None or participant.number_kind == NumberKind.OTHER:
        return None
    normal = numbers.reveal(participant).replace("-", "")
    index = crypto.blind_index(normal)
    if bytes(participant.number_index) == index:
        return None
    return Participant.objects.visible_to(scope).filter(number_index=index).exclude(pk=participant.pk).first()


def compare(scope: Scope, keep: Participant, drop: Participant) -> Comparison:
    """Nothing is changed by asking."""
    mine, theirs = (_latest(scope, person) for person in (keep, drop))
    after = None
    if mine is not None and theirs is not None and mine.is_open and theirs.is_open:
        after = merging.enrolment_after(mine, theirs)
    return Comparison(
        person=_person(keep, drop),
        enrolment=_enrolments(scope, mine, theirs, after),
        counted=_counted(scope, keep, drop),
        ends=_ends(keep, drop, theirs if after is not None else None),
    )


def _full(day: date) -> str:
    return swedish_dates.full(day, language=get_language() or "sv")


def _latest(scope: Scope, person: Participant) -> Enrolment | None:
    rows = Enrolment.objects.visible_to(scope).filter(participant=person).select_related("responsible_organisation")
    return rows.order_by("-started_on", "-pk").first()  # type: ignore[no-any-return]


def _person(keep: Participant, drop: Participant) -> list[Line]:
    after = merging.person_after(keep, drop)
    said = [_facts(person) for person in (keep, drop, after)]
    lines = [Line(label, said[0][label], said[1][label], said[2][label]) for label in said[0]]
    return [*lines[:2], _number(keep, drop), *lines[2:]]


def _facts(person: Participant) -> dict[str, str]:
    return {
        _("Namn"): person.name,
        _("Född"): str(person.birth_year or ""),
        _("Telefon"): show_phone(person.phone),
        _("Mejl"): person.email,
        _("Adress"): ", ".join(filter(None, [person.street, person.place])),
        _("Kommun"): person.municipality.label if person.municipality else "",
        _("Språk"): person.preferred_language.label if person.preferred_language else "",
        _("Tolk"): _("ja") if person.needs_interpreter else _("nej"),
        _("Vem ser personen"): person.limited_to_organisation.name
        if person.limited_to_organisation
        else _("hela teamet"),
    }


def _number(keep: Participant, drop: Participant) -> Line:
    """Masked: that there is one, of which kind, and whether it is the same."""
    mine, theirs = numbers.reveal(keep), numbers.reveal(drop)
    told = [
        f"{numbers.masked(one)} ({NumberKind(one.number_kind).label})" if plain else ""
        for one, plain in ((keep, mine), (drop, theirs))
    ]
    if mine and mine == theirs:
        told[1] = _("samma nummer")
    gives_way = numbers.stays_behind(keep.number_kind, drop.number_kind)
    after = told[1] if theirs and (not mine or gives_way) else told[0]
    if mine and theirs and mine != theirs:
        after = _("%(number)s, och det andra som tidigare nummer") % {"number": after}
    return Line(_("Personnummer"), told[0], told[1], after)


def _enrolments(scope: Scope, mine: Enrolment | None, theirs: Enrolment | None, after: Enrolment | None) -> list[Line]:
    stays = after or (mine if mine and mine.is_open else None) or (theirs if theirs and theirs.is_open else mine)
    handlers = _handlers(scope, [one.pk for one in (mine, theirs) if one])
    said = [_course(one, handlers) for one in (mine, theirs, stays)]
    return [Line(label, *(each.get(label, "") for each in said)) for label in _course_labels()]


def _course_labels() -> Sequence[str]:
    return (_("Inskriven"), _("Ansvarig organisation"), _("Handledare"), _("Mål"), _("Nästa steg"))


def _course(enrolment: Enrolment | None, handlers: dict[int, str]) -> dict[str, str]:
    if enrolment is None:
        return {}
    period = _full(enrolment.started_on)
    if enrolment.ended_on:
        period = _("%(first)s till %(last)s") % {"first": period, "last": _full(enrolment.ended_on)}
    said = (
        period,
        enrolment.responsible_organisation.name,
        handlers.get(enrolment.pk, ""),
        enrolment.goal,
        enrolment.next_step,
    )
    return dict(zip(_course_labels(), said, strict=True))


def _handlers(scope: Scope, enrolment_ids: list[int]) -> dict[int, str]:
    running = HandlerAssignment.objects.visible_to(scope).filter(
        enrolment_id__in=enrolment_ids, kind=HandlerKind.PRIMARY, ended_on=None
    )
    return dict(running.values_list("enrolment_id", "user__name"))


def _counted(scope: Scope, keep: Participant, drop: Participant) -> list[Line]:
    """How much there is of each, as the viewer sees it. One statement a kind."""
    found = []
    for label in COUNTED:
        rows: Any = apps.get_model(label)._default_manager
        told = rows.visible_to(scope).filter(participant_id__in=[keep.pk, drop.pk]).order_by()
        by_person = dict(told.values_list("participant_id").annotate(n=Count("pk")))
        mine, theirs = by_person.get(keep.pk, 0), by_person.get(drop.pk, 0)
        if mine or theirs:
            found.append(Line(str(registry.row_words.get(label)), str(mine), str(theirs), str(mine + theirs)))
    return found


def _ends(keep: Participant, drop: Participant, ending: Enrolment | None) -> list[str]:
    told = [
        _("%(name)s finns inte längre som egen rad. Adresser till den leder till den som är kvar.")
        % {"name": drop.name}
    ]
    if ending is not None:
        told.append(
            _("Inskrivningen från %(day)s avslutas som felregistrering. Det som pågår i den fortsätter i den andra.")
            % {"day": _full(ending.started_on)}
        )
        told.append(_("Handledarskapet där slutar, och frågor om att ta över tas bort."))
    told.append(_("Koder och länkar som personen har fått dit slutar att gälla."))
    limited = merging.person_after(keep, drop).limited_to_organisation
    if limited and keep.limited_to_organisation_id is None:
        told.append(_("Efteråt ser bara %(organisation)s personen.") % {"organisation": limited.name})
    return told
