"""A week's row of attendance: seven cells, each with the text it started from."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms import Form
from participants.hours import Hours, Unreadable, read
from participants.queries.attendance import Line

BASE = "base-"


class HoursField(forms.CharField):
    """Hours of a day in the notation of participants.hours."""

    def __init__(self, *, usual: int, day: date, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)
        self.usual, self.day = usual, day

    def clean(self, value: Any) -> Hours | None:  # type: ignore[override]
        text = super().clean(value)
        try:
            hours = read(text, self.usual)
        except Unreadable as fault:
            raise ValidationError(str(fault)) from fault
        if hours is not None and hours.there is not None and self.day > timezone.localdate():
            raise ValidationError(_("Dagen har inte varit än. Skriv /4 för det som är planerat."))
        return hours


class WeekForm(Form):
    """`line` is the row as it is shown to who writes; `usual` what is planned of a day that does not say."""

    def __init__(self, *args: Any, line: Line, usual: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        for cell in line.cells:
            if cell.is_in:
                self.fields[cell.name] = HoursField(usual=usual, day=cell.day, initial=cell.text)
                self.fields[BASE + cell.name] = forms.CharField(
                    required=False, max_length=40, widget=forms.HiddenInput, initial=cell.text
                )

    def changed(self) -> dict[date, Hours | None]:
        """Days whose text is another than it started from."""
        given, sent = self.cleaned_data, self.data
        return {
            cell.day: given[cell.name]
            for cell in self.line.cells
            if cell.is_in and " ".join(str(sent.get(cell.name, "")).split()) != given[BASE + cell.name]
        }

    def bases(self) -> dict[date, str]:
        return {cell.day: self.cleaned_data[BASE + cell.name] for cell in self.line.cells if cell.is_in}
