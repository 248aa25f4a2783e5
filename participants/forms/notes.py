"""Templates, a note on the wrong person, a search in one person's notes, a concern."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.enums import ConcernKind, ConcernStep, NoteKind


class TemplateForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=60)
    kind = forms.ChoiceField(label=_("Vad är det?"), choices=NoteKind.choices)
    text = forms.CharField(
        label=_("Rubriker att skriva under"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Inget om någon person."),
    )


class MoveNoteForm(Form):
    """Words first, then one of those they find."""

    words = forms.CharField(label=_("Vem handlar den om?"), max_length=100, help_text=_("Skriv namnet och tryck Sök."))
    person = forms.ChoiceField(label=_("Välj person"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found:
            self.fields["person"].choices = found  # type: ignore[attr-defined]
        else:
            del self.fields["person"]


class NoteSearchForm(Form):
    q = forms.CharField(label=_("Sök i anteckningarna"), max_length=100)


class ConcernForm(Form):
    kind = forms.ChoiceField(label=_("Vad gäller det?"), choices=ConcernKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Vad har du sett eller hört?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Det du vet, inte vad du tror. Syns bara för dig, handledarna och processledaren."),
    )


class ConcernStepForm(Form):
    step = forms.ChoiceField(choices=ConcernStep.choices)
    done = forms.BooleanField(required=False)
