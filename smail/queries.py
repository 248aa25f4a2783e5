"""Reads of smail. Rating-bearing reads stand in smail.progression."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils.translation import get_language

from accounts.enums import Role
from core.scope import Kind, Scope, enter
from participants import register
from participants.models import Enrolment, Pause
from smail import instrument, rules, scoring
from smail.enums import Stage
from smail.models import Assessment, Rating
from smail.rules import Away


def due_of(enrolment: Enrolment) -> date | None:
    """The day the enrolment's next assessment is due; None when it has ended or is paused."""
    return cycle([enrolment.pk])[enrolment.pk]["next_assessment_on"]


def cycle(enrolment_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """`next_assessment_on` and `last_assessment_on` per enrolment: three queries however many."""
    last = dict(
        Assessment.objects.filter(enrolment_id__in=enrolment_ids)
        .exclude(locked_on=None)
        .values_list("enrolment_id")
        .annotate(on=Max("locked_on"))
    )
    pauses: dict[int, list[Away]] = defaultdict(list)
    for enrolment_id, first, ended in Pause.objects.filter(enrolment_id__in=enrolment_ids).values_list(
        "enrolment_id", "starts_on", "ends_on"
    ):
        pauses[enrolment_id].append(Away(first, ended))
    found = Enrolment.objects.filter(pk__in=enrolment_ids).values_list(
        "pk", "started_on", "state", "team__assessment_days"
    )
    return {
        pk: {
            "last_assessment_on": last.get(pk),
            "next_assessment_on": rules.next_due(
                started_on=started_on,
                last_locked_on=last.get(pk),
                every_days=every,
                is_open=state != "ended",
                pauses=pauses[pk],
            ),
        }
        for pk, started_on, state, every in found
    }


class IndicatorName(NamedTuple):
    """What an indicator is called in a sentence, in the language of the screen."""

    name: str
    is_health: bool


def indicator_names() -> dict[str, IndicatorName]:
    """By code; empty while no instrument is loaded. No query: the instrument is kept in memory."""
    try:
        asks = instrument.indicators()
    except instrument.NoInstrument:
        return {}
    language = get_language() or instrument.FALLBACK
    return {ask.code: IndicatorName(ask.name(language, "said"), ask.is_health) for ask in asks}


def team_changed(team_id: int, changed: Collection[str]) -> None:
    """For core.registry.team_changed: another interval moves every due date."""
    if "assessment_days" in changed:
        register.refresh_team(team_id)


def belief_over_team(scope: Scope) -> scoring.GroupLevel | None:
    """The handlers' latest belief over the team's open enrolments, for a leader only and never with fewer than five
    people behind it (design 5.5). None for everybody else."""
    if scope.kind != Kind.MEMBER or scope.role != Role.LEADER:
        return None
    with enter(Scope(Kind.RUN, user_id=scope.user_id, team_id=scope.team)):
        latest = (
            Rating.objects.filter(
                team_id=scope.team,
                stage=Stage.SHOWN,
                indicator__handler_only=True,
                value__isnull=False,
                part__assessment__enrolment__ended_on=None,
            )
            .order_by("part__assessment__enrolment_id", "-part__assessment__number")
            .distinct("part__assessment__enrolment_id")
            .values_list("value", flat=True)
        )
        return scoring.group_level([value for value in latest if value is not None])
