"""A personal-data incident."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import IncidentKind, IncidentRisk
from core.forms import DateField, Form, TimeField, WholeNumberField


class IncidentForm(Form):
    mark_optional = True

    kind = forms.ChoiceField(label=_("Vad hände?"), choices=IncidentKind.choices, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("Berätta kort"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Skriv inga namn eller personnummer. Vilka det gäller tar ni muntligt."),
    )
    found_on = DateField(label=_("När upptäcktes det?"), lean="past")
    found_hour = TimeField(label=_("Klockan"), required=False)
    people_about = WholeNumberField(
        label=_("Ungefär hur många personer gäller det?"), min_value=0, max_value=1_000_000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.fields["found_on"].initial, self.fields["found_hour"].initial = now.date(), now.time()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, hour = given.get("found_on"), given.get("found_hour")
        if day and "found_hour" not in self.errors:
            start = hour or datetime.min.time()
            given["found_at"] = timezone.make_aware(datetime.combine(day, start))
            if given["found_at"] > timezone.now():
                self.add_error("found_on", _("Det har inte hänt än. Skriv när det upptäcktes."))
        return given


class DecisionForm(Form):
    risk = forms.ChoiceField(label=_("Risk för dem det gäller"), choices=IncidentRisk.choices, widget=forms.RadioSelect)
    measures = forms.CharField(
        label=_("Vad har ni gjort, och vad gör ni?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
