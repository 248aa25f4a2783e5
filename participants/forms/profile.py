"""What the person wants and can: the profile, experience, education."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.forms import DateField, ModelForm, WholeNumberField
from participants.enums import Shift
from participants.models import Education, Experience, Profile
from taxonomy.enums import Kind, SmallList
from taxonomy.models import Municipality, Occupation, Skill, SunLevel
from taxonomy.queries import choices
from taxonomy.widgets import LanguagePick, LanguagesField, WordField, WordsField


class ProfileForm(ModelForm, VersionedModelForm):
    """The profile's own fields and its lists. The lists are initial rows and come back as rows."""

    field_order = ["wished", "done", "skills", "languages", "places", "wishes", "strengths"]

    wished = WordsField(kind=Kind.OCCUPATION, label=_("Vill arbeta som"), required=False)
    done = WordsField(kind=Kind.OCCUPATION, label=_("Har arbetat som"), required=False)
    skills = WordsField(kind=Kind.SKILL, label=_("Kan"), required=False)
    languages = LanguagesField(label=_("Språk"), required=False)
    places = WordsField(kind=Kind.MUNICIPALITY, label=_("Kan arbeta i"), required=False)
    shifts = forms.MultipleChoiceField(
        label=_("Tider"),
        choices=Shift.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "across"}),
        help_text=_("Inget kryss betyder när som helst."),
    )
    licences = forms.MultipleChoiceField(
        label=_("Körkort"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "across"})
    )
    hours_min = WholeNumberField(label=_("Minst timmar i veckan"), min_value=0, max_value=60, required=False)
    hours_max = WholeNumberField(label=_("Högst timmar i veckan"), min_value=0, max_value=60, required=False)
    radius_km = WholeNumberField(label=_("Reser högst, km"), min_value=0, max_value=1000)
    can_start_on = DateField(label=_("Kan börja"), lean="future", required=False)

    class Meta:
        model = Profile
        fields: ClassVar[list[str]] = [
            "wishes",
            "strengths",
            "hours_min",
            "hours_max",
            "can_start_on",
            "shifts",
            "licences",
            "has_car",
            "radius_km",
            "would_move",
            "education_level",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "wishes": _("Vad personen vill, med egna ord"),
            "strengths": _("Bra på, med egna ord"),
            "has_car": _("Har bil"),
            "would_move": _("Kan tänka sig att flytta"),
            "education_level": _("Högsta utbildning"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["licences"].choices = [(c.concept_id, c.label) for c in choices(SmallList.DRIVING_LICENCE)]  # type: ignore[attr-defined]
        self.fields["education_level"].queryset = SunLevel.objects.current().filter(level=1)  # type: ignore[attr-defined]

    def clean_languages(self) -> list[LanguagePick]:
        picked: list[LanguagePick] = self.cleaned_data["languages"]
        without = [pick.language.name for pick in picked if not pick.level]
        if without:
            raise forms.ValidationError(_("Säg hur bra det går på %(names)s.") % {"names": ", ".join(without)})
        return picked

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        least, most = given.get("hours_min"), given.get("hours_max")
        if least is not None and most is not None and most < least:
            self.add_error("hours_max", _("Högst kan inte vara mindre än minst."))
        return given

    def lists(self) -> dict[str, list[Occupation] | list[Skill] | list[Municipality] | list[LanguagePick]]:
        return {name: self.cleaned_data[name] for name in ("wished", "done", "skills", "languages", "places")}


class MonthField(DateField):
    """A month, kept as its first day: 3/2019, mars 2019, 2019-03, 2019."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            text = value.strip()
            if text.isdigit() and len(text) == 4:
                text = f"{text}-01-01"
            elif len(text) == 7 and text[4] == "-":
                text = f"{text}-01"
            elif text.count("/") == 1 and len(text.split("/")[1]) == 4:
                month, year = text.split("/")
                text = f"{year}-{month.zfill(2)}-01"
            elif text and not text[0].isdigit():
                text = f"1 {text}"
            value = text
        day = super().to_python(value)
        return day.replace(day=1) if day else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class _PeriodForm(ModelForm, VersionedModelForm):
    mark_optional = True

    from_month = MonthField(label=_("Från"), lean="past", required=False, help_text=_("Månad och år, eller bara år."))
    to_month = MonthField(label=_("Till"), lean="past", required=False, help_text=_("Tomt betyder att det pågår."))
    country = WordField(kind=Kind.COUNTRY, label=_("Land"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Vad")
        if self.instance.pk:
            self.initial["country"] = self.instance.country

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from_month"), given.get("to_month")
        if first and last and last < first:
            self.add_error("to_month", _("Slutet kan inte komma före början."))
        return given


class ExperienceForm(_PeriodForm):
    """Work done, paid or not, here or elsewhere."""

    occupation = WordField(kind=Kind.OCCUPATION, label=_("Yrke"), required=False)

    class Meta:
        model = Experience
        fields: ClassVar[list[str]] = [
            "title",
            "occupation",
            "employer",
            "country",
            "from_month",
            "to_month",
            "is_unpaid",
            "description",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].label = _("Var")
        self.fields["is_unpaid"].label = _("Utan lön")
        self.fields["description"].label = _("Vad gjorde personen?")
        if self.instance.pk:
            self.initial["occupation"] = self.instance.occupation


class EducationForm(_PeriodForm):
    class Meta:
        model = Education
        fields: ClassVar[list[str]] = ["title", "school", "level", "country", "from_month", "to_month", "is_validated"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].label = _("Skola")
        self.fields["level"].label = _("Nivå")
        self.fields["is_validated"].label = _("Bedömd eller validerad i Sverige")
        self.fields["level"].queryset = SunLevel.objects.current().filter(level=1)  # type: ignore[attr-defined]
