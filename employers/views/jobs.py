"""The team's jobs: list, page, writing one down during a call, editing, the posting link."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core.registry import job_panels
from employers import facts, joining, mails, queries
from employers.actions import jobs as acts
from employers.enums import Actor, JobStatus, may_become
from employers.forms.staff import (
    CallForm,
    ExtendForm,
    JobFilterForm,
    JobForm,
    QuestionForm,
    ReasonForm,
    ReviewForm,
    StaffNeedsForm,
)
from employers.models import JobPosting, PostingLink

AREA = "jobs"
EXTENDABLE = (JobStatus.OPEN, JobStatus.CLOSED, JobStatus.EXPIRED)


def job_or_404(request: TeamRequest, public_id: str) -> JobPosting:
    job = queries.job_for(request.scope, public_id)
    if job is None:
        raise Http404
    return job


def own_job_or_404(request: TeamRequest, public_id: str) -> JobPosting:
    """A job the team's organisations own: imported ads are the source's, to be read only."""
    job = job_or_404(request, public_id)
    if not job.is_own:
        raise Http404
    return job


def job_page(request: TeamRequest, job: JobPosting) -> str:
    return reverse("employers:job_detail", args=[request.team.slug, job.public_id])


def employer_page(request: TeamRequest, job: JobPosting) -> str:
    """The whole address where the employer finds the job again, for mails."""
    link = job.via_link or acts.link_of(team=request.team, by=None)
    return request.build_absolute_uri(reverse("employers:posting_resume", args=[link.token]))


def shown_count(number: int) -> str:
    return f"{queries.COUNT_CAP}+" if number > queries.COUNT_CAP else str(number)


@require_GET
@team_member(Permission.SEE_JOBS, area=AREA)
def job_list(request: TeamRequest) -> HttpResponse:
    """Jobs by view: open, to review, over, Platsbanken. Words stand in the address: they are of jobs, not of people."""
    view = request.GET.get("vy", queries.OPEN)
    if view not in queries.VIEWS:
        view = queries.OPEN
    form = JobFilterForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    found = queries.jobs_for(
        request.scope,
        view,
        words=data.get("sok", ""),
        town=data.get("kommun"),
        no_education=data.get("utan_utbildning", False),
        after=request.GET.get("efter", "").replace("\x00", "")[:20],
    )
    context = {
        "form": form,
        "view": view,
        "found": found,
        "counts": {name: shown_count(n) for name, n in found.counts.items()},
        "rows": [(job, job_page(request, job)) for job in found.jobs],
        "is_filtered": any(data.values()),
        "may_work": request.may(Permission.WORK_WITH_JOBS),
    }
    return render(request, "employers/job_list.html", context)


@require_GET
@team_member(Permission.SEE_JOBS, area=AREA)
def job_detail(request: TeamRequest, public_id: str) -> HttpResponse:
    """Everything about a job, and what other parts of the product have to say of it."""
    return show_job(request, job_or_404(request, public_id))


def show_job(request: TeamRequest, job: JobPosting, status: int = 200, **forms: Any) -> HttpResponse:
    """The job page; a form that was filled in wrong comes in `forms` under the name it has on the page."""
    may_work = request.may(Permission.WORK_WITH_JOBS) and job.is_own
    can_open = may_work and job.status == JobStatus.WAITING_REVIEW
    context = {
        "job": job,
        "groups": facts.groups_of(job),
        "events": list(job.events.select_related("by")[:50]) if job.is_own else [],
        "answerer": mails.answerer(job, job.answering_team),
        "panels": _panels(request, job),
        "may_work": may_work,
        "can_open": can_open,
        "review_form": forms.get("review_form") or (review_form(job) if can_open else None),
        "can_close": may_work and may_become(job.status, JobStatus.CLOSED, Actor.STAFF),
        "can_extend": may_work and job.published_at is not None and job.status in EXTENDABLE,
        "question_form": forms.get("question_form") or QuestionForm(),
        "reason_form": forms.get("reason_form") or ReasonForm(),
        "extend_form": forms.get("extend_form") or ExtendForm(),
    }
    return render(request, "employers/job_detail.html", context, status=status)


def review_form(job: JobPosting, data: Any = None) -> ReviewForm:
    """The review's one question, with the employers it may be about."""
    return ReviewForm(data, job=job, found=joining.candidates(job))


