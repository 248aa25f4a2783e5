"""Writes about employers: their number, contacts, what was said, who has the contact."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Organisation, Team, User
from core import crypto, feed
from employers import joining
from employers.enums import ContactKind
from employers.models import Contact, ContactLogEntry, Employer, JobPosting
from employers.rules import Number


class NumberTaken(Exception):
    """Another employer in the organisation has this number; `employer` is it."""

    def __init__(self, employer: Employer) -> None:
        super().__init__(employer.pk)
        self.employer = employer


def with_number(organisation_id: int, number: Number) -> Employer | None:
    """The organisation's employer with this number."""
    known = Employer.objects.filter(organisation_id=organisation_id)
    if number.is_person:
        return known.filter(person_number_index=crypto.blind_index(number.digits)).first()
    return known.filter(number=number.digits).first()


def create(*, organisation: Organisation, name: str, number: Number | None, by: User) -> Employer:
    """Raises NumberTaken. `by` becomes the one who has the contact."""
    with transaction.atomic():
        employer = Employer.objects.create(organisation=organisation, name=name, owner=by)
        set_number(employer, number)
        told(employer, "created")
    return employer


@transaction.atomic
def edit(*, employer: Employer, fields: Mapping[str, Any], by: User) -> None:
    """Writes the fields named, and no other; nothing without any. What a colleague wrote in between is the form's to find,
    against the row it has locked (core.edits)."""
    if not fields:
        return
    for name, value in fields.items():
        setattr(employer, name, value)
    employer.save(update_fields=list(fields))
    told(employer, "edited")


@transaction.atomic
def change_number(*, employer: Employer, number: Number | None, by: User) -> None:
    """Another number, or none. Raises NumberTaken, and then nothing has changed."""
    set_number(employer, number)
    told(employer, "edited")


def set_number(employer: Employer, number: Number | None) -> None:
    """An organisation number stands open; a sole trader's personal number is kept encrypted. Raises NumberTaken."""
    employer.number, employer.person_number, employer.person_number_index = "", None, None
    if number is not None and number.is_person:
        employer.person_number = crypto.encrypt(number.digits, bound_to=employer.public_id)
        employer.person_number_index = crypto.blind_index(number.digits)
    elif number is not None:
        employer.number = number.digits
    try:
        with transaction.atomic():
            employer.save(update_fields=["number", "person_number", "person_number_index"])
    except IntegrityError:
        taken = with_number(employer.organisation_id, number) if number else None
        if taken is None:
            raise
        raise NumberTaken(taken) from None


def reveal_number(employer: Employer) -> str:
    """A sole trader's personal number in full, twelve digits. The caller writes the read log."""
    assert employer.person_number is not None
    return crypto.decrypt(bytes(employer.person_number), bound_to=employer.public_id)


def add_contact(
    employer: Employer, *, name: str, title: str = "", phone: str = "", email: str = "", by: User
) -> Contact:
    with transaction.atomic():
        contact = Contact.objects.create(employer=employer, name=name, title=title, phone=phone, email=email)
        told(employer, "contact")
    return contact


def end_contact(contact: Contact, *, by: User) -> None:
    """The person has left the work place. What was said with them stays."""
    with transaction.atomic():
        contact.is_current = False
        contact.save(update_fields=["is_current"])
        told(contact.employer, "contact")


def log_contact(
    employer: Employer,
    *,
    team: Team,
    by: User,
    kind: ContactKind,
    on: date,
    text: str,
    contact: Contact | None = None,
    next_step: str = "",
    next_on: date | None = None,
) -> ContactLogEntry:
    """What was said, for the own team; that there was contact, for the organisation's other teams too."""
    with transaction.atomic():
        entry = ContactLogEntry.objects.create(
            team=team,
            employer=employer,
            contact=contact,
            kind=kind,
            on=on,
            text=text,
            next_step=next_step,
            next_on=next_on,
            written_by=by,
        )
        fresh = Employer.objects.select_for_update(of=("self",), no_key=True).get(pk=employer.pk)
        if fresh.last_contact_on is None or on >= fresh.last_contact_on:
            fresh.last_contact_on, fresh.last_contact_by, fresh.last_contact_team = on, by, team
            fresh.owner = fresh.owner or by
            fresh.save(update_fields=["last_contact_on", "last_contact_by", "last_contact_team", "owner"])
        told(employer, "contact")
    return entry


def join(job: JobPosting, *, employer: Employer | None = None, as_new: bool = False, by: User) -> Employer:
    """The employer a reviewed job belongs to, with what the job knows and the employer lacked written onto it: number
    and contact person. What stands there already is never overwritten. Raises NumberTaken."""
    with transaction.atomic():
        chosen = employer if employer is not None or as_new else job.employer
        kind = "edited"
        if chosen is None:
            chosen, kind = _from_job(job, by), "created"
        more = joining.additions(job, chosen)
        if more.number:
            set_number(chosen, Number(more.number, is_person=False))
        if more.contact:
            Contact.objects.create(
                employer=chosen, name=job.contact_name, phone=job.contact_phone, email=job.contact_email
            )
        if kind == "created" or more.number or more.contact:
            told(chosen, kind)
    return chosen


def _from_job(job: JobPosting, by: User) -> Employer:
    assert job.organisation_id is not None
    return Employer.objects.create(
        organisation_id=job.organisation_id,
        name=job.employer_name,
        municipality_id=job.municipality_id,
        openness=job.openness,
        owner=job.owner or by,
    )


def told(employer: Employer, kind: str) -> None:
    """Word to the feed that something about an employer changed."""
    feed.record(team_id=None, subject_type="employer", subject_ids=[employer.pk], kind=kind)
