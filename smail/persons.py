"""Extract, merge and erase of what smail holds about a person.

Done in the team's own scope: the wall around ratings would otherwise leave rows behind, and an extract must hold what
the one who makes it may not read (domain A.5, B.1). What is not shown yet stays out of it (design 5.6).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.extracting import changes, rows
from core.registry import Told
from core.scope import Kind, Scope, enter
from participants.models import Participant
from smail import instrument
from smail.enums import Stage, Verdict
from smail.models import Assessment, Part, Progress, Rating

ALL = (Assessment, Part, Rating, Progress)
MODELS = tuple(model._meta.label for model in ALL)


@contextmanager
def _for_team(participant: Participant) -> Iterator[None]:
    with enter(Scope(Kind.RUN, team_id=participant.team_id)):
        yield


def extract(participant: Participant) -> dict[str, list[dict[str, Any]]]:
    """Every round; of those where both parts have ended also every answer, belief and health included."""
    with _for_team(participant):
        mine: dict[str, Any] = {model._meta.label: model._base_manager.filter(participant=participant) for model in ALL}
        mine["smail.Part"] = mine["smail.Part"].exclude(assessment__locked_at=None)
        mine["smail.Rating"] = mine["smail.Rating"].filter(stage=Stage.SHOWN)
        return {label: rows(found) for label, found in mine.items()}


def corrected(participant_ids: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """Field history of parts whose round is closed, and what stood in an answer before it was corrected."""
    closed = set(
        Part._base_manager.filter(participant_id__in=participant_ids)
        .exclude(assessment__locked_at=None)
        .values_list("pk", flat=True)
    )
    parts = [line for line in changes(Part, participant_ids) if line["row"] in closed]
    answers: Any = Rating.pgh_event_model  # type: ignore[attr-defined]
    before = answers._base_manager.filter(participant_id__in=participant_ids).order_by("pgh_id")
    now = {row.pk: row for row in Rating._base_manager.filter(participant_id__in=participant_ids)}
    return {"smail.Part": parts, "smail.Rating": [_before(step, now.get(step.pgh_obj_id)) for step in before]}


def _before(step: Any, now: Rating | None) -> dict[str, Any]:
    was = step.reason if step.value is None else step.value
    said = None if now is None else now.reason if now.value is None else now.value
    at = step.pgh_created_at.isoformat()
    return {"row": step.pgh_obj_id, "at": at, "by": "", "field": "value", "was": was, "now": said}


def _indicator(code: Any) -> str:
    language = get_language() or "sv"
    asked = next((ask for ask in instrument.indicators() if ask.code == code), None)
    return asked.name(language, "long") if asked else str(code)


# What the person is told on paper: domain A.5. Progress is worked out from the answers, so it is in the data file only.
TOLD = (
    Told(
        "smail.Assessment",
        _("Frågor om dig och jobb"),
        {"number": _("gång"), "kind": _("vid"), "opened_at": _("började"), "locked_on": _("klart")},
    ),
    Told(
        "smail.Part",
        _("Vem som svarade på frågorna"),
        {
            "rater": _("vem"),
            "language": pgettext_lazy("ett", "språk"),
            "given_how": _("hur"),
            "ended_as": _("så gick det"),
            "ended_at": _("när"),
        },
    ),
    Told(
        "smail.Rating",
        _("Svaren, dina och handledarens"),
        {
            "indicator": _("fråga"),
            "by": _("svarade"),
            "value": _("svar, 1 till 5"),
            "reason": _("inget svar"),
            "rated_at": _("när"),
        },
        {"indicator": _indicator},
    ),
)


def left_behind(participant: Participant) -> dict[str, bool | None]:
    """For core.registry.left_behind: whether anybody's answers moved forward; None when nobody was asked twice."""
    with _for_team(participant):
        said = set(
            Progress.objects.filter(participant=participant).exclude(verdict="").values_list("verdict", flat=True)
        )
    return {"progressed": Verdict.PROGRESS in said if said else None}


def merge(*, keep: Participant, drop: Participant) -> int:
    """The rows of `drop` become those of `keep`; their enrolments move with them."""
    with _for_team(keep):
        return sum(
            model._base_manager.filter(participant_id=drop.pk).update(participant_id=keep.pk)
            for model in (Assessment, Part, Rating, Progress)
        )


def erase(participant: Participant) -> int:
    """Everything, history of corrections apart (the logs' own retention)."""
    with _for_team(participant):
        return sum(
            model._base_manager.filter(participant_id=participant.pk).delete()[0]
            for model in (Progress, Rating, Part, Assessment)
        )
