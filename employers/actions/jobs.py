"""What the team does with jobs: writes one down during a call, reviews, opens, asks, refuses, closes, extends."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Team, User
from employers import mails
from employers.actions import employers, posting
from employers.actions.changes import Needs, NotNow, index_words, locked, move, set_needs, told
from employers.enums import Actor, CreatedThrough, JobAct, JobStatus, Source
from employers.models import Employer, JobPosting, PostingLink

OPEN_DAYS = 60  # how long a job stands open when nobody named a last day
DAY_ENDS = time(23, 59, 59)


def end_of(day: date) -> datetime:
    """The last second of a day in Stockholm."""
    return datetime.combine(day, DAY_ENDS, timezone.get_default_timezone())


def link_of(*, team: Team, by: User | None) -> PostingLink:
    """The team's posting link in force, made when there is none."""
    with transaction.atomic():
        Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
        found = PostingLink.objects.filter(team=team, ended_at=None).first()
        return found or PostingLink.objects.create(team=team, created_by=by)


def renew_link(*, team: Team, by: User) -> PostingLink:
    """A new link; the old one takes no more jobs. Jobs left by it can still be changed by their employers."""
    with transaction.atomic():
        Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
        PostingLink.objects.filter(team=team, ended_at=None).update(ended_at=timezone.now())
        return PostingLink.objects.create(team=team, created_by=by)


def enter_call(
    *, team: Team, organisation: Organisation, by: User, fields: Mapping[str, Any], page: str = ""
) -> JobPosting:
    """A job written down during a call. With a mail address the employer gets a mail to read, fill in and confirm:
    `page` is where, as a whole address."""
    with transaction.atomic():
        job = JobPosting.objects.create(
            organisation=organisation,
            answering_team=team,
            via_link=link_of(team=team, by=by),
            owner=by,
            source=Source.OWN,
            created_through=CreatedThrough.STAFF_CALL,
            status=JobStatus.WAITING_REVIEW,
            step=posting.LAST_STEP,
            **fields,
        )
        index_words(job)
        told(job, JobAct.ENTERED, by=by)
        if job.contact_email and page:
            mails.send_entered(job, page)
    return job


def open_for_matching(
    job: JobPosting, *, by: User, page: str = "", employer: Employer | None = None, as_new: bool = False
) -> JobPosting:
    """Reviewed and in order: the job stands open to its last day, and the employer is told.

    Only now does what the form said reach the organisation's employers: `employer` is the one the reviewer chose,
    `as_new` makes another; with neither, the one the job stands with already, else a new one. Raises NotNow, and
    NumberTaken when the number belongs to somebody else.
    """
    with transaction.atomic():
        before = locked(job)
        now = timezone.now()
        last_day = before.apply_by if before.apply_by and before.apply_by >= timezone.localdate() else None
        act = JobAct.OPENED if before.published_at is None else JobAct.REOPENED
        before.owner = before.owner or by
        joined = employers.join(before, employer=employer, as_new=as_new, by=by)
        job = move(before, JobStatus.OPEN, actor=Actor.STAFF, act=act, by=by, published_at=before.published_at or now,
                   employer=joined, dated_at=now, asked_at=None, apply_by=last_day, owner=before.owner,
                   expires_at=end_of(last_day or timezone.localdate() + timedelta(days=OPEN_DAYS)))  # fmt: skip
        if job.contact_email and page:
            mails.send_opened(job, page)
    return job


def ask_employer(job: JobPosting, *, question: str, by: User, page: str) -> JobPosting:
    """Asks back by mail; the job waits. Raises NotNow when it is not under review or has no mail address."""
    with transaction.atomic():
        fresh = locked(job)
        if fresh.status != JobStatus.WAITING_REVIEW or not fresh.contact_email:
            raise NotNow
        fresh.asked_at = timezone.now()
        fresh.owner = fresh.owner or by
        fresh.save(update_fields=["asked_at", "owner", "changed_at"])
        told(fresh, JobAct.ASKED, by=by, text=question)
        mails.send_question(fresh, question, page)
    return fresh


def refuse(job: JobPosting, *, reason: str, by: User) -> JobPosting:
    """Not taken in; the employer gets the reason. Raises NotNow."""
    with transaction.atomic():
        job = move(job, JobStatus.REMOVED, actor=Actor.STAFF, act=JobAct.REFUSED, by=by, text=reason, asked_at=None)
        if job.contact_email:
            mails.send_refused(job, reason)
    return job


def close(job: JobPosting, *, by: User, text: str = "") -> JobPosting:
    """No longer to be had; closed again within a minute, it was never told as open. Raises NotNow."""
    with transaction.atomic():
        mails.take_back(job)
        return move(job, JobStatus.CLOSED, actor=Actor.STAFF, act=JobAct.CLOSED, by=by, text=text)


def extend(job: JobPosting, *, last_day: date, by: User) -> JobPosting:
    """Another last day. A closed or expired job opens again. Raises NotNow, also for one that nobody has reviewed."""
    with transaction.atomic():
        fresh = locked(job)
        if fresh.published_at is None:
            raise NotNow
        fields: dict[str, Any] = {"apply_by": last_day, "expires_at": end_of(last_day)}
        if fresh.status != JobStatus.OPEN:
            return move(fresh, JobStatus.OPEN, actor=Actor.STAFF, act=JobAct.EXTENDED, by=by, dated_at=timezone.now(),
                        **fields)  # fmt: skip
        for name, value in fields.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=[*fields, "changed_at"])
        told(fresh, JobAct.EXTENDED, by=by, text=last_day.isoformat())
    return fresh


def follow_edit(job: JobPosting, *, names: Collection[str], by: User) -> None:
    """After a form has saved `names`: what hangs on them, history, search words, feed. Call in the same transaction."""
    if not names:
        return
    if "occupation" in names:
        job.ssyk4 = job.occupation.ssyk4 if job.occupation else None
    if "municipality" in names:
        town = job.municipality
        job.place_text = town.label if town else ""
        job.latitude, job.longitude = (town.latitude, town.longitude) if town else (None, None)
    if "apply_by" in names and job.status == JobStatus.OPEN:
        last_day = job.apply_by or timezone.localdate() + timedelta(days=OPEN_DAYS)
        job.expires_at = end_of(last_day)
    job.save(update_fields=["ssyk4", "place_text", "latitude", "longitude", "expires_at", "changed_at"])
    labels = ", ".join(str(JobPosting._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]
    told(job, JobAct.EDITED, by=by, text=labels)
    index_words(job)


def change_needs(job: JobPosting, *, needs: Needs, fields: Mapping[str, Any], by: User) -> bool:
    """Makes these the job's requirements; returns whether anything differed."""
    with transaction.atomic():
        fresh = locked(job)
        names = [name for name, value in fields.items() if getattr(fresh, name) != value]
        for name in names:
            setattr(fresh, name, fields[name])
        fresh.save(update_fields=[*names, "changed_at"])
        changed = set_needs(fresh, needs) or bool(names)
        if changed:
            told(fresh, JobAct.EDITED, by=by, text=_("vad jobbet kräver"))
            index_words(fresh)
    return changed


__all__ = [
    "NotNow",
    "ask_employer",
    "change_needs",
    "close",
    "end_of",
    "enter_call",
    "extend",
    "follow_edit",
    "link_of",
    "open_for_matching",
    "refuse",
    "renew_link",
]
