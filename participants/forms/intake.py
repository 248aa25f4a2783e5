"""A referral in: as a partner sends it, as a colleague writes it down, and what is decided."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Form, PhoneField
from participants import own
from participants.enums import IntakeSource, IntakeState, Knows
from participants.models import IntakeLink
from taxonomy.models import Language

LEAST_SECONDS = 3  # a person needs longer to read the first question
SALT = "participants.intake"
NOT_HERE = _("Det där kan handla om hälsa. Stryk det, vi pratar om sådant när vi träffas.")


class LanguageField(forms.ModelChoiceField):
    """A plain list: the languages people here speak first. Works on any telephone without script."""

    size = "middle"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Language.objects.all(), **kwargs)

    def label_from_instance(self, obj: Language) -> str:
        return obj.name


class PersonAsked(Form):
    """Whom it is about, and nothing more than is needed to meet. Health is asked away, and can be said not to be."""

    mark_optional = True

    first_name = forms.CharField(label=_("Personens förnamn"), max_length=80)
    last_name = forms.CharField(label=_("Efternamn"), max_length=80, required=False)
    phone = PhoneField(label=_("Personens telefon"), required=False)
    email = forms.EmailField(label=_("Personens mejl"), max_length=254, required=False)
    reach = forms.CharField(
        label=_("Hur når vi personen bäst?"),
        max_length=200,
        required=False,
        help_text=_("Till exempel: sms efter klockan tre, eller ring mig så säger jag till."),
    )
    language = LanguageField(label=_("Språk att prata"), required=False)
    needs_interpreter = forms.BooleanField(label=_("Behöver tolk"), required=False)
    wished_meeting = forms.CharField(
        label=_("När passar ett första möte?"),
        max_length=120,
        required=False,
        help_text=_("Dagar och tider som går bra."),
    )
    purpose = forms.CharField(
        label=_("Vad vill personen?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ett par ord räcker: vill jobba i kök, vill börja plugga. Skriv inget om hälsa eller familj."),
    )
    # Shown when what was written could be about health: the reading leans wide, and a person decides.
    sure = forms.BooleanField(label=_("Det handlar inte om hälsa"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.warns = not given.get("sure") and self._is_about_health(given)
        if not (given.get("phone") or given.get("email") or given.get("reach")):
            self.add_error("phone", _("Skriv ett sätt att nå personen: telefon, mejl eller med ord."))
        return given

    def _is_about_health(self, given: dict[str, Any]) -> bool:
        for name in ("purpose", "wished_meeting", "reach"):
            if own.is_about_health([given.get(name) or ""]):
                self.add_error(name, NOT_HERE)
                return True
        return False

    warns = False

    @property
    def shown(self) -> list[forms.BoundField]:
        """Every field to show, in order; "it is not about health" only after somebody was asked."""
        asked = self.warns or bool(self["sure"].value())
        return [field for field in self.visible_fields() if (field.name != "sure" or asked) and field.name != "website"]

    def facts(self) -> dict[str, Any]:
        """The cleaned fields that an Intake has."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("sure", "website", "opened")}


class PartnerForm(PersonAsked):
    """The public form. A box nobody sees and a little time keep machines out without troubling people."""

    asker_name = forms.CharField(label=_("Ditt namn"), max_length=120)
    asker_phone = PhoneField(label=_("Din telefon"), required=False)
    asker_email = forms.EmailField(label=_("Din mejl"), max_length=254, required=False)
    knows = forms.BooleanField(
        label=_("Personen vet att jag frågar och vill att ni hör av er"),
        error_messages={"required": _("Fråga personen först. Skicka sedan.")},
    )
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = [
        "first_name",
        "last_name",
        "phone",
        "email",
        "reach",
        "language",
        "needs_interpreter",
        "wished_meeting",
        "purpose",
        "sure",
        "asker_name",
        "asker_phone",
        "asker_email",
        "knows",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = signing.dumps(int(time.time()), salt=SALT)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("website"):
            raise forms.ValidationError(_("Det gick inte att ta emot. Ring oss i stället, så tar vi det i telefon."))
        if not (given.get("asker_phone") or given.get("asker_email") or self.errors):
            self.add_error("asker_phone", _("Skriv din telefon eller mejl, så att vi kan svara dig."))
        if not self.errors and self._seconds() < LEAST_SECONDS:
            raise forms.ValidationError(_("Det gick lite fort för oss. Tryck en gång till."))
        return given

    def _seconds(self) -> float:
        """Since the page was made. A mark that is missing or forged counts as just now."""
        try:
            return time.time() - float(signing.loads(self.cleaned_data.get("opened") or "", salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return 0

    def facts_by(self, link: IntakeLink) -> dict[str, Any]:
        """With what the link says of who sends it."""
        return self.facts() | {"knows": Knows.YES, "source_kind": link.kind, "source_name": link.name}


class IntakeForm(PersonAsked):
    """Written down by a colleague, in a call or from a letter."""

    source_kind = forms.ChoiceField(label=_("Varifrån kommer den?"), choices=IntakeSource.choices)
    source_name = forms.CharField(
        label=_("Vilken?"), max_length=120, required=False, help_text=_("Till exempel Somaliska föreningen.")
    )
    received_on = DateField(label=_("Kom in"), lean="past", initial=timezone.localdate)
    asker_name = forms.CharField(label=_("Vem frågar?"), max_length=120, required=False)
    asker_phone = PhoneField(label=_("Telefon till den som frågar"), required=False)
    asker_email = forms.EmailField(label=_("Mejl till den som frågar"), max_length=254, required=False)
    knows = forms.ChoiceField(
        label=_("Vet personen om det, och vill?"),
        choices=[("", _("Inte frågat")), *Knows.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = [
        "first_name",
        "last_name",
        "phone",
        "email",
        "reach",
        "language",
        "needs_interpreter",
        "source_kind",
        "source_name",
        "received_on",
        "asker_name",
        "asker_phone",
        "asker_email",
        "knows",
        "wished_meeting",
        "purpose",
        "sure",
    ]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day


class NoForm(Form):
    """Why it goes no further."""

    state = forms.ChoiceField(
        label=_("Vad blev det?"),
        choices=[
            (IntakeState.DECLINED, _("Vi tackar nej")),
            (IntakeState.WITHDREW, _("Personen ångrade sig")),
            (IntakeState.WRONG, _("Fel mottagare: någon annan hjälper bättre")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Varför?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Så att den som frågade kan få ett svar. Inget om hälsa."),
    )

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if own.is_about_health([text]):
            raise forms.ValidationError(_("Det där kan handla om hälsa. Säg det på ett annat sätt."))
        return text


class IntakeLinkForm(Form):
    name = forms.CharField(
        label=_("Vem får länken?"), max_length=120, help_text=_("Till exempel Somaliska föreningen.")
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=IntakeSource.choices, initial=IntakeSource.ASSOCIATION)
