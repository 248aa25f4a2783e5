"""People for tests, made by the product's own actions. Call inside a scope of the team."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from accounts.models import Organisation, Team, User
from participants import actions, numbers, register
from participants.actions.enrolments import Person
from participants.enums import Focus, SharingBasis
from participants.models import Enrolment, Intervention

TEST_NUMBERS = ("19900101-2385", "19920909-2387", "19781104-2394", "19991024-2388")


@contextmanager
def register_afterwards() -> Iterator[None]:
    """The register's rows of all that happens inside are computed once, at the end: a row is a function of the facts,
    so it is the same as after every step (tests/participants/test_register_rows.py), for a tenth of the statements."""
    changed: set[int] = set()

    def later(enrolment_ids: Iterable[int]) -> None:
        changed.update(enrolment_ids)

    with patch.object(register, "update", later):
        yield
    register.update(changed)


def enrolled(
    team: Team,
    organisation: Organisation,
    first_name: str = "Zahra",
    last_name: str = "Ahmadi",
    *,
    by: User | None = None,
    handler: User | None = None,
    basis: SharingBasis = SharingBasis.AGREEMENT,
    started_on: date | None = None,
    number: str = "",
    **fields: Any,
) -> Enrolment:
    """An enrolment 100 days old unless said otherwise."""
    with register_afterwards():
        enrolment = actions.enrol(
            team=team,
            person=Person(first_name, last_name, numbers.read(number) if number else None, fields),
            organisation=organisation,
            basis=basis,
            by=by,
            started_on=started_on or days_from_today(-100),
        )
        if handler is not None:
            actions.assign_handler(enrolment=enrolment, user=handler, by=by, on=enrolment.started_on)
    return enrolment


def intervention(
    enrolment: Enrolment, focus: Focus = Focus.JOB, first: int = -30, last: int | None = 30, title: str = "Praktik"
) -> Intervention:
    """`first` and `last` are days from today."""
    return actions.add_intervention(
        enrolment=enrolment,
        title=title,
        focus=focus,
        starts_on=days_from_today(first),
        planned_end_on=None if last is None else days_from_today(last),
        by=None,
    )


def days_from_today(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