def _panels(request: TeamRequest, job: JobPosting) -> list[SafeString]:
    """Parts of the page that higher apps own, in their order."""
    made = []
    for panel in sorted(job_panels, key=lambda panel: panel.order):
        context = panel.context(job, request.scope)
        if context is not None:
            made.append(render_to_string(panel.template, {**context, "job": job}, request=request))
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_call(request: TeamRequest) -> HttpResponse:
    """A job written down while the employer is on the telephone."""
    form = CallForm(request.POST) if request.method == "POST" else CallForm()
    if request.method == "POST" and form.is_valid():
        link = acts.link_of(team=request.team, by=request.membership.user)
        job = acts.enter_call(
            team=request.team,
            organisation=request.membership.organisation,
            by=request.membership.user,
            fields=form.fields_of_job(),
            page=request.build_absolute_uri(reverse("employers:posting_resume", args=[link.token])),
        )
        _warn_of_likeness(request, job)
        return redirect(job_page(request, job))
    return render(request, "employers/job_call.html", {"form": form}, status=422 if form.is_bound else 200)


def _warn_of_likeness(request: TeamRequest, job: JobPosting) -> None:
    """A work place written almost as one the organisation has: the job's page asks which it is before it opens."""
    assert job.organisation_id is not None
    alike = joining.near(job.organisation_id, job.employer_name)
    if alike:
        names = ", ".join(employer.name for employer in alike)
        messages.info(request, _("%(name)s kan vara samma som %(others)s. Välj nedan innan du öppnar jobbet.")
                      % {"name": job.employer_name, "others": names})  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_edit(request: TeamRequest, public_id: str) -> HttpResponse:
    """All but what the job asks for. Imported ads are the source's and are not edited."""
    job = own_job_or_404(request, public_id)
    colleagues = queries.colleagues_in(request.team.pk)
    form = JobForm(request.POST or None, instance=job, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        acts.follow_edit(saved, names=form.changed_names, by=request.membership.user)
        return redirect(job_page(request, job))
    context = {"form": form, "job": job, "back": job_page(request, job), "heading": _("Ändra jobbet")}
    return render(request, "employers/job_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_needs(request: TeamRequest, public_id: str) -> HttpResponse:
    """What the job asks for."""
    job = own_job_or_404(request, public_id)
    form = StaffNeedsForm(request.POST, job=job) if request.method == "POST" else StaffNeedsForm(job=job)
    if request.method == "POST" and form.is_valid():
        acts.change_needs(job, needs=form.needs(), fields=form.fields_of_job(), by=request.membership.user)
        return redirect(job_page(request, job))
    context = {"form": form, "job": job, "back": job_page(request, job), "heading": _("Vad jobbet kräver")}
    return render(request, "employers/job_form.html", context, status=422 if form.is_bound else 200)


@require_GET
@team_member(Permission.SEE_JOBS, area=AREA)
def posting_link(request: TeamRequest) -> HttpResponse:
    """The address to give to employers, also as a QR code."""
    link = PostingLink.objects.filter(team=request.team, ended_at=None).first()
    whole = request.build_absolute_uri(reverse("employers:posting_start", args=[link.token])) if link else ""
    context = {
        "address": whole,
        "qr": segno.make(whole, error="m").svg_data_uri(scale=5, border=3, light="#fff") if whole else "",
        "may_work": request.may(Permission.WORK_WITH_JOBS),
    }
    return render(request, "employers/posting_link.html", context)


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def posting_link_renew(request: TeamRequest) -> HttpResponse:
    """The first link, or a new one instead of one that has gone astray."""
    acts.renew_link(team=request.team, by=request.membership.user)
    return redirect(reverse("employers:posting_link", args=[request.team.slug]))
