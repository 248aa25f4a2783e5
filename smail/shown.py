"""A history put into words, tables and drawings for the staff's screens. No queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import charts, swedish_dates
from core.charts import ChartTable
from participants.rules import Span, merged
from smail import scoring
from smail.enums import PartEnd, Rater
from smail.instrument import Ask
from smail.progression import History
from smail.scoring import Change, Difference

GAP_DAYS = 7  # a shorter pause between interventions is not drawn
Answers = Mapping[str, int | None]


def language() -> str:
    return get_language() or "sv"


@dataclass(frozen=True)
class Row:
    """One indicator in the table: first, now and step for each rater; "–" where there is nothing."""

    name: str
    is_health: bool
    own: tuple[str, str, str]
    theirs: tuple[str, str, str]


@dataclass(frozen=True)
class Talk:
    """The two see it differently: something to talk about."""

    name: str
    own: int
    theirs: int


@dataclass(frozen=True)
class Radar:
    title: str
    drawing: SafeString
    kind: str  # of the legend
    has_first: bool


@dataclass(frozen=True)
class Curve:
    """One indicator over time, with interventions and handlers on the same axis."""

    code: str
    title: str
    drawing: SafeString
    table: ChartTable


def first_and_latest(history: History, rater: str) -> tuple[Answers | None, Answers | None]:
    """(first, latest) answers of a rater; first is None with a single reading."""
    readings = [answers for _on, answers in history.readings(rater)]
    if not readings:
        return None, None
    return (readings[0] if len(readings) > 1 else None), readings[-1]


def rows(history: History) -> list[Row]:
    own, theirs = first_and_latest(history, Rater.PARTICIPANT), first_and_latest(history, Rater.HANDLER)
    return [Row(ask.name(language()), ask.is_health, _cells(own, ask), _cells(theirs, ask)) for ask in history.asks]


def _cells(pair: tuple[Answers | None, Answers | None], ask: Ask) -> tuple[str, str, str]:
    first = pair[0].get(ask.code) if pair[0] else None
    latest = pair[1].get(ask.code) if pair[1] else None
    step = "–" if first is None or latest is None else signed(latest - first)
    return _digit(first), _digit(latest), step


def _digit(value: int | None) -> str:
    return "–" if value is None else str(value)


def signed(step: int) -> str:
    """A step with its sign: +2, −1, 0."""
    return f"{step:+d}".replace("-", "−") if step else "0"


def radars(history: History) -> list[Radar]:
    """One picture per rater who has answered."""
    titles = {Rater.PARTICIPANT: _("Egen bild"), Rater.HANDLER: _("Handledarens bild")}
    found = []
    for rater, title in titles.items():
        first, latest = first_and_latest(history, rater)
        if latest is None:
            continue
        axes = [
            charts.RadarAxis(ask.name(language()), first.get(ask.code) if first else None, latest.get(ask.code))
            for ask in history.asks
        ]
        words = _("Första och senaste svaret på %(n)d områden. Samma siffror står i tabellen.") % {"n": len(axes)}
        drawing = charts.radar(axes, title=title, description=words, rater=charts.Rater(rater))
        kind = "participant" if rater == Rater.PARTICIPANT else "handler-latest"
        found.append(Radar(title, drawing, kind, first is not None))
    return found


def talks(history: History) -> list[Talk]:
    """Where the two stand two steps apart in the latest round that both answered."""
    names = {ask.code: ask.name(language(), "said") for ask in history.asks}
    for each in reversed(history.rounds):
        own, theirs = each.of(Rater.PARTICIPANT), each.of(Rater.HANDLER)
        if own is not None and theirs is not None:
            found: list[Difference] = scoring.differences(own, theirs)
            return [Talk(names[d.code], d.participant, d.handler) for d in found if d.code in names]
    return []


def belief(history: History) -> list[tuple[date, str]]:
    """The viewer's own belief over time; empty for everybody else."""
    code = "handler_belief"
    return [(on, _digit(answers[code])) for on, answers in history.readings(Rater.HANDLER) if code in answers]


# --- In words --------------------------------------------------------------------------------------------------------


def sentences(history: History, today: date | None = None) -> list[str]:
    """How it has gone, plainly: only changes of two steps or more are named; at most three."""
    day = today or timezone.localdate()
    own, theirs = history.readings(Rater.PARTICIPANT), history.readings(Rater.HANDLER)
    longest = max(own, theirs, key=len)
    if not longest:
        return []
    if len(longest) == 1:
        return [
            _("De första svaren kom i %(when)s. Nästa gång syns hur det rör sig.") % {"when": since(longest[0][0], day)}
        ]
    said = _said(history, own, theirs, day)
    return said[:3] or [
        _("Inga stora förändringar sedan %(when)s. Se på helheten, inte på enskilda steg.")
        % {"when": since(longest[0][0], day)}
    ]


def _said(
    history: History, own: Sequence[tuple[date, Answers]], theirs: Sequence[tuple[date, Answers]], today: date
) -> list[str]:
    names = {ask.code: ask.name(language(), "said") for ask in history.asks}
    mine, handlers = _changes(own, names), _changes(theirs, names)
    found = []
    for code, change in mine.items():
        both = code in handlers and (handlers[code].before, handlers[code].now) == (change.before, change.now)
        words = (
            _("%(area)s har gått från %(before)d till %(now)d sedan %(when)s, i bådas ögon.")
            if both
            else _("%(area)s har gått från %(before)d till %(now)d sedan %(when)s, i egna ögon.")
        )
        found.append(words % _filled(change, names, since(own[0][0], today)))
        if both:
            del handlers[code]
    for change in handlers.values():
        words = _("%(area)s har gått från %(before)d till %(now)d sedan %(when)s, i handledarens ögon.")
        found.append(words % _filled(change, names, since(theirs[0][0], today)))
    return found


