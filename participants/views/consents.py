"""What a person has said yes to, beside who may see them: one page, each yes by itself."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions, consentwords, ownwords, permissions
from participants.enums import WITH_A_DEED, ConsentForm, ConsentKind
from participants.forms.consent import GiveForm
from participants.models import Consent
from participants.queries import consents as queries
from participants.views.acting import Asking, answer, home, posted
from participants.views.reach import enrolment_of, open_enrolment, participant_of

SEE, WORK = Permission.SEE_PEOPLE, Permission.WORK_WITH_PEOPLE
form_methods = require_http_methods(["GET", "POST"])


@team_member(SEE, area="people")
@require_GET
def consents(request: TeamRequest, public_id: str) -> HttpResponse:
    """Sharing and consents apart: what runs, what ends soon, what has ended."""
    participant = participant_of(request, public_id)
    enrolment = enrolment_of(request, participant)
    readlog.opened(request.scope, participant.pk, place="participants:consents")
    context = {
        "participant": participant,
        "enrolment": enrolment,
        "told": queries.told(request.scope, participant, enrolment),
        "kinds": [kind for kind in ConsentKind if kind not in WITH_A_DEED],
        "with_a_deed": WITH_A_DEED,
        "base": home(request, participant),
        "may_work": permissions.may_work(request.scope),
        "me": request.user.pk,
    }
    return render(request, "participants/consents.html", context)


def _page(request: TeamRequest, public_id: str) -> str:
    return reverse("participants:consents", args=[request.team.slug, public_id])


@team_member(WORK, area="people")
@form_methods
def consent_give(request: TeamRequest, public_id: str, kind: str) -> HttpResponse:
    """The words the person is asked in, in their language and in Swedish, and the form below. `fornya` is a consent whose
    scope and recipient are proposed again."""
    if kind not in ConsentKind.values or kind in WITH_A_DEED:
        raise Http404
    enrolment = open_enrolment(request, public_id)
    participant, which = enrolment.participant, ConsentKind(kind)
    language = ownwords.asked_for(request, ownwords.of_person(participant))
    initial = {"language": language.code, **_again(request, participant.pk, which)}
    form = GiveForm(posted(request), kind=which, initial=initial)

    def act(given: dict[str, Any]) -> None:
        values = {**given, "form": ConsentForm(given["form"])}
        actions.give_consent(enrolment=enrolment, kind=which, by=request.user, **values)

    asking = Asking(
        _("Samtycke: %(what)s") % {"what": which.label},
        _("Spara samtycket"),
        before="participants/consent_words.html",
        more={
            "own": consentwords.latest(kind, language.code),
            "swedish": consentwords.latest(kind),
            "direction": language.direction,
            "readable": [ownwords.language(code) for code in consentwords.languages()],
        },
    )
    said = _("Samtycket är sparat. Personen kan ändra sig när som helst.")
    return answer(request, participant, form, asking, act, said, to=_page(request, public_id))


def _again(request: TeamRequest, participant_id: int, kind: ConsentKind) -> dict[str, str]:
    """What the consent that is renewed said."""
    public_id = request.GET.get("fornya", "")[:14].replace("\0", "")
    rows = Consent.objects.visible_to(request.scope).filter(participant_id=participant_id, kind=kind)
    earlier = rows.filter(public_id=public_id).first() if public_id else None
    return {"scope": earlier.scope, "recipient": earlier.recipient, "form": earlier.form} if earlier else {}


def _consent(request: TeamRequest, public_id: str, item: str) -> Consent:
    """Raises Http404 for none of this person's, or a person the viewer must not know of."""
    participant = participant_of(request, public_id)
    found = Consent.objects.visible_to(request.scope).filter(participant=participant, public_id=item).first()
    if found is None:
        raise Http404
    return found


@team_member(WORK, area="people")
@require_POST
def consent_withdraw(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """The person has said so to the colleague who presses: one click, and half a minute to take it back."""
    consent = _consent(request, public_id, item)
    try:
        actions.withdraw_consent(consent=consent, by=request.user)
    except actions.ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    else:
        undo = reverse("participants:consent_undo", args=[request.team.slug, public_id, item])
        toasts.say(request, _("Samtycket gäller inte längre. Stödet fortsätter."), undo=undo)
    return redirect(_page(request, public_id))


@team_member(WORK, area="people")
@require_POST
def consent_undo(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    consent = _consent(request, public_id, item)
    try:
        actions.undo_withdrawal(consent=consent, by=request.user)
    except actions.ActionError as fault:
        toasts.say(request, str(fault), fault=True)
    else:
        toasts.say(request, _("Ångrat. Samtycket gäller igen."))
    return redirect(_page(request, public_id))
