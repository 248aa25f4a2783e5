"""What stands in a CV, frozen: what a version keeps, what a design prints. Nothing here but what the document shows."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from cvbuilder.enums import PartCode
from cvbuilder.rules import Block, blocks, direction

ONE_LINE_EACH = 8
LONG_NAME = 28


@dataclass(frozen=True)
class Entry:
    """An experience or an education. `where` are its pieces: employer or school, country, remark."""

    period: str
    title: str
    where: tuple[str, ...] = ()
    text: str = ""

    @property
    def period_pieces(self) -> list[str]:
        """The period in pieces that are not broken over lines: "november 2020 –", "januari 2021"."""
        first, dash, last = self.period.partition(" – ")
        return [f"{first} –", last] if dash else [first]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks(self.text)


@dataclass(frozen=True)
class Fact:
    """A line of a short list: a language and its level, an occupation and how long, a skill alone."""

    label: str
    detail: str = ""


@dataclass(frozen=True)
class EntryPart:
    code: str
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class FactPart:
    code: str
    heading: str
    facts: tuple[Fact, ...]

    @property
    def is_long(self) -> bool:
        """Set as running text, since one line each would be a column of its own."""
        return len(self.facts) > ONE_LINE_EACH


@dataclass(frozen=True)
class CVContent:
    """A whole CV in one language. Never number, health, birth year or photo: there is no field for them."""

    language: str
    title: str  # of the document, neutral
    name: str
    headline: str = ""
    contact: tuple[str, ...] = ()
    profile: str = ""
    entry_parts: tuple[EntryPart, ...] = ()
    fact_parts: tuple[FactPart, ...] = ()

    @property
    def profile_blocks(self) -> tuple[Block, ...]:
        return blocks(self.profile)

    @property
    def dir(self) -> str:
        return direction(self.title)

    @property
    def has_long_name(self) -> bool:
        """Set smaller, so that it stands on two lines at most but for the very longest."""
        return len(self.name) > LONG_NAME

    @property
    def comma(self) -> str:
        return "، " if self.dir == "rtl" else ", "

    @property
    def fact_columns(self) -> list[list[FactPart]]:
        """The short lists side by side: skills, usually the longest, against the others."""
        skills = [part for part in self.fact_parts if part.code == PartCode.SKILL]
        others = [part for part in self.fact_parts if part.code != PartCode.SKILL]
        if not skills:
            return [[part] for part in others]
        return [column for column in (others, skills) if column]

    @property
    def is_empty(self) -> bool:
        """Nothing but a name."""
        return not (self.profile or self.entry_parts or self.fact_parts)

    def text(self) -> str:
        """All words of the document, for checks."""
        pieces = [self.name, self.headline, *self.contact, self.profile]
        for part in self.entry_parts:
            pieces.append(part.heading)
            for entry in part.entries:
                pieces += [entry.period, entry.title, *entry.where, entry.text]
        for facts in self.fact_parts:
            pieces.append(facts.heading)
            for fact in facts.facts:
                pieces += [fact.label, fact.detail]
        return "\n".join(pieces)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "CVContent":
        """The content a version kept. Raises KeyError or TypeError for what `as_data` never made."""
        return cls(
            **{name: data[name] for name in ("language", "title", "name", "headline", "profile")},
            contact=tuple(data["contact"]),
            entry_parts=tuple(
                EntryPart(
                    part["code"],
                    part["heading"],
                    tuple(Entry(**{**entry, "where": tuple(entry["where"])}) for entry in part["entries"]),
                )
                for part in data["entry_parts"]
            ),
            fact_parts=tuple(
                FactPart(part["code"], part["heading"], tuple(Fact(**fact) for fact in part["facts"]))
                for part in data["fact_parts"]
            ),
        )


def digest(content: CVContent, *, design: str, engine: str) -> str:
    """SHA-256 of everything the file depends on, as hex: same digest, same file."""
    said = json.dumps([engine, design, content.as_data()], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
