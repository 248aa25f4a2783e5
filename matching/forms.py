"""What a user may ask of a ranking: which requirements not to mind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from matching.enums import HARD_WORDS, Hard


class RelaxForm(Form):
    """Requirements the user is ready to solve in another way."""

    relax = forms.TypedMultipleChoiceField(
        label=_("Sådant som går att lösa på annat sätt"),
        choices=[(hard.value, word) for hard, word in HARD_WORDS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "across"}),
    )

    def mask(self) -> Hard:
        """The requirements as bits; nothing for a form that does not hold."""
        chosen = Hard(0)
        if self.is_valid():
            for value in self.cleaned_data["relax"]:
                chosen |= Hard(value)
        return chosen
