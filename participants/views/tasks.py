"""Tasks: the list, one that is given, one that is done."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions
from participants.actions import ActionError
from participants.enums import TaskEnd
from participants.forms.tasks import TaskEditForm, TaskForm
from participants.models import Task
from participants.queries import tasks as queries
from participants.views.acting import Asking, answer, posted
from participants.views.days import with_advice
from participants.views.reach import open_enrolment

WORK = Permission.WORK_WITH_PEOPLE
WHOSE = ("mina", "givna", "allas")
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def tasks(request: TeamRequest) -> HttpResponse:
    """Mine, those I gave, the team's (`?visa=`); and a new one about nobody in particular."""
    form = TaskForm(posted(request), team_id=request.team.pk, me=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_task(team=request.team, by=request.user, **form.cleaned_data)
        except ActionError as fault:
            form.add_error(None, str(fault))
        else:
            toasts.say(request, with_advice(_("Uppgiften sparad."), form.cleaned_data["due_on"]))
            return redirect("participants:tasks", request.team.slug)
    whose = request.GET.get("visa", "")
    shown = queries.listed(request.scope, whose)
    done = queries.lately_done(request.scope)
    about = {task.participant_id for task in [*shown, *done] if task.participant_id}
    readlog.listed(request.scope, sorted(about), place="participants:tasks")
    context = {
        "form": form,
        "tasks": shown,
        "done": done,
        "whose": whose if whose in WHOSE else "mina",
        "choices": [("mina", _("Mina")), ("givna", _("Som jag gett")), ("allas", _("Hela teamets"))],
    }
    return render(request, "participants/tasks.html", context, status=422 if request.method == "POST" else 200)


@team_member(WORK, area="people")
@form_methods
def task(request: TeamRequest, public_id: str) -> HttpResponse:
    """A new one for a person."""
    enrolment = open_enrolment(request, public_id)
    form = TaskForm(posted(request), team_id=request.team.pk, me=request.user)

    def act(given: dict[str, Any]) -> None:
        actions.add_task(enrolment=enrolment, by=request.user, **given)

    def said() -> str:
        return with_advice(_("Uppgiften sparad."), form.cleaned_data["due_on"])

    return answer(request, enrolment.participant, form, Asking(_("Ny uppgift"), _("Spara")), act, said)


def _task(request: TeamRequest, item: str) -> Task:
    """Raises Http404 for one the viewer must not know of."""
    rows = Task.objects.visible_to(request.scope).filter(public_id=item)
    found = rows.select_related("participant", "enrolment__participant", "enrolment__team", "owner", "team").first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


@team_member(WORK, area="people")
@form_methods
def task_end(request: TeamRequest, item: str) -> HttpResponse:
    """One task: done by us, done elsewhere, or changed. A POST ends it (`hur`) or saves the form."""
    found = _task(request, item)
    owner_before = found.owner_id
    form = TaskEditForm(
        request.POST if request.method == "POST" and "hur" not in request.POST else None,
        instance=found,
        team_id=request.team.pk,
    )
    if request.method == "POST" and "hur" in request.POST:
        return _end(request, found)
    if request.method == "POST" and found.done_at is None and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
                actions.update_task(task=found, by=request.user, owner_before=owner_before)
        except ActionError as fault:
            form.add_error(None, str(fault))
        else:
            toasts.say(request, with_advice(_("Uppgiften är ändrad."), form.cleaned_data["due_on"]))
            return redirect(_back(request, found))
    if found.participant_id:
        readlog.listed(request.scope, [found.participant_id], place="participants:task")
    context = {"task": found, "form": form, "back": _back(request, found)}
    return render(request, "participants/task.html", context, status=422 if request.method == "POST" else 200)


def _end(request: TeamRequest, found: Task) -> HttpResponse:
    how = request.POST["hur"]
    if how not in TaskEnd.values:
        raise Http404
    if actions.finish_task(task=found, by=request.user, how=TaskEnd(how)):
        undo = reverse("participants:task_reopen", args=[request.team.slug, found.public_id])
        toasts.say(request, _("Uppgiften är klar."), undo=undo)
    else:
        toasts.say(request, _("Uppgiften var redan klar."))
    return redirect(_back(request, found))


def _back(request: TeamRequest, found: Task) -> str:
    """Where one came from: min dag, the person, or the list."""
    back = request.GET.get("fran") or request.POST.get("fran")
    if back == "dag":
        return reverse("accounts:team_home", args=[request.team.slug])
    if back == "person" and found.participant is not None:
        return reverse("participants:detail", args=[request.team.slug, found.participant.public_id])
    return reverse("participants:tasks", args=[request.team.slug])


@team_member(WORK, area="people")
@require_POST
def task_reopen(request: TeamRequest, item: str) -> HttpResponse:
    """Takes back that it was done."""
    found = _task(request, item)
    actions.reopen_task(task=found, by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    toasts.say(request, _("Uppgiften är öppen igen."))
    return redirect(_back(request, found))
