"""What an employer sees of the jobs left before: how it goes, change, close, offer again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from employers import doors, facts
from employers.actions import posting
from employers.actions.changes import NotNow
from employers.doors import LinkRequest, posting_page
from employers.enums import Actor, JobStatus, may_become
from employers.models import JobPosting
from employers.views.posting import address, resume_page, show


@require_GET
@posting_page
def posting_own(request: LinkRequest) -> HttpResponse:
    """All jobs left from the proved address. One alone opens at once, but never a draft: somebody else may have begun it."""
    found = doors.own_jobs(request)
    if found is None:
        return redirect(address(request, "posting_resume"))
    jobs = list(found[:50])
    if len(jobs) == 1 and jobs[0].status != JobStatus.DRAFT:
        return redirect(_home_of(request, jobs[0]))
    return show(request, "own", {"jobs": [(job, _home_of(request, job)) for job in jobs]})


def _home_of(request: LinkRequest, job: JobPosting) -> str:
    if job.status == JobStatus.DRAFT:
        return address(request, "posting_step", job.public_id, max(1, min(job.step + 1, posting.LAST_STEP)))
    return address(request, "posting_status", job.public_id)


@require_GET
@posting_page
def posting_status(request: LinkRequest, public_id: str) -> HttpResponse:
    """How it goes, in words; every group of answers with its way to change them."""
    return _job_page(request, public_id, "status")


@require_GET
@posting_page
def posting_receipt(request: LinkRequest, public_id: str) -> HttpResponse:
    """Sent in: who answers, and by which day."""
    return _job_page(request, public_id, "receipt")


def _job_page(request: LinkRequest, public_id: str, template: str) -> HttpResponse:
    found = doors.own_jobs(request)
    job = found.filter(public_id=public_id).first() if found is not None else None
    if job is None or job.status == JobStatus.DRAFT:
        return redirect(address(request, "posting_own" if found is not None else "posting_resume"))
    context = {
        "job": job,
        "groups": facts.groups_of(job),
        "question": job.events.filter(act="asked").values_list("text", flat=True).first() if job.asked_at else "",
        "can_close": may_become(job.status, JobStatus.CLOSED, Actor.EMPLOYER),
        "can_reopen": job.status in (JobStatus.CLOSED, JobStatus.EXPIRED),
        "to_confirm": job.confirmed_at is None,
    }
    return show(request, template, context)


@require_POST
@posting_page
def posting_close(request: LinkRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, posting.close, _("Jobbet är stängt. Tack för att ni sa till."))


@require_POST
@posting_page
def posting_reopen(request: LinkRequest, public_id: str) -> HttpResponse:
    return _act(request, public_id, posting.reopen, _("Tack. Vi läser jobbet igen och hör av oss."))


@require_POST
@posting_page
def posting_confirm(request: LinkRequest, public_id: str) -> HttpResponse:
    """What a colleague wrote down in a call is right."""

    def confirm(job: JobPosting) -> JobPosting:
        return posting.confirm(job, page=resume_page(request))

    return _act(request, public_id, confirm, _("Tack, då stämmer det."))


def _act(request: LinkRequest, public_id: str, act: Callable[[JobPosting], JobPosting], words: str) -> HttpResponse:
    found = doors.own_jobs(request)
    job = found.filter(public_id=public_id).first() if found is not None else None
    if job is None or job.status == JobStatus.DRAFT:
        return redirect(address(request, "posting_resume"))
    try:
        act(job)
    except NotNow:
        words = _("Jobbet hade redan ändrats. Så här ser det ut nu.")
    messages.success(request, words)
    return redirect(address(request, "posting_status", job.public_id))
