"""Open an assessment, give answers, end a part, lock. Keyword-only, one transaction each.

Ratings are sealed and shown in the team's own scope: nobody who acts here may read what the other side has answered.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from core import feed, notices
from core.scope import Kind, Scope, enter
from participants import register
from participants.actions import ActionError
from participants.enums import HandlerKind
from participants.models import Enrolment, HandlerAssignment
from smail import instrument, progress
from smail.enums import AssessmentKind, GivenHow, NoValue, PartEnd, Rater, Stage
from smail.models import Assessment, Part, Rating
from smail.queries import due_of


class PartOver(ActionError):
    """The part has ended already, in another tab or by a colleague."""


class Incomplete(ActionError):
    """Questions are left. `missing` are their numbers."""

    def __init__(self, missing: list[int]) -> None:
        super().__init__(_("Några frågor är kvar."))
        self.missing = missing


@dataclass(frozen=True)
class Answer:
    """1-5, or why there is no value. Exactly one of the two."""

    value: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason == ""):
            raise ValueError("an answer is a value or a reason")
        if self.value is not None and self.value not in range(1, 6):
            raise ValueError("a value is 1 to 5")
        if self.reason and self.reason not in NoValue.values:
            raise ValueError("unknown reason")


@contextmanager
def _for_team(team_id: int, by: User | None) -> Iterator[None]:
    with enter(Scope(Kind.RUN, user_id=by.pk if by else None, team_id=team_id)):
        yield


def open_assessment(
    *, enrolment: Enrolment, by: User | None, kind: AssessmentKind | None = None, at: datetime | None = None
) -> Assessment:
    """The open assessment of the enrolment, made when there is none; two at the same moment get the same one.

    Raises ActionError for an ended enrolment.
    """
    existing = _open_one(enrolment)
    if existing is not None:
        return existing
    if not enrolment.is_open:
        raise ActionError(_("Inskrivningen är avslutad. Det går inte att börja nya frågor."))
    try:
        with transaction.atomic():
            return _create(enrolment, kind, by, at or timezone.now())
    except IntegrityError:
        existing = _open_one(enrolment)
        if existing is None:
            raise
        return existing


def _open_one(enrolment: Enrolment) -> Assessment | None:
    return Assessment.objects.filter(enrolment=enrolment, locked_at=None).first()


def _create(enrolment: Enrolment, kind: AssessmentKind | None, by: User | None, at: datetime) -> Assessment:
    number = Assessment.objects.filter(enrolment=enrolment).count() + 1
    default = AssessmentKind.BASELINE if number == 1 else AssessmentKind.REGULAR
    assessment = Assessment.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        number=number,
        kind=kind or default,
        due_on=due_of(enrolment),
        instrument_id=instrument.current(timezone.localdate(at)).id,
        opened_at=at,
        opened_by=by,
    )
    Part.objects.bulk_create(
        Part(team_id=assessment.team_id, participant_id=assessment.participant_id, assessment=assessment, rater=rater)
        for rater in Rater.values
    )
    _tell(assessment, "opened")
    return assessment


def _tell(assessment: Assessment, kind: str) -> None:
    feed.record(team_id=assessment.team_id, subject_type="assessment", subject_ids=[assessment.pk], kind=kind)


@transaction.atomic
def answer_as_handler(
    *, assessment: Assessment, answers: Mapping[str, Answer], by: User, at: datetime | None = None
) -> Assessment:
    """The caseworker's whole part at once. Raises Incomplete, and PartOver when it has ended already."""
    asks = instrument.version(assessment.instrument_id).to_handler
    missing = [ask.number for ask in asks if ask.code not in answers]
    if missing:
        raise Incomplete(missing)
    when = at or timezone.now()
    with _for_team(assessment.team_id, by):
        locked, part = _hold(assessment, Rater.HANDLER)
        Rating.objects.bulk_create(
            Rating(
                team_id=part.team_id,
                participant_id=part.participant_id,
                part=part,
                indicator_id=ask.indicator_id,
                value=answers[ask.code].value,
                reason=answers[ask.code].reason,
                stage=Stage.SEALED,
                by=by,
                rated_at=when,
            )
            for ask in asks
        )
        part.given_how = GivenHow.STAFF
        _end(locked, part, PartEnd.ANSWERED, by, when)
    return locked


def start_as_participant(*, part: Part, language: str, how: GivenHow) -> None:
    """The person chose a language and began, or came back. With the person's code."""
    part.language, part.given_how = language, how
    part.started_at = part.started_at or timezone.now()
    part.save(update_fields=["language", "given_how", "started_at"])


