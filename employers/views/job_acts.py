"""What the team does to one job: open, ask back, refuse, close, extend. Each a POST back to the job's page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from employers.actions import jobs as acts
from employers.actions.changes import NotNow
from employers.actions.employers import NumberTaken
from employers.forms.staff import ExtendForm, QuestionForm, ReasonForm
from employers.models import JobPosting
from employers.views.jobs import AREA, employer_page, job_page, own_job_or_404, review_form, show_job


def _done(request: TeamRequest, job: JobPosting, act: Callable[[], JobPosting], words: str) -> HttpResponse:
    try:
        act()
    except NotNow:
        messages.warning(request, _("Jobbet hade redan ändrats av någon annan. Så här ser det ut nu."))
    else:
        messages.success(request, words)
    return redirect(job_page(request, job))


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_open(request: TeamRequest, public_id: str) -> HttpResponse:
    """After the review; here what the form said may reach the organisation's employers."""
    job = own_job_or_404(request, public_id)
    form = review_form(job, request.POST)
    if not form.is_valid():
        return show_job(request, job, status=422, review_form=form)
    by, page = request.membership.user, employer_page(request, job)
    try:
        return _done(
            request,
            job,
            lambda: acts.open_for_matching(job, by=by, page=page, employer=form.chosen, as_new=form.as_new),
            _("Jobbet är öppet."),
        )
    except NumberTaken as taken:
        form.add_error(None, _("Numret hör till %(name)s.") % {"name": taken.employer.name})
        return show_job(request, job, status=422, review_form=form)


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_ask(request: TeamRequest, public_id: str) -> HttpResponse:
    job = own_job_or_404(request, public_id)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show_job(request, job, status=422, question_form=form)
    return _done(
        request,
        job,
        lambda: acts.ask_employer(
            job,
            question=form.cleaned_data["question"],
            by=request.membership.user,
            page=employer_page(request, job),
        ),
        _("Frågan är på väg till arbetsgivaren."),
    )


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_refuse(request: TeamRequest, public_id: str) -> HttpResponse:
    job = own_job_or_404(request, public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_job(request, job, status=422, reason_form=form)
    return _done(
        request,
        job,
        lambda: acts.refuse(job, reason=form.cleaned_data["reason"], by=request.membership.user),
        _("Arbetsgivaren får veta att ni inte tar in jobbet, och varför."),
    )


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_close(request: TeamRequest, public_id: str) -> HttpResponse:
    job = own_job_or_404(request, public_id)
    return _done(request, job, lambda: acts.close(job, by=request.membership.user), _("Jobbet är stängt."))


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def job_extend(request: TeamRequest, public_id: str) -> HttpResponse:
    job = own_job_or_404(request, public_id)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return show_job(request, job, status=422, extend_form=form)
    return _done(
        request,
        job,
        lambda: acts.extend(job, last_day=form.cleaned_data["last_day"], by=request.membership.user),
        _("Jobbet har en ny sista dag."),
    )
