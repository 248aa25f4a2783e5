"""Next step, notes, interventions."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.edits import BASE, VersionedModelForm
from core.forms import DateField, Form, ModelForm, NumberField
from participants.enums import Focus, InterventionEnd, NoteChannel, NoteKind, StepBy, WaitingFor
from participants.forms.fields import MentionArea, colleagues
from participants.models import Activity, Enrolment, Intervention

BASE_WHO = f"{BASE}who"


class NextStepForm(ModelForm, VersionedModelForm):
    """Next step · who · when, and whom we wait for; two who write at once never overwrite each other.

    `who` is one list for three columns: a colleague, the person, or somebody else in words.
    """

    mark_optional = True

    who = forms.ChoiceField(label=_("Vem"), required=False)
    next_step_on = DateField(label=_("När"), lean="future", required=False)
    waiting_for = forms.ChoiceField(label=_("Väntar på"), choices=WaitingFor.choices, required=False)

    field_order = ["next_step", "who", "next_step_who", "next_step_on", "waiting_for"]

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = ["next_step", "next_step_who", "next_step_on", "waiting_for"]

    def __init__(self, *args: Any, team_id: int, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step"].label = _("Nästa steg")
        words = self.fields["next_step_who"]
        words.label, words.help_text = _("Vem annars"), _("Om det är någon annan: en person eller en organisation.")
        words.size = "middle"  # type: ignore[attr-defined]
        stored = self.stored_who = whose(self.instance)
        who: Any = self.fields["who"]
        who.choices, who.size = _whose_choices(self.instance, team_id, me), "middle"
        self.fields[BASE_WHO] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial[BASE_WHO] = stored
        self.initial["who"] = stored or ("" if self.instance.next_step else _of(me.pk))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("who") == StepBy.OTHER and not given.get("next_step_who"):
            self.add_error("next_step_who", _("Skriv vem det är."))
        elif given.get("next_step_who") and self._is_words(given):
            given["who"] = StepBy.OTHER.value  # what somebody wrote is never lost for a list left as it was
        elif given.get("who") != StepBy.OTHER and "who" not in self.errors:
            given["next_step_who"] = ""
        return given

    def _is_words(self, given: dict[str, Any]) -> bool:
        """Words were written now, and the list was not touched."""
        untouched = given.get("who", "") in ("", given.get(BASE_WHO), self.initial["who"])
        return untouched and given["next_step_who"] != given.get(f"{BASE}next_step_who", "")

    def _plain(self) -> list[str]:
        return [*super()._plain(), "next_step_by", "next_step_user"]

    def _refresh(self) -> bool:
        found = super()._refresh()
        self.stored_who = whose(self.instance)  # before what was sent is laid on the instance
        return found

    def _post_clean(self) -> None:
        super()._post_clean()
        if "who" in self.errors:
            return
        base, now, mine = self.cleaned_data.get(BASE_WHO, ""), self.stored_who, self.cleaned_data.get("who", "")
        if mine in (base, now):
            return
        if now != base:
            self._clash("who", dict(self.fields["who"].choices).get(now, now))  # type: ignore[attr-defined]
            self.data[self.add_prefix(BASE_WHO)] = now  # type: ignore[index]
            return
        kind, _colon, pk = mine.partition(":")
        self.instance.next_step_by, self.instance.next_step_user_id = kind, int(pk) if pk else None


def _of(user_id: int) -> str:
    return f"{StepBy.USER}:{user_id}"


def whose(enrolment: Enrolment) -> str:
    """The stored choice as the list has it; an old text without one is somebody else."""
    if enrolment.next_step_by == StepBy.USER and enrolment.next_step_user_id:
        return _of(enrolment.next_step_user_id)
    if not enrolment.next_step_by and enrolment.next_step_who:
        return StepBy.OTHER.value
    return str(enrolment.next_step_by)


def _whose_choices(enrolment: Enrolment, team_id: int, me: User) -> list[tuple[str, Any]]:
    """I first, then the others by name; one who has left the team stands there as long as the step is theirs."""
    names = {user.pk: user.name for user in colleagues(team_id)}
    if enrolment.next_step_user is not None:
        names.setdefault(enrolment.next_step_user.pk, enrolment.next_step_user.name)
    mine = [(_of(me.pk), _("Jag"))] if names.pop(me.pk, "") else []
    others = [(_of(pk), name) for pk, name in names.items()]
    ends = [(StepBy.PERSON.value, _("Deltagaren")), (StepBy.OTHER.value, _("Någon annan"))]
    return [("", _("Inte bestämt")), *mine, *others, *ends]


class NoteForm(Form):
    kind = forms.ChoiceField(
        label=_("Vad var det?"),
        choices=NoteKind.choices,
        initial=NoteKind.NOTE,
        widget=forms.RadioSelect(attrs={"class": "across"}),
    )
    text = forms.CharField(
        label=_("Anteckning"),
        max_length=20_000,
        widget=MentionArea(attrs={"rows": 8}),
        help_text=_("Skriv @ och ett namn för att säga till en kollega."),
    )
    channel = forms.ChoiceField(label=_("Hur"), choices=NoteChannel.choices, required=False)
    happened_on = DateField(label=_("När"), lean="past", required=False, help_text=_("Tomt betyder nu."))

    def __init__(self, *args: Any, team_id: int, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.offer(team_id=team_id, me=me)

    def clean_happened_on(self) -> datetime | None:
        day: date | None = self.cleaned_data["happened_on"]
        if day is None or day == timezone.localdate():
            return None
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Dagen har inte varit än. Boka ett möte eller sätt ett nästa steg i stället.")
            )
        return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


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
            "activity",
            "title",
            "focus",
            "provider",
            "starts_on",
            "planned_end_on",
            "hours_per_week",
            "why_alone",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        team_id, chosen = kwargs.pop("team_id"), kwargs.pop("chosen", None)
        if chosen is not None:
            kwargs["initial"] = {**_like(chosen), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        activity: Any = self.fields["activity"]
        there = Q(is_open=True) | Q(pk=self.instance.activity_id)
        activity.queryset = Activity.objects.filter(there, team_id=team_id).order_by("name")
        activity.label, activity.empty_label = _("Ur katalogen"), _("ingen")
        activity.label_from_instance = lambda one: one.name
        self.fields["title"].label = _("Vad")
        self.fields["title"].required = False  # else the activity's name
        self.fields["provider"].label = _("Var")
        self.fields["why_alone"].label = _("Varför en insats räcker just nu")
        self.fields["why_alone"].help_text = _("Om det bara är en. Flera samtidigt brukar gå fortare.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("title") and "title" not in self.errors:
            if given.get("activity") is None:
                self.add_error("title", _("Skriv vad det är, eller välj ur katalogen."))
            else:
                given["title"] = given["activity"].name
        first, last = given.get("starts_on"), given.get("planned_end_on")
        if first and last and last < first:
            self.add_error("planned_end_on", _("Slutet kan inte komma före början."))
        return given


def _like(activity: Activity) -> dict[str, Any]:
    """What an intervention begins with when it is planned from the catalogue."""
    return {
        "activity": activity.pk,
        "title": activity.name,
        "focus": activity.focus,
        "provider": activity.provider,
        "starts_on": activity.starts_on,
        "planned_end_on": activity.ends_on,
        "hours_per_week": activity.hours_per_week,
    }


class EndInterventionForm(Form):
    on = DateField(label=_("Sista dagen"), lean="past")
    reason = forms.ChoiceField(label=_("Hur gick det?"), choices=InterventionEnd.choices, widget=forms.RadioSelect)
