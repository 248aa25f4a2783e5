"""What taxonomy gives the lower apps through the registries of core."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core import pickers
from core.pickers import Picker
from taxonomy.enums import Kind
from taxonomy.models import Language, Municipality
from taxonomy.widgets import WordsField


def _languages_field(**kwargs: Any) -> forms.Field:
    return WordsField(kind=Kind.LANGUAGE, **kwargs)


def _municipalities_field(**kwargs: Any) -> forms.Field:
    return WordsField(kind=Kind.MUNICIPALITY, **kwargs)


def _languages(keys: Sequence[str]) -> list[Language]:
    found = {row.concept_id: row for row in Language.objects.filter(concept_id__in=keys)}
    return [found[key] for key in keys if key in found]


def _municipalities(keys: Sequence[str]) -> list[Municipality]:
    found = {row.code: row for row in Municipality.objects.filter(code__in=keys)}
    return [found[key] for key in keys if key in found]


pickers.register(
    "languages",
    Picker(field=_languages_field, keys=lambda rows: [row.concept_id for row in rows], rows=_languages),
)
pickers.register(
    "municipalities",
    Picker(field=_municipalities_field, keys=lambda rows: [row.code for row in rows], rows=_municipalities),
)
