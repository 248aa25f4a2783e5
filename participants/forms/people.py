"""The person: enrolling somebody new, and their own facts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import swedish_dates
from core.edits import VersionedModelForm
from core.forms import ModelForm, PhoneField
from participants import numbers
from participants.enums import NumberKind
from participants.forms.course import StartFields
from participants.forms.fields import NumberField
from participants.models import Enrolment, Nameless, Participant
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

    def __init__(self, *args: Any, counted: list[Nameless], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if counted:
            named = [(one.public_id, _counted_words(one)) for one in counted]
            self.fields["counted"] = forms.ChoiceField(
                label=_("Har personen räknats utan namn?"),
                choices=[("", _("Nej")), *named],
                required=False,
                help_text=_("Då slutar den raden i dag, så att ingen räknas två gånger."),
            )


def _counted_words(one: Nameless) -> str:
    day = swedish_dates.full(one.started_on, language=get_language() or "sv")
    return f"{day}, {one.get_source_kind_display()}"  # type: ignore[attr-defined]


class PersonForm(ModelForm, VersionedModelForm):
    """The person's own facts; only what was changed is saved."""

    mark_optional = True

    phone = PhoneField(label=_("Telefon"), required=False)
    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("Kommun"), required=False)
    preferred_language = WordField(kind=Kind.LANGUAGE, label=_("Språk att prata"), required=False)
    number = NumberField(label=_("Personnummer"), required=False)
    sure = forms.BooleanField(label=_("Ja, det är samma person, och numret ska bytas"), required=False)

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
        self._ask()

    def _ask(self) -> None:
        """Another number than the one that stands there is asked about once; else nothing is asked."""
        question = ""
        try:
            number = numbers.read(str(self.data.get(self.add_prefix("number"), ""))) if self.is_bound else None
        except numbers.NotANumber:
            number = None
        if number is not None:
            question = self._question(number)
        if question:
            self.fields["sure"].help_text = question
            self.order_fields([*list(self.fields)[: list(self.fields).index("number") + 1], "sure"])
        else:
            del self.fields["sure"]

    def _question(self, number: numbers.Number) -> str:
        had = numbers.reveal(self.instance).replace("-", "")
        if had in ("", number.normal):
            return ""
        kind, told = self.instance.number_kind, []
        if numbers.stays_behind(kind, number.kind):
            told.append(_("Det nya numret gäller. Det gamla sparas dolt, och personen går att hitta på det."))
        elif kind == NumberKind.PERSONAL and number.kind == NumberKind.COORDINATION:
            told.append(
                _(
                    "Ett personnummer byts mot ett samordningsnummer. Det är ovanligt: gör det bara om det är en rättelse."
                )
            )
        else:
            told.append(_("Numret rättas. Det gamla sparas inte."))
        if kind != NumberKind.OTHER and numbers.birthday(had) != numbers.birthday(number.normal):
            told.append(_("Födelsedagen är en annan i det nya numret. Titta en gång till att det är samma person."))
        return " ".join(str(words) for words in told)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "sure" in self.fields and not given.get("sure") and given.get("number"):
            self.add_error("sure", _("Är det samma person? Kryssa i så byts numret."))
        return given


class GoalForm(ModelForm, VersionedModelForm):
    """What the person is heading for, in their own words."""

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = ["goal"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].label = _("Mot vilket arbete eller vilka studier?")
        self.fields["goal"].help_text = _("Med personens egna ord.")
