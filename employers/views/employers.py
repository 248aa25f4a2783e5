"""Employers the organisation knows: list, page, contacts, what was said, the number."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from employers import joining, queries
from employers.actions import employers as acts
from employers.actions.employers import NumberTaken
from employers.facts import labels
from employers.forms.employers import (
    ContactForm,
    EmployerFilterForm,
    EmployerForm,
    LogForm,
    NewEmployerForm,
    NumberForm,
)
from employers.models import Contact, ContactLogEntry, Employer

AREA = "employers"
LOG_SHOWN = 50


def employer_or_404(request: TeamRequest, public_id: str) -> Employer:
    found: Employer = get_object_or_404(
        Employer.objects.visible_to(request.scope).select_related(
            "organisation", "industry", "municipality", "owner", "last_contact_by", "last_contact_team"
        ),
        public_id=public_id,
    )
    return found


def page_of(request: TeamRequest, employer: Employer) -> str:
    return reverse("employers:employer_detail", args=[request.team.slug, employer.public_id])


@require_GET
@team_member(Permission.SEE_JOBS, area=AREA)
def employer_list(request: TeamRequest) -> HttpResponse:
    form = EmployerFilterForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    found = queries.employers_for(
        request.scope,
        words=data.get("sok", ""),
        mine=data.get("mina", False),
        after=request.GET.get("efter", "").replace("\x00", "")[:20],
    )
    context = {
        "form": form,
        "found": found,
        "rows": [(employer, page_of(request, employer)) for employer in found.employers],
        "is_filtered": any(data.values()),
        "may_work": request.may(Permission.WORK_WITH_JOBS),
    }
    return render(request, "employers/employer_list.html", context)


@require_GET
@team_member(Permission.SEE_JOBS, area=AREA)
def employer_detail(request: TeamRequest, public_id: str) -> HttpResponse:
    return show_employer(request, employer_or_404(request, public_id))


def show_employer(
    request: TeamRequest, employer: Employer, status: int = 200, *, number: str = "", **forms: Any
) -> HttpResponse:
    """The employer's page; a form filled in wrong comes in `forms`, a number just revealed in `number`."""
    contacts = list(employer.contacts.all())
    context = {
        "employer": employer,
        "facts": _facts(employer),
        "contacts": contacts,
        "log": list(
            ContactLogEntry.objects.visible_to(request.scope)
            .filter(employer=employer)
            .select_related("contact", "written_by")[:LOG_SHOWN]
        ),
        "jobs": [
            (job, reverse("employers:job_detail", args=[request.team.slug, job.public_id]))
            for job in queries.jobs_of(employer)
        ],
        "number": number,
        "may_work": request.may(Permission.WORK_WITH_JOBS),
        "log_form": forms.get("log_form") or LogForm(contacts=_current(employer)),
        "contact_form": forms.get("contact_form") or ContactForm(),
    }
    return render(request, "employers/employer_detail.html", context, status=status)


def _facts(employer: Employer) -> list[tuple[str, str]]:
    agreement = {True: _("ja"), False: _("nej"), None: ""}[employer.collective_agreement]
    pairs = [
        (_("Har kontakten"), employer.owner.name if employer.owner else _("ingen än")),
        (_("Organisation"), employer.organisation.name),
        (_("Organisationsnummer"), employer.shown_number),
        (_("Bransch"), employer.industry.name if employer.industry else ""),
        (_("Kommun"), employer.municipality.label if employer.municipality else ""),
        (_("Adress"), employer.address),
        (_("Mejl"), employer.email),
        (_("Webbplats"), employer.website),
        (_("Storlek"), str(employer.get_size_display())),
        (_("Öppna för"), labels(Employer, "openness", employer.openness)),
        (_("Kollektivavtal"), agreement),
    ]
    return [(label, value) for label, value in pairs if value]


def _current(employer: Employer) -> Any:
    return employer.contacts.filter(is_current=True)