def _changes(readings: Sequence[tuple[date, Answers]], names: Mapping[str, str]) -> dict[str, Change]:
    if len(readings) < 2:
        return {}
    found = scoring.worth_saying(readings[0][1], readings[-1][1])
    return {change.code: change for change in found if change.code in names}


def _filled(change: Change, names: Mapping[str, str], when: str) -> dict[str, object]:
    return {"area": names[change.code], "before": change.before, "now": change.now, "when": when}


def since(day: date, today: date) -> str:
    """ "mars", or "mars 2025" when it is not this year."""
    words = swedish_dates.month(day, language=language())
    return words.removesuffix(f" {day.year}") if day.year == today.year else words


# --- Over time -------------------------------------------------------------------------------------------------------


def curve(history: History, code: str, today: date | None = None) -> Curve | None:
    """One indicator over time; None for one this viewer does not read, or when nothing has been answered."""
    ask = next((ask for ask in history.asks if ask.code == code), None)
    if ask is None or not history.rounds:
        return None
    day = today or timezone.localdate()
    data = charts.OverTime(
        participant=_readings(history, Rater.PARTICIPANT, code),
        handler=_readings(history, Rater.HANDLER, code),
        today=day,
        periods=tuple(
            charts.Period(
                each.title or _("Annan insats"),
                each.starts_on,
                each.last_day,
                focus=each.is_job_focused,
                planned=each.starts_on > day,
            )
            for each in history.efforts
        ),
        gaps=_gaps(history, day),
        handlers=_handlers(history, day),
    )
    title = ask.name(language(), "said")
    drawing = charts.over_time(
        data,
        title=title,
        description=_("Svar från 1 till 5 över tid, med insatser och handledare på samma tidslinje."),
        today_word=_("i dag"),
        change_word=_("ny handledare"),
        language=language(),
    )
    table = charts.over_time_table(
        data,
        caption=_("Samma siffror"),
        day=_("Datum"),
        participant=_("Själv"),
        handler=_("Handl."),
        language=language(),
    )
    return Curve(code, title, drawing, table)


def _readings(history: History, rater: str, code: str) -> tuple[charts.Reading, ...]:
    found = []
    for on, answers in history.readings(rater):
        value = answers.get(code)
        if value is not None:
            found.append(charts.Reading(on, value))
    return tuple(found)


def _gaps(history: History, today: date) -> tuple[charts.Gap, ...]:
    """Stretches over a week without job focus, from the first effort until today; none before the first."""
    spans = [Span(e.starts_on, e.last_day, job=e.is_job_focused) for e in history.efforts if e.starts_on <= today]
    if not spans:
        return ()
    covered, focused = merged(spans), merged(s for s in spans if s.job)
    found = []
    for starts, after in _between(focused, min(s.first for s in spans), today):
        days = (after - starts).days
        if days > GAP_DAYS:
            bare = not any(first < after and (last is None or last > starts) for first, last in covered)
            words = _("Glapp %(n)d dagar") if bare else _("Utan jobbfokus %(n)d dagar")
            found.append(charts.Gap(words % {"n": days}, starts, after - timedelta(days=1)))
    return tuple(found)


def _between(ranges: Sequence[tuple[date, date | None]], first: date, today: date) -> list[tuple[date, date]]:
    """Half-open stretches from `first` to today that no range covers."""
    found, here = [], first
    for starts, after in ranges:
        if starts > here:
            found.append((here, min(starts, today)))
        if after is None:
            return found
        here = max(here, after)
    if here < today:
        found.append((here, today))
    return found


def _handlers(history: History, today: date) -> tuple[charts.Handler, ...]:
    found = []
    for number, each in enumerate(h for h in history.handlers if h.until is None or h.until > h.since):
        label = (
            _("Handledare %(name)s") % {"name": each.name}
            if number == 0
            else _("%(name)s, sedan %(day)s")
            % {"name": each.name, "day": swedish_dates.short(each.since, today=today, language=language())}
        )
        found.append(charts.Handler(label, each.since, each.until))
    return tuple(found)


# --- Every round ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    """All readings of one rater: a column per locked round, a row per indicator; and how a part ended otherwise."""

    title: str
    days: list[str]
    rows: list[tuple[str, list[str]]]
    ends: list[str]  # per column: "" when answered, else how it ended

    @property
    def has_ends(self) -> bool:
        return any(self.ends)


def grids(history: History) -> list[Grid]:
    """One grid per rater, the participant first."""
    titles = {Rater.PARTICIPANT: _("Egna svar"), Rater.HANDLER: _("Handledarens svar")}
    days = [swedish_dates.full(each.locked_on, language=language()) for each in history.rounds if each.locked_on]
    made = []
    for rater, title in titles.items():
        table = []
        for ask in history.asks:
            given = [(each.of(rater) or {}).get(ask.code) for each in history.rounds]
            table.append((ask.name(language()), [_digit(value) for value in given]))
        ends = [
            "" if each.halves[rater].was_answered else str(PartEnd(each.halves[rater].ended_as).label)
            for each in history.rounds
        ]
        made.append(Grid(title, days, table, ends))
    return made if history.rounds else []
