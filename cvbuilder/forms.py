"""Forms of CVs: beginning one, its own words, what of the profile is shown and in which order."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.forms import Form, HouseRules
from cvbuilder import rules
from cvbuilder.enums import DocumentLanguage, PartCode
from cvbuilder.models import CV
from cvbuilder.queries import Chosen

MOST_ROWS = 500
KEY_LENGTH = 30


class NewCVForm(Form):
    title = forms.CharField(
        label=_("Vad är cv:t till för?"),
        max_length=80,
        required=False,
        help_text=_("Ert eget namn på det, till exempel Lager. Det står inte i cv:t. Tomt betyder yrket i profilen."),
    )
    language = forms.ChoiceField(
        label=_("Cv:ts språk"), choices=DocumentLanguage.choices, initial=DocumentLanguage.SWEDISH
    )


class CVForm(HouseRules, VersionedModelForm):
    """The CV's own words and what of the contact line stands there. A colleague's change of the same field clashes."""

    mark_optional = True

    class Meta:
        model = CV
        fields = [
            "shown_name", "headline", "profile_text", "shows_phone", "shows_email", "shows_municipality", "title",
            "language",
        ]  # fmt: skip

    def __init__(self, *args: Any, has: Mapping[str, str], name: str, **kwargs: Any) -> None:
        """`has` says what the profile holds of each contact field, `name` what stands on top unless said."""
        super().__init__(*args, **kwargs)
        self.fields["shown_name"].widget.attrs["placeholder"] = name
        self.fields["headline"].help_text = _("Yrket det gäller, till exempel Lagerarbetare med truckkort.")
        self.fields["profile_text"].help_text = _(
            "Tre till fem rader i jag-form. Rader som börjar med - blir en lista."
        )
        self.fields["language"].label = _("Cv:ts språk")
        self.fields["title"].help_text = _("Ert eget namn på cv:t. Det står inte i det.")
        for name_of, value in has.items():
            field = self.fields[name_of]
            field.label = value or _("%(what)s saknas") % {"what": str(field.label).capitalize()}
            field.disabled = not value

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("shows_phone", "shows_email", "shows_municipality")]


class KeysField(forms.Field):
    """Many short keys in the order they stand on the page. What is no key is left out: a row that a colleague took away
    meanwhile is no fault of the one who saves."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        given = value if isinstance(value, (list, tuple)) else []
        return [str(key) for key in given[:MOST_ROWS] if 0 < len(str(key)) <= KEY_LENGTH]


class ArrangementForm(Form):
    """For each part `order-<part>` (every row, in order) and `show-<part>` (the ticked ones), as the page has them."""

    def __init__(self, *args: Any, rows: Mapping[str, list[Chosen]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for code in rows:
            self.fields[f"order-{code}"] = KeysField(required=False)
            self.fields[f"show-{code}"] = KeysField(required=False)

    @property
    def parts(self) -> Iterator[tuple[str, str, list[Chosen]]]:
        """(code, the screen's name, rows) of every part there is something in."""
        for code, rows in self.rows.items():
            yield code, str(PartCode(code).label), rows

    def arrangement(self, move: str = "", step: int = 0) -> dict[str, list[list[object]]]:
        """The posted arrangement, `move` ("experience:12") moved one place. Parts that were not posted stay as they
        are shown. Call when valid."""
        made: dict[str, list[list[object]]] = {}
        moved_part, _colon, moved_key = move.partition(":")
        for code, rows in self.rows.items():
            here = [row.key for row in rows]
            order = rules.in_chosen_order(here, self.cleaned_data.get(f"order-{code}") or [])
            shown = set(self.cleaned_data.get(f"show-{code}") or [])
            if self.cleaned_data.get(f"order-{code}"):
                posted = set(self.cleaned_data[f"order-{code}"])
                shown |= {row.key for row in rows if row.key not in posted and row.is_shown}
            else:
                shown = {row.key for row in rows if row.is_shown}
            if code == moved_part:
                order = rules.moved(order, moved_key, step)
            made[code] = [[key, key in shown] for key in order]
        return made
