"""Forms as the house wants them: faults in words, input kept, nothing hostile let in.

Use `Form`/`ModelForm` and the fields here. The renderer (settings.FORM_RENDERER) gives every form, also those of
third parties, the house's templates (templates/django/forms/) and `BoundField`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.form_fields import DateField, NumberField, PhoneField, TimeField, WholeNumberField, show_phone

__all__ = [
    "DateField",
    "Fault",
    "Form",
    "HouseRules",
    "ModelForm",
    "NumberField",
    "PhoneField",
    "TimeField",
    "WholeNumberField",
    "faults_of",
    "plain_text",
    "show_phone",
]

# Room for a line and for a text where the form says nothing else. Nothing is unbounded.
LINE_LENGTH = 200
TEXT_LENGTH = 10_000
INTEGER_MAX = 2_147_483_647  # what a PostgreSQL integer holds

# Everything that is no text: C0/C1 control characters but tab and line breaks, lone surrogates, non-characters,
# byte-order mark and the embedding/override marks that can make a text read as something else.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\ufeff\ufffe\uffff]")
_DASHES = BLANK_CHOICE_DASH[0][1]
_FORM_TEMPLATES = Path(forms.__file__).parent / "templates"


def plain_text(value: str) -> str:
    """The text without characters that are no text; line breaks as one kind."""
    return _NOT_TEXT.sub("", value).replace("\r\n", "\n").replace("\r", "\n")


class BoundField(forms.BoundField):
    """A field with its data: cleaned of control characters, its box marked with the house's class."""

    @property
    def data(self) -> Any:
        value = super().data
        if isinstance(value, str):
            return plain_text(value)
        if isinstance(value, list):
            return [plain_text(item) if isinstance(item, str) else item for item in value]
        return value

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        if not shown.is_hidden and not self.use_fieldset and not isinstance(shown, forms.CheckboxInput):
            own = shown.attrs.get("class", "")
            attrs["class"] = f"input {own}".strip()
        return attrs

    @property
    def is_pick(self) -> bool:
        """One tick box: its label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput) and not self.field.widget.is_hidden

    @property
    def size(self) -> str:
        """Width of the box: "short", "middle" or "" (the whole line). Fields say it with `size`."""
        return str(getattr(self.field, "size", ""))

    @property
    def show_optional(self) -> bool:
        """In a form where most must be filled in, the few that need not say so."""
        free = not self.field.required and not self.field.disabled
        return free and bool(getattr(self.form, "mark_optional", False)) and not self.is_pick


class FormRenderer(BaseRenderer):
    """Our templates first, then Django's; apart from the page engine, so a widget cannot reach page context."""

    bound_field_class = BoundField

    @cached_property
    def engine(self) -> DjangoTemplates:
        return DjangoTemplates(
            {
                "APP_DIRS": False,
                "DIRS": [settings.BASE_DIR / "templates", _FORM_TEMPLATES],
                "NAME": "framat-forms",
                "OPTIONS": {"builtins": ["core.templatetags.framat"]},
            }
        )

    def get_template(self, template_name: str) -> Any:
        return self.engine.get_template(template_name)


@dataclass(frozen=True)
class Fault:
    """A line of the error summary: what to mend and the id of the box to go to ("" = the whole form)."""

    label: str
    message: str
    target: str


class HouseRules(forms.BaseForm):
    """What Form and ModelForm share: worded faults, lengths everywhere, an error summary."""

    # Say "frivilligt" beside the fields that may be left empty.
    mark_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the fault is told by us, in words, with the rest of the input kept
        for field in self.fields.values():
            _apply_house_rules(field)


def faults_of(form: forms.BaseForm) -> Iterator[Fault]:
    """The lines of the error summary of any form, form-wide faults first."""
    for message in form.non_field_errors():
        yield Fault("", str(message), "")
    for name in form.fields:
        bound = form[name]
        if not bound.errors:
            continue
        if bound.is_hidden:
            yield Fault("", str(bound.errors[0]), "")
        else:
            target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
            yield Fault(str(bound.label), str(bound.errors[0]), target)


def _apply_house_rules(field: forms.Field) -> None:
    field.error_messages = {**field.error_messages, **_worded(field)}
    if isinstance(field, forms.CharField) and field.max_length is None and not isinstance(field, forms.JSONField):
        _limit_length(field)  # what a JSONField reads may be a number, which has no length
    if isinstance(field, forms.CharField):
        _cut_nothing(field)
    if isinstance(field, forms.ChoiceField):
        _word_the_empty_choice(field)
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.validators.append(MaxValueValidator(INTEGER_MAX))
        if field.min_value is None:
            field.validators.append(MinValueValidator(-INTEGER_MAX))


def _cut_nothing(field: forms.CharField) -> None:
    """A browser cuts what is pasted at `maxlength` and says nothing: a text too long is told by us, kept as written."""
    most = field.widget.attrs.pop("maxlength", None)
    if most is not None and not field.widget.is_hidden:
        field.widget.attrs["data-most"] = most


def _word_the_empty_choice(field: forms.ChoiceField) -> None:
    """A list says in words what its first line means, where Django draws a row of dashes."""
    words = _("Välj") if field.required else _("Inget valt")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
    elif isinstance(field.choices, list) and field.choices[:1] == [("", _DASHES)]:
        field.choices = [("", words), *field.choices[1:]]


def _worded(field: forms.Field) -> dict[str, Any]:
    """The house's words for faults, where the field has not been given words of its own."""
    standard: dict[str, Any] = {}
    for level in reversed(type(field).__mro__):
        standard.update(getattr(level, "default_error_messages", {}))
    return {code: words for code, words in _WORDS.items() if field.error_messages.get(code) is standard.get(code)}


_WORDS: dict[str, Any] = {
    "required": _("Det här behöver fyllas i."),
    "max_length": ngettext_lazy(
        "Texten får vara högst %(limit_value)d tecken, nu är den %(show_value)d.",
        "Texten får vara högst %(limit_value)d tecken, nu är den %(show_value)d.",
        "limit_value",
    ),
    "min_length": ngettext_lazy(
        "Texten behöver vara minst %(limit_value)d tecken, nu är den %(show_value)d.",
        "Texten behöver vara minst %(limit_value)d tecken, nu är den %(show_value)d.",
        "limit_value",
    ),
    "max_value": _("Talet får vara högst %(limit_value)s."),
    "min_value": _("Talet behöver vara minst %(limit_value)s."),
    "invalid_choice": _("Det valet finns inte längre. Välj ett av dem i listan."),
}


def _limit_length(field: forms.CharField) -> None:
    limit = TEXT_LENGTH if isinstance(field.widget, forms.Textarea) else LINE_LENGTH
    field.max_length = limit
    field.validators.append(MaxLengthValidator(limit))
    field.widget.attrs.update(field.widget_attrs(field.widget))


class Form(HouseRules, forms.Form):
    """Base of every form that is not tied to one model row."""


def _formfield(db_field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """Model fields as the house's form fields; choices and relations stay Django's."""
    if not db_field.choices:
        if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
            return db_field.formfield(form_class=DateField, **kwargs)
        if isinstance(db_field, models.TimeField):
            return db_field.formfield(form_class=TimeField, **kwargs)
        if isinstance(db_field, models.DecimalField):
            return db_field.formfield(form_class=NumberField, **kwargs)
    return db_field.formfield(**kwargs)


class _ModelFormType(ModelFormMetaclass):
    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(_formfield)
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(HouseRules, forms.ModelForm, metaclass=_ModelFormType):  # type: ignore[type-arg]
    """Base of every form for one model row. Dates, times and decimals become the house's fields."""
