"""What participants lets go along to another team: profile, goal and plan, results; notes, worries, documents and what is
about health if the person says yes to exactly that. Plain values are read in one team and made anew in the other (core.registry.carry)."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import filestore, registry
from core.filecheck.gate import Checked
from core.filecheck.rules import FileKind
from core.persondata import plain
from core.registry import Carry
from participants.actions.documents import add_document
from participants.actions.errors import ActionError
from participants.enums import GOAL_OUTCOMES, DocumentKind, EnrolmentState, Focus
from participants.models import (
    Concern,
    Document,
    Education,
    Enrolment,
    Experience,
    FollowUp,
    Intervention,
    Note,
    Outcome,
    Participant,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfilePlace,
    ProfileSkill,
    StartItem,
)

LISTS: tuple[type[models.Model], ...] = (
    *(ProfileOccupation, ProfileSkill, ProfileLanguage, ProfilePlace),
    *(Experience, Education),
)


def values(rows: Iterable[models.Model], *without: str) -> list[dict[str, Any]]:
    return [plain(row, "enrolment_id", *without) for row in rows]


def make(model: type[models.Model], rows: Iterable[dict[str, Any]], **bound: Any) -> list[Any]:
    """As they were, moments that are set by themselves too."""
    made = []
    for row in rows:
        one = model(**{**row, **bound})
        one.save_base(raw=True, force_insert=True)
        made.append(one)
    return made


def _bound(enrolment: Enrolment) -> dict[str, Any]:
    return {"team_id": enrolment.team_id, "participant_id": enrolment.participant_id, "enrolment_id": enrolment.pk}


def collect_profile(participant: Participant, _enrolment: Enrolment) -> dict[str, Any]:
    profile = Profile.objects.filter(participant=participant).first()
    lists = {
        model._meta.label: values(
            model._base_manager.filter(participant_id=participant.pk).order_by("pk"), "profile_id"
        )
        for model in LISTS
    }
    return {"profile": plain(profile, "updated_by_id") if profile else {}, "lists": lists}


def plant_profile(*, participant: Participant, enrolment: Enrolment, rows: dict[str, Any], by: User) -> None:
    Profile.objects.filter(participant=participant).update(**rows["profile"])
    profile = Profile.objects.get(participant=participant)
    for model in LISTS:
        bound = {"team_id": participant.team_id, "participant_id": participant.pk, "profile_id": profile.pk}
        make(model, rows["lists"][model._meta.label], **bound)


def _going(enrolment: Enrolment) -> QuerySet[Intervention]:
    """What runs or is planned."""
    over = Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())
    return Intervention.objects.filter(over, enrolment=enrolment, end_reason="").order_by("pk")


def collect_plan(participant: Participant, enrolment: Enrolment) -> dict[str, Any]:
    """The goal, what runs or is planned, and what has to be in place before a first day; nothing about health."""
    going = _going(enrolment).exclude(focus=Focus.HEALTH)
    start = StartItem.objects.filter(participant=participant)
    return {
        "goal": {"goal": enrolment.goal, "goal_occupation_id": enrolment.goal_occupation_id},
        "interventions": values(going, "created_by_id", "activity_id"),
        "start": values(start.order_by("pk"), "changed_by_id"),
    }


def plant_plan(*, participant: Participant, enrolment: Enrolment, rows: dict[str, Any], by: User) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(**rows["goal"])
    make(Intervention, rows["interventions"], **_bound(enrolment), created_by_id=by.pk)
    bound = {"team_id": participant.team_id, "participant_id": participant.pk}
    make(StartItem, rows["start"], **bound, changed_by_id=by.pk)


def collect_outcomes(_participant: Participant, enrolment: Enrolment) -> list[dict[str, Any]]:
    """Each with its follow-ups that are still to come or were answered."""
    return [
        {
            "outcome": plain(outcome, "enrolment_id", "created_by_id"),
            "follow_ups": values(
                FollowUp.objects.filter(outcome=outcome).order_by("pk"), "outcome_id", "answered_by_id"
            ),
        }
        for outcome in Outcome.objects.filter(enrolment=enrolment).order_by("pk")
    ]


def plant_outcomes(*, participant: Participant, enrolment: Enrolment, rows: list[dict[str, Any]], by: User) -> None:
    works = False
    for row in rows:
        outcome = make(Outcome, [row["outcome"]], **_bound(enrolment), created_by_id=by.pk)[0]
        make(FollowUp, row["follow_ups"], **_bound(enrolment), outcome_id=outcome.pk)
        works = works or (outcome.kind in GOAL_OUTCOMES and outcome.ended_on is None)
    if works:  # at work already: the support goes on in the new team
        Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.IN_WORK)


def collect_notes(participant: Participant, _enrolment: Enrolment) -> list[dict[str, Any]]:
    return values(Note.objects.filter(participant=participant).order_by("pk"), "written_by_id")


def plant_notes(*, participant: Participant, enrolment: Enrolment, rows: list[dict[str, Any]], by: User) -> None:
    make(Note, rows, **_bound(enrolment))


def collect_concerns(participant: Participant, _enrolment: Enrolment) -> list[dict[str, Any]]:
    """Those that are open."""
    found = Concern.objects.filter(participant=participant, closed_at=None).order_by("pk")
    return values(found, "created_by_id", "closed_by_id")


def plant_concerns(*, participant: Participant, enrolment: Enrolment, rows: list[dict[str, Any]], by: User) -> None:
    make(Concern, rows, **_bound(enrolment), created_by_id=by.pk)


def _papers(found: QuerySet[Document]) -> list[dict[str, Any]]:
    names = ("kind", "title", "format", "file", "added_at", "delete_on")
    return [{name: getattr(row, name) for name in names} for row in found.order_by("added_at", "pk")]


def _plant_papers(rows: Iterable[dict[str, Any]], participant: Participant, by: User) -> None:
    """A copy of each file in the new team's own store. Raises ActionError when there is no room, or a file is lost."""
    for row in rows:
        data = filestore.read(row["file"])
        if data is None:
            raise ActionError(
                gettext("Ett dokument går inte att läsa. Be det andra teamet fråga igen utan dokumenten.")
            )
        file = Checked(FileKind(row["format"]), data)
        made = add_document(
            participant=participant, file=file, kind=DocumentKind(row["kind"]), title=row["title"], by=by
        )
        Document.objects.filter(pk=made.pk).update(added_at=row["added_at"], delete_on=row["delete_on"])


