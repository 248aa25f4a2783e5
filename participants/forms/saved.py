"""A view of the register under a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.models import SavedView

ME, TEAM = "jag", "teamet"


class NameForm(Form):
    """What a view is called."""

    name = forms.CharField(
        label=_("Vad ska vyn heta?"),
        max_length=SavedView._meta.get_field("name").max_length,
        help_text=_("Kort, till exempel ”Måndagsmötet”."),
    )


class SaveViewForm(NameForm):
    """A new view: its name, whose it is, and whether the register opens with it. `vy` is what it shows."""

    vy = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    whose = forms.ChoiceField(
        label=_("Vem ska ha den?"),
        choices=[(ME, _("Bara jag")), (TEAM, _("Hela teamet"))],
        widget=forms.RadioSelect,
        initial=ME,
    )
    opens = forms.BooleanField(label=_("Öppna listan med den här vyn"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["whose"]
