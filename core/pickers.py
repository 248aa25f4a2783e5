"""Fields to pick words with, for apps that must not know where the words come from.

accounts and taxonomy stand beside each other: a membership names languages and municipalities, and taxonomy, which
has them, gives the fields through here (its provides.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Picker:
    """`field(**kwargs)` makes a form field; it cleans to a list of rows with `label`. `keys` are what is stored of
    them, `rows` finds them again in the order of the keys, those that are gone left out."""

    field: Callable[..., forms.Field]
    keys: Callable[[Sequence[Any]], list[str]]
    rows: Callable[[Sequence[str]], list[Any]]


_pickers: dict[str, Picker] = {}


def register(name: str, picker: Picker) -> None:
    _pickers[name] = picker


def get(name: str) -> Picker:
    """Raises KeyError when no app gives it."""
    return _pickers[name]
