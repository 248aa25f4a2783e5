"""A person's CVs: list, making one, its file."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.models import User
from accounts.permissions import Permission
from core import readlog
from cvbuilder import actions, engine, files, queries, rules
from cvbuilder.forms import ArrangementForm, CVForm, NewCVForm
from cvbuilder.models import CV, CVVersion
from participants.models import Participant

logger = logging.getLogger("framat.cvbuilder")


def _participant_of(request: TeamRequest, public_id: str) -> Participant:
    found = queries.participants_of(request.scope).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _cv_of(request: TeamRequest, participant: Participant, public_id: str) -> CV:
    found = CV.objects.visible_to(request.scope).filter(participant=participant, public_id=public_id).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _me(request: TeamRequest) -> User:
    assert isinstance(request.user, User)  # the guard lets nobody else in
    return request.user


def _address(request: TeamRequest, participant: Participant, name: str, *more: str) -> str:
    return reverse(f"cvbuilder:{name}", args=[request.team.slug, participant.public_id, *more])


@require_GET
@team_member(Permission.SEE_PEOPLE, area="people")
def cv_list(request: TeamRequest, public_id: str) -> HttpResponse:
    """A person's CVs, those put away below."""
    participant = _participant_of(request, public_id)
    readlog.opened(request.scope, participant.pk, place="cv.list")
    cvs = list(queries.cvs_of(request.scope, participant))
    context = {
        "participant": participant,
        "cvs": [cv for cv in cvs if cv.archived_at is None],
        "away": [cv for cv in cvs if cv.archived_at is not None],
        "may_work": request.may(Permission.WORK_WITH_PEOPLE),
        "may_export": request.may(Permission.EXPORT),
    }
    return render(request, "cvbuilder/list.html", context)


@require_http_methods(["GET", "POST"])
@team_member(Permission.WORK_WITH_PEOPLE, area="people")
def new(request: TeamRequest, public_id: str) -> HttpResponse:
    """What for and in which language; the rest comes from the profile."""
    participant = _participant_of(request, public_id)
    form = NewCVForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        cv = actions.create_cv(participant=participant, by=_me(request), **form.cleaned_data)
        return redirect(_address(request, participant, "edit", cv.public_id))
    readlog.opened(request.scope, participant.pk, place="cv.new")
    status = 422 if form.is_bound else 200
    return render(request, "cvbuilder/new.html", {"participant": participant, "form": form}, status=status)


class Desk:
    """What the editor works with: the CV, the facts in its language, both forms. Bound when something was posted."""

    def __init__(self, request: TeamRequest, public_id: str, cv: str) -> None:
        self.request = request
        self.participant = _participant_of(request, public_id)
        self.cv = _cv_of(request, self.participant, cv)
        self.load(request.POST if request.method == "POST" else None)

    def load(self, data: Any) -> None:
        """Reads the facts and makes the forms anew."""
        self.facts = queries.facts_of(self.request.scope, self.participant, self.cv.language)
        self.rows = queries.chosen(self.facts, self.cv.arrangement)
        has = {
            "shows_phone": self.facts.phone,
            "shows_email": self.facts.email,
            "shows_municipality": self.facts.municipality,
        }
        self.form = CVForm(data, instance=self.cv, has=has, name=self.facts.name)
        self.order = ArrangementForm(data, rows=self.rows)

    def is_valid(self) -> bool:
        return self.form.is_valid() and self.order.is_valid()

    def move(self) -> tuple[str, int]:
        """Which row the pressed button moves, and where to."""
        up, down = self.request.POST.get("up", ""), self.request.POST.get("down", "")
        return (up, -1) if up else (down, 1)

    def save(self) -> None:
        """Saves what was posted and looks at it anew."""
        made = self.order.arrangement(*self.move())
        as_shown = {code: [[row.key, row.is_shown] for row in rows] for code, rows in self.rows.items()}
        actions.update_cv(
            cv=self.cv,
            fields=self.form.changed_names,
            arrangement=None if made == as_shown else made,
            by=_me(self.request),
        )

    def context(self) -> dict[str, Any]:
        content = queries.content_of(self.cv, self.facts)
        return {
            "participant": self.participant,
            "cv": self.cv,
            "form": self.form,
            "order": self.order,
            "content": content,
            "design_template": engine.template_of(self.cv.design),
            "gaps": queries.gaps_of(self.facts),
            "without_glyph": rules.without_glyph(content.text(), engine.letters()),
            "versions": list(queries.versions_of(self.request.scope, self.cv)),
            "may_export": self.request.may(Permission.EXPORT),
        }


