"""Pause, outcome, end, return: the turns an enrolment takes."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Team, User
from core import swedish_dates
from core.forms import DateField, Form, WholeNumberField
from participants.enums import (
    BROKEN_OFF_REASONS,
    EndKind,
    EndReason,
    OutcomeKind,
    PauseReason,
    SharingBasis,
    StillThere,
    SupportNeed,
)
from participants.forms.fields import ColleagueField, colleagues


class PauseForm(Form):
    mark_optional = True

    reason = forms.ChoiceField(
        label=_("Varför"),
        choices=PauseReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Skälet ser bara handledarna."),
    )
    starts_on = DateField(label=_("Från"), initial=timezone.localdate)
    back_on = DateField(
        label=_("Väntas tillbaka"), lean="future", required=False, help_text=_("Lämna tomt om ingen vet än.")
    )
    next_contact_on = DateField(
        label=_("Nästa kontakt"),
        lean="future",
        help_text=_("Dagen ni har sagt att ni hörs. Den blir nästa steg, så att ingen glöms."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, contact, back = (given.get(name) for name in ("starts_on", "next_contact_on", "back_on"))
        if first and contact and contact < first:
            self.add_error("next_contact_on", _("Kontakten kan inte komma före pausen."))
        if first and back and back < first:
            self.add_error("back_on", _("Pausen kan inte sluta innan den börjar."))
        return given


class ContactForm(Form):
    """In touch during a pause: when the next time is."""

    mark_optional = True

    on = DateField(label=_("Nästa kontakt"), lean="future", help_text=_("Dagen ni har sagt att ni hörs."))
    back_on = DateField(label=_("Väntas tillbaka"), lean="future", required=False)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Välj en dag som kommer."))
        return day


class ResumeForm(Form):
    on = DateField(label=_("Tillbaka från"), initial=timezone.localdate)


class OutcomeForm(Form):
    mark_optional = True

    kind = forms.ChoiceField(label=_("Vad"), choices=OutcomeKind.choices, widget=forms.RadioSelect)
    starts_on = DateField(label=_("Från"))
    where = forms.CharField(label=_("Var"), max_length=160, required=False)
    extent_percent = WholeNumberField(
        label=_("Omfattning i procent"), min_value=1, max_value=100, required=False, help_text=_("Heltid är 100.")
    )


class FollowUpForm(Form):
    """Still there? Is support needed? Never why."""

    still = forms.ChoiceField(label=_("Är personen kvar?"), choices=StillThere.choices, widget=forms.RadioSelect)
    support = forms.ChoiceField(
        label=_("Stöd på platsen"), choices=SupportNeed.choices, required=False, widget=forms.RadioSelect
    )
    ended_on = DateField(
        label=_("Första dagen utan"), lean="past", required=False, help_text=_("Om det har slutat. Annars lämna tomt.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("still") == StillThere.YES and not given.get("support"):
            self.add_error("support", _("Välj hur det är med stödet."))
        if given.get("still") == StillThere.NO and not given.get("ended_on") and "ended_on" not in self.errors:
            self.add_error("ended_on", _("Skriv från vilken dag."))
        return given


class OutcomeEndForm(Form):
    on = DateField(label=_("Första dagen utan"), lean="past", initial=timezone.localdate)


class EndForm(Form):
    mark_optional = True

    reason = forms.ChoiceField(
        label=_("Varför"),
        choices=[choice for choice in EndReason.choices if choice[0] != EndReason.TRANSFERRED],
        widget=forms.RadioSelect,
        help_text=_("Sjukdom och sjukersättning ser bara handledarna. För de andra står det: annat."),
    )
    kind = forms.ChoiceField(
        label=_("Hur"),
        choices=[
            (EndKind.ENDED, _("Avslutat: enligt plan, eller inte längre aktuellt")),
            (EndKind.BROKEN_OFF, _("Avbrutet: personen slutade själv eller tog tillbaka sitt samtycke")),
        ],
        initial=EndKind.ENDED,
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Sista dagen"), lean="past", initial=timezone.localdate)
    note = forms.CharField(
        label=_("Något att komma ihåg"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """What was the person's own choice is broken off, as SUS counts it (domain B.9)."""
        given = super().clean() or self.cleaned_data
        if given.get("reason") in BROKEN_OFF_REASONS and given.get("kind") == EndKind.ENDED:
            self.add_error(
                "kind", _("Slutade personen själv, eller tog tillbaka sitt samtycke, räknas det som avbrutet.")
            )
        return given


