"""The house's form fields: days, times, numbers and telephone numbers in the spellings people use. Import from core.forms."""

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import swedish_dates


class DateField(forms.DateField):
    """A day written as one likes: 1/3, imorgon, v. 14, ons, 2026-03-01, 260301, 1 mars.

    `lean` settles a day without a year: "near" (default), "future" for plans, "past" for what has happened.
    `earliest`/`latest` are dates, or a function giving today's limit.
    """

    widget = forms.TextInput
    size = "short"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Datumet finns inte. Skriv till exempel 1/3 eller imorgon."),
        "too_early": _("Dagen är för tidig. Den första som går är %(limit)s."),
        "too_late": _("Dagen är för sen. Den sista som går är %(limit)s."),
    }

    def __init__(
        self,
        *,
        lean: swedish_dates.Lean = "near",
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,
    ) -> None:
        self.lean = lean
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"maxlength": 40, "autocomplete": "off", "data-date": "", "size": 16}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if hasattr(value, "date"):
            return value.date()  # type: ignore[no-any-return]
        if isinstance(value, date):
            return value
        try:
            day = swedish_dates.parse_date(str(value), today=timezone.localdate(), lean=self.lean)
        except (ValueError, OverflowError) as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault
        return self._within(day)

    def _within(self, day: date) -> date:
        for limit, passed, code in (
            (self.earliest, self.earliest and day < self.earliest, "too_early"),
            (self.latest, self.latest and day > self.latest, "too_late"),
        ):
            if limit and passed:
                shown = swedish_dates.full(limit, language=get_language() or "sv")
                raise ValidationError(self.error_messages[code], code=code, params={"limit": shown})
        return day

    def prepare_value(self, value: Any) -> Any:
        """A stored day is shown as 18 nov 2026; what somebody typed is shown as typed."""
        if isinstance(value, date):
            return swedish_dates.full(value, language=get_language() or "sv")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class TimeField(forms.TimeField):
    """A time of day: 9, 9.30, 0930, 09:30, kl 13, halv tio."""

    widget = forms.TextInput
    size = "short"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Klockslaget finns inte. Skriv till exempel 9.30 eller 13.")
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"maxlength": 20, "autocomplete": "off", "size": 8}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        try:
            return swedish_dates.parse_time(str(value))
        except ValueError as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault

    def prepare_value(self, value: Any) -> Any:
        return swedish_dates.clock(value) if isinstance(value, time) else value


class NumberField(forms.DecimalField):
    """A number with comma or point: 37,5 · 1 200 · 75 %. Hours, shares, amounts."""

    widget = forms.TextInput
    size = "short"
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("Skriv ett tal med siffror, till exempel 37,5.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return forms.Field.widget_attrs(self, widget) | {"inputmode": "decimal", "maxlength": 20, "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0%]", "", value[:40]).replace("−", "-").replace(",", ".")
        try:
            return super().to_python(value)
        except InvalidOperation as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | float):
            return format(value, "f").replace(".", ",") if value == value else ""
        return value


class WholeNumberField(forms.IntegerField):
    """A whole number, also written 1 200 or 75 %."""

    widget = forms.TextInput
    size = "short"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv ett helt tal med siffror, till exempel 40.")
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return forms.Field.widget_attrs(self, widget) | {"inputmode": "numeric", "maxlength": 12, "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0%]", "", value[:40])
        return super().to_python(value)


def show_phone(stored: str) -> str:
    """A stored number (E.164) as it is read here: +46701740605 is 070-174 06 05, others international."""
    try:
        number = phonenumbers.parse(stored, "SE")
    except phonenumbers.NumberParseException:
        return stored
    home = number.country_code == 46
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, kind)


class PhoneField(forms.CharField):
    """A telephone number in any spelling; cleaned to E.164 (+46701740605), shown as 070-174 06 05."""

    widget = forms.TelInput
    size = "middle"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Numret går inte att ringa. Skriv till exempel 070-174 06 05.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text[:40], "SE")
        except phonenumbers.NumberParseException as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> Any:
        return show_phone(value) if isinstance(value, str) and value.startswith("+") else value
