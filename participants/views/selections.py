"""What a selection of the register is called on the screen: its ready-made states, and the chips of its filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.enums import EnrolmentState, WaitingFor
from participants.queries import choices
from participants.queries.overview import Overview
from participants.queries.row import Row
from participants.queries.selection import NO_HANDLER, NOT_FILLED, Selection
from participants.queries.selection import address_of as _address
from participants.queries.states import Ready


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    count: str = ""
    current: bool = False
    key: str = ""  # where its count stands, so that the live update finds it


_READY = {
    Ready.ALL: gettext_lazy("Alla"),
    Ready.MINE: gettext_lazy("Mina"),
    Ready.NEW_TO_ME: gettext_lazy("Nya för mig"),
    Ready.MEETING_TODAY: gettext_lazy("Möte i dag"),
    Ready.MOVED: gettext_lazy("Ändrat sedan sist"),
    Ready.NO_HANDLER: gettext_lazy("Saknar handledare"),
    Ready.HANDLER_AWAY: gettext_lazy("Handledare borta, ingen vikarie"),
    Ready.GAP: gettext_lazy("Glapp mellan insatser"),
    Ready.NO_JOB_FOCUS: gettext_lazy("Utan jobbfokus"),
    Ready.NO_STEP: gettext_lazy("Saknar nästa steg"),
    Ready.STEP_LATE: gettext_lazy("Sena steg"),
    Ready.WAITING_FOR_ME: gettext_lazy("Väntar på mig"),
    Ready.WAITING_FOR_US: gettext_lazy("Väntar på oss"),
    Ready.WAITING_FOR_PERSON: gettext_lazy("Väntar på personen"),
    Ready.ENDS_SOON: gettext_lazy("Insats slutar snart"),
    Ready.ASSESSMENT_DUE: gettext_lazy("Dags för skattning"),
    Ready.HANDOVER: gettext_lazy("Överlämning öppen"),
    Ready.CONSENT_ENDING: gettext_lazy("Samtycke slutar snart"),
    Ready.PAUSED: gettext_lazy("Pausade"),
    Ready.PAUSE_CONTACT: gettext_lazy("Pausade, dags att höras"),
    Ready.FOLLOW_UP: gettext_lazy("Dags att följa upp jobb"),
    Ready.IN_WORK: gettext_lazy("I arbete eller studier"),
    Ready.ENDED: gettext_lazy("Avslutade"),
    Ready.UNREAD: gettext_lazy("Att tyda"),
    Ready.STILL: gettext_lazy("Inget nytt på 90 dagar"),
    Ready.NEW: gettext_lazy("Nya"),
    Ready.WITHOUT_JOB_FOCUS: gettext_lazy("Utan jobbfokus just nu"),
    Ready.JOB_FOCUS: gettext_lazy("Med jobbfokus"),
    Ready.AT_WORKPLACE: gettext_lazy("Ute på arbetsplats"),
}


def ready_label(ready: Ready) -> str:
    """The screen's words for a ready-made state."""
    return str(_READY[ready])


LANES = (Ready.NEW, Ready.WITHOUT_JOB_FOCUS, Ready.JOB_FOCUS, Ready.AT_WORKPLACE)  # in no rail: a chip takes them away


def chips(selection: Selection, seen: Overview, rows: Sequence[Row], words: str, base: str) -> list[Link]:
    """The filters in force; each address is the list without that one."""
    found = [*_chosen(selection, seen), *_named(selection, rows)]
    if words:
        found.insert(0, (f"”{words}”", {"search": ""}))
    return [Link(label, _address(base, selection.query(**without))) for label, without in found]


Chip = tuple[str, dict[str, Any]]  # its words, and what the selection is without it


def _chosen(selection: Selection, seen: Overview) -> Iterator[Chip]:
    """Those that are in words already."""
    if selection.ready in LANES:
        yield ready_label(selection.ready), {"ready": Ready.ALL}
    if selection.handler:
        name = _("Utan handledare")
        if selection.handler != NO_HANDLER:
            name = seen.colleagues.get(int(selection.handler), _("Okänd handledare"))
        yield name, {"handler": ""}
    if selection.state:
        yield str(EnrolmentState(selection.state).label).capitalize(), {"state": ""}
    if selection.waiting:
        yield _("Väntar på %(whom)s") % {"whom": WaitingFor(selection.waiting).label}, {"waiting": ""}
    titles = {column.key: column.title for column in seen.own}
    for pair in selection.own:
        key, value = pair
        told = _("inget ifyllt") if value == NOT_FILLED else value
        yield f"{titles.get(key, key)}: {told}", {"own": tuple(other for other in selection.own if other != pair)}
    if selection.tag:
        yield seen.tag or selection.tag, {"tag": ""}


def _named(selection: Selection, rows: Sequence[Row]) -> Iterator[Chip]:
    """Those that are ids in the address: any row of the selection has the name, and only an empty list asks for it."""
    row = rows[0] if rows else None
    if selection.municipality:
        name = row.municipality_name if row else choices.municipality_name(selection.municipality)
        yield name, {"municipality": ""}
    if selection.organisation:
        name = row.responsible_name if row else choices.organisation_name(selection.organisation)
        yield name, {"organisation": ""}
