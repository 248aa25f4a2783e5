"""What a person has said yes to, as it stands today; and what a no stops at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from core.folding import fold
from core.scope import Scope
from participants.consentwords import Wording, of_version
from participants.enums import ConsentEnd, ConsentKind, EnrolmentState, MessageWay
from participants.models import Consent, Enrolment, Participant, Sharing
from participants.standing import LIMITS

REACH = (ConsentKind.SMS, ConsentKind.MAIL, ConsentKind.PHONE)  # ways to the person that they may say no to
CHANNELS = {ConsentKind.SMS: MessageWay.SMS, ConsentKind.MAIL: MessageWay.MAIL}


class Line(NamedTuple):
    """A consent as the page tells it."""

    consent: Consent
    ends_soon: bool
    wording: Wording


@dataclass(frozen=True)
class Told:
    """Everything on one page: sharings and consents, what runs and what has been."""

    running: list[Line]
    ended: list[Line]
    sharings: list[Sharing]
    lacks_basis: bool  # shown to other organisations without a recorded ground

    @property
    def ending(self) -> list[Line]:
        return [line for line in self.running if line.ends_soon]

    @property
    def sharing(self) -> Sharing | None:
        return next((one for one in self.sharings if one.withdrawn_on is None), None)


def ends_soon(valid_to: date | None, today: date) -> bool:
    """Of one that runs: its last day is near (domain A.6, CONSENT_ENDING)."""
    return valid_to is not None and valid_to <= today + timedelta(days=LIMITS.consent_ahead)


def told(scope: Scope, participant: Participant, enrolment: Enrolment) -> Told:
    """Two statements."""
    today = timezone.localdate()
    rows = Consent.objects.visible_to(scope).filter(participant=participant)
    lines = [
        Line(one, ends_soon(one.valid_to, today), of_version(one.kind, one.text_version))
        for one in rows.select_related("enrolment", "recorded_by", "withdrawn_by").order_by("-recorded_at", "-pk")
    ]
    shared = Sharing.objects.visible_to(scope).filter(participant=participant)
    sharings = list(shared.select_related("recorded_by", "withdrawn_by").order_by("-recorded_on", "-pk"))
    order = {kind: number for number, kind in enumerate(ConsentKind)}
    running = sorted(
        (line for line in lines if line.consent.is_running),
        key=lambda line: (order[ConsentKind(line.consent.kind)], line.consent.recipient),
    )
    is_open = participant.limited_to_organisation_id is None
    in_force = any(one.withdrawn_on is None and one.enrolment_id == enrolment.pk for one in sharings)
    return Told(
        running=running,
        ended=[line for line in lines if not line.consent.is_running],
        sharings=sharings,
        lacks_basis=enrolment.is_open and is_open and not in_force,
    )


def own_consents(scope: Scope, participant: Participant, language: str) -> list[Line]:
    """What runs, in the words of the person's language, for their own page. One statement."""
    rows = Consent.objects.visible_to(scope).running().filter(participant=participant)
    return [
        Line(one, False, of_version(one.kind, one.text_version, language))
        for one in rows.select_related("enrolment").order_by("kind", "pk")
    ]


def closed_channels(scope: Scope, participant_ids: Collection[int]) -> Mapping[int, Mapping[MessageWay, str]]:
    """By person: the ways that are closed since a yes to them was taken back or has run out, and why, for the screen. A
    way nobody has asked about is not closed. One statement."""
    rows = Consent.objects.visible_to(scope).filter(participant_id__in=participant_ids, kind__in=CHANNELS)
    latest: dict[tuple[int, str], Consent] = {}
    for one in rows.exclude(withdrawn_how=ConsentEnd.RENEWED).select_related("enrolment").order_by("recorded_at", "pk"):
        latest[one.participant_id, one.kind] = one
    found: dict[int, dict[MessageWay, str]] = {}
    for (participant_id, kind), one in latest.items():
        words = _why_closed(ConsentKind(kind), is_taken_back=one.withdrawn_at is not None, is_running=one.is_running)
        if words:
            found.setdefault(participant_id, {})[CHANNELS[ConsentKind(kind)]] = words
    return found


def _why_closed(kind: ConsentKind, *, is_taken_back: bool, is_running: bool) -> str:
    if is_taken_back:
        return _("Personen har sagt nej till %(way)s.") % {"way": kind.label}
    return "" if is_running else _("Samtycket till %(way)s har tagit slut. Fråga igen.") % {"way": kind.label}


def reach_rows() -> QuerySet[Consent, Any]:
    """For `queries.person.find`: the yeses about ways to the person, the latest last; `closed_ways` reads them."""
    rows = Consent.objects.filter(participant=OuterRef("pk"), kind__in=REACH).exclude(withdrawn_how=ConsentEnd.RENEWED)
    said = JSONObject(kind="kind", at="withdrawn_at", valid_to="valid_to", state="enrolment__state")
    return rows.order_by("recorded_at", "pk").values(told=said)


def closed_ways(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The ways that are closed, and why, as `closed_channels` says it, the telephone too: of one person, from `reach_rows`.
    No statement."""
    today, found = timezone.localdate().isoformat(), {}
    for row in rows:
        runs = row["at"] is None and (row["valid_to"] or today) >= today and row["state"] != EnrolmentState.ENDED
        found[row["kind"]] = _why_closed(ConsentKind(row["kind"]), is_taken_back=row["at"] is not None, is_running=runs)
    return {kind: words for kind, words in found.items() if words}


class Reach(NamedTuple):
    """Whether something of the person may be told to an employer, and if not why, for the screen."""

    allowed: bool
    why_not: str = ""


def may_reach_employer(participant: Participant, *, employer: str = "", with_cv: bool = False) -> Reach:
    """May this reach an employer? `employer` is the name it is for ("" asks of employers at large), `with_cv` when a CV
    goes along. A yes to employers at large opens each of them but one the person has said no to since; a yes to one named
    opens that one. Nothing goes by itself about somebody with protected data (domain B.3, B.4). Within the viewer's walls:
    whoever asks has fetched the person first. One statement."""
    if participant.is_protected:
        return Reach(False, _("Skyddade uppgifter: inget lämnas till arbetsgivare härifrån."))
    kinds = [ConsentKind.EMPLOYER, *([ConsentKind.CV] if with_cv else [])]
    rows = Consent.objects.filter(team_id=participant.team_id, participant=participant, kind__in=kinds)
    known = list(rows.select_related("enrolment").order_by("recorded_at", "pk"))
    words = {
        ConsentKind.EMPLOYER: _("Personen har inte sagt ja till kontakt med arbetsgivaren."),
        ConsentKind.CV: _("Personen har inte sagt ja till att cv:t lämnas ut."),
    }
    for kind in kinds:
        if not _opens([one for one in known if one.kind == kind], fold(employer)):
            return Reach(False, words[kind])
    return Reach(True)


def _opens(known: Sequence[Consent], employer: str) -> bool:
    """Of one kind, in the order they were recorded: a yes for this employer, or for all of them later than a no to it."""
    mine = [one for one in known if one.recipient and fold(one.recipient) == employer]
    if any(one.is_running for one in mine):
        return True
    at_large = [one for one in known if not one.recipient and one.is_running]
    said_no = [one.withdrawn_at for one in mine if one.withdrawn_at and one.withdrawn_how != ConsentEnd.RENEWED]
    return any(not said_no or one.recorded_at > max(said_no) for one in at_large)
