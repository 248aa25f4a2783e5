"""The register's columns: which there are, which are shown when nobody has chosen, how wide, what can be written in.

One list for the table's head and rows, for choosing, for export, print and saved views. How a cell is drawn stands in
participants.views.rows, how one is written to in participants.actions.cells. The team's own columns (TeamColumn) join
as `egen.<key>`. Nothing of health is a column (design 4); a test holds the list against the data classes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.queries.states import Ready

OWN = "egen."
MOST = 30  # columns at a time
FOLDS = " folds"  # a class beside the place in a row


@dataclass(frozen=True)
class Column:
    """`key` stands in addresses and saved views. `sort` is a name in queries.register.SORTS. `width` is a class of
    grid.css; without one the column takes what is left. `narrow` is its place in a phone's row, "" hides it there.
    `written` cells are edited in place."""

    key: str
    title: str | Promise
    width: str = ""
    short: str | Promise = ""
    sort: str = ""
    narrow: str = ""
    written: bool = False

    @property
    def folds(self) -> bool:
        """Has no room on paper beside those before it."""
        return self.narrow.endswith(FOLDS)

    @property
    def data_name(self) -> str:
        """The key as part of an attribute's name."""
        return self.key.replace(".", "-")


NAME = Column("namn", _("Namn"), "w-name", sort="namn", narrow="a")

COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        NAME,
        Column("handledare", _("Handledare"), "w-who", short=_("Hl."), sort="handledare"),
        Column("mot", _("Mot"), written=True),
        Column("steg", _("Nästa steg"), narrow="c", written=True),
        Column("vem", _("Vem"), "w-short", narrow="e", written=True),
        Column("nar", _("När"), "w-date", sort="steg", narrow="d", written=True),
        Column("veckan", _("Läget i veckan"), written=True),
        Column("insatser", _("Insatser"), "w-bars"),
        Column("mote", _("Nästa möte"), "w-time"),
        Column("kontakt", _("Senaste kontakt"), "w-date", short=_("Kontakt"), sort="kontakt"),
        Column("signal", _("Signal"), "w-sig", narrow="b"),
        Column("andrad", _("Ändrad"), "w-sig"),
        Column("lage", _("Läge"), "w-mid"),
        Column("vantar", _("Väntar på"), "w-mid", written=True),
        Column("etiketter", _("Etiketter"), "w-mid"),
        Column("inskriven", _("Inskriven"), "w-date", sort="start"),
        Column("avslutad", _("Avslutad"), "w-date"),
        Column("sedan", _("Handledare sedan"), "w-date"),
        Column("paus", _("Hörs under pausen"), "w-date"),
        Column("uppfoljning", _("Uppföljning"), "w-date"),
        Column("skattning", _("Nästa skattning"), "w-date", sort="skattning"),
        Column("skattad", _("Senaste skattning"), "w-date"),
        Column("kommun", _("Kommun"), "w-mid"),
        Column("organisation", _("Ansvarig organisation"), "w-mid"),
    )
}

# Shown when nobody has chosen. The team's heart: who, what next, where it stands, what runs, what to watch.
USUAL = ("handledare", "steg", "vem", "nar", "veckan", "insatser", "mote", "kontakt", "signal")

