"""Where people stand low, for the catalogue of activities: the six indicators the team sees, from locked rounds only."""

from collections.abc import Mapping, Sequence

from core.scope import Scope
from smail import instrument
from smail.instrument import NoInstrument
from smail.models import Progress

LOW = 2  # of 1-5: such an answer, from either of the two, is something to support (domain A.7)


def names(language: str) -> list[tuple[str, str]]:
    """Code and name of the indicators an activity may support: neither health nor belief. Empty without questions."""
    try:
        asks = instrument.indicators()
    except NoInstrument:
        return []
    return [(ask.code, ask.name(language)) for ask in asks if not ask.is_health and not ask.handler_only]


def low(enrolment_ids: Sequence[int], scope: Scope) -> Mapping[int, list[str]]:
    """The indicators at LOW or below in the latest round, the lowest first. One statement."""
    known = {code for code, _name in names("sv")}
    found: dict[int, dict[str, int]] = {}
    rows = Progress.objects.visible_to(scope).filter(enrolment_id__in=enrolment_ids)
    for enrolment_id, latest in rows.values_list("enrolment_id", "latest"):
        mine = found.setdefault(enrolment_id, {})
        for code, value in latest.items():
            if code in known and value is not None and value <= LOW:
                mine[code] = min(value, mine.get(code, value))
    return {pk: sorted(codes, key=lambda code: (codes[code], code)) for pk, codes in found.items() if codes}
