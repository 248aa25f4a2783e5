"""The person's own forms: words from their languages, never from gettext."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.access import ascii_digits
from participants.actions.own import LONGEST, LONGEST_WISH


class CodeForm(forms.Form):
    """Digits of any script, with or without blanks."""

    kod = forms.CharField(max_length=80)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["kod"].error_messages = dict.fromkeys(
            ("required", "max_length", "null_characters_not_allowed"), words["code_empty"]
        )

    def clean_kod(self) -> str:
        digits = ascii_digits(self.cleaned_data["kod"])
        if not digits:
            raise forms.ValidationError(self.words["code_empty"])
        return digits


class ChangeForm(forms.Form):
    """What the person wants to change, in any language: what is written about them, or who helps them. About the latter
    nothing more has to be said."""

    RECORD, HELPER = "record", "helper"

    about = forms.ChoiceField(choices=[(RECORD, RECORD), (HELPER, HELPER)], required=False)
    text = forms.CharField(max_length=LONGEST, required=False)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["text"].error_messages = dict.fromkeys(
            ("max_length", "null_characters_not_allowed"), words["too_long"]
        )
        self.fields["about"].error_messages = {"invalid_choice": words["change_about"]}

    @property
    def is_wish(self) -> bool:
        return self["about"].value() == self.HELPER

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\x00", "")
        if not text and not self.is_wish:
            raise forms.ValidationError(self.words["change_empty"])
        if self.is_wish and len(text) > LONGEST_WISH:
            raise forms.ValidationError(self.words["too_long"])
        return text
