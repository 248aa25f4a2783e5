"""What is said to the person on their own pages, by language: data/own_words.json, read once. Never through gettext: the
languages are the person's, and each says whether somebody who speaks it has read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from participants.messages import code_of, iso_code
from participants.models import Participant

FALLBACK = "sv"
FILE = Path(__file__).with_name("data") / "own_words.json"


@dataclass(frozen=True)
class Own:
    """One language of the person's pages. `words` by key; some have {places} for `said`."""

    code: str
    own_name: str
    staff_name: str
    direction: str
    is_reviewed: bool
    review_note: str
    words: Mapping[str, str]

    def said(self, **values: object) -> dict[str, str]:
        """The words with their places filled in; one that lacks its value keeps the place empty."""
        known = _Blank(values)
        return {key: text.format_map(known) if "{" in text else text for key, text in self.words.items()}


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class HelpNumber:
    """A number to call: as it is written, as it is dialled, what for by language."""

    number: str
    call: str
    names: Mapping[str, str]

    def name(self, code: str) -> str:
        return self.names.get(code) or self.names[FALLBACK]


@cache
def _read() -> tuple[tuple[Own, ...], tuple[HelpNumber, ...]]:
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    languages = tuple(
        Own(
            code=row["code"],
            own_name=row["own_name"],
            staff_name=row["staff_name"],
            direction=row["direction"],
            is_reviewed=row["review_state"] == "reviewed",
            review_note=row["review_note"],
            words=row["words"],
        )
        for row in data["languages"]
    )
    return languages, tuple(HelpNumber(**row) for row in data["help"])


def languages() -> tuple[Own, ...]:
    return _read()[0]


def help_numbers(code: str) -> list[tuple[str, str, str]]:
    """(as written, as dialled, what for) in a language."""
    return [(each.number, each.call, each.name(code)) for each in _read()[1]]


def speaks(code: str) -> bool:
    return any(each.code == code for each in languages())


def language(code: str) -> Own:
    """The language with this code, or Swedish."""
    return next((each for each in languages() if each.code == code), None) or next(
        each for each in languages() if each.code == FALLBACK
    )


def of_person(participant: Participant) -> Own:
    """The person's language where we have words in it (Persian for Dari), else Swedish. Reads `preferred_language`."""
    return language(code_of(participant.preferred_language))


def asked_for(request: HttpRequest, otherwise: Own) -> Own:
    """`?sprak=` in the address, when we have words in it."""
    code = request.GET.get("sprak", "")
    return language(code) if speaks(code) else otherwise


def of_browser(request: HttpRequest) -> Own:
    """As the telephone is set, else Swedish."""
    for wanted in request.headers.get("Accept-Language", "")[:200].split(","):
        code = iso_code(wanted.partition(";")[0].strip().partition("-")[0])
        if speaks(code):
            return language(code)
    return language(FALLBACK)
