"""The words for what has happened around one person: one function for each kind of event of queries.timeline."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import TimelineEntry
from participants.enums import (
    HEALTH_END_REASONS,
    ConsentEnd,
    ConsentForm,
    ConsentKind,
    DocumentKind,
    EndReason,
    Focus,
    HandlerKind,
    InterventionEnd,
    MeetingState,
    NoteChannel,
    NoteKind,
    OutcomeKind,
    PauseReason,
    SharingBasis,
    StillThere,
    SupportNeed,
    TaskEnd,
    TransferState,
)


class Event(NamedTuple):
    """One row of the statement: three facts whose meaning depends on `what`, and who did it."""

    at: datetime
    what: str
    a: str
    b: str
    c: str
    by: str
    sees_health: bool
    id: int


def told(event: Event) -> TimelineEntry:
    """The event as the page tells it, as far as this viewer may read it."""
    kind, text, job = _WORDS[event.what](event)
    item = event.c.partition(":")[0] if event.what == "note" else ""
    return TimelineEntry(timezone.localtime(event.at), kind, text, by=event.by, job_focus=job, item=item)


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _note(event: Event) -> tuple[str, str, bool]:
    kind, channel = _label(NoteKind, event.a).capitalize(), event.c.partition(":")[2]
    return f"{kind}, {_label(NoteChannel, channel)}" if channel else kind, event.b, False


def _note_move(event: Event) -> tuple[str, str, bool]:
    if event.a == "in":
        return _("Anteckning"), _("En anteckning som var skriven på fel person flyttades hit"), False
    return _("Anteckning"), _("En anteckning som hörde till någon annan flyttades härifrån"), False


def _meeting(event: Event) -> tuple[str, str, bool]:
    words = {
        MeetingState.PLANNED: _("Möte var bokat"),
        MeetingState.HELD: _("Möte hållet"),
        MeetingState.MISSED: _("Personen kom inte till mötet"),
        MeetingState.CANCELLED: _("Mötet ställdes in"),
        MeetingState.MOVED: _("Mötet flyttades"),
    }[MeetingState(event.a)]
    told = ", ".join(filter(None, [words, event.b, event.c]))
    return _("Möte"), _("%(told)s. Blev det av?") % {"told": told} if event.a == MeetingState.PLANNED else told, False


def _task(event: Event) -> tuple[str, str, bool]:
    words = _("Gjort på annat håll: %(title)s") if event.b == TaskEnd.ELSEWHERE else _("Klar: %(title)s")
    return _("Uppgift"), words % {"title": event.a}, False


def _document(event: Event) -> tuple[str, str, bool]:
    return _("Dokument"), f"{event.b}, {_label(DocumentKind, event.a)}", False


def _title(event: Event) -> tuple[str, str]:
    """What and where of an intervention, as this viewer may read it."""
    if event.a == Focus.HEALTH and not event.sees_health:
        return _("Annan insats"), ""
    return event.b, event.c


def _intervention(event: Event) -> tuple[str, str, bool]:
    title, provider = _title(event)
    words = _("%(title)s började") % {"title": title}
    return _("Insats"), f"{words}, {provider}" if provider else words, event.a == Focus.JOB


def _intervention_end(event: Event) -> tuple[str, str, bool]:
    title, reason = _title(event)
    words = _("%(title)s slutade") % {"title": title}
    if event.sees_health and reason and reason != InterventionEnd.COMPLETED:
        words = f"{words}, {_label(InterventionEnd, reason)}"
    return _("Insats"), words, event.a == Focus.JOB


def _handler(event: Event) -> tuple[str, str, bool]:
    name = {"name": event.b, "before": event.c}
    if event.a == HandlerKind.STAND_IN:
        words = _("%(name)s vikarierar") % name
    elif event.a == HandlerKind.CO:
        words = _("%(name)s blev medhandledare") % name
    elif event.c:
        words = _("Byte från %(before)s till %(name)s") % name
    else:
        words = _("%(name)s blev handledare") % name
    return _("Handledare"), words, False


def _handover(event: Event) -> tuple[str, str, bool]:
    return _("Handledare"), _("%(name)s fick frågan om att ta över") % {"name": event.a}, False


def _declined(event: Event) -> tuple[str, str, bool]:
    return _("Handledare"), _("Tackade nej till att ta över"), False


def _pause(event: Event) -> tuple[str, str, bool]:
    words = _("Pausad")
    if event.sees_health and event.a:
        words = f"{words}, {_label(PauseReason, event.a)}"
    return _("Paus"), words, False


def _pause_end(event: Event) -> tuple[str, str, bool]:
    return _("Paus"), _("Pausen slutade"), False


def _outcome(event: Event) -> tuple[str, str, bool]:
    extent = f"{event.c} %" if event.c else ""
    words = ", ".join(filter(None, [_label(OutcomeKind, event.a).capitalize(), event.b, extent]))
    return _("Resultat"), _("Började: %(what)s") % {"what": words}, True


def _outcome_end(event: Event) -> tuple[str, str, bool]:
    words = ", ".join(filter(None, [_label(OutcomeKind, event.a).capitalize(), event.b]))
    return _("Resultat"), _("Tog slut: %(what)s") % {"what": words}, False


def _follow_up(event: Event) -> tuple[str, str, bool]:
    still = _("kvar") if event.a == StillThere.YES else _("det har slutat")
    words = ", ".join(filter(None, [still, _label(SupportNeed, event.b) if event.b else ""]))
    return _("Resultat"), _("Uppföljning efter %(n)s dagar: %(words)s") % {"n": event.c, "words": words}, True


def _sharing(event: Event) -> tuple[str, str, bool]:
    words = _("Delas med teamet: %(basis)s") % {"basis": _label(SharingBasis, event.a)}
    return _("Delning"), f"{words}, {event.b}" if event.b else words, False


def _sharing_end(event: Event) -> tuple[str, str, bool]:
    return _("Delning"), _("Delningen med teamet togs tillbaka"), False


def _consent(event: Event) -> tuple[str, str, bool]:
    what = ", ".join(filter(None, [_label(ConsentKind, event.a), event.b]))
    words = _("Ja till %(what)s, %(how)s") % {"what": what, "how": _label(ConsentForm, event.c)}
    return _("Samtycke"), words, False


def _consent_end(event: Event) -> tuple[str, str, bool]:
    what = ", ".join(filter(None, [_label(ConsentKind, event.a), event.b]))
    words = _("Nej till %(what)s, %(how)s") % {"what": what, "how": _label(ConsentEnd, event.c)}
    return _("Samtycke"), words, False


def _enrolled(event: Event) -> tuple[str, str, bool]:
    words = _("Skrevs in")
    return _("Inskrivning"), f"{words}, {event.a}" if event.a else words, False


def _ended(event: Event) -> tuple[str, str, bool]:
    hidden = event.a in HEALTH_END_REASONS and not event.sees_health
    reason = _label(EndReason, EndReason.OTHER if hidden else event.a)
    return _("Inskrivning"), _("Avslutades, %(reason)s") % {"reason": reason}, False


def _merge(event: Event) -> tuple[str, str, bool]:
    return _("Samma person"), _("Två rader för personen blev en"), False


def _merge_undone(event: Event) -> tuple[str, str, bool]:
    return _("Samma person"), _("Sammanslagningen ångrades: det är två personer"), False


def _transfer(event: Event) -> tuple[str, str, bool]:
    return _("Annat team"), _("%(team)s fick frågan om att ta över") % {"team": event.a}, False


def _transfer_answer(event: Event) -> tuple[str, str, bool]:
    said = {"team": event.a, "what": _label(TransferState, event.b)}
    return _("Annat team"), _("Frågan till %(team)s: %(what)s") % said, False


def _transfer_in(event: Event) -> tuple[str, str, bool]:
    return _("Annat team"), _("Kom hit från %(team)s, med sitt ja") % {"team": event.a}, False


_WORDS = {
    "transfer": _transfer,
    "transfer_answer": _transfer_answer,
    "transfer_in": _transfer_in,
    "merge": _merge,
    "merge_undone": _merge_undone,
    "note": _note,
    "note_move": _note_move,
    "meeting": _meeting,
    "task": _task,
    "document": _document,
    "intervention": _intervention,
    "intervention_end": _intervention_end,
    "handler": _handler,
    "handover": _handover,
    "handover_declined": _declined,
    "pause": _pause,
    "pause_end": _pause_end,
    "outcome": _outcome,
    "outcome_end": _outcome_end,
    "follow_up": _follow_up,
    "sharing": _sharing,
    "sharing_end": _sharing_end,
    "consent": _consent,
    "consent_end": _consent_end,
    "enrolled": _enrolled,
    "ended": _ended,
}
