"""Who answers for what is written of a person: the leader says."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from participants.actions.groups import set_group_rules
from participants.forms.groups import GroupsForm
from participants.queries import groups as queries
from participants.views.acting import posted


@team_member(Permission.MANAGE_TEAM, area="people")
@require_http_methods(["GET", "POST"])
def groups(request: TeamRequest) -> HttpResponse:
    form = GroupsForm(posted(request), rules=queries.rules(request.team.pk))
    if form.is_bound and form.is_valid():
        set_group_rules(team=request.team, rules=form.rules(), by=request.user)
        messages.success(request, _("Sparat."))
        return redirect("participants:columns", request.team.slug)
    return render(request, "participants/groups.html", {"form": form}, status=422 if form.is_bound else 200)
