"""Something to do."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.edits import VersionedModelForm
from core.forms import DateField, Form, ModelForm
from participants.forms.fields import ColleagueField, colleagues
from participants.models import Task

PRIVATE = _("Bara du ser den, också i sökningen och på personens sida.")


class TaskForm(Form):
    mark_optional = True

    title = forms.CharField(label=_("Att göra"), max_length=200)
    owner = ColleagueField(label=_("Vem"))
    due_on = DateField(label=_("Senast"), lean="future", required=False)
    is_private = forms.BooleanField(label=_("Egen påminnelse"), required=False, help_text=PRIVATE)

    def __init__(self, *args: Any, team_id: int, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(team_id)  # type: ignore[attr-defined]
        self.fields["owner"].initial = me.pk


class TaskEditForm(ModelForm, VersionedModelForm):
    """What, who, when; two who change the same never overwrite each other."""

    mark_optional = True

    owner = ColleagueField(label=_("Vem"))
    due_on = DateField(label=_("Senast"), lean="future", required=False)

    class Meta:
        model = Task
        fields: ClassVar[list[str]] = ["title", "owner", "due_on"]

    def __init__(self, *args: Any, team_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Att göra")
        able = colleagues(team_id) | User.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = able.order_by("name", "pk")  # type: ignore[attr-defined]
