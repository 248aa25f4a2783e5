"""Fields that several forms share."""

import json
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.permissions import Permission, allows
from participants import numbers


class NumberField(forms.CharField):
    """A personal or coordination number in any spelling; cleans to numbers.Number, None when left empty."""

    size = "middle"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Numret stämmer inte. Kontrollera siffrorna, den sista är en kontrollsiffra."),
        "short": _("Numret har för få siffror. Skriv tio eller tolv, till exempel 850917-2384."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "inputmode": "text"}

    def clean(self, value: Any) -> numbers.Number | None:
        text = super().clean(value)
        if not text:
            return None
        if sum(char.isdigit() for char in text) < 10:
            raise ValidationError(self.error_messages["short"], code="short")
        try:
            return numbers.read(text)
        except numbers.NotANumber as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault


class ColleagueField(forms.ModelChoiceField):
    """A colleague who works with people in the team today."""

    size = "middle"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class MentionArea(forms.Textarea):
    """A text in which "@" and some letters offer colleagues' names (static/js/mention.js); without script one writes the
    name. Who is offered is asked for when the text is shown."""

    template_name = "participants/mention_area.html"
    team_id: int | None = None
    me: User | None = None

    def offer(self, *, team_id: int, me: User) -> None:
        """Everybody in the team who may work with people, but me."""
        self.team_id, self.me = team_id, me

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = []
        if self.team_id is not None and self.me is not None:
            names = [user.name for user in colleagues(self.team_id) if user != self.me]
        context["widget"]["names"] = json.dumps(names, ensure_ascii=False)
        return context  # type: ignore[no-any-return]


def colleagues(team_id: int) -> Any:
    """Users with a running membership whose role may work with people, by name."""
    members = Membership.objects.running().filter(team_id=team_id)
    able = [m.user_id for m in members if allows(m.role, Permission.WORK_WITH_PEOPLE)]
    return User.objects.filter(pk__in=able).order_by("name", "pk")
