"""The public form: begin, one group of questions per screen, send in with a code."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Outcome, is_asking
from employers import doors, facts, mails
from employers.actions import posting
from employers.actions.changes import NotNow
from employers.doors import LinkRequest, posting_page
from employers.enums import JobStatus
from employers.forms.needs import NeedsForm
from employers.forms.posting import STEPS, CodeForm, FirstStep, MailForm
from employers.models import JobPosting

TOO_MANY = 429
MINUTES_LEFT = {1: 3, 2: 2, 3: 2, 4: 1}


def address(request: LinkRequest, name: str, *args: Any) -> str:
    """An address under this team's link."""
    return reverse(f"employers:{name}", args=[request.link.token, *args])


def resume_page(request: LinkRequest) -> str:
    """The whole address for mails: where a code to what was left before is asked for."""
    return request.build_absolute_uri(address(request, "posting_resume"))


def show(request: LinkRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the form; `who` is whom to call."""
    who = mails.answerer(context.get("job"), request.link.team)
    minutes = MINUTES_LEFT.get(context.get("step", 0), 0)
    context = {"who": who, "link": request.link, "token": request.link.token, "steps_in_all": len(STEPS),
               "minutes": minutes, "resume": resume_page(request), **context}  # fmt: skip
    return render(request, f"employers/posting/{template}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@posting_page
def posting_start(request: LinkRequest) -> HttpResponse:
    """The first screen. A draft begins when it is answered."""
    if request.link.ended_at is not None:
        return show(request, "ended", {}, status=410)
    form = FirstStep(request.POST) if request.method == "POST" else FirstStep()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if doors.may_begin(request):
                job = posting.begin(link=request.link, fields=form.fields_of_job())
                doors.remember_draft(request, job)
                return redirect(address(request, "posting_step", job.public_id, 2))
            form.add_error(None, _("Det kommer många jobb på en gång just nu. Vänta en stund, eller ring oss."))
            status = TOO_MANY
    return show(request, "step", {"form": form, "step": 1, "heading": form.heading, "first": True}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@posting_page
def posting_step(request: LinkRequest, public_id: str, step: int) -> HttpResponse:
    """One screen of a draft, or of a job that is being changed."""
    if not 1 <= step <= len(STEPS):
        raise Http404
    job = doors.editable(request, public_id)
    if job is None:
        return redirect(address(request, "posting_resume"))
    kind: Any = STEPS[step - 1]
    form = kind(request.POST, job=job) if request.method == "POST" else kind(job=job)
    if request.method == "POST" and form.is_valid():
        needs = form.needs() if isinstance(form, NeedsForm) else None
        try:
            job = posting.fill_in(job, step=step, fields=form.fields_of_job(), needs=needs)
        except NotNow:
            return redirect(address(request, "posting_resume"))
        return redirect(_after(request, job, step))
    context = {"form": form, "step": step, "heading": form.heading, "job": job, "first": False}
    return show(request, "step", context, status=422 if form.is_bound else 200)


def _after(request: LinkRequest, job: JobPosting, step: int) -> str:
    if job.status != JobStatus.DRAFT:
        return address(request, "posting_status", job.public_id)
    if step < len(STEPS):
        return address(request, "posting_step", job.public_id, step + 1)
    return address(request, "posting_send", job.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@posting_page
def posting_later(request: LinkRequest, public_id: str) -> HttpResponse:
    """Half-way: keeps the draft under a mail address."""
    job = doors.editable(request, public_id)
    if job is None or job.status != JobStatus.DRAFT:
        return redirect(address(request, "posting_resume"))
    form = MailForm(request.POST) if request.method == "POST" else MailForm(initial={"email": job.contact_email})
    if request.method != "POST":
        return show(request, "later", {"form": form, "job": job})
    if form.is_valid():
        email = form.cleaned_data["email"]
        if doors.may_mail(request, email):
            posting.keep_for_later(job, email=email, page=resume_page(request))
            return show(request, "kept", {"job": job, "email": email})
        form.add_error(None, _("Vi har mejlat dit flera gånger nyss. Vänta en stund."))
    return show(request, "later", {"form": form, "job": job}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@posting_page
def posting_send(request: LinkRequest, public_id: str) -> HttpResponse:
    """Everything once more, and the button that mails the code."""
    job = doors.editable(request, public_id)
    if job is None or job.status != JobStatus.DRAFT:
        return redirect(address(request, "posting_resume"))
    if job.step < len(STEPS) or not job.contact_email:
        return redirect(address(request, "posting_step", job.public_id, min(job.step + 1, len(STEPS))))
    fault = ""
    if request.method == "POST":
        if doors.proved_address(request) == job.contact_email and doors.own_jobs(request) is not None:
            return _confirmed(request, job)
        subject = _("Din kod till jobbet")
        if doors.ask_for_code(request, job.contact_email, job, subject, mails.code_text, to_send_in=True):
            return redirect(address(request, "posting_code"))
        fault = _("Vi har mejlat flera koder nyss. Vänta en stund och försök igen.")
    context = {"job": job, "groups": facts.groups_of(job), "fault": fault}
    return show(request, "send", context, status=TOO_MANY if fault else 200)


def _confirmed(request: LinkRequest, job: JobPosting) -> HttpResponse:
    posting.confirm(job, page=resume_page(request))
    doors.forget_draft(request, job)
    return redirect(address(request, "posting_receipt", job.public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@posting_page
def posting_code(request: LinkRequest) -> HttpResponse:
    """The code from the mail. Right: the draft it was asked for is sent in, otherwise on to what was left before."""
    if not is_asking(request, doors.PURPOSE) or not doors.asked_address(request):
        return redirect(address(request, "posting_resume"))
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            outcome, public_id = doors.try_code(request, form.cleaned_data["code"])
            if outcome == Outcome.OPEN:
                return _opened(request, public_id)
            words = _("Koden stämmer inte, eller så har den gått ut. Prova igen eller be om en ny.")
            if outcome == Outcome.WAIT:
                words, status = _("Det har blivit många fel. Vänta en stund innan du provar igen."), TOO_MANY
            form.add_error("code" if outcome != Outcome.WAIT else None, words)
    context = {"form": form, "email": doors.asked_address(request), "sends_in": doors.asked_to_send_in(request)}
    return show(request, "code", context, status=status)


def _opened(request: LinkRequest, public_id: str) -> HttpResponse:
    """`public_id` is the draft the code was asked for at; "" sends nothing in, whatever was left from the address."""
    posting.close_to_others(team=request.link.team, email=doors.proved_address(request))
    job = doors.editable(request, public_id) if public_id else None
    if job is None or job.status != JobStatus.DRAFT:
        return redirect(address(request, "posting_own"))
    if job.step >= len(STEPS) and job.contact_email == doors.proved_address(request):
        return _confirmed(request, job)
    return redirect(address(request, "posting_step", job.public_id, min(job.step + 1, len(STEPS))))


@require_http_methods(["GET", "HEAD", "POST"])
@posting_page
def posting_resume(request: LinkRequest) -> HttpResponse:
    """Asks for a code to what was left before. The answer is the same for every address."""
    form: forms.Form = MailForm(request.POST) if request.method == "POST" else MailForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            email = form.cleaned_data["email"]
            job = doors.jobs_from(request, email).first()
            if doors.ask_for_code(request, email, job, _("Din kod till jobbet"), mails.code_text):
                return redirect(address(request, "posting_code"))
            form.add_error(None, _("Vi har mejlat flera koder nyss. Vänta en stund och försök igen."))
            status = TOO_MANY
    return show(request, "resume", {"form": form}, status=status)


@require_POST
@posting_page
def posting_language(request: LinkRequest) -> HttpResponse:
    """Swedish or English, kept in a cookie; back to the same screen."""
    start = address(request, "posting_start")
    back = request.POST.get("next", "")
    if not (back.startswith(start) and re.fullmatch(r"[a-z0-9/-]{1,200}", back)):
        back = start
    response = redirect(back)
    language = request.POST.get("language", "")[:5]
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
    return response