@require_http_methods(["GET", "POST"])
@team_member(Permission.WORK_WITH_PEOPLE, area="people")
def edit(request: TeamRequest, public_id: str, cv: str) -> HttpResponse:
    """The CV beside itself: words, rows, order; what is posted is saved, by "Gör pdf" also printed."""
    desk = Desk(request, public_id, cv)
    readlog.opened(request.scope, desk.participant.pk, place="cv")
    status = 200
    if request.method == "POST":
        if not desk.is_valid():
            status = 422
        else:
            desk.save()
            if "pdf" in request.POST:
                return _print(request, desk.participant, desk.cv)
            if not request.htmx:
                messages.success(request, _("Sparat."))
                return redirect(_address(request, desk.participant, "edit", desk.cv.public_id))
            desk.load(None)
    template = "cvbuilder/edit.html#desk" if request.htmx else "cvbuilder/edit.html"
    return render(request, template, desk.context(), status=status)


@require_POST
@team_member(Permission.WORK_WITH_PEOPLE, area="people")
def preview(request: TeamRequest, public_id: str, cv: str) -> HttpResponse:
    """The sheet as it would be with what stands in the form now. Saves nothing; 204 while the form has faults."""
    desk = Desk(request, public_id, cv)
    readlog.opened(request.scope, desk.participant.pk, place="cv.preview")
    if not desk.is_valid():
        return HttpResponse(status=204)
    desk.cv.arrangement = desk.order.arrangement()
    if desk.facts.language != desk.cv.language:
        desk.facts = queries.facts_of(request.scope, desk.participant, desk.cv.language)
    return render(request, "cvbuilder/edit.html#sheet", desk.context())


@require_POST
@team_member(Permission.WORK_WITH_PEOPLE, area="people")
def make_pdf(request: TeamRequest, public_id: str, cv: str) -> HttpResponse:
    """A file of the CV as it is saved."""
    participant = _participant_of(request, public_id)
    return _print(request, participant, _cv_of(request, participant, cv))


def _print(request: TeamRequest, participant: Participant, cv: CV) -> HttpResponse:
    files = _address(request, participant, "edit", cv.public_id) + "#filer"
    asked = actions.ask_for_pdf(cv=cv, participant=participant, by=_me(request), back_url=files)
    if asked.run is None:
        messages.success(request, _("Samma cv finns redan som pdf. Den står överst bland filerna."))
        return redirect(files)
    return redirect("core:run_detail", public_id=asked.run.public_id)


@require_POST
@team_member(Permission.WORK_WITH_PEOPLE, area="people")
def archive(request: TeamRequest, public_id: str, cv: str) -> HttpResponse:
    participant = _participant_of(request, public_id)
    actions.archive_cv(cv=_cv_of(request, participant, cv), by=_me(request))
    messages.success(request, _("Cv:t är undanlagt. Filerna finns kvar."))
    return redirect(_address(request, participant, "list"))


@require_POST
@team_member(Permission.WORK_WITH_PEOPLE, area="people")
def restore(request: TeamRequest, public_id: str, cv: str) -> HttpResponse:
    participant = _participant_of(request, public_id)
    actions.restore_cv(cv=_cv_of(request, participant, cv), by=_me(request))
    messages.success(request, _("Cv:t är framme igen."))
    return redirect(_address(request, participant, "list"))


@require_GET
@team_member(Permission.EXPORT, area="people")
def version_file(request: TeamRequest, public_id: str, cv: str, version: str) -> HttpResponse:
    """The file itself, always as an attachment, never rendered here."""
    participant = _participant_of(request, public_id)
    rows = CVVersion.objects.visible_to(request.scope).filter(participant=participant, cv__public_id=cv)
    found = rows.filter(public_id=version).exclude(sha256="").first()
    if found is None:
        raise Http404
    try:
        body = files.read(found)
    except files.FileGone:
        logger.exception("the file of version %s is gone or changed", found.public_id)
        raise Http404 from None
    readlog.exported(request.scope, [participant.pk], place="cv.file")
    name = rules.file_name(["cv", "" if participant.is_protected else found.content["name"]])
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.pdf")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
