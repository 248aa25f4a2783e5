"""Searching and filtering the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.scope import Scope
from participants.enums import EnrolmentState
from participants.models import Tag
from participants.queries import choices
from participants.queries.selection import NO_HANDLER, Selection


class SearchForm(Form):
    q = forms.CharField(label=_("Sök person"), max_length=100, required=False)


class FilterForm(Form):
    """Sent with GET: its values are the address."""

    handledare = forms.ChoiceField(label=_("Handledare"), required=False)
    lage = forms.ChoiceField(label=_("Läge"), required=False)
    kommun = forms.ChoiceField(label=_("Kommun"), required=False)
    etikett = forms.ChoiceField(label=_("Etikett"), required=False)

    @classmethod
    def for_team(cls, scope: Scope, selection: Selection) -> "FilterForm":
        """With the team's colleagues and the municipalities where its people live."""
        form = cls(
            initial={
                "handledare": selection.handler,
                "lage": selection.state,
                "kommun": selection.municipality,
                "etikett": selection.tag,
            }
        )
        handlers, places = choices.filter_choices(scope)
        form.fields["handledare"].choices = [("", _("Alla")), (NO_HANDLER, _("Utan handledare")), *handlers]  # type: ignore[attr-defined]
        form.fields["lage"].choices = [("", _("Alla pågående")), *EnrolmentState.choices]  # type: ignore[attr-defined]
        form.fields["kommun"].choices = [("", _("Alla")), *places]  # type: ignore[attr-defined]
        tags = [(str(pk), name) for pk, name in Tag.objects.filter(team_id=scope.team).values_list("pk", "name")]
        form.fields["etikett"].choices = [("", _("Alla")), *tags]  # type: ignore[attr-defined]
        if not tags:
            del form.fields["etikett"]
        return form
