"""Assessments that go along to another team, if the person says yes to exactly that: those that are locked, with every
answer but the handler's belief, which never leaves whoever had it (design 5.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.persondata import plain
from core.registry import Carry
from participants.models import Enrolment, Participant
from smail import progress
from smail.enums import Stage
from smail.models import Assessment, Part, Rating


def collect(_participant: Participant, enrolment: Enrolment) -> list[dict[str, Any]]:
    """Of this enrolment: numbers are counted within one."""
    found = Assessment.objects.filter(enrolment=enrolment).exclude(locked_at=None).order_by("number")
    return [
        {
            "assessment": plain(assessment, "enrolment_id", "opened_by_id"),
            "parts": [
                {"part": plain(part, "assessment_id", "ended_by_id"), "ratings": _ratings(part)}
                for part in assessment.parts.order_by("pk")
            ],
        }
        for assessment in found
    ]


def _ratings(part: Part) -> list[dict[str, Any]]:
    shown = Rating.objects.filter(part=part, stage=Stage.SHOWN).exclude(indicator__handler_only=True)
    return [plain(rating, "part_id", "by_id") for rating in shown.order_by("pk")]


def plant(*, participant: Participant, enrolment: Enrolment, rows: list[dict[str, Any]], by: User) -> None:
    bound = {"team_id": participant.team_id, "participant_id": participant.pk}
    for row in rows:
        assessment = Assessment.objects.create(**row["assessment"], **bound, enrolment=enrolment)
        for half in row["parts"]:
            part = Part.objects.create(**half["part"], **bound, assessment=assessment)
            Rating.objects.bulk_create(Rating(**rating, **bound, part=part) for rating in half["ratings"])
    progress.update([enrolment.pk])


CARRY = Carry(_("Skattningar: svaren om personen, också om hälsa"), 50, False, collect, plant)