def sharing_choices(team: Team, organisation: str) -> list[tuple[str, Any]]:
    """The bases for sharing this team has; the widest first."""
    choices: list[tuple[str, Any]] = []
    if team.sharing_agreement:
        choices.append((SharingBasis.AGREEMENT, _("Ja, teamet har en överenskommelse")))
    choices.append((SharingBasis.CONSENT, _("Ja, personen har sagt ja")))
    none = _("Inte än. Bara %(organisation)s ser personen, fråga på första mötet")
    choices.append((SharingBasis.NONE, none % {"organisation": organisation}))
    return choices


AHEAD = timedelta(days=183)


def begins(day: date) -> str:
    """Said when a start lies ahead: " Börjar 3 december 2026."; nothing otherwise."""
    if day <= timezone.localdate():
        return ""
    return " " + gettext("Börjar %(day)s.") % {"day": swedish_dates.full(day, language=get_language() or "sv")}


class StartFields(Form):
    """What every start asks: whose, shared or not, from when, with whom, towards what."""

    mark_optional = True

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Ansvarig organisation"))
    basis = forms.ChoiceField(label=_("Får hela teamet se personen?"), widget=forms.RadioSelect)
    started_on = DateField(label=_("Inskriven från"), initial=timezone.localdate)
    handler = ColleagueField(label=_("Handledare"), required=False, empty_label=_("Ingen än"))
    goal = forms.CharField(
        label=_("Mot vilket arbete eller vilka studier?"),
        max_length=200,
        required=False,
        help_text=_("Med personens egna ord."),
    )

    def __init__(
        self, *args: Any, team: Team, organisation: Organisation, me: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.team, self.own = team, organisation
        own = self.fields["organisation"]
        own.queryset = Organisation.objects.filter(Q(teams=team) | Q(pk=organisation.pk)).distinct().order_by("name")  # type: ignore[attr-defined]
        own.label_from_instance = lambda item: item.name  # type: ignore[attr-defined]
        own.initial = organisation.pk
        self.fields["basis"].choices = sharing_choices(team, organisation.name)  # type: ignore[attr-defined]
        self.fields["basis"].initial = SharingBasis.AGREEMENT if team.sharing_agreement else SharingBasis.NONE
        able = colleagues(team.pk)
        self.fields["handler"].queryset = able  # type: ignore[attr-defined]
        if me is not None and me in able:
            self.fields["handler"].initial = me.pk

    def clean_started_on(self) -> date:
        """A start that is agreed may lie ahead; one further off than half a year is a slip of the year."""
        day: date = self.cleaned_data["started_on"]
        if day > timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("Dagen ligger mer än ett halvår fram. Stämmer året?"))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        organisation, handler = given.get("organisation"), given.get("handler")
        if organisation and given.get("basis") == SharingBasis.NONE and organisation != self.own:
            self.add_error(
                "basis", _("Utan delning måste din egen organisation vara ansvarig, annars ser du inte personen.")
            )
        if handler and given.get("basis") == SharingBasis.NONE and not self._works_for_own(handler):
            self.add_error(
                "handler", _("Handledaren är från en annan organisation och ser inte personen utan delning.")
            )
        return given

    def _works_for_own(self, handler: User) -> bool:
        mine = Membership.objects.running().filter(team=self.team, user=handler, organisation=self.own)
        return mine.exists()


class ReturnForm(StartFields):
    """Back after an end: the same person, a new enrolment."""
