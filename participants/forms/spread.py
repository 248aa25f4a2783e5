"""A receiver for each of several people, and why."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from participants.enums import HandoverReason
from participants.queries.spread import Person

PREFIX = "till_"  # and the enrolment's public id


class PeopleForm(Form):
    """A colleague for each of several people: `people` they are chosen for, `names` who may be chosen, `knows` who may be
    chosen for whom (by enrolment), `proposed` the rule's own choice (user id by enrolment)."""

    question: Any  # words, lazily translated
    nobody: Any  # words, lazily translated

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
            able = [(str(pk), name) for pk, name in names.items() if self.may_offer(person, pk)]
            self.fields[PREFIX + person.public_id] = forms.ChoiceField(
                label=self.question % {"name": person.name},
                choices=[("", self.nobody), *able],
                required=False,
                initial=str(proposed.get(person.enrolment_id, "")),
            )

    def may_offer(self, person: Person, user_id: int) -> bool:
        """Whether the colleague stands in the person's list."""
        return user_id in self.knows[person.enrolment_id]


class SpreadForm(PeopleForm):
    """Who is asked to take over whom, and why. Everybody but today's handler stands in the list: one who cannot take just
    this person is refused with words."""

    mark_optional = True
    question = _("Ny handledare för %(name)s")
    nobody = _("Ingen fråga nu")

    reason_code = forms.ChoiceField(label=_("Varför byte"), choices=[("", _("Välj")), *HandoverReason.choices])
    reason = forms.CharField(
        label=_("Mer om varför"),
        max_length=200,
        required=False,
        help_text=_("Står på var och ens överlämning. Skriv inget om någon enskild person."),
    )

    def may_offer(self, person: Person, user_id: int) -> bool:
        return user_id != person.handler_id

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


class StandInForm(PeopleForm):
    """A stand-in for each of a colleague's people while the colleague is away."""

    question = _("Vikarie för %(name)s")
    nobody = _("Ingen vikarie")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen():
            self.add_error(None, _("Välj en vikarie för minst en person."))
        return given

    def chosen(self) -> dict[int, int]:
        """User id by enrolment. When the form is valid."""
        said = {person.enrolment_id: self.cleaned_data.get(PREFIX + person.public_id) for person in self.people}
        return {enrolment_id: int(to) for enrolment_id, to in said.items() if to}
