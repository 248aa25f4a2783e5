"""A register extract as it is read: headings, facts in words, dates as people write them. Pure but for the words that
providers look up; the caller says in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import registry, swedish_dates
from core.registry import Told
from participants.enums import LeftOutReason

FIRST = "participants.Participant"
COLUMNS = 5


@dataclass(frozen=True)
class Fact:
    label: str
    words: str

    @property
    def is_long(self) -> bool:
        return len(self.words) > 90 or "\n" in self.words


@dataclass(frozen=True)
class Entry:
    facts: list[Fact]
    is_cut: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """Headings of a table, where the section is one: several entries of few and short facts. Else none."""
        labels = list(dict.fromkeys(fact.label for entry in self.entries for fact in entry.facts))
        is_short = not any(fact.is_long for entry in self.entries for fact in entry.facts)
        return labels if is_short and len(self.entries) > 1 and len(labels) <= COLUMNS else []

    @property
    def lines(self) -> list[list[str]]:
        """The cells of that table."""
        known = [{fact.label: fact.words for fact in entry.facts} for entry in self.entries]
        return [[facts.get(label, "") for label in self.columns] for facts in known]


@dataclass(frozen=True)
class Changed:
    at: str
    by: str
    what: str
    was: str
    now: str


def sections(data: Mapping[str, Any]) -> list[Section]:
    """The parts that hold something, the person's own facts first."""
    told = sorted(_all_told(), key=lambda one: one.model != FIRST)
    found = [Section(str(one.title), _entries(one, data["sections"].get(one.model, []))) for one in told]
    return [section for section in found if section.entries]


def _all_told() -> list[Told]:
    return [told for provider in registry.extract for told in provider.told]


def _entries(told: Told, rows: list[dict[str, Any]]) -> list[Entry]:
    entries = [Entry(_facts(told, row), bool(row.get("left_out"))) for row in rows]
    return [entry for entry in entries if entry.facts]


def _facts(told: Told, row: Mapping[str, Any]) -> list[Fact]:
    facts = [Fact(capfirst(str(label)), _words(told, name, row.get(name))) for name, label in told.fields.items()]
    return [fact for fact in facts if fact.words]


def _words(told: Told, name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if name in told.values:
        return told.values[name](value)
    choices = _choices(told.model, name)
    if choices:
        return str(choices.get(value, value))
    return plain(value)


def _choices(label: str, name: str) -> Mapping[Any, Any]:
    model: Any = apps.get_model(label)
    known = {one.name: one for one in model._meta.concrete_fields}
    return dict(known[name].flatchoices) if name in known and known[name].choices else {}


def plain(value: Any) -> str:
    """A value in words: ja and nej, days as "18 nov 2026"."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, dict):
        return "\n".join(f"{key}: {plain(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    return _day(value) if isinstance(value, str) else str(value)


def _day(text: str) -> str:
    """The text; as a day or a moment when it is one."""
    language = get_language() or "sv"
    try:
        moment = parse_datetime(text) if len(text) > 10 else None
        day = parse_date(text) if len(text) == 10 else None
    except ValueError:
        return text
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        at = timezone.localtime(moment)
        return f"{swedish_dates.full(at.date(), language=language)} {swedish_dates.clock(at)}"
    return swedish_dates.full(day, language=language) if isinstance(day, date) else text


def changed(data: Mapping[str, Any]) -> list[Changed]:
    """Every change of a field that is told, the latest first."""
    told = {one.model: one for one in _all_told()}
    lines = [
        (line["at"], told[label], line)
        for label, found in data["changes"].items()
        if label in told
        for line in found
        if line["field"] in told[label].fields
    ]
    lines.sort(key=lambda one: one[0], reverse=True)
    return [
        Changed(
            _day(at),
            line["by"],
            f"{one.title}: {one.fields[line['field']]}",
            _words(one, line["field"], line["was"]),
            _words(one, line["field"], line["now"]),
        )
        for at, one, line in lines
    ]


def left_out(data: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Heading, day and reason of each thing that was left out."""
    titles = {one.model: str(one.title) for one in _all_told()}
    return [
        (titles.get(one["section"], ""), _day(one["on"]), str(LeftOutReason(one["reason"]).label))
        for one in data["left_out"]
    ]


def read_by(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Who has opened it, with the day in words."""
    return [line | {"day": _day(line["day"])} for line in data["readers"]]
