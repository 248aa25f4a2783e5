"""The person: enrolling somebody new, and their own facts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.forms import ModelForm, PhoneField
from participants.forms.course import StartFields
from participants.forms.fields import NumberField
from participants.models import Enrolment, Participant
from taxonomy.enums import Kind
from taxonomy.widgets import WordField


class EnrolForm(StartFields):
    """What is needed to begin, and nothing else."""

    first_name = forms.CharField(label=_("Förnamn"), max_length=80)
    last_name = forms.CharField(label=_("Efternamn"), max_length=80, required=False)
    number = NumberField(
        label=_("Personnummer"),
        required=False,
        help_text=_("Eller samordningsnummer. Skriv hur du vill. Det sparas krypterat och visas maskerat."),
    )
    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("Bor i kommunen"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = [
        "first_name",
        "last_name",
        "number",
        "municipality",
        "organisation",
        "basis",
        "started_on",
        "handler",
        "goal",
    ]


class PersonForm(ModelForm, VersionedModelForm):
    """The person's own facts; only what was changed is saved."""

    mark_optional = True

    phone = PhoneField(label=_("Telefon"), required=False)
    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("Kommun"), required=False)
    preferred_language = WordField(kind=Kind.LANGUAGE, label=_("Språk att prata"), required=False)
    number = NumberField(label=_("Personnummer"), required=False)

    class Meta:
        model = Participant
        fields: ClassVar[list[str]] = [
            "first_name",
            "last_name",
            "phone",
            "email",
            "street",
            "place",
            "municipality",
            "preferred_language",
            "needs_interpreter",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("first_name", _("Förnamn")),
            ("last_name", _("Efternamn")),
            ("email", _("Mejl")),
            ("street", _("Adress")),
            ("place", _("Ort")),
            ("needs_interpreter", _("Behöver tolk")),
        ):
            self.fields[name].label = label
        self.initial["municipality"] = self.instance.municipality
        self.initial["preferred_language"] = self.instance.preferred_language
        self.fields["number"].help_text = (
            _("Ett nummer är sparat. Skriv bara här om det ska bytas.") if self.instance.number_sealed else ""
        )


class GoalForm(ModelForm, VersionedModelForm):
    """What the person is heading for, in their own words."""

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = ["goal"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].label = _("Mot vilket arbete eller vilka studier?")
        self.fields["goal"].help_text = _("Med personens egna ord.")
