"""What every change of a job has in common: the permitted step, its line in the history, word to the feed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import User
from core import feed, notices
from employers.enums import Actor, JobAct, JobStatus, may_become
from employers.models import JobEvent, JobLanguage, JobLicence, JobPosting, JobSkill
from employers.models.visibility import searchable

PEOPLE = {Actor.STAFF, Actor.EMPLOYER}  # imported ads follow their source alone


class NotNow(Exception):
    """The job stands in another status than it did when the page was opened; what was asked for no longer applies."""


@dataclass(frozen=True)
class Needs:
    """What a job asks for, by primary keys of the taxonomy; the value is whether it is a must."""

    skills: Mapping[int, bool] = field(default_factory=dict)
    languages: Mapping[int, tuple[str, bool]] = field(default_factory=dict)  # level (SpokenLevel or ""), must
    licences: Mapping[int, bool] = field(default_factory=dict)


def locked(job: JobPosting) -> JobPosting:
    """The row as it stands now, held until the transaction ends."""
    return JobPosting.objects.select_for_update(of=("self",), no_key=True).get(pk=job.pk)


def move(
    job: JobPosting, to: JobStatus, *, actor: Actor, act: JobAct, by: User | None, text: str = "", **fields: Any
) -> JobPosting:
    """Takes a job to another status, with `fields` set at the same time. Raises NotNow when that step is not one."""
    with transaction.atomic():
        fresh = locked(job)
        if not may_become(fresh.status, to, actor) or (actor in PEOPLE and not fresh.is_own):
            raise NotNow
        fresh.status = to
        for name, value in fields.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=["status", "changed_at", *fields])
        told(fresh, act, by=by, text=text)
        if fresh.answering_team is not None:  # what the team was told before is no longer so
            notices.settle(team_id=fresh.answering_team.pk, url=notice_url(fresh), kinds=["job"])
    return fresh


def notice_url(job: JobPosting) -> str:
    """Where a notice about the job leads: its page in the team that answers the employer, "" without one."""
    team = job.answering_team
    return f"/t/{team.slug}/jobb/{job.public_id}/" if team is not None else ""


def told(job: JobPosting, act: JobAct, *, by: User | None, text: str = "") -> None:
    """A line in the job's history and a change in the feed."""
    JobEvent.objects.create(job=job, act=act, by=by, text=text[:1000])
    feed.record(team_id=None, subject_type="job", subject_ids=[job.pk], kind=str(act))


def set_needs(job: JobPosting, needs: Needs) -> bool:
    """Makes the requirements of the job these and no others; returns whether anything differed. Does not tell."""
    with transaction.atomic():
        before = needs_of(job)
        if before == needs:
            return False
        JobSkill.objects.filter(job=job).delete()
        JobLanguage.objects.filter(job=job).delete()
        JobLicence.objects.filter(job=job).delete()
        JobSkill.objects.bulk_create(JobSkill(job=job, skill_id=pk, must=must) for pk, must in needs.skills.items())
        JobLanguage.objects.bulk_create(
            JobLanguage(job=job, language_id=pk, level=level, must=must)
            for pk, (level, must) in needs.languages.items()
        )
        JobLicence.objects.bulk_create(
            JobLicence(job=job, licence_id=pk, must=must) for pk, must in needs.licences.items()
        )
    return True


def needs_of(job: JobPosting) -> Needs:
    """Three queries."""
    return Needs(
        skills=dict(job.skills.values_list("skill_id", "must")),
        languages={pk: (level, must) for pk, level, must in job.languages.values_list("language_id", "level", "must")},
        licences=dict(job.licences.values_list("licence_id", "must")),
    )


def index_words(job: JobPosting) -> None:
    """Keeps the words under which the job is found in step with what it says."""
    text = searchable(
        job.title,
        job.employer_name,
        job.place_text,
        job.occupation.label if job.occupation else "",
        job.ssyk4.label if job.ssyk4 else "",
        job.municipality.label if job.municipality else "",
        *job.skills.values_list("skill__label", flat=True),
    )
    if text != job.search_text:
        job.search_text = text
        job.save(update_fields=["search_text"])
