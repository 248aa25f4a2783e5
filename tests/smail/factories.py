"""Assessments for tests and the demo, made by the product's own actions. Call inside a scope of the team."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils import timezone

from accounts.models import User
from core.scope import Kind, Scope, enter
from participants.models import Enrolment
from smail import actions, instrument
from smail.actions import Answer
from smail.enums import AssessmentKind, GivenHow, PartEnd, Rater
from smail.models import Assessment, Part

CODES = ("job_belief", "labour_market", "goal_focus", "cooperation", "daily_life", "health", "job_search")


def answers(value: int = 3, /, **own: int | str) -> dict[str, Answer]:
    """Every question answered `value`; by keyword another value, or a reason ("dont_know", "skipped")."""
    values: Mapping[str, int | str] = {**dict.fromkeys((*CODES, "handler_belief"), value), **own}
    return {code: Answer(reason=v) if isinstance(v, str) else Answer(v) for code, v in values.items()}


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def handler_answered(
    enrolment: Enrolment, by: User, given: Mapping[str, Answer] | None = None, *, on: date | None = None
) -> Assessment:
    """The enrolment's open assessment (made when there is none) with the caseworker's part done."""
    at = noon(on) if on else None
    assessment = actions.open_assessment(enrolment=enrolment, by=by, at=at)
    return actions.answer_as_handler(assessment=assessment, answers=given or answers(), by=by, at=at)


def participant_part(assessment: Assessment) -> Part:
    return Part.objects.select_related("assessment").get(assessment=assessment, rater=Rater.PARTICIPANT)


def participant_began(
    assessment: Assessment, given: Mapping[str, Answer], *, language: str = "sv", how: GivenHow = GivenHow.HERE
) -> Part:
    """With the person's own code: a language chosen and some questions answered, nothing sent."""
    part = participant_part(assessment)
    scope = Scope(Kind.CODE, team_id=assessment.team_id, participant_id=assessment.participant_id)
    with enter(scope):
        actions.start_as_participant(part=part, language=language, how=how)
        for code, answer in given.items():
            if code != "handler_belief":
                actions.give_answer(part=part, code=code, answer=answer)
    return part


def participant_answered(
    assessment: Assessment,
    given: Mapping[str, Answer] | None = None,
    *,
    language: str = "sv",
    how: GivenHow = GivenHow.HERE,
    on: date | None = None,
) -> Assessment:
    """The person's whole part, sent."""
    part = participant_began(assessment, given or answers(), language=language, how=how)
    scope = Scope(Kind.CODE, team_id=assessment.team_id, participant_id=assessment.participant_id)
    with enter(scope):
        return actions.finish_as_participant(part=part, at=noon(on) if on else None)


def assessed(
    enrolment: Enrolment,
    by: User,
    *,
    on: date,
    participant: Mapping[str, Answer] | PartEnd | None = None,
    handler: Mapping[str, Answer] | None = None,
    kind: AssessmentKind | None = None,
    language: str = "sv",
) -> Assessment:
    """A locked assessment of that day. `participant` may be how the part was closed instead of answers."""
    actions.open_assessment(enrolment=enrolment, by=by, kind=kind, at=noon(on))
    assessment = handler_answered(enrolment, by, handler, on=on)
    if isinstance(participant, PartEnd):
        return actions.close_for_participant(assessment=assessment, ended_as=participant, by=by, at=noon(on))
    return participant_answered(assessment, participant, language=language, on=on)


def questions() -> int:
    """How many questions the participant gets."""
    return len(instrument.current().to_participant)
