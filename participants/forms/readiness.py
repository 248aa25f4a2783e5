"""Klar att börja."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.enums import StartPoint, StartState


class StartForm(Form):
    """A choice for each point; the first says that it does not concern the person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in StartPoint:
            self.fields[point.value] = forms.ChoiceField(
                label=point.label, choices=[("", _("gäller inte")), *StartState.choices], required=False
            )
