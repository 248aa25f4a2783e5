"""Who answers for each group of what is written of a person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.forms import Form
from participants.enums import FieldGroup
from participants.groups import DAYS, GROUPS, ROLES


class GroupsForm(Form):
    """Two fields for each group: its role and its days."""

    def __init__(self, *args: Any, rules: Mapping[str, tuple[str, int | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in GROUPS:
            role, days = rules[group.value]
            self.fields[f"{group.value}_role"] = forms.ChoiceField(
                label=_("%(group)s: vem svarar?") % {"group": group.label},
                choices=[(one.value, str(one.label).capitalize()) for one in ROLES],
                initial=role,
            )
            self.fields[f"{group.value}_days"] = forms.IntegerField(
                label=_("%(group)s: ses över efter (dagar)") % {"group": group.label},
                min_value=DAYS[0],
                max_value=DAYS[1],
                required=False,
                initial=days,
            )

    def rules(self) -> dict[str, tuple[str, int | None]]:
        """What was asked for, by group."""
        given = self.cleaned_data
        return {group.value: (given[f"{group.value}_role"], given[f"{group.value}_days"]) for group in FieldGroup}
