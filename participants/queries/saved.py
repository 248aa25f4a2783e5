"""The register's saved views as its page shows them: asked beside the counts, in the same statement."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from participants.queries.selection import Selection, address_of

# Those of the team and of whoever asks, the team's first. Parameters: who asks, the team, who asks.
SAVED_VIEWS = (
    "(SELECT coalesce(jsonb_agg(jsonb_build_array(v.public_id, v.name, v.owner_id, v.created_by_id, v.query,"
    " EXISTS (SELECT FROM participants_openingview o WHERE o.view_id = v.id AND o.user_id = %s),"
    " EXISTS (SELECT FROM participants_openingview o WHERE o.view_id = v.id AND o.user_id IS NULL))"
    " ORDER BY v.owner_id IS NOT NULL, v.position, v.id), '[]') FROM participants_savedview v"
    " WHERE v.team_id = %s AND v.removed_at IS NULL AND (v.owner_id IS NULL OR v.owner_id = %s))"
)


class Saved(NamedTuple):
    """A view with a name. `owner_id` None = the team's. `opens_mine`, `opens_team`: the register opens with it."""

    public_id: str
    name: str
    owner_id: int | None
    created_by_id: int
    query: dict[str, str]
    opens_mine: bool
    opens_team: bool

    def address(self, base: str) -> str:
        return view_address(base, self.public_id, self.query)

    def shows(self, selection: Selection) -> bool:
        """Whether the selection is as it was saved. Read anew: what is gone since is missed by neither."""
        return Selection.read(self.query).view() == selection.view()


def view_address(base: str, public_id: str, query: Mapping[str, str]) -> str:
    """The register as a view has it, which says whose name it has too: one and the same address each time."""
    return address_of(base, Selection.read({**query, "sparad": public_id}).query())


def opening(saved: Iterable[Saved]) -> Saved | None:
    """What the register opens with: one's own choice, else the team's."""
    found = sorted((one for one in saved if one.opens_mine or one.opens_team), key=lambda one: not one.opens_mine)
    return found[0] if found else None
