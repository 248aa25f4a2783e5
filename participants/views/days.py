"""Advice about days: that one is no working day is said, and stops nobody."""

from datetime import date

from django.utils.translation import gettext as _

from core.working_days import is_working_day


def is_free(day: date | None) -> bool:
    """A weekend, a public holiday, or an eve that is free in practice."""
    return day is not None and not is_working_day(day)


def with_advice(words: str, day: date | None) -> str:
    """The words of what was saved; after them, that its day is no working day."""
    return " ".join([words, _("Dagen är en helg eller röd dag.")]) if is_free(day) else words
