"""To another team: what the person says yes to; and the other team's answer."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core import registry
from core.forms import DateField, Form
from participants.actions.transfers import receiver_in, teams_for
from participants.enums import SaidHow, SharingBasis
from participants.forms.course import StartFields
from participants.models import Participant
from taxonomy.enums import Kind
from taxonomy.widgets import WordField


class TransferForm(Form):
    """Each part is asked for by itself; notes, worries and answers are not chosen beforehand."""

    mark_optional = True

    to_team = forms.ModelChoiceField(Team.objects.none(), label=_("Till vilket team?"), empty_label=_("Välj team"))
    to_email = forms.EmailField(
        label=_("Till vem? Kollegans mejladress"),
        help_text=_("Personen har skyddade uppgifter: bara den du skriver här får frågan."),
    )
    why = forms.CharField(
        label=_("Varför"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Det andra teamet läser det här innan de svarar. Skriv inget om hälsa."),
    )  # fmt: skip
    carries = forms.MultipleChoiceField(
        label=_("Vad får följa med?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Namn, nummer, kontakt och språk följer alltid med. Gå igenom resten med personen, en sak i taget."
        ),
    )
    yes = forms.BooleanField(label=_("Personen har sagt ja till att flytta, och till att just det här följer med"))
    said_how = forms.ChoiceField(
        label=_("Hur sa personen ja?"), choices=SaidHow.choices, widget=forms.RadioSelect(attrs={"class": "across"})
    )
    said_on = DateField(label=_("När"), lean="past", initial=timezone.localdate)
    said_in = WordField(kind=Kind.LANGUAGE, label=_("På vilket språk"))

    def __init__(self, *args: Any, team: Team, person: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = sorted(registry.carry.items(), key=lambda item: item[1].order)
        self.fields["to_team"].queryset = teams_for(team)  # type: ignore[attr-defined]
        self.fields["to_team"].label_from_instance = lambda item: item.name  # type: ignore[attr-defined]
        self.fields["carries"].choices = [(key, part.label) for key, part in parts]  # type: ignore[attr-defined]
        self.fields["carries"].initial = [key for key, part in parts if part.by_default]
        self.fields["said_in"].initial = person.preferred_language
        self.receiver: User | None = None
        if not person.is_protected:
            del self.fields["to_email"]

    def clean_said_on(self) -> Any:
        day = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("to_email") and given.get("to_team"):
            self.receiver = receiver_in(given["to_team"], given["to_email"])
            if self.receiver is None:
                self.add_error("to_email", _("Ingen som arbetar med deltagare i det teamet har den adressen."))
        return given


class AcceptForm(StartFields):
    """Who answers for the person here. A protected one is theirs who accepts."""

    field_order = ["organisation", "basis", "handler"]

    def __init__(self, *args: Any, is_named: bool, needs_handler: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("started_on", "goal"):
            del self.fields[name]
        if is_named:
            self.fields["basis"].initial = SharingBasis.NONE
            del self.fields["handler"]
        elif needs_handler:
            self.fields["handler"].required = True
            self.fields["handler"].help_text = _("Det som rör hälsa följer bara med till den som blir handledare.")


class DeclineForm(Form):
    reason = forms.CharField(
        label=_("Varför inte?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Det andra teamet läser det här."),
    )
