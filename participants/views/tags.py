"""The team's approved list of tags: everybody reads it, the leader writes it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
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
@require_http_methods(["GET", "POST"])
def tag_edit(request: TeamRequest, tag: str) -> HttpResponse:
    """Another word for it, also on everybody who has it."""
    found = get_object_or_404(Tag, team=request.team, public_id=tag)
    form = NewTagForm(posted(request), initial={"name": found.name})
    form.fields["name"].label = _("Vad ska etiketten heta?")
    if form.is_bound and form.is_valid():
        try:
            many = actions.rename_tag(tag=found, name=form.cleaned_data["name"], by=request.user)
        except actions.ActionError as fault:
            form.add_error("name", str(fault))
        else:
            toasts.say(request, _renamed(many))
            return redirect("participants:tags", request.team.slug)
    context = {"form": form, "title": _("Byt namn på etiketten")}
    return render(request, "participants/tag.html", context, status=422 if form.is_bound else 200)


def _renamed(many: int) -> str:
    if not many:
        return _("Etiketten har ett nytt namn.")
    words = ngettext(
        "Etiketten har ett nytt namn, också hos %(n)d person.",
        "Etiketten har ett nytt namn, också hos %(n)d personer.",
        many,
    )
    return words % {"n": many}


@team_member(MANAGE, area="people")
@require_POST
def tag_remove(request: TeamRequest, tag: str) -> HttpResponse:
    """Off the list, and off everybody who has it."""
    found = get_object_or_404(Tag, team=request.team, public_id=tag)
    actions.remove_tag(tag=found, by=request.user)
    toasts.say(request, _("Etiketten är borttagen."))
    return redirect("participants:tags", request.team.slug)