# A state has its own question, and its columns answer it.
FOLLOWING: dict[Ready, tuple[str, ...]] = {
    Ready.NEW_TO_ME: ("sedan", "mot", "steg", "vem", "nar", "mote", "kontakt", "signal"),
    Ready.MEETING_TODAY: ("mote", "handledare", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.MOVED: ("andrad", "handledare", "steg", "vem", "nar", "veckan", "insatser", "signal"),
    Ready.GAP: ("handledare", "insatser", "steg", "vem", "nar", "veckan", "signal"),
    Ready.NO_JOB_FOCUS: ("handledare", "mot", "insatser", "steg", "vem", "nar", "signal"),
    Ready.NO_STEP: ("handledare", "steg", "vem", "nar", "mot", "veckan", "mote", "kontakt", "signal"),
    Ready.STILL: ("handledare", "insatser", "mot", "steg", "vem", "nar", "kontakt", "signal"),
    Ready.WAITING_FOR_US: ("handledare", "vantar", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.WAITING_FOR_PERSON: ("handledare", "vantar", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.ASSESSMENT_DUE: ("handledare", "skattning", "skattad", "steg", "vem", "nar", "mote", "signal"),
    Ready.PAUSED: ("handledare", "paus", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.PAUSE_CONTACT: ("handledare", "paus", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.IN_WORK: ("handledare", "uppfoljning", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.FOLLOW_UP: ("handledare", "uppfoljning", "steg", "vem", "nar", "veckan", "kontakt", "signal"),
    Ready.UNREAD: ("handledare", "steg", "vem", "nar", "vantar"),
    Ready.ENDED: ("avslutad", "inskriven", "handledare", "mot", "kommun", "organisation"),
}


class Own(Protocol):
    """A column of the team's own."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...


def own_key(key: str) -> str:
    return OWN + key


def all_columns(own: Iterable[Own]) -> dict[str, Column]:
    """Every column this team can show, in the order they are offered."""
    added = {own_key(o.key): Column(own_key(o.key), o.title, "w-mid", written=True) for o in own}
    return COLUMNS | added


def shown(chosen: Sequence[str], ready: Ready, own: Iterable[Own]) -> list[Column]:
    """The columns of one page: those chosen, else those of the state. The name always stands first; those that have no
    room on paper say so."""
    known = all_columns(own)
    # What is to be made out stands mostly in the team's own columns.
    also = [key for key in known if key.startswith(OWN)] if ready == Ready.UNREAD else []
    keys = chosen or (*FOLLOWING.get(ready, USUAL), *also)
    return _folded([NAME, *(known[key] for key in dict.fromkeys(keys) if key in known and key != NAME.key)])


# How wide the table must be for its columns, in rem: a class of grid.css; narrower than that it scrolls in its own box.
WIDTHS = {
    "w-name": 10.5,
    "w-who": 3,
    "w-short": 6,
    "w-date": 6.25,
    "w-time": 8.5,
    "w-mid": 7.75,
    "w-bars": 11.5,
    "w-sig": 12.5,
}
TEXT_WIDTH = 8.0
FITS = (70, 85, 100, 120, 140, 160, 190, 220, 260)
# A4 lying is 75 rem: what fits there as it is, and in smaller type. What has no room is folded under its row. Columns are
# narrower on paper (print.css), so that there is room for the texts.
PAPER, PAPER_SMALL = 75.0, 88.0
PAPER_PART, PAPER_TEXT = 0.68, 9.0
PAPER_WHOLE = {"w-short": 7.25}  # names: a word of thirteen letters is not broken


def _on_paper(column: Column) -> float:
    return PAPER_WHOLE.get(column.width, WIDTHS[column.width] * PAPER_PART) if column.width else PAPER_TEXT


def fit(shown: Sequence[Column]) -> str:
    """The classes of a table with these columns, on the screen and on paper."""
    needed = sum(WIDTHS.get(column.width, TEXT_WIDTH) for column in shown)
    small = " paper-small" if sum(_on_paper(column) for column in shown) > PAPER else ""
    return f"fit-{next((step for step in FITS if needed <= step), FITS[-1])}{small}"


def _folded(shown: Sequence[Column]) -> list[Column]:
    """The same columns, those marked that have no room on paper: as many of the first ones as there is room for stand."""
    room, found = PAPER_SMALL, []
    for column in shown:
        room -= _on_paper(column)
        found.append(column if room >= 0 else replace(column, narrow=f"{column.narrow or 'wide-only'}{FOLDS}"))
    return found


_OWN_KEY = re.compile(rf"{re.escape(OWN)}[\w-]{{1,40}}", re.ASCII)  # TeamColumn.key, as in addresses


def is_key(text: str) -> bool:
    """Whether a word in an address can name a column; that of a team that has none such shows nothing."""
    return text in COLUMNS or _OWN_KEY.fullmatch(text) is not None
