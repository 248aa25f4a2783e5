"""The team itself, and the first of everything on a new installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions.errors import ActionError
from accounts.enums import Role
from accounts.models import Membership, Organisation, Team, User
from core import feed, registry

SETTINGS = (
    "name",
    "report_weekday",
    "report_hour",
    "assessment_days",
    "intake_days_waiting",
    "intake_days_declined",
    "health_visibility",
    "sharing_agreement",
    "accepts_transfers",
    "requires_second_step",
    "municipality_code",
    "contact_name",
    "contact_phone",
)


def change_team(*, team: Team, values: Mapping[str, Any], by: User) -> Team:
    """Changes the settings named in `values` (of SETTINGS); what is computed from them follows (registry `team_changed`)."""
    names = [name for name in SETTINGS if name in values]
    changed = {name for name in names if getattr(team, name) != values[name]}
    for name in names:
        setattr(team, name, values[name])
    with transaction.atomic():
        team.save(update_fields=names)
        feed.record(team_id=team.pk, subject_type="team", subject_ids=[team.pk], kind="changed")
        for follow in registry.team_changed:
            follow(team.pk, changed)
    return team


def add_organisation(*, team: Team, name: str, sector: str, by: User) -> Organisation:
    """Lets an organisation take part in the team.

    Everything an organisation owns opens for its teams, so `by` brings in one that is there already only when they stand
    for it (`_brought_by`). Else a new one is made, under the same name if so be, and nothing tells that the name is
    known elsewhere.
    """
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)  # two at once: one organisation
        known = team.all_organisations().filter(name=name).first()
        if known is not None:
            return known
        organisation = _brought_by(by, team).filter(name=name).order_by("pk").first()
        if organisation is None:
            organisation = Organisation.objects.create(name=name, sector=sector)
        team.organisations.add(organisation)
        feed.record(team_id=team.pk, subject_type="team", subject_ids=[team.pk], kind="changed")
    return organisation


def _brought_by(user: User, team: Team) -> QuerySet[Organisation]:
    """The organisations the user may bring into the team: those they work for, those that have a colleague in it, and
    those one of whose own teams they manage."""
    running = Membership.objects.running()
    return Organisation.objects.filter(
        Q(pk__in=running.filter(Q(user=user) | Q(team=team)).values("organisation_id"))
        | Q(pk__in=running.managing().filter(user=user).values("team__owner_id"))
    )


@dataclass(frozen=True)
class First:
    """What a new installation starts with. `slug` stands in addresses."""

    organisation: str
    sector: str
    team: str
    slug: str
    name: str
    email: str


def set_up(*, first: First, password: str) -> Membership:
    """The first organisation, team and administrator. The password has been checked.

    Raises ActionError when somebody has an account already: then people are invited.
    """
    with transaction.atomic():
        if User.objects.exists():
            raise ActionError(_("Det finns redan konton här. Bjud in fler från teamets sida."))
        organisation = Organisation.objects.create(name=first.organisation, sector=first.sector)
        team = Team.objects.create(slug=first.slug, name=first.team, owner=organisation)
        team.organisations.add(organisation)
        user = User.objects.create_superuser(first.email, password, name=first.name)
        return Membership.objects.create(team=team, user=user, organisation=organisation, role=Role.ADMIN)
