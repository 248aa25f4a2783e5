"""Extract, merge and erase of what smail holds about a person.

Done in the team's own scope: the wall around ratings would otherwise leave rows behind, and an extract must hold what
the one who makes it may not read (domain A.5, B.1). What is not shown yet stays out of it (design 5.6).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from core.scope import Kind, Scope, enter
from participants.models import Participant
from smail.enums import Stage
from smail.models import Assessment, Part, Progress, Rating

MODELS = ("smail.Assessment", "smail.Part", "smail.Rating", "smail.Progress")


@contextmanager
def _for_team(participant: Participant) -> Iterator[None]:
    with enter(Scope(Kind.RUN, team_id=participant.team_id)):
        yield


def extract(participant: Participant) -> dict[str, list[dict[str, Any]]]:
    """Locked assessments with every answer, belief and health included."""
    with _for_team(participant):
        assessments = Assessment.objects.filter(participant=participant).exclude(locked_at=None).order_by("pk")
        parts = Part.objects.filter(participant=participant).exclude(assessment__locked_at=None).order_by("pk")
        ratings = Rating.objects.filter(participant=participant, stage=Stage.SHOWN).order_by("pk")
        progress = Progress.objects.filter(participant=participant).order_by("pk")
        found: dict[str, Iterable[Any]] = {
            "smail.Assessment": assessments.values("number", "kind", "due_on", "locked_on"),
            "smail.Part": parts.values("assessment__number", "rater", "language", "given_how", "ended_as", "ended_at"),
            "smail.Rating": ratings.values(
                "part__assessment__number", "part__rater", "indicator__code", "value", "reason", "rated_at"
            ),
            "smail.Progress": progress.values("rater", "times", "first", "previous", "latest", "verdict"),
        }
        return {name: list(rows) for name, rows in found.items()}


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
