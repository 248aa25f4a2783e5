"""Brings the instrument's tables in line with the files that ship with the product (smail/data/instrument_N.json)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from smail.enums import Rater
from smail.models import Indicator, Instrument, InstrumentLanguage, Question, QuestionText

DATA = Path(__file__).parent / "data"
SCALE = 5


class DataError(ValueError):
    """A shipped file is not whole: what is missing, in words for the one who edits it."""


@dataclass
class Result:
    rows: int = 0
    changed: int = 0


def read_files(folder: Path = DATA) -> list[dict[str, Any]]:
    """Every version's file, lowest first, checked. Raises DataError."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("instrument_*.json")]
    for document in found:
        check(document)
    return sorted(found, key=lambda document: document["version"])


def check(document: Mapping[str, Any]) -> None:
    """Raises DataError unless every question is whole in every language it must have."""
    codes = {indicator["code"] for indicator in document["indicators"]}
    own_languages = [language["code"] for language in document["languages"]]
    keys = set(document["languages"][0]["words"])
    for language in document["languages"]:
        if set(language["words"]) != keys or not all(text.strip() for text in language["words"].values()):
            raise DataError(f"{language['code']}: the screens' words are not the same as in the first language")
    for question in document["questions"]:
        where = f"{question['rater']} {question['indicator']}"
        if question["indicator"] not in codes or question["rater"] not in Rater.values:
            raise DataError(f"{where}: unknown indicator or rater")
        wanted = own_languages if question["rater"] == Rater.PARTICIPANT else ["sv", "en"]
        for language in wanted:
            text = question["texts"].get(language)
            if text is None or not text["text"].strip():
                raise DataError(f"{where}: no text in {language}")
            if len(text["labels"]) != SCALE or len(set(text["labels"])) != SCALE:
                raise DataError(f"{where}: {language} needs five different labels")


@transaction.atomic
def load(documents: Iterable[Mapping[str, Any]]) -> Result:
    """Writes what differs. Run as role `owner`; a second run changes 0 rows."""
    result = Result()
    for document in documents:
        indicators = _indicators(document, result)
        instrument = _put(
            result,
            Instrument,
            {"version": document["version"]},
            {"published_on": document["published_on"], "source": document.get("source", "")},
        )
        _languages(document, instrument, result)
        _questions(document, instrument, indicators, result)
    return result


def _put(result: Result, model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> Any:
    """The row with this key, made or brought in line."""
    result.rows += 1
    manager = model._default_manager
    row = manager.filter(**key).first()
    if row is None:
        result.changed += 1
        return manager.create(**key, **values)
    differing = [name for name, value in values.items() if _plain(getattr(row, name)) != _plain(value)]
    if differing:
        result.changed += 1
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _indicators(document: Mapping[str, Any], result: Result) -> dict[str, Indicator]:
    found = {}
    for position, given in enumerate(document["indicators"], start=1):
        values = {
            "position": position,
            "is_health": given["is_health"],
            "handler_only": given["handler_only"],
            "names": given["names"],
        }
        found[given["code"]] = _put(result, Indicator, {"code": given["code"]}, values)
    return found


def _languages(document: Mapping[str, Any], instrument: Instrument, result: Result) -> None:
    for position, given in enumerate(document["languages"], start=1):
        names = ("own_name", "staff_name", "direction", "review_state", "review_note", "words")
        values = {"position": position} | {name: given[name] for name in names}
        _put(result, InstrumentLanguage, {"instrument": instrument, "code": given["code"]}, values)
    kept = [given["code"] for given in document["languages"]]
    result.changed += instrument.languages.exclude(code__in=kept).delete()[0]


def _questions(
    document: Mapping[str, Any], instrument: Instrument, indicators: Mapping[str, Indicator], result: Result
) -> None:
    states = {given["code"]: given["review_state"] for given in document["languages"]}
    for given in document["questions"]:
        key = {"instrument": instrument, "rater": given["rater"], "indicator": indicators[given["indicator"]]}
        question = _put(result, Question, key, {"order": given["order"]})
        for language, text in given["texts"].items():
            values = {
                "text": text["text"],
                "labels": text["labels"],
                "help": text.get("help", ""),
                "anchors": text.get("anchors", {}),
                "review_state": text.get("review_state", states.get(language, "awaiting")),
            }
            _put(result, QuestionText, {"question": question, "language": language}, values)
        result.changed += question.texts.exclude(language__in=given["texts"]).delete()[0]
