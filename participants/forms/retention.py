"""How long people are kept, and why one is kept longer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.models.retention import MONTHS


class PolicyForm(Form):
    months = forms.IntegerField(
        label=_("Månader efter att den sista inskrivningen avslutats"), min_value=MONTHS[0], max_value=MONTHS[1]
    )


class HoldForm(Form):
    reason = forms.CharField(
        label=_("Varför ska uppgifterna sparas?"),
        max_length=200,
        help_text=_("Till exempel en tvist, ett överklagande eller en revision. Personen ser skälet i sitt utdrag."),
    )
