"""Writing down what a person has said yes to."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Form
from participants import ownwords
from participants.consentwords import languages
from participants.enums import WITH_RECIPIENT, ConsentForm, ConsentKind


class GiveForm(Form):
    """One yes to one thing: the kind is in the address, so that no form holds two."""

    mark_optional = True

    form = forms.ChoiceField(label=_("Hur sa personen ja?"), widget=forms.RadioSelect)
    recipient = forms.CharField(
        label=_("Gäller en viss arbetsgivare?"),
        max_length=120,
        required=False,
        help_text=_("Skriv namnet. Tomt: gäller arbetsgivare i allmänhet."),
    )
    scope = forms.CharField(
        label=_("Vad det omfattar"),
        max_length=300,
        required=False,
        help_text=_("Med personens ord, om något är undantaget eller särskilt."),
    )
    language = forms.ChoiceField(label=_("Språk som texten lästes på"))
    given_on = DateField(label=_("Den dag"), lean="past", initial=timezone.localdate)
    valid_to = DateField(
        label=_("Gäller till och med"),
        lean="future",
        required=False,
        help_text=_("Tomt: så länge inskrivningen pågår, eller tills personen ändrar sig."),
    )

    def __init__(self, *args: Any, kind: ConsentKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [way for way in ConsentForm if kind != ConsentKind.SUS or way != ConsentForm.SPOKEN]
        self.fields["form"].choices = [(way.value, str(way.label).capitalize()) for way in ways]  # type: ignore[attr-defined]
        if kind == ConsentKind.SUS:
            self.fields["form"].help_text = _("SUS kräver ett skriftligt ja, innan något registreras.")
        said = [(code, ownwords.language(code).own_name) for code in languages()]
        self.fields["language"].choices = said  # type: ignore[attr-defined]
        if kind not in WITH_RECIPIENT:
            del self.fields["recipient"]
        elif kind == ConsentKind.STORY:
            self.fields["recipient"].label = _("Var den visas")
            self.fields["recipient"].help_text = ""

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden. Skriv den dag personen sa ja."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        last, first = given.get("valid_to"), given.get("given_on")
        if last and last < timezone.localdate():
            self.add_error("valid_to", _("Dagen har passerat."))
        elif first and last and last < first:
            self.add_error("valid_to", _("Sista dagen kan inte komma före den dag personen sa ja."))
        return given
