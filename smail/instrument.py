"""The instrument read once and kept in memory: reference data that only load_instrument changes, at deploy.

A self-service screen asks the database for none of this.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from smail.enums import Rater, ReviewState
from smail.models import Indicator, Instrument, InstrumentLanguage, QuestionText

FALLBACK = "sv"


class NoInstrument(RuntimeError):
    """No instrument is loaded: run manage.py load_instrument."""


@dataclass(frozen=True)
class Text:
    """A question in one language. `labels` are for 1 to 5; `anchors` {1: …, 3: …, 5: …} what can be seen."""

    language: str
    text: str
    labels: tuple[str, ...]
    help: str
    anchors: Mapping[int, str]


@dataclass(frozen=True)
class Ask:
    """One question to one rater; `number` is its place from 1."""

    number: int
    indicator_id: int
    code: str
    is_health: bool
    handler_only: bool
    names: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, Text]

    def text(self, language: str) -> Text:
        return self.texts.get(language) or self.texts[FALLBACK]

    def name(self, language: str, form: str = "short") -> str:
        """The indicator on staff screens: "short" in charts ("Vardag"), "said" in a sentence ("Vardagen"), "long"."""
        return (self.names.get(language) or self.names[FALLBACK])[form]


@dataclass(frozen=True)
class Language:
    """A language the participant can answer in. `words` are the screens' own texts, by key."""

    code: str
    own_name: str
    staff_name: str
    direction: str
    is_reviewed: bool
    review_note: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Version:
    """One version of the instrument, whole."""

    id: int
    number: int
    published_on: date | None
    asks: Mapping[str, tuple[Ask, ...]]  # by rater
    languages: tuple[Language, ...]

    def language(self, code: str) -> Language:
        """The language with this code, or Swedish."""
        found = next((language for language in self.languages if language.code == code), None)
        return found or next(language for language in self.languages if language.code == FALLBACK)

    def speaks(self, code: str) -> bool:
        return any(language.code == code for language in self.languages)

    @property
    def to_participant(self) -> tuple[Ask, ...]:
        return self.asks[Rater.PARTICIPANT]

    @property
    def to_handler(self) -> tuple[Ask, ...]:
        return self.asks[Rater.HANDLER]


_lock = threading.Lock()
_kept: dict[int, Version] = {}


def forget() -> None:
    """For whoever has just loaded another version in this process."""
    with _lock:
        _kept.clear()


def versions() -> Mapping[int, Version]:
    """Every loaded version by id; read from the database once per process. Raises NoInstrument."""
    if not _kept:
        with _lock:
            if not _kept:
                _kept.update(_read())
    if not _kept:
        raise NoInstrument("no instrument is loaded: run manage.py load_instrument")
    return _kept


def current(today: date | None = None) -> Version:
    """The highest version published by today. Raises NoInstrument."""
    day = today or timezone.localdate()
    published = [v for v in versions().values() if v.published_on is not None and v.published_on <= day]
    # A machine whose clock is behind still asks its questions.
    return max(published or versions().values(), key=lambda version: version.number)


def version(instrument_id: int) -> Version:
    """The version an assessment was opened with."""
    found = versions().get(instrument_id)
    if found is None:
        forget()
        found = versions()[instrument_id]
    return found


def indicators() -> tuple[Ask, ...]:
    """The indicators in order, as the current version asks the handler (its questions cover them all)."""
    return current().to_handler


def _read() -> dict[int, Version]:
    by_question: dict[int, dict[str, Text]] = {}
    asks: dict[tuple[int, str], list[Ask]] = {}
    texts = QuestionText.objects.select_related("question__indicator").order_by("question__order", "pk")
    for row in texts:
        words = by_question.setdefault(row.question_id, {})
        if not words:
            question, indicator = row.question, row.question.indicator
            group = asks.setdefault((question.instrument_id, question.rater), [])
            group.append(_ask(question.order, indicator, words))
        anchors = {int(step): seen for step, seen in row.anchors.items()}
        words[row.language] = Text(row.language, row.text, tuple(row.labels), row.help, anchors)
    languages: dict[int, list[Language]] = {}
    for language in InstrumentLanguage.objects.order_by("position"):
        languages.setdefault(language.instrument_id, []).append(_language(language))
    return {
        each.pk: Version(
            each.pk,
            each.version,
            each.published_on,
            {rater: tuple(asks.get((each.pk, rater), ())) for rater in Rater.values},
            tuple(languages.get(each.pk, ())),
        )
        for each in Instrument.objects.all()
    }


def _ask(number: int, indicator: Indicator, words: dict[str, Text]) -> Ask:
    return Ask(
        number,
        indicator.pk,
        indicator.code,
        indicator.is_health,
        indicator.handler_only,
        indicator.names,
        words,
    )


def _language(row: InstrumentLanguage) -> Language:
    return Language(
        row.code,
        row.own_name,
        row.staff_name,
        row.direction,
        row.review_state == ReviewState.REVIEWED,
        row.review_note,
        row.words,
    )
