"""Forms of the team: employers, contacts, what was said."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.forms import DateField, Form, HouseRules, PhoneField
from employers.enums import ContactKind, Openness, Size
from employers.forms.fields import NumberField, capped, offer_colleagues, picks
from employers.models import Employer
from taxonomy.enums import Kind
from taxonomy.models import SniGroup
from taxonomy.widgets import WordField


class NewEmployerForm(Form):
    name = forms.CharField(label=_("Arbetsplatsens namn"), max_length=160)
    number = NumberField(label=_("Organisationsnummer"), required=False)


class NumberForm(Form):
    number = NumberField(
        label=_("Organisationsnummer"),
        required=False,
        help_text=_("En enskild firmas nummer är ägarens personnummer. Det sparas krypterat."),
    )


class EmployerForm(HouseRules, VersionedModelForm):
    mark_optional = True

    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("Kommun"), required=False)
    openness = picks(Openness.choices, label=_("Öppna för"))
    phone = PhoneField(label=_("Telefon"), required=False)
    collective_agreement = forms.NullBooleanField(
        label=_("Kollektivavtal"),
        required=False,
        widget=forms.Select(choices=[("unknown", _("Vet inte")), ("true", _("Ja")), ("false", _("Nej"))]),
    )

    class Meta:
        model = Employer
        fields = [
            "name", "industry", "municipality", "address", "phone", "email", "website", "size", "openness",
            "collective_agreement", "about", "owner",
        ]  # fmt: skip

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_colleagues(self, colleagues)
        self.fields["industry"].queryset = SniGroup.objects.current().filter(level=1)  # type: ignore[attr-defined]
        self.fields["size"].choices = capped(Size.choices, empty=_("Vet inte"))  # type: ignore[attr-defined]
        self.fields["industry"].empty_label = _("Vet inte")  # type: ignore[attr-defined]
        self.fields["about"].help_text = _("Skriv inget om deltagare här. Organisationens andra team ser det.")
        self.initial["municipality"] = self.instance.municipality


class ContactForm(Form):
    mark_optional = True

    name = forms.CharField(label=_("Namn"), max_length=120)
    title = forms.CharField(label=_("Roll"), max_length=80, required=False)
    phone = PhoneField(label=_("Telefon"), required=False)
    email = forms.EmailField(label=_("Mejl"), max_length=254, required=False)


class LogForm(Form):
    """`contacts` are the employer's current ones."""

    mark_optional = True

    kind = forms.ChoiceField(label=_("Hur"), choices=capped(ContactKind.choices))
    on = DateField(label=_("Dag"), lean="past")
    contact: Any = forms.ModelChoiceField(
        queryset=None, label=_("Med"), required=False, empty_label=_("ingen särskild")
    )
    text = forms.CharField(
        label=_("Vad sa ni?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ditt team läser det. Andra team ser bara att ni har haft kontakt."),
    )  # fmt: skip
    next_step = forms.CharField(label=_("Nästa steg"), max_length=200, required=False)
    next_on = DateField(label=_("När"), lean="future", required=False)

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = lambda contact: contact.name  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än. Skriv den som nästa steg."))
        if day.year < 2000:
            raise forms.ValidationError(_("Dagen ligger för långt bort."))
        return day

    def clean_next_on(self) -> Any:
        day = self.cleaned_data["next_on"]
        if day is not None and not -366 <= (day - timezone.localdate()).days <= 1830:
            raise forms.ValidationError(_("Dagen ligger för långt bort."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("next_on") and not data.get("next_step"):
            self.add_error("next_step", _("Vad ska ske den dagen?"))
        return data


class EmployerFilterForm(Form):
    sok = forms.CharField(label=_("Sök arbetsgivare"), required=False, max_length=100)
    mina = forms.BooleanField(label=_("Bara mina"), required=False)
