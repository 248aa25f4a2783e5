"""Work in the background, as plain functions: ads in, the clock, what was never finished."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core import feed
from core.scope import system
from employers.ad_concepts import Concepts
from employers.ad_reading import Ad, AdError, is_removed, read_ad, read_id, title_of
from employers.enums import CreatedThrough, JobAct, JobKind, JobStatus, Source
from employers.models import (
    AdRefusal,
    JobEvent,
    JobExperience,
    JobLanguage,
    JobLicence,
    JobPosting,
    JobSkill,
)

BATCH = 2000
DRAFT_DAYS = 30  # how long an employer's unfinished job waits for its code
REFUSALS_SHOWN = 200
KEPT_ON_UPDATE = {
    "id",
    "public_id",
    "source",
    "external_id",
    "organisation",
    "employer",
    "created_at",
    "created_through",
}


@dataclass
class Counts:
    """What became of the ads of an import: `ads` is the sum of the other four.

    `updated` counts every ad that was known before and is now as the file says, also when nothing had to be changed;
    `removed` those the source has taken away. `reasons` holds the first refusals, (id, title, reason).
    """

    ads: int = 0
    created: int = 0
    updated: int = 0
    removed: int = 0
    refused: int = 0
    reasons: list[tuple[str, str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, int]:
        counts = asdict(self)
        counts.pop("reasons")
        return counts


def import_ads(raw_ads: Iterable[Any], *, source: Source = Source.PLATSBANKEN) -> Counts:
    """Takes ads in by their ids, 2 000 at a time, each batch whole or not at all. Safe to run again: an ad that reads
    as it did is left alone. Works on any stream: files, the answers of a feed."""
    counts = Counts()
    concepts = Concepts()
    waiting = iter(raw_ads)
    row = 0
    while batch := list(islice(waiting, BATCH)):
        with system():
            _take_in(batch, row, source, concepts, counts)
        row += len(batch)
    return counts


@dataclass
class _Sorted:
    """A batch read: of each id what the last row about it says; refusals also as many as they were."""

    ads: dict[str, Ad] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    removals: int = 0


def _take_in(batch: list[Any], row: int, source: Source, concepts: Concepts, counts: Counts) -> None:
    found = _sort(batch, row)
    known = {
        job.external_id: job
        for job in JobPosting.objects.filter(source=source, external_id__in=found.ads.keys() | found.removed).only(
            "external_id", "digest", "status"
        )
    }
    created = len(found.ads.keys() - known.keys())
    counts.ads += len(batch)
    counts.created += created
    counts.removed += found.removals
    counts.refused += len(found.refused)
    counts.updated += len(batch) - created - found.removals - len(found.refused)
    counts.reasons += found.refused[: max(0, REFUSALS_SHOWN - len(counts.reasons))]
    _remove([known[key] for key in found.removed & known.keys()])
    _write([ad for key, ad in found.ads.items() if _differs(ad, known.get(key))], source, concepts)
    _remember_refusals(found, source)


def _sort(batch: list[Any], row: int) -> _Sorted:
    found = _Sorted()
    for number, raw in enumerate(batch, row + 1):
        key = _("rad %(number)d") % {"number": number}
        try:
            key = read_id(raw)
            ad = None if is_removed(raw) else read_ad(raw)
        except AdError as reason:
            found.refused.append((key, title_of(raw), str(reason)[:300]))
            continue
        found.ads.pop(key, None)
        found.removed.discard(key)
        if ad is None:
            found.removals += 1
            found.removed.add(key)
        else:
            found.ads[key] = ad
    return found


def _differs(ad: Ad, known: JobPosting | None) -> bool:
    return known is None or known.digest is None or bytes(known.digest) != ad.digest()


def _write(ads: list[Ad], source: Source, concepts: Concepts) -> None:
    if not ads:
        return
    now = timezone.now()
    jobs = []
    for ad in ads:
        job = concepts.job(ad)
        job.source, job.created_through, job.kinds = source, CreatedThrough.IMPORT, [JobKind.EMPLOYMENT]
        job.status = JobStatus.OPEN if ad.expires_at > now else JobStatus.EXPIRED
        job.may_be_public = True
        jobs.append(job)
    columns = [f.name for f in JobPosting._meta.concrete_fields if f.name not in KEPT_ON_UPDATE]
    written = JobPosting.objects.bulk_create(
        jobs, update_conflicts=True, unique_fields=["source", "external_id"], update_fields=columns
    )
    ids = [job.pk for job in written]
    for model, rows in _requirements(written, ads, concepts):
        model._base_manager.filter(job_id__in=ids).delete()
        model._base_manager.bulk_create(rows)
    feed.record(team_id=None, subject_type="job", subject_ids=ids, kind="imported")


def _requirements(
    jobs: list[JobPosting], ads: list[Ad], concepts: Concepts
) -> Iterator[tuple[type[models.Model], list[Any]]]:
    pairs = list(zip(jobs, ads, strict=True))
    yield (
        JobSkill,
        [
            JobSkill(job=job, skill_id=pk, must=must)
            for job, ad in pairs
            for pk, must in concepts.known(ad.skills, concepts.skills)
        ],
    )
    yield (
        JobLanguage,
        [
            JobLanguage(job=job, language_id=pk, must=must)
            for job, ad in pairs
            for pk, must in concepts.known(ad.languages, concepts.languages)
        ],
    )
    yield (
        JobLicence,
        [
            JobLicence(job=job, licence_id=pk, must=must)
            for job, ad in pairs
            for pk, must in concepts.known(ad.licences, concepts.licences)
        ],
    )
    yield (
        JobExperience,
        [
            JobExperience(job=job, occupation_id=pk, must=must)
            for job, ad in pairs
            for pk, must in concepts.known_occupations(ad.experiences)
        ],
    )


def _remove(jobs: list[JobPosting]) -> None:
    """The digest goes too: should the ad come back, it is read anew."""
    gone = [job.pk for job in jobs if job.status != JobStatus.REMOVED]
    if gone:
        JobPosting.objects.filter(pk__in=gone).update(status=JobStatus.REMOVED, digest=None, changed_at=timezone.now())
        feed.record(team_id=None, subject_type="job", subject_ids=gone, kind="removed")


def _remember_refusals(found: _Sorted, source: Source) -> None:
    AdRefusal.objects.filter(source=source, external_id__in=found.ads.keys() | found.removed).delete()
    AdRefusal.objects.bulk_create(
        [
            AdRefusal(source=source, external_id=key, title=title, reason=reason)
            for key, title, reason in {refusal[0]: refusal for refusal in found.refused}.values()
        ],
        update_conflicts=True,
        unique_fields=["source", "external_id"],
        update_fields=["title", "reason", "seen_at"],
    )


def expire_jobs() -> int:
    """Open jobs whose last day is over become expired; returns how many. Safe to run at any time, any number of times."""
    expired = 0
    while True:
        with system():
            due = JobPosting.objects.filter(status=JobStatus.OPEN, expires_at__lte=timezone.now())
            jobs = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk").only("source")[:BATCH])
            if not jobs:
                return expired
            ids = [job.pk for job in jobs]
            JobPosting.objects.filter(pk__in=ids).update(status=JobStatus.EXPIRED, changed_at=timezone.now())
            own = [job.pk for job in jobs if job.source == Source.OWN]
            JobEvent.objects.bulk_create(JobEvent(job_id=pk, act=JobAct.EXPIRED) for pk in own)
            feed.record(team_id=None, subject_type="job", subject_ids=ids, kind="expired")
            expired += len(ids)


def forget_drafts() -> int:
    """Jobs that an employer began and never sent in are erased after 30 days: they hold a person's contact details."""
    old = timezone.now() - timedelta(days=DRAFT_DAYS)
    with system():
        drafts = JobPosting.objects.filter(source=Source.OWN, status=JobStatus.DRAFT, changed_at__lt=old)
        return drafts.delete()[1].get("employers.JobPosting", 0)
