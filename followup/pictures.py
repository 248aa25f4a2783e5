"""The weekly report's charts with their tables: the way to 100 %, in and out, how the answers have moved. No queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import charts
from core.charts import ChartTable
from core.numbers import percent, percent_sign
from followup.queries import ShownReport, ShownWeek

WIDE, NARROW, PAPER = 520, 360, 312  # of the drawing: desk, telephone, half of A4; text keeps its size


@dataclass(frozen=True)
class Picture:
    """One chart: `wide` and `narrow` for the screen, `paper` for the document, the same numbers in `table`. `sentence`
    says the main thing in words."""

    title: str
    sentence: str
    wide: SafeString
    narrow: SafeString
    paper: SafeString
    table: ChartTable


@dataclass(frozen=True)
class Pictures:
    """None where there is nothing to draw."""

    way: Picture | None
    flow: Picture | None
    change: Picture | None


def pictures(shown: ShownReport) -> Pictures:
    """What goes with a report as its viewer may see it."""
    return Pictures(
        _way(shown.weeks) if shown.goal_base else None,
        _flow(shown.weeks) if any(week.came or week.left for week in shown.weeks) else None,
        _change(shown) if any(v is not None for change in shown.changes for v in change.steps.values()) else None,
    )


def _picture(title: str, sentence: str, table: ChartTable, draw: Callable[..., SafeString]) -> Picture:
    wide, narrow, paper = (draw(title=title, description=sentence, width=width) for width in (WIDE, NARROW, PAPER))
    return Picture(title, sentence, wide, narrow, paper, table)


def _labels(weeks: Sequence[ShownWeek]) -> list[str]:
    """Numbers alone, but for the last."""
    return [*(str(week.number) for week in weeks[:-1]), _("v. %(week)s") % {"week": weeks[-1].number}]


def _way(weeks: Sequence[ShownWeek]) -> Picture:
    data = [
        charts.Level(label, week.work, week.studies, week.base)
        for label, week in zip(_labels(weeks), weeks, strict=True)
    ]
    listed = [replace(one, label=str(week.number)) for one, week in zip(data, weeks, strict=True)]
    first, last = data[0].percent, data[-1].percent
    if len(data) == 1:
        sentence = _("%(now)s har nått arbete eller studier. Vägen hit syns när fler veckor är gjorda.") % {
            "now": percent(last)
        }
    elif first == last:
        sentence = _("%(now)s har nått arbete eller studier, samma andel som vecka %(week)s.") % {
            "now": percent(last), "week": weeks[0].number,
        }  # fmt: skip
    else:
        sentence = _("%(now)s har nått arbete eller studier. Vecka %(week)s var det %(then)s.") % {
            "now": percent(last), "then": percent(first), "week": weeks[0].number,
        }  # fmt: skip
    table = charts.levels_table(
        listed, caption=_("Samma siffror"), week=_("Vecka"), work=_("Arbete"), studies=_("Studier"), whole=_("Inskrivna"),
        share=_("Andel"),
    )  # fmt: skip
    goal = _("Målet: alla")

    def draw(**more: object) -> SafeString:
        return charts.levels(data, goal_words=goal, percent_sign=percent_sign(), **more)  # type: ignore[arg-type]

    return _picture(_("Vägen mot %(goal)s") % {"goal": percent(100)}, sentence, table, draw)


def _flow(weeks: Sequence[ShownWeek]) -> Picture:
    data = [
        charts.Flow(label, week.came, week.left_to_goal, week.left - week.left_to_goal)
        for label, week in zip(_labels(weeks), weeks, strict=True)
    ]
    listed = [replace(one, label=str(week.number)) for one, week in zip(data, weeks, strict=True)]
    came, left = sum(week.came for week in weeks), sum(week.left for week in weeks)
    goal = sum(week.left_to_goal for week in weeks)
    sentence = _(
        "Sedan vecka %(week)s har %(came)d kommit till och %(left)d slutat, %(goal)d av dem till arbete eller studier."
    ) % {"week": weeks[0].number, "came": came, "left": left, "goal": goal}
    table = charts.flow_table(
        listed, caption=_("Samma siffror"), week=_("Vecka"), came=_("Nya"), to_goal=_("Till arbete eller studier"),
        otherwise=_("Slutat av annat skäl"),
    )  # fmt: skip
    words = {"in_words": _("Nya"), "out_words": _("Avslutade")}

    def draw(**more: object) -> SafeString:
        return charts.flow(data, **words, **more)  # type: ignore[arg-type]

    return _picture(_("In och ut"), sentence, table, draw)


def _change(shown: ShownReport) -> Picture:
    rows = [
        charts.Step(change.label, change.steps.get("participant"), change.steps.get("handler"))
        for change in shown.changes
    ]
    cells = tuple((change.label, change.participant, change.handler) for change in shown.changes)
    table = ChartTable(_("Samma siffror"), (_("Område"), _("Egna svar"), _("Handledarens")), cells)
    words = {"lower": _("lägre"), "higher": _("högre"), "too_few": _("färre än fem")}

    def draw(**more: object) -> SafeString:
        return charts.steps(rows, **words, **more)  # type: ignore[arg-type]

    sentence = _(
        "Så mycket högre eller lägre svaren är än förra gången, i snitt, på skalan 1–5. Bara de som har svarat de "
        "senaste tretton veckorna räknas, och färre än fem visas inte."
    )
    return _picture(_("Så har svaren rört sig"), sentence, table, draw)
