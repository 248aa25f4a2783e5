"""A register extract asked for, what is left out of it and how it was handed over; the person's requests and answers."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.enums import Role
from accounts.models import Membership, User
from core import notices, runs
from core.models import Run
from participants.actions.access import may_know
from participants.actions.errors import ActionError
from participants.enums import ExtractForm, ExtractItem, ExtractLanguage, HandedHow, LeftOutReason
from participants.models import Extract, ExtractChoice, Participant, RightsRequest
from participants.queries.extract import TEXTS, undecided

EXTRACT = "participants.extract"  # kind of run


@transaction.atomic
def ask_extract(*, participant: Participant, form: ExtractForm, language: ExtractLanguage, by: User) -> Run:
    """Makes the file in the background. Raises ActionError while a text waits for somebody's decision."""
    if left := undecided(participant):
        raise ActionError(_("%(count)d texter väntar på att någon bestämmer om de ska vara med.") % {"count": left})
    extract = Extract.objects.create(
        team_id=participant.team_id, participant=participant, form=form, language=language, asked_by=by
    )
    back = reverse("participants:extracts", args=[participant.team.slug, participant.public_id])
    run = runs.start(
        kind=EXTRACT,
        title=_("Registerutdrag"),
        by_id=by.pk,
        team_id=participant.team_id,
        params={"extract": extract.pk},
        unique_key=f"extract {extract.pk}",
        back_url=back,
    )
    extract.run_public_id = run.public_id
    extract.save(update_fields=["run_public_id"])
    return run


@transaction.atomic
def choose_for_extract(
    *,
    participant: Participant,
    item: ExtractItem,
    item_id: int,
    is_out: bool,
    reason: LeftOutReason | None,
    passages: Sequence[str],
    by: User,
) -> ExtractChoice:
    """With, or left out whole (no passages) or in part; a document is with or not. Raises ActionError for a text that is
    not this person's, a passage that does not stand in it, or one left out without a reason."""
    model, fields, _day = TEXTS[item]
    row = model._base_manager.filter(pk=item_id, participant=participant).first()
    if row is None:
        raise ActionError(_("Texten finns inte längre."))
    words = "\n".join(str(getattr(row, name)) for name in fields)
    if passages and item == ExtractItem.DOCUMENT:
        raise ActionError(_("Ett dokument är med helt, eller inte alls."))
    lost = next((passage for passage in passages if passage not in words), None)
    if lost is not None:
        raise ActionError(_("”%(words)s” står inte i texten. Kopiera raden precis som den är.") % {"words": lost[:60]})
    if is_out and reason is None:
        raise ActionError(_("Välj varför det inte ska vara med."))
    values = {
        "team_id": participant.team_id,
        "participant": participant,
        "is_out": is_out,
        "reason": reason if is_out and reason else "",
        "passages": list(passages) if is_out else [],
        "by": by,
    }
    made, _new = ExtractChoice.objects.update_or_create(kind=item, item=item_id, defaults=values)
    return made


@transaction.atomic
def hand_over_extract(*, extract: Extract, how: HandedHow, on: date, by: User) -> None:
    """Notes how the person got it. Raises ActionError for a day before it was made, or after today."""
    if not timezone.localtime(extract.asked_at).date() <= on <= timezone.localdate():
        raise ActionError(_("Dagen kan inte vara före utdraget gjordes eller efter i dag."))
    extract.handed_how, extract.handed_on, extract.handed_by = how, on, by
    extract.save(update_fields=["handed_how", "handed_on", "handed_by"])


@transaction.atomic
def record_request(*, participant: Participant, kind: str, words: str, came_on: date, by: User | None) -> RightsRequest:
    """What the person asks for; the leaders who may know of the person are told, since thirty days run from `came_on`."""
    if came_on > timezone.localdate():
        raise ActionError(_("Dagen kan inte vara efter i dag."))
    made = RightsRequest.objects.create(
        team_id=participant.team_id,
        participant=participant,
        kind=kind,
        words=words,
        came_on=came_on,
        due_on=came_on + timedelta(days=RightsRequest.DAYS),
        recorded_by=by,
    )
    leaders = Membership.objects.running().filter(team_id=participant.team_id, role=Role.LEADER).select_related("user")
    for member in leaders:
        if (by is None or member.user_id != by.pk) and may_know(member.user, participant):
            notices.tell(
                user_id=member.user_id,
                kind="rights_request",
                title=_lazy("En deltagare har begärt något: svar inom 30 dagar"),
                url=_page(participant),
                team_id=participant.team_id,
            )
    return made


@transaction.atomic
def answer_request(*, request: RightsRequest, answer: str, words: str, on: date, by: User) -> None:
    """What was decided and when the person heard. Raises ActionError for one that has its answer, or a day that cannot
    be."""
    stored = RightsRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if stored.answered_on is not None:
        raise ActionError(_("Det har redan fått svar."))
    if not stored.came_on <= on <= timezone.localdate():
        raise ActionError(_("Dagen kan inte vara före begäran kom eller efter i dag."))
    stored.answer, stored.answer_words, stored.answered_on, stored.answered_by = answer, words, on, by
    stored.save(update_fields=["answer", "answer_words", "answered_on", "answered_by"])
    if not RightsRequest.objects.filter(participant=stored.participant_id, answered_on=None).exists():
        notices.settle(team_id=stored.team_id, url=_page(stored.participant), kinds=("rights_request",))


def _page(participant: Participant) -> str:
    return reverse("participants:extracts", args=[participant.team.slug, participant.public_id])