@transaction.atomic
def give_answer(*, part: Part, code: str, answer: Answer) -> None:
    """One question answered by the person; again replaces. Raises PartOver, and ActionError for an unknown question."""
    held = Part.objects.select_for_update(no_key=True, of=("self",)).select_related("assessment").get(pk=part.pk)
    if held.has_ended:
        raise PartOver(_("De här frågorna är redan klara."))
    asks = instrument.version(held.assessment.instrument_id).to_participant
    ask = next((ask for ask in asks if ask.code == code), None)
    if ask is None:
        raise ActionError(_("Frågan finns inte."))
    rating = Rating(
        team_id=held.team_id,
        participant_id=held.participant_id,
        part=held,
        indicator_id=ask.indicator_id,
        value=answer.value,
        reason=answer.reason,
        stage=Stage.DRAFT,
    )
    Rating.objects.bulk_create(
        [rating],
        update_conflicts=True,
        unique_fields=["part", "indicator"],
        update_fields=["value", "reason", "rated_at"],
    )


@transaction.atomic
def finish_as_participant(*, part: Part, at: datetime | None = None) -> Assessment:
    """The person sends the answers. Raises Incomplete when a question is left, PartOver when it is over."""
    with _for_team(part.team_id, None):
        locked, held = _hold(part.assessment, Rater.PARTICIPANT)
        given = set(Rating.objects.filter(part=held).values_list("indicator_id", flat=True))
        asks = instrument.version(locked.instrument_id).to_participant
        missing = [ask.number for ask in asks if ask.indicator_id not in given]
        if missing:
            raise Incomplete(missing)
        _end(locked, held, PartEnd.ANSWERED, None, at or timezone.now())
        if at is None:
            _tell_handler(locked)
    return locked


@transaction.atomic
def close_for_participant(
    *, assessment: Assessment, ended_as: PartEnd, by: User | None, at: datetime | None = None
) -> Assessment:
    """The person's part ends without answers: declined, or not obtained. What was begun is not kept.

    `by` is None when the person says no on the phone. Raises PartOver, and ActionError for any other end.
    """
    if ended_as not in (PartEnd.DECLINED, PartEnd.NOT_OBTAINED):
        raise ActionError(_("Välj om personen inte ville svara eller inte nåddes."))
    with _for_team(assessment.team_id, by):
        locked, part = _hold(assessment, Rater.PARTICIPANT)
        Rating.objects.filter(part=part).delete()
        _end(locked, part, ended_as, by, at or timezone.now())
        if by is None:
            _tell_handler(locked)
    return locked


def _tell_handler(assessment: Assessment) -> None:
    """A notice to the primary handler: no name and no answer in it, since it may go by mail."""
    running = HandlerAssignment.objects.filter(
        enrolment_id=assessment.enrolment_id, kind=HandlerKind.PRIMARY, ended_on=None
    )
    handler = running.select_related("user", "team", "participant").first()
    if handler is not None:
        notices.tell(
            user_id=handler.user_id,
            email=handler.user.email,
            kind="assessment_part",
            title=_lazy("En deltagare är klar med sina frågor."),
            url=reverse("smail:overview", args=[handler.team.slug, handler.participant.public_id]),
            team_id=assessment.team_id,
        )


def _hold(assessment: Assessment, rater: Rater) -> tuple[Assessment, Part]:
    """The assessment and its part, locked in that order so that two ends never miss each other. Raises PartOver."""
    locked = Assessment.objects.select_for_update(no_key=True, of=("self",)).get(pk=assessment.pk)
    part = Part.objects.select_for_update(no_key=True, of=("self",)).get(assessment=locked, rater=rater)
    if part.has_ended:
        raise PartOver(_("Den här delen är redan klar."))
    part.assessment = locked
    return locked, part


def _end(assessment: Assessment, part: Part, ended_as: PartEnd, by: User | None, at: datetime) -> None:
    """Ends a held part, seals its answers, and locks the assessment when the other part has ended too."""
    part.ended_as, part.ended_at, part.ended_by = ended_as, at, by
    part.started_at = part.started_at or at
    part.save(update_fields=["ended_as", "ended_at", "ended_by", "started_at", "given_how"])
    Rating.objects.filter(part=part).update(stage=Stage.SEALED)
    if Part.objects.filter(assessment=assessment, ended_at=None).exists():
        _tell(assessment, "part_ended")
        return
    assessment.locked_at, assessment.locked_on = at, timezone.localdate(at)
    assessment.save(update_fields=["locked_at", "locked_on"])
    Rating.objects.filter(part__assessment=assessment).update(stage=Stage.SHOWN)
    progress.update([assessment.enrolment_id])
    register.update([assessment.enrolment_id])
    _tell(assessment, "locked")
    page = reverse("smail:overview", args=[assessment.team.slug, assessment.participant.public_id])
    notices.settle(team_id=assessment.team_id, url=page, kinds=["assessment_part"])
