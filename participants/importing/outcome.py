"""Each row's fate as it is shown and kept: what is said of it, never what was laid aside."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.importing.comparing import shared
from participants.importing.enums import Decision, Fate, Field, Sensitive
from participants.importing.planning import Counts, Plan
from participants.importing.rowplan import RowPlan


@dataclass(frozen=True)
class Line:
    """One row of the list before saving and after."""

    number: int
    fate: str
    name: str
    why: str = ""
    unread: list[list[str]] = field(default_factory=list)  # [column, text]
    read: list[list[str]] = field(default_factory=list)  # [column, written, taken for]
    asides: list[str] = field(default_factory=list)  # what kinds of words were laid aside, in words
    remarks: list[str] = field(default_factory=list)
    is_fixed: bool = False
    is_protected: bool = False
    match: str = ""  # public id of the person it is a duplicate of
    match_id: int | None = None
    decision: str = ""  # what the person has decided, against what was proposed
    stranger: str = ""  # the handler's name as written, when it fits nobody in the team
    marks: list[str] = field(default_factory=list)  # comparing.shared
    choices: list[str] = field(default_factory=list)  # what may be decided instead (Decision)

    @property
    def is_flagged(self) -> bool:
        return self.fate == Fate.CREATE and bool(self.unread or self.asides or self.remarks)

    @property
    def fate_label(self) -> str:
        return str(Fate(self.fate).label)

    @property
    def proposed_label(self) -> str:
        """What becomes of the row when nobody decides otherwise."""
        if not self.decision:
            return self.fate_label
        alike = Decision.CREATE in self.choices
        return str((Fate.DUPLICATE if alike else Fate.CREATE).label)

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def together(lines: Sequence[Line], numbers: Collection[int]) -> set[int]:
    """The numbers of these rows and of all that share a mark with them, directly or through others."""
    by_mark: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for mark in line.marks:
            by_mark[mark].append(line)
    found: set[int] = set()
    waiting = [line for line in lines if line.number in numbers]
    while waiting:
        line = waiting.pop()
        if line.number not in found:
            found.add(line.number)
            waiting += [other for mark in line.marks for other in by_mark[mark] if other.number not in found]
    return found


def counts(lines: Sequence[Line]) -> Counts:
    """As Plan.counts."""
    created = [line for line in lines if line.fate == Fate.CREATE]
    return Counts(
        rows=len(lines),
        created=len(created),
        fixed=sum(line.is_fixed for line in created),
        refused=sum(line.fate == Fate.REFUSED for line in lines),
        duplicate=sum(line.fate == Fate.DUPLICATE for line in lines),
        flagged=sum(line.is_flagged for line in created),
    )


def lines(plan: Plan) -> list[Line]:
    titles: dict[str, str] = {}
    for column in plan.order.columns:
        titles.setdefault(column.field.value, column.title)
    return [_line(row, plan, titles) for row in plan.rows]


def _line(row: RowPlan, plan: Plan, titles: dict[str, str]) -> Line:
    created, choices = row.fate == Fate.CREATE, row.choices()
    return Line(
        number=row.number,
        fate=row.fate.value,
        name=row.name,
        why=row.why,
        unread=[[titles.get(key) or str(Field(key).label), text] for key, text in row.unread.items()]
        if created
        else [],
        read=[list(found) for found in (*row.fixed, *row.told)] if created else [],
        asides=_asides(row) if created else [],
        remarks=row.remarks if created else [],
        is_fixed=bool(row.fixed),
        is_protected=created and row.is_protected,
        match=plan.public_ids.get(row.matches, "") if row.matches is not None else "",
        match_id=row.matches,
        stranger=row.stranger if created else "",
        marks=shared(row) if row.digest else [],
        decision=row.decision.value if row.decision in choices else "",
        choices=[choice.value for choice in choices],
    )


def _asides(row: RowPlan) -> list[str]:
    """ "Anteckning: läggs för sig (hälsa)"."""
    said = []
    for kind, _text, column in row.asides:
        words = _("%(column)s: läggs för sig, ser ut att handla om %(what)s") % {
            "column": column,
            "what": Sensitive(kind).label,
        }
        if words not in said:
            said.append(words)
    if row.is_protected:
        said.append(_("Personen visas bara för dig, handledaren och processledaren tills någon har sett över det."))
    return said


def summary(created: int) -> str:
    """For a run's last message."""
    return ngettext("%(n)d person läst in.", "%(n)d personer lästa in.", created) % {"n": created}
