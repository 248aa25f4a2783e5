"""One cell of the register as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.forms import Form
from participants.actions import ActionError
from participants.cells import CEILING


class CellForm(Form):
    """`base` is what stood in the cell when the form was opened."""

    base = forms.CharField(required=False, widget=forms.HiddenInput, max_length=CEILING)
    text = forms.CharField(required=False, max_length=CEILING)

    def __init__(self, *args: Any, now: str, label: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"base": now, "text": now}, **kwargs)
        self.fields["text"].label = label

    def clash(self, theirs: str) -> None:
        """Shows what a colleague wrote meanwhile; sending again replaces it knowingly. Raises ActionError."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["base"] = theirs  # type: ignore[index]
        words = _("En kollega ändrade samma ruta. Där står nu: ”%(theirs)s”. Spara igen om din text ska gälla.")
        raise ActionError(words % {"theirs": theirs})
