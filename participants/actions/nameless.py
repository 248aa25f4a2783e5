"""Counting somebody without a name: begun, ended, and closed when they are enrolled after all."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, Team
from participants.actions.errors import ActionError
from participants.enums import IntakeSource, NamelessEnd
from participants.models import Nameless


@transaction.atomic
def count_nameless(*, team: Team, organisation: Organisation, source_kind: IntakeSource, started_on: date) -> Nameless:
    """Nothing is kept of who, nor of who wrote it down: a few colleagues and a day would tell."""
    return Nameless.objects.create(
        team=team, responsible_organisation=organisation, source_kind=source_kind, started_on=started_on
    )


@transaction.atomic
def end_nameless(*, nameless: Nameless, outcome: NamelessEnd, on: date) -> None:
    """Raises ActionError when it has ended already, or would end before it began."""
    held = Nameless.objects.select_for_update(of=("self",)).get(pk=nameless.pk)
    if held.ended_on is not None:
        raise ActionError(_("Den är redan avslutad."))
    if on < held.started_on:
        raise ActionError(_("Sista dagen kan inte komma före den första."))
    held.ended_on, held.outcome = on, outcome
    held.save(update_fields=["ended_on", "outcome"])
