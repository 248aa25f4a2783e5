"""An activity of the catalogue as a form."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.forms import DateField, ModelForm, NumberField, WholeNumberField
from participants.enums import Focus
from participants.models import Activity


class ActivityForm(ModelForm, VersionedModelForm):
    """What, what for, who arranges it, where, when, how many, for whom, and which indicators it supports."""

    mark_optional = True

    focus = forms.ChoiceField(
        label=_("Inriktning"), choices=Focus.choices, widget=forms.RadioSelect(attrs={"class": "across"})
    )
    starts_on = DateField(label=_("Börjar nästa gång"), required=False, help_text=_("Tomt betyder när som helst."))
    ends_on = DateField(label=_("Slutar"), lean="future", required=False)
    places = WholeNumberField(
        label=_("Platser"), min_value=0, max_value=9999, required=False, help_text=_("Tomt betyder att alla får plats.")
    )
    hours_per_week = NumberField(
        label=_("Timmar i veckan"), min_value=0, max_value=80, max_digits=4, decimal_places=1, required=False
    )
    supports = forms.MultipleChoiceField(
        label=_("Stödjer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vad aktiviteten hjälper med."),
    )

    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = [
            *("name", "focus", "provider", "place", "contact", "starts_on", "ends_on", "places", "hours_per_week"),
            *("open_to", "is_open"),
        ]

    def __init__(self, *args: Any, team_id: int, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.team_id = team_id
        for name, label in (
            ("name", _("Namn")),
            ("provider", _("Anordnare")),
            ("place", _("Plats")),
            ("contact", _("Kontakt")),
            ("open_to", _("Vilka som kan vara med")),
            ("is_open", _("Tar emot nya")),
        ):
            self.fields[name].label = label
        supports: Any = self.fields["supports"]
        supports.choices = list(names.items())
        self.initial["supports"] = [code for code in self.instance.indicators if code in names]
        if not names:
            del self.fields["supports"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        same = Activity.objects.filter(team_id=self.instance.team_id, name=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Det finns redan en aktivitet som heter så."))
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Slutet kan inte komma före början."))
        return given

    def save(self, commit: bool = True) -> Any:
        """With what it supports: codes, in the instrument's order."""
        made = super().save(commit)
        if commit and "supports" in self.cleaned_data and made.indicators != self.cleaned_data["supports"]:
            made.indicators = self.cleaned_data["supports"]
            made.save(update_fields=["indicators"])
        return made
