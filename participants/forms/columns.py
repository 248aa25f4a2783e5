"""A column of the team's own as a form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants import own
from participants.actions.columns import about_health
from participants.enums import ColumnKind
from participants.models import TeamColumn


class ColumnForm(Form):
    """Title, kind, what to choose among, what it is for and who answers for it."""

    title = forms.CharField(label=_("Rubrik"), max_length=60, help_text=_("Kort, som den ska stå överst i tabellen."))
    kind = forms.ChoiceField(label=_("Vad skrivs i den?"), choices=ColumnKind.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Att välja mellan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ett val på varje rad. Behövs bara när kolumnen är ett val."),
    )
    purpose = forms.CharField(
        label=_("Till vad?"),
        max_length=200,
        help_text=_("Vad ni använder kolumnen till, så att alla skriver samma sak i den."),
    )
    owner = forms.TypedChoiceField(
        label=_("Vem svarar för den?"), coerce=int, help_text=_("Håller reda på att den fortfarande behövs.")
    )

    def __init__(
        self, *args: Any, colleagues: Mapping[int, str], me: int, column: TeamColumn | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"kind": ColumnKind.TEXT, "owner": me}
        if column is not None:
            initial = {name: getattr(column, name) for name in ("title", "kind", "purpose")}
            initial |= {"choices": "\n".join(map(str, column.choices)), "owner": column.owner_id or me}
        super().__init__(*args, initial=initial, **kwargs)
        offered = sorted(colleagues.items(), key=lambda each: each[1])
        self.fields["owner"].choices = [(str(pk), name) for pk, name in offered]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return self._not_private(" ".join(self.cleaned_data["title"].split()))

    def clean_purpose(self) -> str:
        return self._not_private(" ".join(self.cleaned_data["purpose"].split()))

    def clean_choices(self) -> list[str]:
        """One a line. Only a choice has any; those typed for another kind are left out."""
        if self.cleaned_data.get("kind") != ColumnKind.CHOICE:
            return []
        found = own.choices_of(self.cleaned_data["choices"])
        if len(found) < 2:
            raise ValidationError(_("Skriv minst två val, ett på varje rad."))
        if len(found) > own.CHOICES:
            raise ValidationError(_("Högst %(n)d val.") % {"n": own.CHOICES})
        if any(len(choice) > own.CHOICE_LENGTH for choice in found):
            raise ValidationError(_("Ett val får vara högst %(n)d tecken.") % {"n": own.CHOICE_LENGTH})
        self._not_private("\n".join(found))
        return found

    def _not_private(self, text: str) -> str:
        if own.is_about_health(text.split("\n")):
            raise ValidationError(about_health())
        return text
