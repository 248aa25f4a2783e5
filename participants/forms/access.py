"""Who handles, who sees: handlers, sharing, protected identity, conflict of interest."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core.forms import DateField, Form
from participants.enums import HandlerKind, ProtectionLevel, SharingBasis
from participants.forms.course import sharing_choices
from participants.forms.fields import ColleagueField, colleagues


class HelperForm(Form):
    """A co-handler, or a stand-in for a time. Neither is a change of handler."""

    mark_optional = True

    user = ColleagueField(label=_("Vem"))
    kind = forms.ChoiceField(
        label=_("Som"),
        choices=[(HandlerKind.CO, _("Medhandledare")), (HandlerKind.STAND_IN, _("Vikarie"))],
        widget=forms.RadioSelect(attrs={"class": "across"}),
    )
    starts_on = DateField(label=_("Från"), initial=timezone.localdate)
    ends_on = DateField(label=_("Till"), lean="future", required=False, help_text=_("Sista dagen."))

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(team_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if given.get("kind") == HandlerKind.STAND_IN and not last and "ends_on" not in self.errors:
            self.add_error("ends_on", _("En vikarie behöver en sista dag."))
        if first and last and last < first:
            self.add_error("ends_on", _("Slutet kan inte komma före början."))
        return given


class SharingForm(Form):
    mark_optional = True

    basis = forms.ChoiceField(label=_("Varför får hela teamet se personen?"), widget=forms.RadioSelect)
    how = forms.CharField(
        label=_("Hur"), max_length=120, required=False, help_text=_("Till exempel: muntligt på första mötet.")
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [choice for choice in sharing_choices(team, "") if choice[0] != SharingBasis.NONE]
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]
        self.fields["basis"].initial = choices[0][0]


class ProtectForm(Form):
    """Protected personal data: an alias instead of the name, and named colleagues only."""

    level = forms.ChoiceField(label=_("Skydd"), choices=ProtectionLevel.choices, widget=forms.RadioSelect)
    alias = forms.CharField(
        label=_("Alias"),
        max_length=80,
        required=False,
        help_text=_("Visas i stället för namnet, också i listor och sökning."),
    )
    named = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Vilka ska få se personen?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    manager = ColleagueField(
        label=_("Vem ansvarar?"), help_text=_("Får veta om numret dyker upp igen, och ser alltid personen.")
    )

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(team_id)
        self.fields["named"].queryset = people  # type: ignore[attr-defined]
        self.fields["named"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]
        self.fields["manager"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("level") not in (None, ProtectionLevel.NONE) and not given.get("alias"):
            self.add_error("alias", _("Skriv ett alias. Det visas i stället för namnet."))
        return given


class ConflictForm(Form):
    user = ColleagueField(label=_("Vem ska inte se personen?"))

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(team_id)  # type: ignore[attr-defined]
