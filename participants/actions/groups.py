"""Who answers for what is written of a person, and how long it may stand."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Team, User
from participants.models import GroupRule


@transaction.atomic
def set_group_rules(*, team: Team, rules: Mapping[str, tuple[str, int | None]], by: User) -> None:
    """Role and days of each group named."""
    for group, (role, days) in rules.items():
        GroupRule.objects.update_or_create(team=team, group=group, defaults={"role": role, "days": days})
