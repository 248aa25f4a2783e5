"""What the register's address asks for, and what it leaves in one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from participants import columns
from participants.enums import EnrolmentState
from participants.queries import order
from participants.queries.states import Ready

SHEET = 300
PAGE = 100
CAP = 1000  # counts are shown up to here, then "1000+"
SIZES = (25, 50, 100, SHEET)
NO_HANDLER = "ingen"
DENSITIES = ("normal", "tat")  # in the address; without one the person's own setting stands


@dataclass(frozen=True)
class Selection:
    """What the address asks for. Anything unknown in it is left out."""

    ready: Ready = Ready.ALL
    handler: str = ""  # a colleague's id, or NO_HANDLER
    state: str = ""
    municipality: str = ""
    tag: str = ""  # a Tag's id
    search: str = ""  # id of words kept on the server
    sort: str = "namn"
    descending: bool = False
    after: str = ""
    before: str = ""
    size: int = 0
    columns: tuple[str, ...] = ()  # chosen ones, in order; none means those of the state
    density: str = ""  # one of DENSITIES

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Selection":
        def text(name: str, limit: int = 20) -> str:
            value = query.get(name, "")
            return value if len(value) <= limit and value.isascii() and value.isprintable() else ""

        ready, sort, handler = text("urval"), text("ordning", 50), text("handledare")
        size, code, tag = text("rader"), text("kommun", 4), text("etikett", 9)
        known = handler == NO_HANDLER or (handler.isdigit() and len(handler) < 10)
        return cls(
            ready=Ready(ready) if ready in Ready._value2member_map_ else Ready.ALL,
            handler=handler if known else "",
            state=text("lage") if text("lage") in EnrolmentState.values else "",
            municipality=code if code.isdigit() else "",
            tag=tag if tag.isdigit() else "",
            search=text("sok"),
            sort=sort.removeprefix("-") if order.is_order(sort.removeprefix("-")) else "namn",
            descending=sort.startswith("-") and order.is_order(sort.removeprefix("-")),
            after=text("efter"),
            before=text("fore"),
            size=int(size) if size.isdigit() and int(size) in SIZES else 0,
            columns=_columns(query.get("kolumner", "")),
            density=text("tathet") if text("tathet") in DENSITIES else "",
        )

    def query(self, **changes: Any) -> dict[str, str]:
        """Its values for an address, defaults left out. Paging starts anew unless `changes` says otherwise."""
        made = replace(self, **({"after": "", "before": ""} | changes))
        pairs = {
            "urval": made.ready.value if made.ready != Ready.ALL else "",
            "handledare": made.handler,
            "lage": made.state,
            "kommun": made.municipality,
            "etikett": made.tag,
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


def _columns(text: str) -> tuple[str, ...]:
    keys = (key.strip() for key in text[:2000].split(","))
    return tuple(dict.fromkeys(key for key in keys if columns.is_key(key)))[: columns.MOST]
