"""What a person is asked when they say yes to something: data/consents.json, read once. Each kind has versions, the latest
last; what somebody once said yes to keeps the words it was said to. Never through gettext: the languages are the
person's (participants.ownwords), and those nobody who speaks them has read say so."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from participants.ownwords import FALLBACK

FILE = Path(__file__).with_name("data") / "consents.json"


@dataclass(frozen=True)
class Wording:
    """One kind in one language: the yes in the person's own words, and what it is for."""

    version: int
    language: str
    title: str
    text: str
    is_awaiting: bool  # machine-made, not read by anybody who knows the language


@cache
def _read() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def latest(kind: str, language: str = FALLBACK) -> Wording:
    """As it is asked today; Swedish where it is not there in the language wanted."""
    return _wording(_read()["kinds"][kind][-1], language)


def of_version(kind: str, version: int, language: str = FALLBACK) -> Wording:
    """As it was asked then. Raises LookupError for a version there never was."""
    found = next((one for one in _read()["kinds"][kind] if one["version"] == version), None)
    if found is None:
        raise LookupError(f"no version {version} of the words for {kind}")
    return _wording(found, language)


def languages() -> list[str]:
    """Codes that every kind can be asked in."""
    return [code for code in _read()["kinds"]["sms"][-1]["texts"]]


def _wording(one: dict[str, Any], language: str) -> Wording:
    code = language if language in one["texts"] else FALLBACK
    told = one["texts"][code]
    return Wording(one["version"], code, told["title"], told["text"], code in _read()["awaiting"])
