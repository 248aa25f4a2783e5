"""What an employer does at the public form: begin, fill in, confirm with a code, change, close.

What the form says of the work place and of the person who answers stays on the job. It reaches the organisation's
employers when a colleague has reviewed it (employers.actions.jobs.open_for_matching)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Membership, Team
from accounts.permissions import Permission, allows
from core import notices
from core.working_days import next_working_day
from employers import mails
from employers.actions.changes import Needs, NotNow, index_words, locked, move, notice_url, set_needs, told
from employers.enums import Actor, CreatedThrough, JobAct, JobStatus, Source
from employers.models import JobPosting, PostingLink
from employers.queries import occupations_to_offer

LAST_STEP = 4
EDITABLE = {JobStatus.DRAFT, JobStatus.WAITING_REVIEW, JobStatus.OPEN, JobStatus.CLOSED, JobStatus.EXPIRED}


def begin(*, link: PostingLink, fields: Mapping[str, Any]) -> JobPosting:
    """A draft with the form's first answers and the occupation its name seems to mean. Nobody in the team sees it
    before it is confirmed."""
    job = JobPosting(
        organisation_id=link.team.owner_id,
        answering_team=link.team,
        via_link=link,
        source=Source.OWN,
        created_through=CreatedThrough.PUBLIC_FORM,
        status=JobStatus.DRAFT,
        step=1,
        **fields,
    )
    _guess_occupation(job)
    job.save()
    return job


def _guess_occupation(job: JobPosting) -> None:
    """The best guess from the name; the next screen shows it, to be changed when it is wrong."""
    job.occupation = None
    job.occupation = next(iter(occupations_to_offer(job)), None)
    job.ssyk4 = job.occupation.ssyk4 if job.occupation else None


def fill_in(job: JobPosting, *, step: int, fields: Mapping[str, Any], needs: Needs | None = None) -> JobPosting:
    """One step's answers. In a job that was sent in already it is a change: an open one goes back to review.

    Raises NotNow when the job is gone.
    """
    with transaction.atomic():
        fresh = locked(job)
        if fresh.status not in EDITABLE:
            raise NotNow
        changed = [name for name, value in fields.items() if getattr(fresh, name) != value]
        for name in changed:
            setattr(fresh, name, fields[name])
        fresh.step = max(fresh.step, step)
        if fresh.status == JobStatus.DRAFT and "title" in changed:
            _guess_occupation(fresh)
        fresh.save(update_fields=[*changed, "occupation", "ssyk4", "step", "changed_at"])
        needs_changed = needs is not None and set_needs(fresh, needs)
        if (changed or needs_changed) and fresh.status != JobStatus.DRAFT:
            fresh = _changed_by_employer(fresh, changed)
        if fresh.status != JobStatus.DRAFT:
            index_words(fresh)
    return fresh


def _changed_by_employer(job: JobPosting, names: list[str]) -> JobPosting:
    labels = ", ".join(str(JobPosting._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]
    if job.status == JobStatus.WAITING_REVIEW:
        job.asked_at = None
        job.save(update_fields=["asked_at", "changed_at"])
        told(job, JobAct.EDITED, by=None, text=labels)
        return job
    job = move(job, JobStatus.WAITING_REVIEW, actor=Actor.EMPLOYER, act=JobAct.EDITED, by=None, text=labels,
               answer_by=next_working_day(timezone.localdate()), dated_at=timezone.now())  # fmt: skip
    _tell_team(job, _lazy("Ett jobb har ändrats av arbetsgivaren"))
    return job


def keep_for_later(job: JobPosting, *, email: str, page: str) -> None:
    """Half-way: the draft is found again with a code to this address. `page` is where, as a whole address."""
    with transaction.atomic():
        fresh = locked(job)
        if fresh.status != JobStatus.DRAFT:
            raise NotNow
        fresh.contact_email = email
        fresh.save(update_fields=["contact_email", "changed_at"])
        mails.send_saved(fresh, page)


def close_to_others(*, team: Team, email: str) -> None:
    """A code has proved the address: drafts left from it belong to who reads its mail. Browsers that began them can no
    longer change them, and nothing is sent in or told."""
    drafts = JobPosting.objects.filter(source=Source.OWN, answering_team=team, contact_email=email)
    drafts.filter(status=JobStatus.DRAFT, confirmed_at=None).update(confirmed_at=timezone.now())


def confirm(job: JobPosting, *, page: str) -> JobPosting:
    """The employer has shown with a code that the address is theirs: the job waits for review, a receipt goes out and
    the team is told. A job confirmed before is left as it is."""
    with transaction.atomic():
        fresh = locked(job)
        if fresh.confirmed_at is not None and fresh.status != JobStatus.DRAFT:
            return fresh
        now = timezone.now()
        if fresh.status != JobStatus.DRAFT:  # written down by a colleague during a call
            fresh.confirmed_at = now
            fresh.save(update_fields=["confirmed_at", "changed_at"])
            told(fresh, JobAct.CONFIRMED, by=None)
            return fresh
        fresh = move(fresh, JobStatus.WAITING_REVIEW, actor=Actor.EMPLOYER, act=JobAct.CONFIRMED, by=None,
                     confirmed_at=now, dated_at=now,
                     answer_by=next_working_day(timezone.localdate(now)))  # fmt: skip
        index_words(fresh)
        mails.send_receipt(fresh, page)
        _tell_team(fresh, _lazy("Ett nytt jobb väntar på granskning"))
    return fresh


def close(job: JobPosting) -> JobPosting:
    """The employer needs nobody any more. Raises NotNow."""
    job = move(job, JobStatus.CLOSED, actor=Actor.EMPLOYER, act=JobAct.CLOSED, by=None, asked_at=None)
    _tell_team(job, _lazy("En arbetsgivare har stängt ett jobb"))
    return job


def reopen(job: JobPosting) -> JobPosting:
    """The employer offers a closed or expired job again; the team reads it anew. Raises NotNow."""
    job = move(job, JobStatus.WAITING_REVIEW, actor=Actor.EMPLOYER, act=JobAct.REOPENED, by=None,
               dated_at=timezone.now(), answer_by=next_working_day(timezone.localdate()))  # fmt: skip
    _tell_team(job, _lazy("Ett jobb har kommit tillbaka"))
    return job


def _tell_team(job: JobPosting, title: Any) -> None:
    """Everyone in the team who works with jobs. The title names nobody; the page says which."""
    team = job.answering_team
    if team is None:
        return
    for member in Membership.objects.running().filter(team=team).select_related("user"):
        if allows(member.role, Permission.WORK_WITH_JOBS):
            notices.tell(
                user_id=member.user_id,
                email=member.user.email,
                kind="job",
                title=title,
                url=notice_url(job),
                team_id=team.pk,
            )
