"""A person says yes to one thing, and takes it back: on their own page, or by word to any colleague (domain B.3)."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from core import feed, notices
from core.folding import fold
from core.scope import Kind, Scope, enter
from participants.actions.access import who_answers
from participants.actions.errors import ActionError
from participants.actions.halves import take_back_all_of
from participants.consentwords import latest
from participants.enums import WITH_RECIPIENT, ConsentEnd, ConsentForm, ConsentKind
from participants.models import Consent, Enrolment

UNDO = timedelta(minutes=10)  # a slip of the hand; later the person is asked anew


@transaction.atomic
def give_consent(
    *,
    enrolment: Enrolment,
    kind: ConsentKind,
    form: ConsentForm,
    language: str,
    by: User,
    given_on: date | None = None,
    valid_to: date | None = None,
    scope: str = "",
    recipient: str = "",
) -> Consent:
    """Writes down a yes to the latest wording. The one before of the same kind to the same recipient ends as renewed.

    Raises ActionError for an enrolment that is ended, for SUS by word of mouth, or for days in the wrong order.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)
    day = given_on or timezone.localdate()
    if not enrolment.is_open:
        raise ActionError(_("Inskrivningen är avslutad. Fråga igen om personen kommer tillbaka."))
    if kind == ConsentKind.SUS and form == ConsentForm.SPOKEN:
        raise ActionError(_("SUS kräver ett skriftligt ja."))
    if valid_to is not None and valid_to < day:
        raise ActionError(_("Sista dagen kan inte komma före den dag personen sa ja."))
    recipient = recipient.strip() if kind in WITH_RECIPIENT else ""
    for earlier in Consent.objects.running().filter(enrolment=enrolment, kind=kind):
        if fold(earlier.recipient) == fold(recipient):
            _end(earlier, ConsentEnd.RENEWED, by)
    made = Consent.objects.create(
        team_id=enrolment.team_id,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        kind=kind,
        scope=scope.strip(),
        recipient=recipient,
        text_version=latest(kind).version,
        language=language,
        form=form,
        given_on=day,
        valid_to=valid_to,
        recorded_by=by,
    )
    _changed(made)
    return made


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User | None) -> None:
    """From now it is no. `by` is the colleague who was told, None when the person does it on their own page: then whoever
    answers for them is told too. The support goes on. Raises ActionError when it has ended already."""
    with enter(Scope(Kind.RUN, user_id=by.pk if by else None, team_id=consent.team_id)):
        fresh = _locked(consent)
        if not fresh.is_running:
            raise ActionError(_("Samtycket har redan slutat gälla."))
        _end(fresh, ConsentEnd.TOLD if by else ConsentEnd.OWN_PAGE, by)
        _changed(fresh)
        if fresh.kind == ConsentKind.TRANSFER:
            take_back_all_of(fresh.participant, by)
        for user in who_answers(fresh.participant):
            if by is None or user.pk != by.pk:
                _tell(fresh, user)


@transaction.atomic
def undo_withdrawal(*, consent: Consent, by: User) -> None:
    """Takes a slip of the hand back, by whoever slipped. Raises ActionError when the time is over, when a new yes has come
    meanwhile, or when the person did it themselves: then they are asked."""
    fresh = _locked(consent)
    if fresh.withdrawn_how != ConsentEnd.TOLD or fresh.withdrawn_by_id != by.pk or fresh.withdrawn_at is None:
        raise ActionError(_("Det går inte att ångra. Fråga personen igen."))
    if fresh.withdrawn_at < timezone.now() - UNDO:
        raise ActionError(_("Det är för sent att ångra. Fråga personen igen."))
    if fresh.kind == ConsentKind.TRANSFER:
        raise ActionError(_("Frågan till det andra teamet är tillbakatagen. Ställ den på nytt om personen vill."))
    newer = Consent.objects.running().filter(enrolment=fresh.enrolment, kind=fresh.kind)
    if any(fold(one.recipient) == fold(fresh.recipient) for one in newer):
        raise ActionError(_("Det finns redan ett nyare samtycke."))
    fresh.withdrawn_at, fresh.withdrawn_how, fresh.withdrawn_by = None, "", None
    fresh.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])
    _changed(fresh)


def _locked(consent: Consent) -> Consent:
    rows = Consent.objects.select_for_update(of=("self",)).select_related("enrolment__team", "participant")
    return rows.get(pk=consent.pk)


def _end(consent: Consent, how: ConsentEnd, by: User | None) -> None:
    consent.withdrawn_at, consent.withdrawn_how, consent.withdrawn_by = timezone.now(), how, by
    consent.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])


def _changed(consent: Consent) -> None:
    feed.record(
        team_id=consent.team_id, subject_type="participant", subject_ids=[consent.participant_id], kind="changed"
    )


def _tell(consent: Consent, user: User) -> None:
    person = [consent.enrolment.team.slug, consent.participant.public_id]
    notices.tell(
        user_id=user.pk,
        kind="consent",
        title=_lazy("En person har tagit tillbaka ett samtycke"),
        url=reverse("participants:consents", args=person),
        team_id=consent.team_id,
    )
