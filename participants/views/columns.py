"""The team's own columns: everybody who works with people adds, changes and orders; the leader retires and takes back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants import own
from participants.actions import ActionError
from participants.actions import columns as actions
from participants.actions.cells import around
from participants.forms.columns import ColumnForm
from participants.models import TeamColumn
from participants.views.acting import posted

WORK = Permission.WORK_WITH_PEOPLE


@team_member(WORK, area="people")
@require_GET
def columns(request: TeamRequest) -> HttpResponse:
    """Those in use in their order, and those out of use."""
    found = list(TeamColumn.objects.filter(team=request.team).select_related("owner"))
    used = [column for column in found if not column.is_retired]
    context = {
        "used": used,
        "retired": [column for column in found if column.is_retired],
        "room": own.MOST - len(used),
        "most": own.MOST,
        "may_retire": request.may(Permission.MANAGE_TEAM),
    }
    return render(request, "participants/columns.html", context)


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def column_add(request: TeamRequest) -> HttpResponse:
    return _asked(request, None)


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def column_edit(request: TeamRequest, key: str) -> HttpResponse:
    return _asked(request, _column(request, key))


def _asked(request: TeamRequest, column: TeamColumn | None) -> HttpResponse:
    colleagues = around(request.team.pk, request.user).colleagues
    form = ColumnForm(posted(request), colleagues=colleagues, me=request.user.pk, column=column)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, column, form.cleaned_data)
        except ActionError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Sparat."))
            return redirect("participants:columns", request.team.slug)
    status = 422 if form.is_bound else 200
    return render(request, "participants/column.html", {"form": form, "column": column}, status=status)


def _save(request: TeamRequest, column: TeamColumn | None, given: dict[str, Any]) -> None:
    from_form = {name: given[name] for name in ("title", "kind", "choices", "purpose")}
    if column is None:
        actions.add_column(team=request.team, owner_id=given["owner"], by=request.user, **from_form)
    else:
        actions.change_column(column=column, owner_id=given["owner"], by=request.user, **from_form)


@team_member(WORK, area="people")
@require_POST
def column_move(request: TeamRequest, key: str) -> HttpResponse:
    """`way=earlier` or later."""
    actions.move_column(column=_column(request, key), earlier=request.POST.get("way") == "earlier", by=request.user)
    return redirect(f"{reverse('participants:columns', args=[request.team.slug])}#k-{key}")


@team_member(Permission.MANAGE_TEAM, area="people")
@require_POST
def column_retire(request: TeamRequest, key: str) -> HttpResponse:
    actions.retire_column(column=_column(request, key), by=request.user)
    messages.success(request, _("Kolumnen är ur bruk. Det som står i den finns kvar."))
    return redirect("participants:columns", request.team.slug)


@team_member(Permission.MANAGE_TEAM, area="people")
@require_POST
def column_take_back(request: TeamRequest, key: str) -> HttpResponse:
    try:
        actions.take_back_column(column=_column(request, key, is_retired=True), by=request.user)
    except ActionError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Kolumnen är i bruk igen."))
    return redirect("participants:columns", request.team.slug)


def _column(request: TeamRequest, key: str, *, is_retired: bool = False) -> TeamColumn:
    found = TeamColumn.objects.filter(team=request.team, key=key, is_retired=is_retired).first()
    if found is None:
        raise Http404
    return found
