"""Handover: the question, the answer, what the person says, a wish for another handler."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Form, TimeField
from participants.actions import FirstMeeting
from participants.enums import AskedAnswer, HandoverReason
from participants.forms.fields import ColleagueField, colleagues


class HandlerForm(Form):
    """Assigns the first handler at once; afterwards asks the colleague to take over."""

    mark_optional = True

    user = ColleagueField(label=_("Vem"))
    reason_code = forms.ChoiceField(label=_("Varför byte"), choices=[("", _("Välj")), *HandoverReason.choices])
    reason = forms.CharField(label=_("Mer om varför"), max_length=200, required=False)
    words = forms.CharField(
        label=_("Till den som tar över, med dina ord"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Resten av sammanfattningen hämtas ur det som redan är skrivet."),
    )

    def __init__(self, *args: Any, team_id: int, without: int | None, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(team_id).exclude(pk=without)  # type: ignore[attr-defined]
        if first:
            for name in ("reason_code", "reason", "words"):
                del self.fields[name]


class CorrectForm(Form):
    """Who should have been handler."""

    user = ColleagueField(label=_("Vem skulle det ha varit?"))

    def __init__(self, *args: Any, team_id: int, without: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(team_id).exclude(pk=without)  # type: ignore[attr-defined]


class AnswerForm(Form):
    """Yes with the first meeting one has agreed with the person, when none is booked; or no, and why."""

    on = DateField(label=_("Första mötet med deltagaren"), lean="future", required=False)
    at = TimeField(label=_("Klockan"), required=False)
    place = forms.CharField(label=_("Plats"), max_length=120, required=False)
    why_not = forms.CharField(label=_("Om du tackar nej: varför"), max_length=200, required=False)

    def __init__(self, *args: Any, says_no: bool, has_meeting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.says_no, self.has_meeting = says_no, has_meeting
        if not has_meeting:
            self.fields["on"].help_text = _("Behövs för att ta över. Kom överens med deltagaren först.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.says_no:
            if not given.get("why_not") and "why_not" not in self.errors:
                self.add_error("why_not", _("Skriv kort varför, så att kollegan vet hur ni går vidare."))
            return given
        if not self.has_meeting and not given.get("on") and "on" not in self.errors:
            self.add_error("on", _("Kom överens om ett första möte med deltagaren, och skriv dagen här."))
        if given.get("on") and not given.get("at") and "at" not in self.errors:
            self.add_error("at", _("Skriv klockslaget."))
        return given

    def first_meeting(self) -> FirstMeeting | None:
        given = self.cleaned_data
        if not given.get("on"):
            return None
        return FirstMeeting(timezone.make_aware(datetime.combine(given["on"], given["at"])), given["place"])


class WordsForm(Form):
    words = forms.CharField(
        label=_("Till den som tar över, med dina ord"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AskedForm(Form):
    answer = forms.ChoiceField(
        label=_("Vad säger deltagaren om att byta handledare?"),
        choices=AskedAnswer.choices,
        widget=forms.RadioSelect,
    )


class WishForm(Form):
    mark_optional = True

    words = forms.CharField(
        label=_("Med personens ord"), max_length=400, required=False, help_text=_("Skriv ingen kollegas namn.")
    )
