"""Next step, notes, meetings, tasks, interventions."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.edits import VersionedModelForm
from core.forms import DateField, Form, ModelForm, NumberField, TimeField, WholeNumberField
from participants.enums import Focus, InterventionEnd, MeetingState, NoteKind, WaitingFor
from participants.forms.fields import ColleagueField, colleagues
from participants.models import Enrolment, Intervention


class NextStepForm(ModelForm, VersionedModelForm):
    """Next step · who · when, and whom we wait for; two who write at once never overwrite each other."""

    mark_optional = True

    next_step_on = DateField(label=_("När"), lean="future", required=False)
    waiting_for = forms.ChoiceField(label=_("Väntar på"), choices=WaitingFor.choices, required=False)

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = ["next_step", "next_step_who", "next_step_on", "waiting_for"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step"].label = _("Nästa steg")
        self.fields["next_step_who"].label = _("Vem")
        self.fields["next_step_who"].size = "middle"  # type: ignore[attr-defined]


class NoteForm(Form):
    kind = forms.ChoiceField(
        label=_("Vad var det?"),
        choices=NoteKind.choices,
        initial=NoteKind.NOTE,
        widget=forms.RadioSelect(attrs={"class": "across"}),
    )
    text = forms.CharField(label=_("Anteckning"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    happened_on = DateField(label=_("När"), lean="past", required=False, help_text=_("Tomt betyder nu."))

    def clean_happened_on(self) -> datetime | None:
        day: date | None = self.cleaned_data["happened_on"]
        if day is None or day == timezone.localdate():
            return None
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Dagen har inte varit än. Boka ett möte eller sätt ett nästa steg i stället.")
            )
        return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


class MeetingForm(Form):
    mark_optional = True

    on = DateField(label=_("Dag"), lean="future")
    at = TimeField(label=_("Klockan"))
    minutes = WholeNumberField(label=_("Minuter"), min_value=5, max_value=600, initial=45)
    place = forms.CharField(label=_("Plats"), max_length=120, required=False)
    about = forms.CharField(label=_("Om vad"), max_length=200, required=False)
    with_user = ColleagueField(label=_("Vem av oss"))

    def __init__(self, *args: Any, team_id: int, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_user"].queryset = colleagues(team_id)  # type: ignore[attr-defined]
        self.fields["with_user"].initial = me.pk

    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"]))


AFTER = [(state.value, state.label) for state in MeetingState if state != MeetingState.PLANNED]


class AfterMeetingForm(Form):
    """What came of a meeting, and two lines if there is something to say."""

    mark_optional = True

    state = forms.ChoiceField(
        label=_("Blev mötet av?"), choices=AFTER, initial=MeetingState.HELD, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Anteckning"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class TaskForm(Form):
    mark_optional = True

    title = forms.CharField(label=_("Att göra"), max_length=200)
    owner = ColleagueField(label=_("Vem"))
    due_on = DateField(label=_("Senast"), lean="future", required=False)

    def __init__(self, *args: Any, team_id: int, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(team_id)  # type: ignore[attr-defined]
        self.fields["owner"].initial = me.pk


FOCUS_HELP = _(
    "Jobbfokus: praktik, provanställning, jobbsökning med stöd, arbetsgivarbesök. "
    "En insats om hälsa syns med namn bara för handledarna, andra ser ”annan insats”."
)


class InterventionForm(ModelForm, VersionedModelForm):
    """An effort: what, what for, where, when."""

    mark_optional = True

    focus = forms.ChoiceField(
        label=_("Inriktning"),
        choices=Focus.choices,
        widget=forms.RadioSelect(attrs={"class": "across"}),
        help_text=FOCUS_HELP,
    )
    starts_on = DateField(label=_("Från"))
    planned_end_on = DateField(
        label=_("Till"), lean="future", required=False, help_text=_("Tomt betyder tills vidare.")
    )
    hours_per_week = NumberField(
        label=_("Timmar i veckan"), min_value=0, max_value=80, max_digits=4, decimal_places=1, required=False
    )

    class Meta:
        model = Intervention
        fields: ClassVar[list[str]] = [
            "title",
            "focus",
            "provider",
            "starts_on",
            "planned_end_on",
            "hours_per_week",
            "why_alone",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Vad")
        self.fields["provider"].label = _("Var")
        self.fields["why_alone"].label = _("Varför en insats räcker just nu")
        self.fields["why_alone"].help_text = _("Om det bara är en. Flera samtidigt brukar gå fortare.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("planned_end_on")
        if first and last and last < first:
            self.add_error("planned_end_on", _("Slutet kan inte komma före början."))
        return given


class EndInterventionForm(Form):
    on = DateField(label=_("Sista dagen"), lean="past")
    reason = forms.ChoiceField(label=_("Hur gick det?"), choices=InterventionEnd.choices, widget=forms.RadioSelect)
