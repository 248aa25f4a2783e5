"""A person goes on in another team: the question from their page, and the answer on the other side."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions, consentwords, ownwords, permissions
from participants.actions.transfers import may_carry, needs_handler, stays_behind
from participants.enums import ConsentKind, SaidHow, SharingBasis
from participants.forms.transfers import AcceptForm, DeclineForm, TransferForm
from participants.models import Enrolment, Participant, TransferIn, TransferOut
from participants.views.acting import home, posted
from participants.views.reach import enrolment_of, participant_of

WORK = Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


def _of(request: TeamRequest, public_id: str) -> tuple[Participant, Enrolment, TransferOut | None]:
    """Raises Http404 for a stranger, PermissionDenied for a colleague who may not ask."""
    participant = participant_of(request, public_id)
    if not permissions.may_transfer(request.scope, participant):
        raise PermissionDenied
    rows = TransferOut.objects.visible_to(request.scope).filter(participant=participant)
    found = rows.select_related("to_team", "asked_by", "answered_by", "said_in").order_by("-pk").first()
    return participant, enrolment_of(request, participant), found


@team_member(WORK, area="people")
@form_methods
def transfer(request: TeamRequest, public_id: str) -> HttpResponse:
    """The question, or how it stands; a new one when the last is answered."""
    participant, enrolment, out = _of(request, public_id)
    waiting = out is not None and out.is_waiting
    form = TransferForm(posted(request), team=request.team, person=participant)
    if request.method == "POST" and not waiting and form.is_valid():
        try:
            _ask(request, enrolment, form)
        except actions.ActionError as fault:
            form.add_error(None, str(fault))
        else:
            toasts.say(request, _("Frågan är skickad."))
            return redirect(request.path)
    readlog.opened(request.scope, participant.pk, place="participants:transfer")
    context = {
        "participant": participant,
        "base": home(request, participant),
        "out": out,
        "carried": may_carry(out.carries) if out else [],
        "stays": stays_behind(out.carries) if out else [],
        **_words(request, participant),
        "form": form if enrolment.is_open and not waiting else None,
        "has_teams": form.fields["to_team"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return render(request, "participants/transfer.html", context, status=422 if form.is_bound and form.errors else 200)


def _words(request: TeamRequest, participant: Participant) -> dict[str, object]:
    """What the person is asked, in their language and in Swedish."""
    language = ownwords.asked_for(request, ownwords.of_person(participant))
    return {
        "own": consentwords.latest(ConsentKind.TRANSFER, language.code),
        "swedish": consentwords.latest(ConsentKind.TRANSFER),
        "direction": language.direction,
        "readable": [ownwords.language(code) for code in consentwords.languages()],
    }


def _ask(request: TeamRequest, enrolment: Enrolment, form: TransferForm) -> None:
    given = form.cleaned_data
    yes = actions.Yes(tuple(given["carries"]), SaidHow(given["said_how"]), given["said_on"], given["said_in"].pk)
    actions.ask_transfer(
        enrolment=enrolment, to_team=given["to_team"], yes=yes, by=request.user, why=given["why"], to_user=form.receiver
    )


@team_member(WORK, area="people")
@require_POST
def transfer_withdraw(request: TeamRequest, public_id: str) -> HttpResponse:
    """Until it is answered."""
    participant, _enrolment, out = _of(request, public_id)
    if out is None:
        raise Http404
    try:
        actions.withdraw_transfer(out=out, by=request.user)
    except actions.ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    else:
        toasts.say(request, _("Frågan är tillbakatagen."))
    return redirect("participants:transfer", request.team.slug, participant.public_id)


@team_member(WORK, area="people")
@require_GET
def transfers(request: TeamRequest) -> HttpResponse:
    """What other teams ask this viewer, and what this team asks others about people the viewer sees."""
    incoming = list(TransferIn.objects.visible_to(request.scope).waiting().select_related("from_team").order_by("pk"))
    sent = TransferOut.objects.visible_to(request.scope).select_related("to_team", "participant", "asked_by")
    asked = list(sent.order_by("-pk")[:40])
    readlog.listed(request.scope, [one.participant_id for one in asked], place="participants:transfers")
    readlog.listed(request.scope, [one.pk for one in incoming], place="participants:transfers", subject_type="transfer")
    context = {"incoming": incoming, "asked": asked, "today": timezone.localdate()}
    return render(request, "participants/transfers.html", context)


def _incoming(request: TeamRequest, key: str) -> TransferIn:
    """Raises Http404 for whoever is not asked: they do not know that there is a question."""
    rows = TransferIn.objects.visible_to(request.scope).filter(key=key)
    found = rows.select_related("from_team", "language", "participant", "answered_by").first()
    if found is None:
        raise Http404
    return found


@team_member(WORK, area="people")
@form_methods
def transfer_in(request: TeamRequest, key: str) -> HttpResponse:
    """Who it is about, in few words, and a yes with who answers for them here."""
    incoming = _incoming(request, key)
    form = _accept_form(request, incoming)
    if request.method == "POST" and form.is_valid():
        try:
            made = _accept(request, incoming, form)
        except actions.ActionError as fault:
            form.add_error(None, str(fault))
        else:
            toasts.say(request, _("Personen är inskriven hos er."))
            return redirect("participants:detail", request.team.slug, made.participant.public_id)
    return _page(request, incoming, form, DeclineForm(), status=422 if form.is_bound else 200)


def _accept_form(request: TeamRequest, incoming: TransferIn) -> AcceptForm:
    return AcceptForm(
        posted(request) if incoming.is_waiting else None,
        team=request.team,
        organisation=request.membership.organisation,
        me=request.user,
        is_named=incoming.to_user_id is not None,
        needs_handler=needs_handler(incoming.carries),
    )


def _accept(request: TeamRequest, incoming: TransferIn, form: AcceptForm) -> Enrolment:
    given = form.cleaned_data
    return actions.accept_transfer(
        incoming=incoming,
        organisation=given["organisation"],
        basis=SharingBasis(given["basis"]),
        handler=request.user if incoming.to_user_id else given["handler"],
        by=request.user,
    )


def _page(
    request: TeamRequest, incoming: TransferIn, form: AcceptForm, decline: DeclineForm, status: int = 200
) -> HttpResponse:
    readlog.opened(request.scope, incoming.pk, place="participants:transfer_in", subject_type="transfer")
    context = {"incoming": incoming, "form": form, "decline": decline, "carried": may_carry(incoming.carries)}
    return render(request, "participants/transfer_in.html", context, status=status)


@team_member(WORK, area="people")
@require_POST
def transfer_decline(request: TeamRequest, key: str) -> HttpResponse:
    """A no, with the reason the other team reads."""
    incoming = _incoming(request, key)
    decline = DeclineForm(request.POST)
    if not decline.is_valid():
        form = AcceptForm(
            team=request.team,
            organisation=request.membership.organisation,
            me=request.user,
            is_named=incoming.to_user_id is not None,
            needs_handler=needs_handler(incoming.carries),
        )
        return _page(request, incoming, form, decline, status=422)
    try:
        actions.decline_transfer(incoming=incoming, reason=decline.cleaned_data["reason"], by=request.user)
    except actions.ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    else:
        toasts.say(request, _("Svaret är sparat, och det andra teamet får veta det."))
    return redirect("participants:transfers", request.team.slug)
