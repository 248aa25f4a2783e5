"""A job told in words, in the groups the posting form asks by; the same to the team and to the employer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import swedish_dates
from core.forms import show_phone
from employers.models import JobPosting
from employers.rules import show_number

Pair = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """`step` is the screen of the posting form that asks for it. Pairs are (label, value), empty values left out."""

    name: str
    step: int
    pairs: tuple[Pair, ...]


def groups_of(job: JobPosting) -> list[Group]:
    """Four queries, for what the job asks for. The description is left out: it is running text."""
    made = [
        Group(_("Jobbet"), 1, tuple(_what(job))),
        Group(_("Behöver"), 2, tuple(_needs(job))),
        Group(_("När, var och hur"), 3, (*_when(job), *_work(job))),
        Group(_("Arbetsplatsen"), 4, tuple(_who(job))),
    ]
    return [Group(g.name, g.step, tuple((label, value) for label, value in g.pairs if value)) for g in made]


def labels(model: type[models.Model], name: str, values: Sequence[str]) -> str:
    """The words of an array field's codes, with commas. Codes that no longer exist are shown as they are."""
    field: Any = model._meta.get_field(name)
    words = dict(field.base_field.flatchoices)
    return ", ".join(str(words.get(value, value)) for value in values)


def hours_in_words(job: JobPosting) -> str:
    """The numbers, and the employer's own words where the numbers do not say all."""
    numbers, words = _hours(job), job.hours_text
    if numbers and words:
        return f"{numbers} ({words})"
    return numbers or words or str(job.get_worktime_display())


def _hours(job: JobPosting) -> str:
    low, high = job.hours_min, job.hours_max
    if low is None and high is None:
        return ""
    if high is None:
        return _("minst %(hours)s timmar i veckan") % {"hours": low}
    if low is None:
        return _("högst %(hours)s timmar i veckan") % {"hours": high}
    if low == high:
        return _("%(hours)s timmar i veckan") % {"hours": low}
    return _("%(low)s–%(high)s timmar i veckan") % {"low": low, "high": high}


def day(value: Any) -> str:
    return swedish_dates.full(value, language=get_language() or "sv") if value else ""


def _what(job: JobPosting) -> Iterator[Pair]:
    yield _("Jobb"), job.title
    yield _("Arbetsuppgifter"), labels(JobPosting, "tasks", job.tasks)
    yield _("Antal platser"), str(job.places_count) if job.places_count > 1 else ""


def _work(job: JobPosting) -> Iterator[Pair]:
    yield _("Erbjuder"), labels(JobPosting, "kinds", job.kinds)
    yield _("Öppna för"), labels(JobPosting, "openness", job.openness)
    yield _("Stöd de kan tänka sig"), labels(JobPosting, "subsidies", job.subsidies)


def _needs(job: JobPosting) -> Iterator[Pair]:
    skills = [(row.skill.label, row.must) for row in job.skills.select_related("skill")]
    languages = [
        (f"{row.language.name} ({row.get_level_display()})" if row.level else row.language.name, row.must)
        for row in job.languages.select_related("language")
    ]
    licences = [(row.licence.name, row.must) for row in job.licences.select_related("licence")]
    done = [(row.occupation.label, row.must) for row in job.experiences.select_related("occupation")]
    yield _("Yrke"), job.occupation.label if job.occupation else ""
    yield _("Ska kunna"), _joined(skills, must=True)
    yield _("Bra att kunna"), _joined(skills, must=False)
    yield _("Språk"), _joined(languages, must=True)
    yield _("Bra med språk"), _joined(languages, must=False)
    yield _("Körkort"), _joined(licences, must=True)
    yield _("Bra med körkort"), _joined(licences, must=False)
    yield _("Egen bil"), _("ja") if job.own_car else ""
    yield _("Erfarenhet"), str(job.get_experience_display())
    yield _("Har jobbat som"), _joined(done, must=True)
    yield _("Bra att ha jobbat som"), _joined(done, must=False)
    yield _("Utbildning"), job.education_text or (_("behövs inte") if job.no_education else "")
    yield _("Belastningsregistret"), _("utdrag begärs") if job.record_check else ""


def _joined(found: list[tuple[str, bool]], *, must: bool) -> str:
    return ", ".join(label for label, is_must in found if is_must == must)


def _when(job: JobPosting) -> Iterator[Pair]:
    yield _("Timmar"), hours_in_words(job)
    yield _("Tider"), labels(JobPosting, "shifts", job.shifts)
    yield _("Börjar"), day(job.starts_on) or job.starts_text
    yield _("Kommun"), job.municipality.label if job.municipality else job.place_text
    yield _("Adress"), job.address
    yield _("Hur länge"), str(job.get_employment_form_display() if job.is_own else job.get_duration_display())
    yield _("Lön"), ", ".join(filter(None, (str(job.get_pay_form_display()), job.pay_text)))


def _who(job: JobPosting) -> Iterator[Pair]:
    yield _("Arbetsplats"), job.employer_name
    yield _("Organisationsnummer"), show_number(job.employer_number)
    yield _("Kontakt"), job.contact_name
    yield _("Telefon"), show_phone(job.contact_phone) if job.contact_phone else ""
    yield _("Mejl"), job.contact_email
    yield _("Sista dag"), day(job.apply_by)
    if job.is_own:
        yield _("Visas för"), _("alla") if job.may_be_public else _("bara teamet")
