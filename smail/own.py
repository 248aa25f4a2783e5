"""The person's own answers, for a screen turned to them: only rounds that both parts have ended, never the handler's."""

from collections.abc import Mapping
from typing import Any

from core import charts
from core.scope import Scope
from participants.models import Participant
from smail import instrument, progression
from smail.enums import Rater
from smail.instrument import NoInstrument
from smail.shown import first_and_latest


def part(participant: Participant, scope: Scope, language: str) -> Mapping[str, Any] | None:
    """Context of smail/own.html; None before the first answered round."""
    try:
        history = progression.load(participant, scope)
        instrument.current()
    except NoInstrument:
        return None
    first, latest = first_and_latest(history, Rater.PARTICIPANT) if history is not None else (None, None)
    if history is None or latest is None:
        return None
    asked = {ask.code: ask for ask in instrument.current().to_participant}
    axes = [
        charts.RadarAxis(ask.name(language), first.get(ask.code) if first else None, latest.get(ask.code))
        for ask in history.asks
    ]
    rows = [
        (asked[ask.code].text(language).text, first.get(ask.code) if first else None, latest.get(ask.code))
        for ask in history.asks
        if ask.code in asked
    ]
    named = all(language in ask.names for ask in history.asks)  # the drawing's short names are not in every language
    drawing = charts.radar(axes, title="", description="", rater=charts.Rater.PARTICIPANT) if named else None
    return {"rows": rows, "drawing": drawing, "has_first": first is not None}
