"""Searching and filtering the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.scope import Scope
from participants import columns
from participants.enums import EnrolmentState, WaitingFor
from participants.queries import choices
from participants.queries.choices import Choice
from participants.queries.row import OwnColumn
from participants.queries.selection import NO_HANDLER, NOT_FILLED, Selection


class SearchForm(Form):
    q = forms.CharField(label=_("Sök person"), max_length=100, required=False)


class FilterForm(Form):
    """Sent with GET: its values are the address. The team's own columns of few values join as `egen.<key>`."""

    handledare = forms.ChoiceField(label=_("Handledare"), required=False)
    lage = forms.ChoiceField(label=_("Läge"), required=False)
    vantar = forms.ChoiceField(label=_("Väntar på"), required=False)
    kommun = forms.ChoiceField(label=_("Kommun"), required=False)
    organisation = forms.ChoiceField(label=_("Ansvarig organisation"), required=False)
    etikett = forms.ChoiceField(label=_("Etikett"), required=False)

    @classmethod
    def for_team(cls, scope: Scope, selection: Selection) -> "FilterForm":
        """With the team's colleagues, where its people live and who answers for them. What everybody shares is left out."""
        form = cls(initial=selection.query())
        offered = choices.filter_choices(scope)
        waits = [(waits.value, waits.label) for waits in WaitingFor if waits.value]
        form._offer("handledare", [(NO_HANDLER, _t("Utan handledare")), *offered.handlers])
        form._offer("lage", list(EnrolmentState.choices), _t("Alla pågående"))
        form._offer("vantar", waits)
        form._offer("kommun", offered.places)
        form._offer("organisation", offered.organisations if len(offered.organisations) > 1 else [])
        form._offer("etikett", offered.tags)
        for column in offered.own:
            form._offer_own(column)
        return form

    def _offer(self, name: str, offered: list[Any], everybody: str = "") -> None:
        """The field's choices; without any it is not asked for, unless it is in force."""
        if offered:
            self.fields[name].choices = [("", everybody or _t("Alla")), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def _offer_own(self, column: OwnColumn) -> None:
        yes_no: list[Choice] = [("ja", _t("ja")), ("nej", _t("nej"))]  # as cells.own_value keeps them
        offered = [(str(choice), str(choice)) for choice in column.choices] or yes_no
        key = columns.own_key(column.key)
        self.fields[key] = forms.ChoiceField(
            label=column.title, required=False, choices=[("", _t("Alla")), *offered, (NOT_FILLED, _t("Inget ifyllt"))]
        )
