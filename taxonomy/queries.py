"""Reads of the taxonomy: suggestions while typing, reading of hand-written cells, small lists, nearness."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from taxonomy.enums import Kind, SmallList, TermSource
from taxonomy.models import (
    Concept,
    Country,
    Language,
    Municipality,
    Occupation,
    OccupationField,
    Place,
    Skill,
    SmallListItem,
    Term,
)
from taxonomy.reading import Found, Reading, read, read_licences, read_many
from taxonomy.rules import distance_km
from taxonomy.terms import COMMON
from taxonomy.words import normal, prefix_range, spelt

__all__ = [
    "Choice",
    "Found",
    "Reading",
    "Suggestion",
    "choices",
    "municipality_near",
    "read",
    "read_licences",
    "read_many",
    "resolve",
    "resolve_occupations",
    "suggest",
]

MODELS: dict[Kind, tuple[type[Concept] | type[Place], str]] = {
    Kind.OCCUPATION: (Occupation, "concept_id"),
    Kind.FIELD: (OccupationField, "concept_id"),
    Kind.SKILL: (Skill, "concept_id"),
    Kind.PLACE: (Place, "code"),
    Kind.MUNICIPALITY: (Municipality, "concept_id"),
    Kind.LANGUAGE: (Language, "concept_id"),
    Kind.COUNTRY: (Country, "concept_id"),
}
LIMIT = 10
MOST = 50
UNCOUNTED = 2_000_000_000  # weights of other kinds than occupations say nothing of how often something is meant


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that can be chosen. `key` is what forms carry; `via` the other word that was typed, "" for its name."""

    kind: str
    target_id: int
    key: str
    label: str
    hint: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An item of a small list."""

    concept_id: str
    label: str


# One query. The longest word is asked as a range on the index; the others must begin some word of the same name.
# Rank: 0 the name itself or our own word for it, 1 it begins a word of something common (or our own word for that), 2 it
# begins the name of something that is advertised, 3 it begins another word for something common, 4 it begins a name, 5 it
# is another word, 6 it begins a later word of a name, 7 it begins another word. Among equals: what matches with å ä ö as
# typed, then names that begin so, then common, then short.
SUGGEST = """
WITH hit AS MATERIALIZED (
  SELECT target_id, key, label, hint, via, weight, source,
         CASE WHEN fold = %(text)s AND word = 0 AND source <= %(own)s THEN 0
              WHEN weight >= %(common)s AND source <= %(own)s THEN 1
              WHEN weight > %(least)s AND source = %(label)s AND starts_with(whole, %(text)s) THEN 2
              WHEN weight >= %(common)s AND source <= %(synonym)s THEN 3
              WHEN source = %(label)s AND starts_with(whole, %(text)s) THEN 4
              WHEN fold = %(text)s AND word = 0 THEN 5
              WHEN source = %(label)s THEN CASE WHEN word = 0 THEN 4 ELSE 6 END
              ELSE 7 END AS rank,
         starts_with(spelt, %(spelt)s) AS as_typed,
         source = %(label)s AND word = 0 AS begins
    FROM taxonomy_term
   WHERE kind = %(kind)s AND fold >= %(low)s AND fold < %(high)s
     AND NOT EXISTS (SELECT FROM unnest(%(others)s::text[]) o WHERE position(' ' || o IN ' ' || whole) = 0)
), best AS (
  SELECT DISTINCT ON (target_id) *, bool_or(begins) OVER (PARTITION BY target_id) AS named
    FROM hit ORDER BY target_id, rank, as_typed DESC, source
)
SELECT target_id, key, label, hint, via
  FROM best
 ORDER BY weight < 0, rank, as_typed DESC, named DESC, weight DESC, length(label), label, key LIMIT %(limit)s
"""


def suggest(kind: Kind | str, text: str, limit: int = LIMIT) -> list[Suggestion]:
    """What `text` may be the beginning of, best first, each target once. One query on one index.

    An empty text gives the most common languages, and nothing for other kinds.
    """
    kind, limit = Kind(kind), max(1, min(limit, MOST))
    words = normal(text).split()
    if not words:
        return _common_languages(limit) if kind == Kind.LANGUAGE else []
    driver = max(words, key=len)
    low, high = prefix_range(driver)
    parameters: dict[str, str | int | list[str]] = {
        "kind": kind.value,
        "text": " ".join(words),
        "spelt": spelt(text) if len(words) == 1 else driver,
        "low": low,
        "high": high,
        "others": [word for word in words if word is not driver],
        "label": TermSource.LABEL.value,
        "own": TermSource.OWN.value,
        "synonym": TermSource.SYNONYM.value,
        "common": COMMON if kind == Kind.OCCUPATION else UNCOUNTED,
        "least": 0 if kind == Kind.OCCUPATION else UNCOUNTED,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(SUGGEST, parameters)
        found = [Suggestion(kind.value, *row) for row in cursor.fetchall()]
    # "lager" leads to Lagerarbetare by way of a synonym, but nobody needs to be told.
    return [replace(s, via="") if s.via and driver in normal(s.label) else s for s in found]


def _common_languages(limit: int) -> list[Suggestion]:
    terms = Term.objects.filter(kind=Kind.LANGUAGE, source=TermSource.LABEL, word=0, weight__gt=0)
    terms = terms.order_by("-weight", "label", "fold")[: limit * 2]  # a name with parts stands there twice
    found = {t.target_id: Suggestion(t.kind, t.target_id, t.key, t.label, t.hint) for t in terms}
    return list(found.values())[:limit]


def resolve(kind: Kind | str, keys: Collection[str]) -> dict[str, Concept | Place]:
    """The rows behind the keys forms carry: concept id, for places their code. Retired rows too, since old records
    hold them; unknown keys are left out. One query."""
    model, field = MODELS[Kind(kind)]
    if not keys:
        return {}
    rows = model._default_manager.filter(**{f"{field}__in": list(keys)})
    if kind == Kind.PLACE:
        rows = rows.select_related("municipality")  # type: ignore[misc]  # only places have one
    return {getattr(row, field): row for row in rows}


def resolve_occupations(concept_ids: Collection[str]) -> dict[str, Occupation]:
    """Today's occupation for each concept id of an ad, old ids followed to their heirs; retired ones without heir are
    themselves. Unknown ids are left out. One query."""
    rows = Occupation.objects.filter(concept_id__in=list(concept_ids)).select_related("heir", "ssyk4")
    return {row.concept_id: row.heir or row for row in rows}


def choices(name: SmallList | str) -> list[Choice]:
    """A small list in the order it is offered. One query."""
    items = SmallListItem.objects.current().filter(list=SmallList(name)).order_by("position")
    return [Choice(item.concept_id, item.label) for item in items]


def municipality_near(ids: Iterable[int], km: float) -> set[int]:
    """Primary keys of the municipalities whose centre lies within `km` of the centre of any of `ids`, these included.
    One query."""
    points = {m.pk: m.point for m in Municipality.objects.current()}
    wanted = [points[pk] for pk in set(ids) if pk in points]
    return {pk for pk, point in points.items() if any(distance_km(point, near) <= km for near in wanted)}


def language_name(path: str) -> Any:
    """The name of the language at `path` ("profile__language"), in the screen's language, for a query."""
    if (get_language() or "sv").startswith("sv"):
        return F(f"{path}__label")
    return Coalesce(NullIf(F(f"{path}__label_en"), Value("")), F(f"{path}__label"))
