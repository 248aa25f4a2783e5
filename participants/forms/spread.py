"""A receiver for each of several people, and why."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.enums import HandoverReason
from participants.queries.spread import Person

PREFIX = "till_"  # and the enrolment's public id


class SpreadForm(Form):
    """`people` to be handed over, `names` who may be asked, `knows` who may be asked about whom (by enrolment), `proposed`
    the rule's own choice (user id by enrolment)."""

    mark_optional = True

    reason_code = forms.ChoiceField(label=_("Varför byte"), choices=[("", _("Välj")), *HandoverReason.choices])
    reason = forms.CharField(
        label=_("Mer om varför"),
        max_length=200,
        required=False,
        help_text=_("Står på var och ens överlämning. Skriv inget om någon enskild person."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        names: Mapping[int, str],
        knows: Mapping[int, Collection[int]],
        proposed: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.knows = people, knows
        for person in people:
            others = [(str(pk), name) for pk, name in names.items() if pk != person.handler_id]
            self.fields[PREFIX + person.public_id] = forms.ChoiceField(
                label=_("Ny handledare för %(name)s") % {"name": person.name},
                choices=[("", _("Ingen fråga nu")), *others],
                required=False,
                initial=str(proposed.get(person.enrolment_id, "")),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for person in self.people:
            name = PREFIX + person.public_id
            to = given.get(name)
            if to and int(to) not in self.knows[person.enrolment_id]:
                self.add_error(name, _("Kollegan kan inte ta över just den här personen. Välj någon annan."))
        if not self.errors and not self.receivers():
            self.add_error(None, _("Välj minst en person som någon ska få frågan om."))
        return given

    def receivers(self) -> dict[int, int]:
        """User id by enrolment, of those somebody is asked about. Of what was sent, right or wrong, else of the
        proposals."""
        found = {}
        for person in self.people:
            said = str(self[PREFIX + person.public_id].value() or "")
            if said.isascii() and said.isdigit() and len(said) < 10:
                found[person.enrolment_id] = int(said)
        return found


class StandInForm(Form):
    """A stand-in for each of a colleague's people while the colleague is away: people, names, knows and proposed as in
    SpreadForm."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        names: Mapping[int, str],
        knows: Mapping[int, Collection[int]],
        proposed: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            able = [(str(pk), name) for pk, name in names.items() if pk in knows[person.enrolment_id]]
            self.fields[PREFIX + person.public_id] = forms.ChoiceField(
                label=_("Vikarie för %(name)s") % {"name": person.name},
                choices=[("", _("Ingen vikarie")), *able],
                required=False,
                initial=str(proposed.get(person.enrolment_id, "")),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen():
            self.add_error(None, _("Välj en vikarie för minst en person."))
        return given

    def chosen(self) -> dict[int, int]:
        """User id by enrolment. When the form is valid."""
        said = {person.enrolment_id: self.cleaned_data.get(PREFIX + person.public_id) for person in self.people}
        return {enrolment_id: int(to) for enrolment_id, to in said.items() if to}
