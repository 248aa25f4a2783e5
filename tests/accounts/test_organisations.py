"""Letting an organisation take part in a team: nobody brings in one they do not belong to."""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.enums import Role
from accounts.models import Membership, Organisation, Team
from core.scope import Kind, Scope, run_for_team
from employers.models import Employer
from tests.conftest import member

pytestmark = pytest.mark.django_db
NAME = "Grannens kommun"


@pytest.fixture
def outside():
    """Another municipality on the same installation, with an employer and a team of its own."""
    made = Organisation.objects.create(name=NAME, sector="municipality")
    Team.objects.create(slug="grannen", name="Grannens team", owner=made)
    return made


def add(team, by, name=NAME) -> Organisation:
    with run_for_team(team.pk):
        return actions.add_organisation(team=team, name=name, sector="municipality", by=by)


def test_leader_who_writes_a_strangers_name_gets_an_organisation_of_its_own(outside, team, leader, as_user):
    employer = Employer.objects.create(organisation=outside, name="Grannens bageri")
    form = {"organisation-name": NAME, "organisation-sector": "municipality"}
    address = reverse("accounts:organisation_add", args=[team.slug])

    page = as_user(leader).post(address, form, follow=True).content.decode()

    assert not outside.teams.filter(pk=team.pk).exists()
    scope = Scope(Kind.MEMBER, user_id=leader.pk, team_id=team.pk, role=Role.LEADER)
    assert employer not in Employer.objects.visible_to(scope)
    assert team.all_organisations().get(name=NAME) != outside
    new = (
        as_user(leader).post(address, form | {"organisation-name": "Ingen har hetat så"}, follow=True).content.decode()
    )
    assert "Organisationen är med i teamet." in page
    assert "Organisationen är med i teamet." in new


def test_organisation_the_leader_works_for_comes_in_itself(outside, team, leader):
    theirs = Membership.objects.create(
        team=outside.owned_teams.get(), user=leader, organisation=outside, role=Role.HANDLER, started_on="2025-01-01"
    )
    assert add(team, leader) == outside
    assert outside in team.all_organisations()

    theirs.delete()
    team.organisations.remove(outside)
    assert add(team, leader) != outside


def test_membership_that_has_ended_brings_nothing_in(outside, team, leader):
    Membership.objects.create(
        team=outside.owned_teams.get(),
        user=leader,
        organisation=outside,
        role=Role.LEADER,
        started_on="2025-01-01",
        ended_on="2025-06-01",
    )
    assert add(team, leader) != outside


@pytest.mark.parametrize(("role", "may"), [(Role.LEADER, True), (Role.ADMIN, True), (Role.HANDLER, False)])
def test_whoever_manages_the_owners_team_may_bring_the_owner(outside, team, leader, municipality, role, may):
    Membership.objects.create(
        team=outside.owned_teams.get(), user=leader, organisation=municipality, role=role, started_on="2025-01-01"
    )
    assert (add(team, leader) == outside) is may


def test_organisation_with_a_colleague_in_the_team_comes_in_itself(outside, team, leader):
    member(team, outside, "Greta Granne")
    assert add(team, leader) == outside


def test_name_taken_twice_elsewhere_stays_one_in_the_team(outside, team, leader):
    made = add(team, leader)
    assert add(team, leader) == made
    assert Organisation.objects.filter(name=NAME).count() == 2
    assert team.all_organisations().filter(name=NAME).count() == 1
