"""Who answers for what is written of a person, as a team has it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import one_of
from participants.enums import FieldGroup


class GroupRule(TeamOwned):
    """A team's own word on a group of fields; without a row participants.groups has it. `days` empty: never stale."""

    data_classes = classify(public="group role days")

    group = models.CharField(max_length=8, choices=FieldGroup.choices)
    role = models.CharField(_("svarar"), max_length=10, choices=Role.choices)
    days = models.PositiveSmallIntegerField(_("dagar"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "group"], name="group_rule_once"),
            models.CheckConstraint(condition=Q(days=None) | Q(days__range=(1, 366)), name="group_rule_days"),
            one_of("group", FieldGroup),
            one_of("role", Role),
        ]
