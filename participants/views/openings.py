"""Who has opened the protected people the viewer answers for: looked through once a week."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants.actions.openings import review_openings
from participants.queries import openings as queries

WORK = Permission.WORK_WITH_PEOPLE


class UntilForm(forms.Form):
    """The moment the page was drawn: what came later is not looked through."""

    till = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])


@team_member(WORK, area="people")
@require_GET
def openings(request: TeamRequest) -> HttpResponse:
    """Each person with who opened, when and what. Empty for whoever answers for nobody, and says nothing of others."""
    drawn = timezone.now()
    people = queries.of_manager(request.scope)
    readlog.listed(request.scope, [one.access.participant_id for one in people], place="participants:openings")
    context = {
        "people": people,
        "drawn": drawn.strftime("%Y-%m-%dT%H:%M:%S.%f%z"),
        "people_url": reverse("participants:register", args=[request.team.slug]),
        "url": reverse("participants:openings", args=[request.team.slug]),
    }
    return render(request, "participants/openings.html", context)


@team_member(WORK, area="people")
@require_POST
def openings_reviewed(request: TeamRequest, public_id: str) -> HttpResponse:
    """What was shown of one person is looked through."""
    mine = queries.managed(request.team.pk).filter(user_id=request.scope.user, participant__public_id=public_id)
    access = mine.first()
    if access is None:
        raise Http404
    form = UntilForm(request.POST)
    if form.is_valid():
        review_openings(access=access, until=form.cleaned_data["till"], by=request.user)
        toasts.say(request, _("Genomgånget."))
    else:
        toasts.say(request, _("Det gick inte. Läs listan en gång till."), fault=True)
    return redirect("participants:openings", request.team.slug)
