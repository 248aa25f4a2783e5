"""Whose job is it? What came through the form stays on the job until a colleague has reviewed it; here is what the
review is asked, and what it would write onto an employer the organisation knows already."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from core.folding import fold, sort_key
from core.forms import show_phone
from employers.models import Contact, Employer, JobPosting
from employers.rules import is_near, name_stem, show_number

MOST = 5


@dataclass(frozen=True)
class Candidate:
    """An employer the job may belong to. `adds` and `keeps` are words for the screen: what the review would write onto
    it, and where the job says otherwise but what stands there is left alone. `is_sure`: same number, so no other.
    `is_near`: only the name is like, so nobody but a person can say."""

    employer: Employer
    is_sure: bool
    is_near: bool
    adds: tuple[str, ...]
    keeps: tuple[str, ...]


@dataclass(frozen=True)
class Additions:
    """What a job has that its employer lacks."""

    number: str  # ten digits; "" for nothing to add
    contact: bool


def candidates(job: JobPosting) -> list[Candidate]:
    """Employers of the job's organisation that may be this one: the job's own, the same number, the same name, and
    last those with a name like it. Three queries, and one more for each found, of which there are at most five."""
    assert job.organisation_id is not None
    stem = sort_key(name_stem(job.employer_name))[:156]
    names = [stem, *(f"{stem} {form}" for form in ("ab", "hb", "kb"))]
    wanted = Q(pk=job.employer_id) | Q(name_order__in=names)
    sure = Q(number=job.employer_number) if job.employer_number else Q(pk=None)
    near = near_ids(job.organisation_id, job.employer_name)
    found = (
        Employer.objects.filter(wanted | sure | Q(pk__in=near), organisation_id=job.organisation_id)
        .select_related("municipality", "owner")
        .annotate(
            rank=Case(
                When(sure, then=Value(0)),
                When(pk=job.employer_id, then=Value(1)),
                When(name_order__in=names, then=Value(2)),
                default=Value(3),
            )
        )
        .order_by("rank", "name_order", "pk")[:MOST]
    )
    return [_candidate(job, employer, is_like=employer.name_order not in names) for employer in found]


def name_words(name: str) -> tuple[str, ...]:
    """A work place's name as it is compared with others: folded, without company form, signs and "och"."""
    return tuple(word for word in re.findall(r"\w+", fold(name_stem(name))) if word not in ("och", "and"))


def near_ids(organisation_id: int, name: str) -> list[int]:
    """Employers of the organisation whose name is the same or like this one, at most five. One query that reads the
    organisation's names: a letter wrong may stand first, where no index helps, and they are some thousands at most."""
    asked = name_words(name)
    found: list[int] = []
    for pk, other in (
        Employer.objects.filter(organisation_id=organisation_id).order_by("name_order").values_list("pk", "name")
    ):
        if is_near(asked, name_words(other)):
            found.append(pk)
            if len(found) == MOST:
                break
    return found


def near(organisation_id: int, name: str) -> list[Employer]:
    """The employers of `near_ids`, by name. Two queries."""
    rows = Employer.objects.filter(pk__in=near_ids(organisation_id, name)).select_related("municipality")
    return list(rows.order_by("name_order", "pk"))


def _candidate(job: JobPosting, employer: Employer, *, is_like: bool) -> Candidate:
    more = additions(job, employer)
    adds, keeps = [], []
    if more.number:
        adds.append(_("organisationsnummer %(number)s") % {"number": show_number(more.number)})
    elif job.employer_number and employer.shown_number and employer.number != job.employer_number:
        keeps.append(
            _("där står organisationsnummer %(number)s, i jobbet %(other)s")
            % {"number": employer.shown_number, "other": show_number(job.employer_number)}
        )
    if more.contact:
        ways = ", ".join(filter(None, (show_phone(job.contact_phone) if job.contact_phone else "", job.contact_email)))
        adds.append(
            _("kontaktperson %(name)s") % {"name": f"{job.contact_name} ({ways})" if ways else job.contact_name}
        )
    is_sure = bool(job.employer_number) and employer.number == job.employer_number
    is_near = not is_sure and employer.pk != job.employer_id and is_like
    return Candidate(employer, is_sure, is_near, tuple(adds), tuple(keeps))


def additions(job: JobPosting, employer: Employer) -> Additions:
    """One query."""
    is_free = not employer.number and employer.person_number is None
    known = Contact.objects.filter(employer=employer)
    known = known.filter(email__iexact=job.contact_email) if job.contact_email else known.filter(name=job.contact_name)
    return Additions(job.employer_number if is_free else "", bool(job.contact_name) and not known.exists())


def has_question(job: JobPosting, found: Sequence[Candidate]) -> bool:
    """Whether the reviewer has anything to settle. A job that stands with its employer, unchanged, raises none."""
    own = next((one for one in found if one.employer.pk == job.employer_id), None)
    settled = own is not None and own.employer.name == job.employer_name and not own.adds and not own.keeps
    return bool(found) and not settled
