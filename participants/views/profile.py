"""The profile: what the person wants and can, jobs, educations."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants import actions
from participants.forms.profile import EducationForm, ExperienceForm, ProfileForm
from participants.models import Education, Experience, Participant, Profile
from participants.queries import profile as queries
from participants.views.acting import Asking, answer, done, home, posted, show
from participants.views.reach import participant_of
from taxonomy.widgets import LanguagePick

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])
KINDS: dict[str, tuple[type[Experience] | type[Education], type[ExperienceForm] | type[EducationForm]]] = {
    "arbeten": (Experience, ExperienceForm),
    "utbildningar": (Education, EducationForm),
}


@team_member(WORK, area="people")
@form_methods
def profile(request: TeamRequest, public_id: str) -> HttpResponse:
    """What the person wants and can. Invalid: 422 with everything written kept."""
    participant = participant_of(request, public_id)
    own = _profile(request, participant)
    lists = queries.lists(request.scope, own)
    picks = [LanguagePick(language, level) for language, level in lists.languages]
    form = ProfileForm(posted(request), instance=own, initial=lists._asdict() | {"languages": picks})
    if request.method == "POST" and form.is_valid():
        _save(form, request)
        return done(request, participant, _("Profilen är sparad."))
    readlog.opened(request.scope, participant.pk, place="participants:profile")
    experiences, educations = queries.background(request.scope, own)
    context = {
        "form": form,
        "participant": participant,
        "experiences": experiences,
        "educations": educations,
        "base": home(request, participant),
    }
    return render(request, "participants/profile.html", context, status=422 if form.is_bound else 200)


def _profile(request: TeamRequest, participant: Participant) -> Profile:
    found = Profile.objects.visible_to(request.scope).filter(participant=participant).first()
    if found is None:
        raise Http404
    return found


def _save(form: ProfileForm, request: TeamRequest) -> None:
    given = form.cleaned_data
    own = form.save()
    languages = [(p.language, p.level) for p in given["languages"]]
    actions.set_lists(
        profile=own,
        wished=given["wished"],
        done=given["done"],
        skills=given["skills"],
        languages=languages,
        places=given["places"],
        by=request.user,
    )


@team_member(WORK, area="people")
@form_methods
def background_add(request: TeamRequest, public_id: str, kind: str) -> HttpResponse:
    """A job or an education."""
    participant = participant_of(request, public_id)
    model, form_class = _kind(kind)
    own = _profile(request, participant)
    row = model(team=request.team, participant=participant, profile=own)
    form = form_class(posted(request), instance=row)

    def act(_given: dict[str, Any]) -> None:
        form.save()
        actions.profile_changed(profile=own, by=request.user)

    title = _("Nytt arbete") if model is Experience else _("Ny utbildning")
    return answer(request, participant, form, Asking(title, _("Spara")), act, _("Sparat."))


@team_member(WORK, area="people")
@form_methods
def background_edit(request: TeamRequest, public_id: str, kind: str, item: str) -> HttpResponse:
    participant = participant_of(request, public_id)
    row, form_class = _row(request, participant, kind, item)
    form = form_class(posted(request), instance=row)

    def act(_given: dict[str, Any]) -> None:
        form.save()
        actions.profile_changed(profile=row.profile, by=request.user)

    remove = reverse("participants:background_remove", args=[request.team.slug, public_id, kind, item])
    asking = Asking(_("Ändra"), _("Spara"), after="participants/act_remove_link.html", more={"remove_url": remove})
    return answer(request, participant, form, asking, act, _("Sparat."))


@team_member(WORK, area="people")
@form_methods
def background_remove(request: TeamRequest, public_id: str, kind: str, item: str) -> HttpResponse:
    participant = participant_of(request, public_id)
    row, _form_class = _row(request, participant, kind, item)
    if request.method == "POST":
        actions.remove_from_profile(row=row, by=request.user)
        return done(request, participant, _("Borttaget."))
    asking = Asking(_("Ta bort?"), _("Ta bort"), lead=row.title, danger=True)
    return show(request, participant, None, asking)


def _kind(kind: str) -> tuple[Any, Any]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _row(request: TeamRequest, participant: Participant, kind: str, item: str) -> tuple[Any, Any]:
    model, form_class = _kind(kind)
    rows = model.objects.visible_to(request.scope).filter(participant=participant, public_id=item)
    row = rows.select_related("profile").first()
    if row is None:
        raise Http404
    return row, form_class