@require_http_methods(["GET", "HEAD", "POST"])
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def employer_add(request: TeamRequest) -> HttpResponse:
    form = NewEmployerForm(request.POST) if request.method == "POST" else NewEmployerForm()
    alike = _alike(request, form)
    if request.method == "POST" and form.is_valid() and not alike:
        try:
            employer = acts.create(
                organisation=request.membership.organisation,
                name=form.cleaned_data["name"],
                number=form.cleaned_data["number"],
                by=request.membership.user,
            )
        except NumberTaken as taken:
            messages.info(request, _("Den arbetsgivaren fanns redan."))
            employer = taken.employer
        return redirect(page_of(request, employer))
    context = {"form": form, "heading": _("Ny arbetsgivare"), "back": _list_page(request), "alike": alike}
    return render(request, "employers/employer_form.html", context, status=422 if form.is_bound else 200)


def _alike(request: TeamRequest, form: NewEmployerForm) -> list[tuple[Employer, str]]:
    """Employers with a name like the one given, with their pages; none once somebody has said it is another."""
    if request.method != "POST" or "anyway" in request.POST or not form.is_valid():
        return []
    found = joining.near(request.membership.organisation_id, form.cleaned_data["name"])
    return [(employer, page_of(request, employer)) for employer in found]


def _list_page(request: TeamRequest) -> str:
    return reverse("employers:employer_list", args=[request.team.slug])


@require_http_methods(["GET", "HEAD", "POST"])
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def employer_edit(request: TeamRequest, public_id: str) -> HttpResponse:
    employer = employer_or_404(request, public_id)
    colleagues = queries.colleagues_in(request.team.pk)
    form = EmployerForm(request.POST or None, instance=employer, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_names}
        acts.edit(employer=employer, fields=changed, by=request.membership.user)
        return redirect(page_of(request, employer))
    context = {"form": form, "heading": employer.name, "back": page_of(request, employer)}
    return render(request, "employers/employer_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def employer_number(request: TeamRequest, public_id: str) -> HttpResponse:
    """Sets, changes or takes away the number."""
    employer = employer_or_404(request, public_id)
    form = NumberForm(request.POST) if request.method == "POST" else NumberForm(initial={"number": employer.number})
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_number(employer=employer, number=form.cleaned_data["number"], by=request.membership.user)
        except NumberTaken as taken:
            form.add_error("number", _("Numret hör till %(name)s.") % {"name": taken.employer.name})
        else:
            return redirect(page_of(request, employer))
    context = {"form": form, "heading": _("Organisationsnummer"), "back": page_of(request, employer)}
    return render(request, "employers/employer_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def employer_reveal(request: TeamRequest, public_id: str) -> HttpResponse:
    """Shows a sole trader's personal number once; the read log keeps that it was shown."""
    employer = employer_or_404(request, public_id)
    if employer.person_number is None:
        raise Http404
    number = acts.reveal_number(employer)
    readlog.revealed(request.scope, employer.pk, place="employer_reveal", subject_type="employer")
    return show_employer(request, employer, number=f"{number[:8]}-{number[8:]}")


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def contact_add(request: TeamRequest, public_id: str) -> HttpResponse:
    employer = employer_or_404(request, public_id)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return show_employer(request, employer, status=422, contact_form=form)
    acts.add_contact(employer, by=request.membership.user, **form.cleaned_data)
    return redirect(page_of(request, employer))


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def contact_end(request: TeamRequest, public_id: str, contact_id: str) -> HttpResponse:
    """Somebody has left the work place."""
    employer = employer_or_404(request, public_id)
    contact = get_object_or_404(Contact, employer=employer, public_id=contact_id)
    acts.end_contact(contact, by=request.membership.user)
    return redirect(page_of(request, employer))


@require_POST
@team_member(Permission.WORK_WITH_JOBS, area=AREA)
def log_add(request: TeamRequest, public_id: str) -> HttpResponse:
    """What was said, and the next step."""
    employer = employer_or_404(request, public_id)
    form = LogForm(request.POST, contacts=_current(employer))
    if not form.is_valid():
        return show_employer(request, employer, status=422, log_form=form)
    acts.log_contact(employer, team=request.team, by=request.membership.user, **form.cleaned_data)
    return redirect(page_of(request, employer))