def collect_documents(participant: Participant, _enrolment: Enrolment) -> list[dict[str, Any]]:
    """Not those in the bin, and none about health."""
    return _papers(Document.objects.kept().filter(participant=participant).exclude(kind=DocumentKind.HEALTH))


def plant_documents(*, participant: Participant, enrolment: Enrolment, rows: list[dict[str, Any]], by: User) -> None:
    _plant_papers(rows, participant, by)


def collect_health(participant: Participant, enrolment: Enrolment) -> dict[str, Any]:
    """Interventions and papers about health."""
    papers = Document.objects.kept().filter(participant=participant, kind=DocumentKind.HEALTH)
    going = _going(enrolment).filter(focus=Focus.HEALTH)
    return {"interventions": values(going, "created_by_id", "activity_id"), "documents": _papers(papers)}


def plant_health(*, participant: Participant, enrolment: Enrolment, rows: dict[str, Any], by: User) -> None:
    make(Intervention, rows["interventions"], **_bound(enrolment), created_by_id=by.pk)
    _plant_papers(rows["documents"], participant, by)


def provide() -> None:
    """Fills core.registry.carry, in the order in which the person is asked."""
    for key, order, label, by_default, collect, plant in (
        (
            "profile",
            10,
            _("Vill och kan: önskemål, erfarenhet, utbildning, språk"),
            True,
            collect_profile,
            plant_profile,
        ),
        ("plan", 20, _("Mål, plan och det som behöver vara klart före första dagen"), True, collect_plan, plant_plan),
        ("outcomes", 30, _("Jobb, studier och praktik"), True, collect_outcomes, plant_outcomes),
        ("notes", 60, _("Anteckningar"), False, collect_notes, plant_notes),
        ("concerns", 70, _("Oro som inte är avslutad"), False, collect_concerns, plant_concerns),
        ("documents", 80, _("Dokument, utom de som rör hälsa"), False, collect_documents, plant_documents),
        (
            "health",
            90,
            _("Hälsa: insatser och dokument som rör den, till den som blir handledare"),
            False,
            collect_health,
            plant_health,
        ),
    ):
        registry.carry.register(key, Carry(label, order, by_default, collect, plant, needs_handler=key == "health"))
