"""A register extract, what is left out of it, how it was handed over; a person's request and the answer."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Form
from participants.enums import (
    ExtractForm,
    ExtractLanguage,
    HandedHow,
    LeftOutReason,
    RightsAnswer,
    RightsKind,
)


class ExtractAskForm(Form):
    form = forms.ChoiceField(
        label=_("Som"), choices=ExtractForm.choices, initial=ExtractForm.BUNDLE, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("På"), choices=ExtractLanguage.choices, initial=ExtractLanguage.SWEDISH, widget=forms.RadioSelect
    )


class ExtractChoiceForm(Form):
    WITH, PART, WHOLE = "with", "part", "whole"

    choice = forms.ChoiceField(
        label=_("I utdraget"),
        choices=[(WITH, _("hela texten är med")), (PART, _("en del tas bort")), (WHOLE, _("hela texten tas bort"))],
        widget=forms.RadioSelect,
    )
    passages = forms.CharField(
        label=_("Det som tas bort"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kopiera från texten, en rad för varje bit."),
    )
    reason = forms.ChoiceField(
        label=_("Varför"),
        choices=LeftOutReason.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Skälet står i utdraget, så att personen vet."),
    )

    def __init__(self, *args: Any, is_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_file:
            del self.fields["passages"]
            self.fields["choice"].choices = [  # type: ignore[attr-defined]
                (self.WITH, _("dokumentet är med")),
                (self.WHOLE, _("dokumentet tas bort")),
            ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        lines = [line.strip() for line in given.get("passages", "").splitlines() if line.strip()]
        given["passages"] = lines if given.get("choice") == self.PART else []
        if given.get("choice") == self.PART and not lines:
            self.add_error("passages", _("Skriv det som ska tas bort, eller välj hela texten."))
        if given.get("choice") in (self.PART, self.WHOLE) and not given.get("reason"):
            self.add_error("reason", _("Välj varför det inte ska vara med."))
        return given


class HandedForm(Form):
    how = forms.ChoiceField(label=_("Hur fick personen det?"), choices=HandedHow.choices, widget=forms.RadioSelect)
    on = DateField(label=_("När"), lean="past", initial=timezone.localdate)


class RightsRequestForm(Form):
    kind = forms.ChoiceField(label=_("Vad gäller det?"), choices=RightsKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Vad vill personen?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Med personens egna ord."),
    )
    came_on = DateField(
        label=_("När kom det?"),
        lean="past",
        initial=timezone.localdate,
        help_text=_("Personen ska ha svar inom 30 dagar."),
    )


class RightsAnswerForm(Form):
    answer = forms.ChoiceField(label=_("Vad blev det?"), choices=RightsAnswer.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Vad har ni svarat?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Vid nej eller till en del: skriv skälet, och att man kan klaga hos imy.se."),
    )
    on = DateField(label=_("När fick personen svaret?"), lean="past", initial=timezone.localdate)
