"""Enrolling somebody new, and the person's own facts."""

import hashlib
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from participants import actions
from participants.actions.enrolments import Person
from participants.enums import NamelessEnd, SharingBasis
from participants.forms.course import begins
from participants.forms.people import EnrolForm, PersonForm
from participants.models import Intake, Nameless, Participant
from participants.queries.people import Lookalike, lookalikes
from participants.views.acting import Asking, answer, done, posted
from participants.views.reach import participant_of
from taxonomy.models import Municipality

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def enrol(request: TeamRequest) -> HttpResponse:
    """A new person. Somebody with the same number is told; somebody with a like name is shown once, never in the way."""
    intake = _asked_of(request)
    form = _enrol_form(request, intake)
    if request.method != "POST":
        return _enrol_page(request, form, intake=intake)
    known = None
    if form.is_valid():
        number = form.cleaned_data["number"]
        known = actions.known_number(number=number) if number else None
        alike = _alike(request, form.cleaned_data)
        if known is not None:
            form.add_error("number", _("Personen finns redan i teamet."))
        elif not alike or form.cleaned_data["seen"] == _fingerprint(alike):
            try:
                participant = _enrol(request, form.cleaned_data, intake)
            except actions.DuplicateNumber as fault:  # a colleague enrolled the same person at the same moment
                form.add_error("number", str(fault))
            except actions.ActionError as fault:  # the handler chosen left the team, or may not know of the person
                form.add_error("handler" if intake is None else None, str(fault))
            else:
                return done(request, participant, _("Personen är inskriven.") + begins(form.cleaned_data["started_on"]))
        else:
            return _enrol_page(request, form, alike=alike, intake=intake, status=422)
    return _enrol_page(request, form, known=known, intake=intake, status=422)


def _enrol_form(request: TeamRequest, intake: Intake | None) -> EnrolForm:
    """With what need not be asked again, and those counted without a name whom this may be one of."""
    return EnrolForm(
        posted(request),
        team=request.team,
        organisation=request.membership.organisation,
        me=request.user,
        initial={"municipality": _own_municipality(request), **_of_intake(intake)},
        counted=list(Nameless.objects.filter(team=request.team, ended_on=None).order_by("started_on", "pk")),
    )


def _asked_of(request: TeamRequest) -> Intake | None:
    """The referral that is welcomed by this enrolment. Raises Http404 for one that is answered, or that is none."""
    public_id = request.GET.get("forfragan", "")
    if not public_id:
        return None
    found = (
        Intake.objects.visible_to(request.scope).waiting().filter(public_id=public_id[:14].replace("\0", "")).first()
    )
    if found is None:
        raise Http404
    return found


def _of_intake(intake: Intake | None) -> dict[str, str]:
    """What the form need not ask again. Telephone, mail, language and interpreter go along by themselves."""
    return {"first_name": intake.first_name, "last_name": intake.last_name} if intake else {}


def _own_municipality(request: TeamRequest) -> Municipality | None:
    """Most live where the team works."""
    return Municipality.objects.filter(code=request.team.municipality_code).first()


@transaction.atomic
def _enrol(request: TeamRequest, given: dict[str, Any], intake: Intake | None) -> Participant:
    fields = {"municipality": given["municipality"]}
    if intake is not None:
        fields |= {name: getattr(intake, name) for name in ("phone", "email", "needs_interpreter")}
        fields["preferred_language"] = intake.language
    enrolment = actions.enrol_new(
        team=request.team,
        person=Person(given["first_name"], given["last_name"], given["number"], fields),
        organisation=given["organisation"],
        basis=SharingBasis(given["basis"]),
        started_on=given["started_on"],
        goal=given["goal"],
        source=intake.source if intake else "",
        handler=given["handler"],
        by=request.user,
    )
    if intake is not None:
        actions.welcome_intake(intake=intake, participant=enrolment.participant, by=request.user)
    if given.get("counted"):
        counted = Nameless.objects.filter(team=request.team, public_id=given["counted"], ended_on=None).first()
        if counted is not None:  # a colleague may have ended it meanwhile: it is ended then
            actions.end_nameless(
                nameless=counted, outcome=NamelessEnd.ENROLLED, on=max(timezone.localdate(), counted.started_on)
            )
    _own_record(request, enrolment.participant)
    return enrolment.participant


def _own_record(request: TeamRequest, participant: Participant) -> None:
    """Last of all: it may close the person to the one who acts."""
    actions.note_own_records(team_id=request.team.pk, participant_ids=[participant.pk], by=request.user)


def _enrol_page(
    request: TeamRequest,
    form: EnrolForm,
    *,
    known: Participant | None = None,
    alike: list[Lookalike] | None = None,
    intake: Intake | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = _fingerprint(alike) if alike else ""
    shown = [one.participant_id for one in alike or []] + ([known.pk] if known else [])
    readlog.listed(request.scope, shown, place="participants:enrol")
    context = {"form": form, "known": known, "alike": alike or [], "seen": seen, "intake": intake}
    return render(request, "participants/enrol.html", context, status=status)


@team_member(WORK, area="people")
@require_POST
def enrol_alike(request: TeamRequest) -> HttpResponse:
    """People with a like name, while the name is being written. POST: a name never stands in an address."""
    names = {name: request.POST.get(name, "")[:80] for name in ("first_name", "last_name")}
    alike = _alike(request, names)
    readlog.listed(request.scope, [one.participant_id for one in alike], place="participants:enrol_alike")
    context = {"alike": alike, "seen": _fingerprint(alike) if alike else ""}
    return render(request, "participants/alike.html", context)


def _alike(request: TeamRequest, given: dict[str, Any]) -> list[Lookalike]:
    return lookalikes(request.scope, given["first_name"], given["last_name"])


def _fingerprint(alike: list[Lookalike]) -> str:
    """Says which people were shown, so that they are shown once."""
    return hashlib.sha256("".join(one.public_id for one in alike).encode()).hexdigest()[:16]


@team_member(WORK, area="people")
@form_methods
def edit(request: TeamRequest, public_id: str) -> HttpResponse:
    """The person's own facts. A number of somebody the viewer knows is told; a hidden person's goes to who knows."""
    participant = participant_of(request, public_id)
    form = PersonForm(posted(request), instance=participant)

    def act(given: dict[str, Any]) -> None:
        form.save()
        if given["number"] is not None:
            actions.set_number(participant=participant, number=given["number"], by=request.user)
        else:
            actions.update_person(participant=participant, by=request.user)
        _own_record(request, participant)

    twin = _holder(request, form, participant)
    before = "participants/act_twin.html" if twin else ""
    asking = Asking(_("Ändra uppgifter"), _("Spara"), before=before, more={"twin": twin})
    return answer(request, participant, form, asking, act, _("Uppgifterna är sparade."))


def _holder(request: TeamRequest, form: PersonForm, participant: Participant) -> Participant | None:
    """Whom the viewer knows of with the number that was written, when that is another than the person."""
    number = form.cleaned_data.get("number") if form.is_bound and form.is_valid() else None
    known = actions.known_number(number=number) if number else None
    if known is None or known.pk == participant.pk:
        return None
    readlog.listed(request.scope, [known.pk], place="participants:edit")
    return known
