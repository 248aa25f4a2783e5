"""Choosing a prepared text, and the team's own wording of one."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.enums import MessageWay
from participants.messages import LANGUAGE_NAMES, MOST, SWEDISH, Prepared, languages


class SendForm(Form):
    """Which text, and how: each pair is a button."""

    text = forms.ChoiceField()
    how = forms.ChoiceField(choices=[(way.value, way.label) for way in MessageWay if way != MessageWay.LIST])

    def __init__(self, *args: Any, texts: list[Prepared], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [(one.key, one.title) for one in texts]  # type: ignore[attr-defined]


class ManyForm(Form):
    """Which text for many."""

    text = forms.ChoiceField(label=_("Text"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, texts: list[Prepared], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.title}: {one.texts[SWEDISH]}") for one in texts]
        self.fields["text"].choices = choices  # type: ignore[attr-defined]


class WordingForm(Form):
    """The words in each language, and whether somebody who knows it has read them."""

    mark_optional = True

    title = forms.CharField(label=_("Rubrik"), max_length=60, required=False)

    def __init__(self, *args: Any, one: Prepared | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one is not None and not one.key.startswith("own-"):
            del self.fields["title"]
        for code in languages():
            text = forms.CharField(
                label=capfirst(LANGUAGE_NAMES[code]),
                required=code == SWEDISH,
                max_length=MOST,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": languages()[code]["direction"]}),
                initial=one.texts.get(code, "") if one else "",
            )
            self.fields[f"text_{code}"] = text
            if code != SWEDISH:
                read = one is not None and bool(one.texts.get(code)) and code not in one.awaiting
                self.fields[f"read_{code}"] = forms.BooleanField(
                    label=_("Läst av någon som kan språket"), required=False, initial=read
                )
        if one is not None and "title" in self.fields:
            self.fields["title"].initial = one.title

    def values(self) -> dict[str, Any]:
        """As `actions.save_message` takes them."""
        clean = self.cleaned_data
        return {
            "title": clean.get("title", ""),
            "texts": {code: clean[f"text_{code}"] for code in languages()},
            "reviewed": [code for code in languages() if clean.get(f"read_{code}")],
        }
