"""What the weekly report shows, as the viewer may see it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop as mark
from django.utils.translation import ngettext

from core.numbers import decimal
from core.scope import Scope
from followup.models import WeeklyReport
from followup.words import indicator_of, label_of
from participants.models import (
    Participant,
)

CONTINUITY = ("base_half", "same_half", "base_year", "same_year")
# The parts of the report: key, heading, figures in order. Figures no part names stand last.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "movement",
        mark("Veckan som gick"),
        (
            "in",
            "out",
            "out_to_goal",
            "moved_on",
            "began_work",
            "began_studies",
            "began_own_business",
            "began_internship",
            "nameless_in",
            "nameless_out",
        ),
    ),
    (
        "conditions",
        mark("De fem villkoren"),
        ("active", "no_handler", "handler_changed", *CONTINUITY, "gap", "no_parallel", "no_job_focus"),
    ),
    ("steps", mark("Nästa steg"), ("no_next_step", "step_late")),
)
TOO_FEW = _lazy("färre än fem")
WEEKS_SHOWN = 12  # in the report's charts, its own week among them


@dataclass(frozen=True)
class ShownFigure:
    """A figure as this viewer may see it: `count` people, or `value`, or rows of `detail`."""

    key: str
    label: str
    count: int | None
    value: float | None
    detail: dict[str, Any]
    before: str = ""  # the same figure the week before, as text
    before_opens: bool = False  # whether people stand behind that one

    @property
    def opens(self) -> bool:
        """Whether there are people to show behind the number."""
        return self.value is None and not self.detail.get("count") and bool(self.count)


@dataclass(frozen=True)
class ShownPart:
    key: str
    heading: str
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True)
class ShownChange:
    """How an indicator has moved since the round before: the mean step for each rater, None when too few answered."""

    code: str
    label: str
    steps: dict[str, float | None]  # by rater

    @property
    def participant(self) -> str:
        """ "+0,4", or that too few answered."""
        return _step(self.steps.get("participant"))

    @property
    def handler(self) -> str:
        return _step(self.steps.get("handler"))


@dataclass(frozen=True)
class ShownWeek:
    """One frozen week as this viewer may see it: who came, who left and how many of them to work or studies; of `base`
    people, how many had reached work, and studies."""

    first_day: date
    number: int  # ISO
    came: int
    left: int
    left_to_goal: int
    work: int
    studies: int
    base: int


@dataclass(frozen=True)
class ShownReport:
    parts: tuple[ShownPart, ...]
    changes: tuple[ShownChange, ...]
    weeks: tuple[ShownWeek, ...]  # oldest first, the report's own last
    goal_reached: int
    goal_base: int
    previous: str = ""  # the label of the report of the week before, when there is one

    @property
    def goal_percent(self) -> int | None:
        return round(100 * self.goal_reached / self.goal_base) if self.goal_base else None


def show_report(report: WeeklyReport, *, scope: Scope) -> ShownReport:
    """Counts over those the viewer may see, with the weeks before beside: two queries however large the reports."""
    earlier = WeeklyReport.objects.visible_to(scope).filter(
        first_day__lt=report.first_day, first_day__gte=report.first_day - timedelta(weeks=WEEKS_SHOWN - 1)
    )
    history = [*earlier.order_by("first_day"), report]
    previous = next((one for one in history if one.first_day == report.first_day - timedelta(days=7)), None)
    seen = seen_in(*history, scope=scope)
    before = {one["key"]: _shown(one, seen) for one in previous.figures} if previous else {}
    counted = [one for one in report.figures if "indicator" not in one["detail"]]
    figures = {one["key"]: _beside(_shown(one, seen), before.get(one["key"])) for one in counted}
    parts, used = [], {"goal_base", "goal_reached", "goal_studies"}
    for key, heading, keys in PARTS:
        parts.append(ShownPart(key, _(heading), tuple(figures[k] for k in keys if k in figures)))
        used.update(keys)
    rest = tuple(figure for key, figure in figures.items() if key not in used)
    if rest:
        parts.append(ShownPart("smail", _("Skattningar"), rest))
    reached, base = figures.get("goal_reached"), figures.get("goal_base")
    return ShownReport(
        tuple(parts),
        changes_in(report),
        tuple(_week(one, seen) for one in history),
        (reached.count or 0) if reached else 0,
        (base.count or 0) if base else 0,
        previous.label if previous else "",
    )


def changes_in(report: WeeklyReport) -> tuple[ShownChange, ...]:
    """The figures about an indicator, its two raters side by side: never averaged (domain A.4)."""
    found: dict[str, ShownChange] = {}
    for one in report.figures:
        if "indicator" in one["detail"]:
            code = one["detail"]["indicator"]
            change = found.setdefault(code, ShownChange(code, indicator_of(one), {}))
            change.steps[one["detail"]["rater"]] = one["value"]
    return tuple(found.values())


def _week(report: WeeklyReport, seen: set[int]) -> ShownWeek:
    """A report made before studies were told apart counts everyone as work."""
    count = {one["key"]: len(seen.intersection(one["ids"])) for one in report.figures}
    studies = count.get("goal_studies", 0)
    return ShownWeek(
        first_day=report.first_day,
        number=report.week,
        came=count.get("in", 0),
        left=count.get("out", 0),
        left_to_goal=count.get("out_to_goal", 0),
        work=count.get("goal_reached", 0) - studies,
        studies=studies,
        base=count.get("goal_base", 0),
    )


def _step(value: float | None) -> str:
    return str(TOO_FEW) if value is None else decimal(value, signed=True)


def _beside(figure: ShownFigure, before: ShownFigure | None) -> ShownFigure:
    """The figure with what it was the week before."""
    if before is None:
        return figure
    return replace(figure, before=_text(before), before_opens=before.opens)


def _text(figure: ShownFigure) -> str:
    return str(figure.count) if figure.value is None else decimal(figure.value)


def report_sentence(shown: ShownReport) -> str:
    """The week in one or two plain sentences (look.md: the sentence before the figure)."""
    counts = {figure.key: figure.count or 0 for part in shown.parts for figure in part.figures}
    began = counts.get("began_work", 0) + counts.get("began_studies", 0) + counts.get("began_own_business", 0)
    gap = counts.get("gap", 0)
    words = [
        ngettext("%(n)d person började arbeta eller studera.", "%(n)d personer började arbeta eller studera.", began)
        % {"n": began}
        if began
        else _("Ingen började arbeta eller studera den här veckan.")
    ]
    if gap:
        words.append(
            ngettext("%(n)d saknar insats och behöver en plan.", "%(n)d saknar insats och behöver en plan.", gap)
            % {"n": gap}
        )
    if counts.get("no_handler"):
        n = counts["no_handler"]
        words.append(ngettext("%(n)d saknar handledare.", "%(n)d saknar handledare.", n) % {"n": n})
    return " ".join(words)


def seen_in(*reports: WeeklyReport, scope: Scope) -> set[int]:
    """Ids of the people the reports count whom the viewer may know of. One query."""
    ids = {pk for report in reports for figure in report.figures for pk in figure["ids"]}
    return set(Participant.objects.visible_to(scope).filter(pk__in=ids).values_list("pk", flat=True))


def _shown(figure: dict[str, Any], seen: set[int]) -> ShownFigure:
    counted = None if figure["value"] is not None else len(seen.intersection(figure["ids"]))
    counted = figure["detail"].get("count", counted)
    return ShownFigure(figure["key"], label_of(figure), counted, figure["value"], figure["detail"])


def people_behind(report: WeeklyReport, key: str, *, scope: Scope) -> tuple[str, list[Participant]] | None:
    """The label and the people a number counts, as the viewer may see them; None for no such number."""
    figure = report.figure(key)
    if figure is None or figure["value"] is not None:
        return None
    people = Participant.objects.visible_to(scope).filter(pk__in=figure["ids"]).order_by("sort_name", "pk")
    return label_of(figure), list(people)
