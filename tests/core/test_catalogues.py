"""The English catalogues: whole, with the same placeholders as the Swedish, and truly English (docs/adr/0010)."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from core import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?[a-z][^>]*>|&\w+;")

# Words that are the same in both languages, and names.
SAME = {
    "version",
    "10–49",
    "2–9",
    "50–249",
    "%(language)s %(level)s",
    "%(before)s → %(after)s",
    "%(n)s min",
    "%(n)s person",
    "Alias",
    "Normal",
    "Filter",
    "Filter:",
    "Framåt",
    "Organisation",
    "PDF",
    "Platsbanken",
    "Signal",
    "Status",
    "Text",
    "alias",
    "pension",
    "presentation",
    "region",
    "signal",
    "status",
    "synonym",
    "text",
    "video",
}


def _pairs(app: str) -> Iterator[tuple[str, str, bool]]:
    """(Swedish, English, whether this is the form for one) for each form of each message."""
    for entry in catalogues.read(app):
        several = isinstance(entry.id, (tuple, list))
        for number, (swedish, english) in enumerate(zip(_forms(entry.id), _forms(entry.string), strict=True)):
            if swedish:
                yield swedish, english, several and number == 0


def _forms(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said or "",) if isinstance(said, str) or said is None else tuple(said)


def _differs(swedish: str, english: str, *, one: bool) -> bool:
    """Whether the placeholders disagree. The form for one may say "one" where Swedish says "en"."""
    wanted, given = (Counter(PLACEHOLDER.findall(text)) for text in (swedish, english))
    return bool(given - wanted) if one else wanted != given


@pytest.mark.parametrize("app", catalogues.APPS)
def test_catalogue_of_an_app_has_english_for_every_message(app: str) -> None:
    assert list(catalogues.untranslated(app)) == []


@pytest.mark.parametrize("app", catalogues.APPS)
def test_catalogue_of_an_app_keeps_the_placeholders(app: str) -> None:
    wrong = [pair for *pair, one in _pairs(app) if _differs(*pair, one=one)]

    assert wrong == []


@pytest.mark.parametrize("app", catalogues.APPS)
def test_catalogue_of_an_app_repeats_no_swedish(app: str) -> None:
    assert [swedish for swedish, english, _one in _pairs(app) if swedish == english and swedish not in SAME] == []


def test_one_message_has_one_english_wherever_it_stands() -> None:
    """Django merges the catalogues of all apps, so two ways of saying it would depend on the order of apps."""
    said: dict[tuple[str, str], set[str]] = {}
    for app in catalogues.APPS:
        for entry in catalogues.read(app):
            if entry.id:
                said.setdefault((str(entry.id), str(entry.context)), set()).add(str(entry.string))

    assert [key for key, english in said.items() if len(english) > 1] == []


def test_catalogues_read_singular_and_plural_before_the_number() -> None:
    """A lazy plural names its number last, which is no message."""
    found = [message for _place, message, _context in catalogues.messages("core") if isinstance(message, tuple)]

    assert found
    assert not any("limit_value" in message for message in found)
