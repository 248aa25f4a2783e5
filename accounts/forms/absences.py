"""Days away."""

from datetime import timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence
from core.edits import VersionedModelForm
from core.forms import DateField, ModelForm

LONGEST = 1100  # days: three years


class AbsenceForm(ModelForm, VersionedModelForm):
    starts_on = DateField(label=_("Första dagen borta"))
    back_on = DateField(
        label=_("Tillbaka"), lean="future", help_text=_("Första dagen på plats igen. Kan ändras om det blir längre.")
    )

    class Meta:
        model = Absence
        fields: ClassVar[list[str]] = ["starts_on", "back_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].earliest = timezone.localdate() - timedelta(days=366)  # type: ignore[attr-defined]
        self.fields["starts_on"].latest = timezone.localdate() + timedelta(days=LONGEST)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, back = given.get("starts_on"), given.get("back_on")
        if first and back and back <= first:
            self.add_error("back_on", _("Dagen behöver vara efter den första dagen borta."))
        elif first and back and (back - first).days > LONGEST:
            self.add_error("back_on", _("Så länge går det inte att vara borta. Avsluta medlemskapet i stället."))
        return given
