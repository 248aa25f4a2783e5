"""The person's own forms: words from their languages, never from gettext."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.access import ascii_digits
from participants.actions.own import LONGEST


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
    """What the person wants to change, in any language."""

    text = forms.CharField(max_length=LONGEST)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages = {"required": words["change_empty"], "max_length": words["change_empty"]}

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")
