"""A colleague is away for a time, for longer, or not after all. What follows for others goes through registry `away`."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.errors import ActionError
from accounts.models import Absence, Membership, User
from core import registry


@transaction.atomic
def add_absence(*, membership: Membership, starts_on: date, back_on: date, by: User) -> Absence:
    """Raises ActionError when the days overlap others that are told already."""
    made = Absence(
        team_id=membership.team_id, membership=membership, starts_on=starts_on, back_on=back_on, created_by=by
    )
    _save(made)
    return made


@transaction.atomic
def move_absence(*, absence: Absence, starts_on: date, back_on: date, by: User) -> None:
    """Other days; stand-ins follow. Raises ActionError as `add_absence`."""
    before = Absence.objects.select_for_update(of=("self",), no_key=True).get(pk=absence.pk)
    absence.starts_on, absence.back_on = starts_on, back_on
    if (before.starts_on, before.back_on) == (starts_on, back_on):
        return
    _save(absence)
    for away in registry.away:
        away.moved(absence=absence, back_before=before.back_on, by_id=by.pk)


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    """Not away after all: stand-ins end with it."""
    for away in registry.away:
        away.over(absence=absence, by_id=by.pk)
    absence.delete()


def _save(absence: Absence) -> None:
    try:
        with transaction.atomic():
            absence.save()
    except IntegrityError as error:
        if "absence_one_at_a_time" in str(error):
            raise ActionError(_("De dagarna finns redan. Ändra dem i stället.")) from error
        raise
