"""What the steering group sees of a team: the latest frozen week as aggregates, no person and no way to one.

The steering group knows of nobody, so its numbers are over everybody. A colleague who also sees people gets them over
those that colleague may know of: two pages that differ would tell that somebody is hidden.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.permissions import Permission, allows
from core.scope import Scope
from core.suppression import alone, may_follow, suppress
from followup import queries
from followup.models import WeeklyReport
from followup.words import label_of

WEEKS = 60  # looked back on, for what was shown before
# Began, in the order of the report; a person may begin two things, so these add up to nothing.
BEGAN = ("began_work", "began_studies", "began_own_business", "began_internship")


@dataclass(frozen=True)
class Line:
    """`count` is None for fewer than five, or for one that would give such a number away."""

    label: str
    count: int | None
    part: bool = False  # of the line above


@dataclass(frozen=True)
class Steering:
    """`goal_report` is the week the share is of: an earlier one while too few have moved since (see suppression)."""

    report: WeeklyReport
    goal_report: WeeklyReport
    reached: int | None
    base: int | None
    lines: tuple[Line, ...]
    changes: tuple[queries.ShownChange, ...]

    @property
    def has_lines(self) -> bool:
        """Whether any number of the week may be shown."""
        return any(line.count is not None for line in self.lines)

    @property
    def has_changes(self) -> bool:
        return any(step != queries.TOO_FEW for one in self.changes for step in (one.participant, one.handler))

    @property
    def percent(self) -> int | None:
        """Share that has reached work or studies, when neither part is small."""
        return round(100 * self.reached / self.base) if self.reached is not None and self.base else None


def latest(scope: Scope) -> Steering | None:
    """The latest week, None before the first. One query; one more for a viewer who sees people."""
    reports = list(WeeklyReport.objects.visible_to(scope).order_by("-year", "-week")[:WEEKS])[::-1]
    if not reports:
        return None
    report = reports[-1]
    seen = queries.seen_in(*reports, scope=scope) if allows(scope.role, Permission.SEE_PEOPLE) else None

    def people(key: str, of: WeeklyReport = report) -> set[int]:
        ids = set((of.figure(key) or {"ids": ()})["ids"])
        return ids if seen is None else ids & seen

    goal_report, cells = _goal(reports, people)
    goal = suppress(cells)
    return Steering(report, goal_report, goal.cells[0], goal.total, _lines(report, people), queries.changes_in(report))


def _goal(reports: Sequence[WeeklyReport], people: Any) -> tuple[WeeklyReport, list[int]]:
    """The latest share that may follow the ones shown before it: those who reached the goal, and the rest."""
    shown: tuple[WeeklyReport, list[int]] | None = None
    for report in reports:
        base = people("goal_base", report)
        reached = people("goal_reached", report) & base
        cells = [len(reached), len(base - reached)]
        if shown is None or may_follow(cells, shown[1]):
            shown = report, cells
    assert shown is not None  # there is a report
    return shown


def _lines(report: WeeklyReport, people: Any) -> tuple[Line, ...]:
    left = people("out")
    to_goal = people("out_to_goal") & left
    out = suppress([len(to_goal), len(left - to_goal)])
    began = [Line(_label(report, key), alone(len(people(key)))) for key in BEGAN if report.figure(key)]
    return (
        Line(_("Nya"), alone(len(people("in")))),
        Line(_("Avslutade"), out.total),
        Line(_("till arbete eller studier"), out.cells[0], part=True),
        Line(_("till annat"), out.cells[1], part=True),
        *began,
        *_nameless(report),
    )


def _nameless(report: WeeklyReport) -> Iterable[Line]:
    """Those without a name; a report from before they were counted has none."""
    for key in ("nameless_in", "nameless_out"):
        if figure := report.figure(key):
            yield Line(label_of(figure), alone(figure["detail"]["count"]))


def _label(report: WeeklyReport, key: str) -> str:
    figure = report.figure(key)
    return label_of(figure) if figure else key
