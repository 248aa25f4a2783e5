"""The team's approved list of tags: everybody reads it, the leader writes it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import toasts
from participants import actions
from participants.forms.bulk import NewTagForm
from participants.models import Tag
from participants.views.acting import posted

MANAGE = Permission.MANAGE_TEAM


@team_member(Permission.WORK_WITH_PEOPLE, area="people")
@require_http_methods(["GET"])
def tags(request: TeamRequest) -> HttpResponse:
    return _page(request, NewTagForm())


def _page(request: TeamRequest, form: NewTagForm, status: int = 200) -> HttpResponse:
    found = Tag.objects.filter(team=request.team).select_related("created_by")
    context = {"tags": found, "form": form, "may_manage": request.may(MANAGE)}
    return render(request, "participants/tags.html", context, status=status)


@team_member(MANAGE, area="people")
@require_POST
def tag_add(request: TeamRequest) -> HttpResponse:
    """Health and other sensitive words are refused (422)."""
    form = NewTagForm(posted(request))
    if form.is_valid():
        try:
            actions.add_tag(team=request.team, name=form.cleaned_data["name"], by=request.user)
        except actions.ActionError as fault:
            form.add_error("name", str(fault))
        else:
            return redirect("participants:tags", request.team.slug)
    return _page(request, form, status=422)


@team_member(MANAGE, area="people")
@require_POST
def tag_remove(request: TeamRequest, tag: str) -> HttpResponse:
    """Off the list, and off everybody who has it."""
    found = get_object_or_404(Tag, team=request.team, public_id=tag)
    actions.remove_tag(tag=found, by=request.user)
    toasts.say(request, _("Etiketten är borttagen."))
    return redirect("participants:tags", request.team.slug)
