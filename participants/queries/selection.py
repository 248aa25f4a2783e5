"""What the register's address asks for, and what it leaves in one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from participants import columns, own
from participants.enums import EnrolmentState, WaitingFor
from participants.queries import order
from participants.queries.states import Ready

SHEET = 300
PAGE = 100
CAP = 1000  # counts are shown up to here, then "1000+"
SIZES = (25, 50, 100, SHEET)
NO_HANDLER = "ingen"
NOT_FILLED = "-inget-"  # of a team's own column: nothing stands there
# What each filter of the address reads in the row; none of it is of health (a test walks them).
FILTERS = {
    "handledare": ("handler",),
    "lage": ("state",),
    "kommun": ("municipality_code",),
    "organisation": ("organisation",),
    "vantar": ("waiting_for", "next_step", "next_step_by"),
    "etikett": ("tags",),
    columns.OWN: ("own_values", "unread"),
}
EVERYBODY = {"urval": Ready.ALL.value}  # of no question; the bare address opens with a saved view
DENSITIES = ("normal", "tat")  # in the address; without one the person's own setting stands


@dataclass(frozen=True)
class Selection:
    """What the address asks for. Anything unknown in it is left out."""

    ready: Ready = Ready.ALL
    handler: str = ""  # a colleague's id, or NO_HANDLER
    state: str = ""
    municipality: str = ""
    organisation: str = ""  # the id of the one that answers for the person
    waiting: str = ""  # a WaitingFor
    tag: str = ""  # a Tag's id
    own: tuple[tuple[str, str], ...] = ()  # key of a team's own column and what stands in it, or NOT_FILLED
    search: str = ""  # id of words kept on the server
    sort: str = "namn"
    descending: bool = False
    after: str = ""
    before: str = ""
    size: int = 0
    columns: tuple[str, ...] = ()  # chosen ones, in order; none means those of the state
    density: str = ""  # one of DENSITIES
    saved: str = ""  # the SavedView it began as

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Selection":
        def text(name: str, limit: int = 20) -> str:
            value = query.get(name, "")
            return value if len(value) <= limit and value.isascii() and value.isprintable() else ""

        ready, sort, handler = text("urval"), text("ordning", 50), text("handledare")
        size, code, tag = text("rader"), text("kommun", 4), text("etikett", 9)
        organisation, waiting = text("organisation", 9), text("vantar")
        known = handler == NO_HANDLER or (handler.isdigit() and len(handler) < 10)
        return cls(
            ready=Ready(ready) if ready in Ready._value2member_map_ else Ready.ALL,
            handler=handler if known else "",
            state=text("lage") if text("lage") in EnrolmentState.values else "",
            municipality=code if code.isdigit() else "",
            organisation=organisation if organisation.isdigit() else "",
            waiting=waiting if waiting in WaitingFor.values else "",
            tag=tag if tag.isdigit() else "",
            own=_own(query),
            search=text("sok"),
            sort=sort.removeprefix("-") if order.is_order(sort.removeprefix("-")) else "namn",
            descending=sort.startswith("-") and order.is_order(sort.removeprefix("-")),
            after=text("efter"),
            before=text("fore"),
            size=int(size) if size.isdigit() and int(size) in SIZES else 0,
            columns=_columns(query.get("kolumner", "")),
            density=text("tathet") if text("tathet") in DENSITIES else "",
            saved=text("sparad") if text("sparad").isalnum() else "",
        )

    def query(self, **changes: Any) -> dict[str, str]:
        """Its values for an address, defaults left out. Paging starts anew unless `changes` says otherwise."""
        made = replace(self, **({"after": "", "before": ""} | changes))
        pairs = {
            "sparad": made.saved,
            "urval": made.ready.value if made.ready != Ready.ALL else "",
            "handledare": made.handler,
            "lage": made.state,
            "kommun": made.municipality,
            "organisation": made.organisation,
            "vantar": made.waiting,
            "etikett": made.tag,
            **{columns.own_key(key): value for key, value in made.own},
            "sok": made.search,
            "ordning": ("-" if made.descending else "") + made.sort
            if (made.sort, made.descending) != ("namn", False)
            else "",
            "rader": str(made.size or ""),
            "kolumner": ",".join(made.columns),
            "tathet": made.density,
            "efter": made.after,
            "fore": made.before,
        }
        return {name: value for name, value in pairs.items() if value}

    def view(self) -> dict[str, str]:
        """What a saved view keeps of it: never the words searched for, nor where in the list one is."""
        return self.query(search="", saved="")


def address_of(base: str, query: Mapping[str, str]) -> str:
    """The register at `base` with that query. Without one it says that everybody is meant: the bare address opens with
    the saved view somebody has chosen for it."""
    return f"{base}?{urlencode(query or EVERYBODY)}"


def _own(query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """`egen.<key>=value`: the filters on a team's own columns, in the order of the address."""
    asked = [
        (key, value.strip()) for key, value in query.items() if key.startswith(columns.OWN) and columns.is_key(key)
    ]
    kept = [(key.removeprefix(columns.OWN), value) for key, value in asked if 0 < len(value) <= own.CHOICE_LENGTH]
    return tuple((key, value) for key, value in kept if (key + value).isprintable())[: own.MOST]


def _columns(text: str) -> tuple[str, ...]:
    keys = (key.strip() for key in text[:2000].split(","))
    return tuple(dict.fromkeys(key for key in keys if columns.is_key(key)))[: columns.MOST]
