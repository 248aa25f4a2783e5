"""Fields that jobs need and no other app has."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from employers.rules import Hours, organisation_number, read_hours, read_number, tells_hours

LONGEST_WEEK = 80


class HoursField(forms.CharField):
    """Hours a week as people write them: 40, 20-30, halvtid, 50 %, enligt överenskommelse. Cleans to rules.Hours; words
    of working time that no number comes of are kept as they are, for a colleague to ask about."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "untold": _(
            "Vi förstår inte hur många timmar det blir. Skriv ett tal, till exempel 20 eller 20–30, eller ord som "
            "heltid, halvtid eller enligt överenskommelse."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        hours = read_hours(super().clean(value), most=LONGEST_WEEK)
        if not tells_hours(hours):
            raise ValidationError(self.error_messages["untold"], code="untold")
        return hours

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Hours):
            return value
        if value.text or (value.low is None and value.high is None):
            return value.text
        return f"{value.low or 0}–{value.high}" if value.low != value.high else str(value.high)


class OrganisationNumberField(forms.CharField):
    """An organisation number in any spelling, cleaned to ten digits. A personal number is turned away: this is for
    forms whose answers are not kept encrypted."""

    size = "middle"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Numret stämmer inte. Ett organisationsnummer har tio siffror, till exempel 556925-5788."),
        "person": _("Skriv inget personnummer här. Lämna rutan tom, så löser vi det när vi talas vid."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return organisation_number(text)
        except ValueError:
            code = "person" if _is_person(text) else "invalid"
            raise ValidationError(self.error_messages[code], code=code) from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{10}", value):
            return f"{value[:6]}-{value[6:]}"
        return value


class NumberField(forms.CharField):
    """An employer's number: an organisation's, or the personal number of a sole trader. Cleans to rules.Number or None."""

    size = "middle"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Numret stämmer inte. Skriv tio siffror, till exempel 556925-5788, eller ägarens personnummer.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def _is_person(text: str) -> bool:
    try:
        return read_number(text).is_person
    except ValueError:
        return False


def capped(choices: Any, *, empty: Any = None) -> list[tuple[str, Any]]:
    """The choices as lines of a form, each with a capital; `empty` is the line for no answer."""
    lines = [(value, capfirst(label)) for value, label in choices]
    return lines if empty is None else [("", empty), *lines]


def picks(choices: Any, *, label: Any, across: bool = False, **kwargs: Any) -> forms.MultipleChoiceField:
    """Boxes to tick, any number of them; `across`: short words, several on a line."""
    kwargs.setdefault("required", False)
    widget = forms.CheckboxSelectMultiple(attrs={"class": "across"} if across else {})
    return forms.MultipleChoiceField(choices=capped(choices), label=label, widget=widget, **kwargs)


def one_of(choices: Any, *, label: Any, **kwargs: Any) -> forms.ChoiceField:
    """One answer out of a few."""
    return forms.ChoiceField(choices=capped(choices), label=label, widget=forms.RadioSelect, **kwargs)


def offer_colleagues(form: forms.BaseForm, colleagues: Any) -> None:
    """The team's members by name in the form's field `owner`."""
    field: Any = form.fields["owner"]
    field.queryset = colleagues
    field.label_from_instance = lambda user: user.name
    field.empty_label = _("ingen än")
