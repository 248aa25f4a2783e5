"""Meetings with the participant: booking one, changing what was agreed, and what is written afterwards."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.edits import VersionedModelForm
from core.forms import DateField, Form, ModelForm, TimeField, WholeNumberField
from participants.actions import After, Step
from participants.enums import Interpreter, MeetingState, MeetingWay, StepBy
from participants.forms.fields import ColleagueField, MentionArea, colleagues
from participants.forms.plan import BASE_WHO, NextStepForm
from participants.models import Meeting, Participant
from taxonomy.enums import Kind
from taxonomy.widgets import WordField

ACROSS = forms.RadioSelect(attrs={"class": "across"})


def at(day: date, hour: time) -> datetime:
    """A moment in Stockholm."""
    return timezone.make_aware(datetime.combine(day, hour))


class MeetingForm(Form):
    """A new meeting. The interpreter's language is the person's own when nothing else is said."""

    mark_optional = True

    on = DateField(label=_("Dag"), lean="future")
    at = TimeField(label=_("Klockan"))
    minutes = WholeNumberField(label=_("Minuter"), min_value=5, max_value=600, initial=45)
    way = forms.ChoiceField(
        label=_("Hur"), choices=MeetingWay.choices, initial=MeetingWay.PLACE, widget=ACROSS, required=False
    )
    place = forms.CharField(label=_("Plats"), max_length=120, required=False)
    interpreter = forms.ChoiceField(
        label=_("Tolk"), choices=Interpreter.choices, initial=Interpreter.NONE, widget=ACROSS, required=False
    )
    interpreter_language = WordField(kind=Kind.LANGUAGE, label=_("Tolkens språk"), required=False)
    about = forms.CharField(label=_("Om vad"), max_length=200, required=False)
    with_user = ColleagueField(label=_("Vem av oss"))

    def __init__(self, *args: Any, team_id: int, me: User, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_user"].queryset = colleagues(team_id)  # type: ignore[attr-defined]
        self.fields["with_user"].initial = me.pk
        if participant.needs_interpreter:
            self.fields["interpreter"].initial = Interpreter.WANTED
            self.fields["interpreter_language"].initial = participant.preferred_language

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["way"] = given.get("way") or MeetingWay.PLACE.value
        given["interpreter"] = given.get("interpreter") or Interpreter.NONE.value
        if given["interpreter"] == Interpreter.NONE:
            given["interpreter_language"] = None
        return given

    def values(self) -> dict[str, Any]:
        """As `actions.book_meeting` takes them."""
        given = dict(self.cleaned_data)
        return {"starts_at": at(given.pop("on"), given.pop("at")), **given}


class MeetingEditForm(ModelForm, VersionedModelForm):
    """What was agreed about a planned meeting. Another hour is a move, and written as such."""

    mark_optional = True

    minutes = WholeNumberField(label=_("Minuter"), min_value=5, max_value=600)
    way = forms.ChoiceField(label=_("Hur"), choices=MeetingWay.choices, widget=ACROSS)
    interpreter = forms.ChoiceField(label=_("Tolk"), choices=Interpreter.choices, widget=ACROSS)
    interpreter_language = WordField(kind=Kind.LANGUAGE, label=_("Tolkens språk"), required=False)
    with_user = ColleagueField(label=_("Vem av oss"))

    class Meta:
        model = Meeting
        fields: ClassVar[list[str]] = [
            "minutes",
            "way",
            "place",
            "interpreter",
            "interpreter_language",
            "about",
            "with_user",
        ]

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label, self.fields["about"].label = _("Plats"), _("Om vad")
        able = colleagues(team_id) | User.objects.filter(pk=self.instance.with_user_id)
        self.fields["with_user"].queryset = able.order_by("name", "pk")  # type: ignore[attr-defined]
        self.initial["interpreter_language"] = self.instance.interpreter_language


AFTER = [
    (MeetingState.HELD.value, _("Kom")),
    (MeetingState.MISSED.value, _("Kom inte")),
    (MeetingState.CANCELLED.value, _("Inställt")),
    (MeetingState.MOVED.value, _("Flyttat")),
]


class AfterMeetingForm(NextStepForm):
    """Efter mötet: who came, two lines, the next step, when you meet next, and a colleague who is told. What stands
    there already is kept when it is left as it is; two who write at once never overwrite each other's step."""

    state = forms.ChoiceField(
        label=_("Blev mötet av?"), choices=AFTER, initial=MeetingState.HELD, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Två rader om mötet"), max_length=20_000, required=False, widget=MentionArea(attrs={"rows": 3})
    )
    next_day = DateField(label=_("Nästa möte"), lean="future", required=False)
    next_hour = TimeField(label=_("Klockan"), required=False)
    tell = ColleagueField(label=_("Säg till en kollega"), required=False, empty_label=_("Ingen"))
    task = forms.CharField(
        label=_("Det kollegan ska göra"),
        max_length=200,
        required=False,
        help_text=_("Blir en uppgift hos kollegan. Lämna tomt om det räcker att hen läser."),
    )

    field_order = [
        *("state", "text", "next_step", "who", "next_step_who", "next_step_on", "waiting_for"),
        *("next_day", "next_hour", "tell", "task"),
    ]

    def __init__(self, *args: Any, team_id: int, me: User, booked: bool, draft: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, team_id=team_id, me=me, **kwargs)
        self.fields["state"].widget.attrs.update({"class": "across", "data-focus": ""})
        able = colleagues(team_id).exclude(pk=me.pk)
        self.fields["tell"].queryset = able  # type: ignore[attr-defined]
        self.fields["text"].widget.offer(team_id=team_id, me=me)
        if not booked:
            del self.fields["state"]  # one that was never booked took place
        if not self.instance.is_open:
            for name in ("next_step", "who", "next_step_who", "next_step_on", "waiting_for", "next_day", "next_hour"):
                del self.fields[name]
        self.initial.update({name: text for name, text in draft.items() if name in self.fields})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, hour = given.get("next_day"), given.get("next_hour")
        if hour and not day and "next_day" not in self.errors:
            self.add_error("next_day", _("Skriv vilken dag."))
        if day and not hour and "next_hour" not in self.errors:
            self.add_error("next_hour", _("Skriv vilken tid."))
        if given.get("state") == MeetingState.MOVED and not day and "next_day" in self.fields:
            self.add_error("next_day", _("Skriv vilken dag mötet flyttas till."))
        if given.get("task") and not given.get("tell"):
            self.add_error("tell", _("Välj vem som ska göra det."))
        return given

    def written(self) -> dict[str, str]:
        """What stands in the boxes beside the text, for a draft: unsent, so nothing is known of it but that it is text."""
        names = [name for name in self.fields if name != "text" and name in self.data]
        return {name: str(self[name].data or "")[:2000] for name in names}

    def given(self) -> After:
        """As `actions.after_meeting` takes it. The step is None when nobody changed it."""
        clean, saved = self.cleaned_data, self.instance
        step = None
        if "next_step" in self.fields and (self.changed_names or self._who_changed()):
            step = Step(
                step=saved.next_step,
                step_by=StepBy(saved.next_step_by),
                user_id=saved.next_step_user_id,
                who=saved.next_step_who,
                on=saved.next_step_on,
                waiting_for=saved.waiting_for,
            )
        day, hour = clean.get("next_day"), clean.get("next_hour")
        return After(
            state=MeetingState(clean.get("state") or MeetingState.HELD),
            text=clean["text"],
            step=step,
            next_at=at(day, hour) if day and hour else None,
            tell=clean.get("tell"),
            task=clean.get("task", ""),
        )

    def _who_changed(self) -> bool:
        mine = self.cleaned_data.get("who", "")
        return bool(self.cleaned_data.get("next_step")) and mine not in (
            self.cleaned_data.get(BASE_WHO, ""),
            self.stored_who,
        )
