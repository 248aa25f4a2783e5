"""What is written of a person, in groups: which columns of the register each has, which role answers for it, and after how
many days without a change it should be looked at again. The team's leader sets role and days (GroupRule); here is what
holds until then. When a group was changed last, and by whom, is read from the field history (queries.groups)."""

from dataclasses import dataclass

from accounts.enums import Role
from participants.columns import OWN
from participants.enums import FieldGroup

ROLES = (Role.HANDLER, Role.LEADER)  # those who work with people
DAYS = (1, 366)


@dataclass(frozen=True)
class Group:
    """`days` None: never stale."""

    columns: tuple[str, ...]
    days: int | None
    role: Role = Role.HANDLER


GROUPS: dict[FieldGroup, Group] = {
    FieldGroup.STEP: Group(("steg", "vem", "nar", "vantar"), 30),
    FieldGroup.WEEK: Group(("veckan",), 14),
    FieldGroup.GOAL: Group(("mot",), 180),
    FieldGroup.PLAN: Group(("insatser",), 90),
    FieldGroup.OWN: Group((OWN,), 180),
    FieldGroup.PROFILE: Group((), 180),
    FieldGroup.FACTS: Group(("namn", "kommun"), 366),
}


def group_of(column: str) -> FieldGroup | None:
    """The group of a column; None for what nobody writes."""
    key = OWN if column.startswith(OWN) else column
    return next((group for group, has in GROUPS.items() if key in has.columns), None)
