"""What is asked before something is done for many. `values` is what the deed is given: JSON."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateField, Form
from participants.actions.for_many import Values
from participants.enums import Deed, Focus, StepBy
from participants.forms.fields import ColleagueField, colleagues
from participants.models import Activity, Tag


class BulkForm(Form):
    """`team_id` is the team, `me` who acts."""

    mark_optional = True

    def __init__(self, *args: Any, team_id: int, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team_id, self.me = team_id, me
        self.prepare()

    def prepare(self) -> None:
        """Fills choices from the team."""

    def values(self) -> Values:
        raise NotImplementedError


class HandlerForm(BulkForm):
    user = ColleagueField(
        label=_("Ny handledare"),
        help_text=_(
            "Den som saknar handledare får en direkt. För de andra får kollegan frågan först, och svarar själv."
        ),
    )

    def prepare(self) -> None:
        self.fields["user"].queryset = colleagues(self.team_id)  # type: ignore[attr-defined]

    def values(self) -> Values:
        return {"user": self.cleaned_data["user"].pk}


class StepForm(BulkForm):
    next_step = forms.CharField(label=_("Nästa steg"), max_length=200)
    who = forms.ChoiceField(label=_("Vem"), required=False)
    next_step_on = DateField(label=_("När"), lean="future", required=False)
    only_empty = forms.BooleanField(label=_("Bara för dem som saknar nästa steg"), required=False, initial=True)

    def prepare(self) -> None:
        names = {user.pk: user.name for user in colleagues(self.team_id)}
        mine = [(str(self.me.pk), _("Jag"))] if names.pop(self.me.pk, "") else []
        others = [(str(pk), name) for pk, name in names.items()]
        who: Any = self.fields["who"]
        who.choices = [("", _("Inte bestämt")), *mine, *others, (StepBy.PERSON.value, _("Deltagaren"))]
        who.size = "middle"

    def values(self) -> Values:
        given, who = self.cleaned_data, self.cleaned_data["who"]
        user_id = int(who) if who.isdigit() else None
        return {
            "next_step": given["next_step"],
            "next_step_by": StepBy.USER.value if user_id else who,
            "next_step_user_id": user_id,
            "next_step_who": "",
            "next_step_on": given["next_step_on"].isoformat() if given["next_step_on"] else None,
            "only_empty": given["only_empty"],
        }


class BulkTaskForm(BulkForm):
    title = forms.CharField(label=_("Att göra"), max_length=200)
    owner = ColleagueField(label=_("Vem"))
    due_on = DateField(label=_("Senast"), lean="future", required=False)

    def prepare(self) -> None:
        self.fields["owner"].queryset = colleagues(self.team_id)  # type: ignore[attr-defined]
        self.fields["owner"].initial = self.me.pk

    def values(self) -> Values:
        given = self.cleaned_data
        due_on = given["due_on"].isoformat() if given["due_on"] else None
        return {"title": given["title"], "owner": given["owner"].pk, "due_on": due_on}


class BulkInterventionForm(BulkForm):
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label=_("Aktivitet"),
        required=False,
        empty_label=_("Ingen ur listan"),
        help_text=_("Har aktiviteten namn och inriktning tas de därifrån."),
    )
    title = forms.CharField(label=_("Vad"), max_length=120, required=False)
    focus = forms.ChoiceField(
        label=_("Inriktning"),
        choices=Focus.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "across"}),
    )
    starts_on = DateField(label=_("Från"))
    planned_end_on = DateField(
        label=_("Till"), lean="future", required=False, help_text=_("Tomt betyder tills vidare.")
    )

    def prepare(self) -> None:
        field: Any = self.fields["activity"]
        field.queryset = Activity.objects.filter(team_id=self.team_id, is_open=True).order_by("name")
        field.label_from_instance = lambda activity: activity.name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        activity, first, last = given.get("activity"), given.get("starts_on"), given.get("planned_end_on")
        given["title"] = given.get("title") or (activity.name if activity else "")
        given["focus"] = given.get("focus") or (activity.focus if activity else "")
        if not given["title"]:
            self.add_error("title", _("Skriv vad det är, eller välj en aktivitet."))
        if not given["focus"] and "focus" not in self.errors:
            self.add_error("focus", _("Välj en inriktning."))
        if first and last and last < first:
            self.add_error("planned_end_on", _("Slutet kan inte komma före början."))
        return given

    def values(self) -> Values:
        given, activity = self.cleaned_data, self.cleaned_data["activity"]
        return {
            "title": given["title"],
            "focus": given["focus"],
            "activity_id": activity.pk if activity else None,
            "provider": activity.provider if activity else "",
            "starts_on": given["starts_on"].isoformat(),
            "planned_end_on": given["planned_end_on"].isoformat() if given["planned_end_on"] else None,
        }


class TagForm(BulkForm):
    tag = forms.ModelChoiceField(Tag.objects.none(), label=_("Etikett"), empty_label=None, widget=forms.RadioSelect)

    def prepare(self) -> None:
        field: Any = self.fields["tag"]
        field.queryset = Tag.objects.filter(team_id=self.team_id)
        field.label_from_instance = lambda tag: tag.name

    def values(self) -> Values:
        return {"tag": self.cleaned_data["tag"].pk}


class NewTagForm(Form):
    name = forms.CharField(label=_("Ny etikett"), max_length=30)


FORMS: dict[Deed, type[BulkForm]] = {
    Deed.HANDLER: HandlerForm,
    Deed.STEP: StepForm,
    Deed.TASK: BulkTaskForm,
    Deed.INTERVENTION: BulkInterventionForm,
    Deed.TAG: TagForm,
    Deed.UNTAG: TagForm,
}
