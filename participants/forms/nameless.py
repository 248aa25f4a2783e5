"""Counting somebody without a name. No text to write in: what can be written can name somebody."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team
from core.forms import DateField, Form
from participants.enums import IntakeSource, NamelessEnd


class NamelessForm(Form):
    started_on = DateField(label=_("Började"), lean="past", initial=timezone.localdate)
    source_kind = forms.ChoiceField(label=_("Kom via"), choices=IntakeSource.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Ansvarig organisation"))

    def __init__(self, *args: Any, team: Team, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["organisation"]
        own.queryset = team.all_organisations().order_by("name")  # type: ignore[attr-defined]
        own.label_from_instance = lambda item: item.name  # type: ignore[attr-defined]
        own.initial = organisation.pk

    def clean_started_on(self) -> date:
        day: date = self.cleaned_data["started_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden."))
        return day


class NamelessEndForm(Form):
    outcome = forms.ChoiceField(label=_("Till vad"), choices=NamelessEnd.choices, widget=forms.RadioSelect)
    on = DateField(label=_("Sista dagen"), lean="past", initial=timezone.localdate)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden."))
        return day
