"""Forms of smail. Those of the participant get their words from the instrument's language, not from gettext."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.access import ascii_digits
from core import forms
from smail.actions import Answer
from smail.enums import AssessmentKind, NoValue, PartEnd
from smail.instrument import Ask, Language

# What stands in the forms: 1-5, or why there is no value.
REASONS = {"dk": NoValue.DONT_KNOW, "no": NoValue.SKIPPED}


def answer_of(choice: str) -> Answer:
    """ "4" or "dk" as an answer."""
    return Answer(reason=REASONS[choice]) if choice in REASONS else Answer(int(choice))


def choice_of(value: int | None, reason: str) -> str:
    """The other way: what is ticked when the person comes back to a question."""
    if value is not None:
        return str(value)
    return next((key for key, kept in REASONS.items() if kept == reason), "")


class CodeForm(forms.Form):
    """Digits of any script, with or without blanks."""

    kod = django_forms.CharField(max_length=80)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kod"].error_messages = dict.fromkeys(("required", "max_length"), words["code_empty"])
        self.words = words

    def clean_kod(self) -> str:
        digits = ascii_digits(self.cleaned_data["kod"])
        if not digits:
            raise django_forms.ValidationError(self.words["code_empty"])
        return digits


class LanguageForm(forms.Form):
    """A language by its code."""

    sprak = django_forms.ChoiceField()

    def __init__(self, *args: Any, languages: Sequence[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sprak"].choices = [(language.code, language.own_name) for language in languages]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """One question to the participant: five worded answers and two ways out."""

    a = django_forms.ChoiceField(choices=[(c, c) for c in ("1", "2", "3", "4", "5", *REASONS)])

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["a"].error_messages = dict.fromkeys(("required", "invalid_choice"), words["choose_one"])

    @property
    def answer(self) -> Answer:
        return answer_of(self.cleaned_data["a"])


class HandlerForm(forms.Form):
    """The caseworker's eight ratings on one page. Each needs a value or "kan inte bedöma"."""

    def __init__(self, *args: Any, asks: Sequence[Ask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "sv"
        self.asks = asks
        for ask in asks:
            text = ask.text(language)
            choices = [(str(step), label) for step, label in enumerate(text.labels, start=1)]
            field = django_forms.ChoiceField(
                label=text.text,
                choices=[*choices, ("dk", _("Kan inte bedöma"))],
                widget=django_forms.RadioSelect,
                error_messages={
                    "required": _("Välj ett svar, eller ”Kan inte bedöma”."),
                    "invalid_choice": _("Välj ett av svaren."),
                },
            )
            self.fields[ask.code] = field

    @property
    def rows(self) -> list[tuple[Ask, Any, Any]]:
        """(question, its text in the screen's language, its bound field)."""
        language = get_language() or "sv"
        return [(ask, ask.text(language), self[ask.code]) for ask in self.asks]

    @property
    def answers(self) -> dict[str, Answer]:
        return {ask.code: answer_of(self.cleaned_data[ask.code]) for ask in self.asks}


class OpenForm(forms.Form):
    """Why a new assessment is made. Left out: the first, or as usual."""

    kind = django_forms.ChoiceField(
        label=gettext_lazy("Vilket tillfälle"),
        choices=[("", gettext_lazy("som vanligt")), *AssessmentKind.choices[2:]],
        required=False,
    )

    @property
    def chosen(self) -> AssessmentKind | None:
        given = self.cleaned_data["kind"]
        return AssessmentKind(given) if given else None


class CloseForm(forms.Form):
    """How the participant's part ended without answers."""

    how = django_forms.ChoiceField(
        label=gettext_lazy("Vad hände?"),
        choices=[c for c in PartEnd.choices if c[0] != PartEnd.ANSWERED],
        widget=django_forms.RadioSelect,
    )
