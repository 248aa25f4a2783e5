"""Something to do: for a person, for a colleague or for oneself."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Team, User
from core import notices
from participants.actions.access import may_know
from participants.actions.errors import ActionError
from participants.actions.handlers import tell
from participants.enums import TaskEnd
from participants.models import Enrolment, Task


@transaction.atomic
def add_task(
    *,
    title: str,
    owner: User,
    by: User | None,
    enrolment: Enrolment | None = None,
    team: Team | None = None,
    due_on: date | None = None,
    is_private: bool = False,
) -> Task:
    """About a person (`enrolment`) or about nobody (`team`). A colleague is told. Raises ActionError for a private one
    that is somebody else's, and for a colleague who must not know of the person."""
    if is_private and (by is None or owner.pk != by.pk):
        raise ActionError(_("En egen påminnelse kan bara vara din."))
    if enrolment is not None and by is not None and owner.pk != by.pk and not may_know(owner, enrolment.participant):
        raise ActionError(_("Kollegan kan inte få veta något om just den här personen. Välj någon annan."))
    fields = {"title": title, "owner": owner, "created_by": by, "due_on": due_on, "is_private": is_private}
    if enrolment is not None:
        about = {"participant_id": enrolment.participant_id, "enrolment": enrolment}
        task = Task.objects.create(team_id=enrolment.team_id, **about, **fields)
    else:
        assert team is not None  # noqa: S101  one of the two is given
        task = Task.objects.create(team=team, **fields)
    _tell_owner(task, by)
    return task


def _tell_owner(task: Task, by: User | None) -> None:
    if by is None or task.owner_id == by.pk:
        return
    title = _lazy("En kollega har en uppgift till dig")
    if task.enrolment is not None:
        tell(task.owner, task.enrolment, "task", title, _page(task))
    else:
        notices.tell(user_id=task.owner_id, kind="task", title=title, url=_page(task), team_id=task.team_id)


def _page(task: Task) -> str:
    return reverse("participants:task_end", args=[task.team.slug, task.public_id])


@transaction.atomic
def update_task(*, task: Task, by: User, owner_before: int) -> None:
    """After its fields were saved by a form: a new owner is told, the former is done with it. Raises ActionError as
    `add_task` does."""
    if task.is_private and task.owner_id != by.pk:
        raise ActionError(_("En egen påminnelse kan bara vara din."))
    if task.owner_id == owner_before:
        return
    if task.enrolment is not None and not may_know(task.owner, task.enrolment.participant):
        raise ActionError(_("Kollegan kan inte få veta något om just den här personen. Välj någon annan."))
    _settle(task)
    _tell_owner(task, by)


@transaction.atomic
def finish_task(*, task: Task, by: User, how: TaskEnd = TaskEnd.DONE) -> bool:
    """Done by us, or found to be done elsewhere. False when somebody was before."""
    open_one = Task.objects.filter(pk=task.pk, done_at=None)
    ended = open_one.update(done_at=timezone.now(), done_how=how, done_by=by)
    _settle(task)
    return bool(ended)


@transaction.atomic
def reopen_task(*, task: Task, by: User) -> None:
    """Takes back that it was done."""
    Task.objects.filter(pk=task.pk).update(done_at=None, done_how="", done_by=None)


def _settle(task: Task) -> None:
    notices.settle(team_id=task.team_id, url=_page(task), kinds=["task"])
