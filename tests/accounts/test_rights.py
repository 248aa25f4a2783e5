"""What a team protects itself from: orphaned people, self-made rights, a password alone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.enums import Role
from accounts.models import Membership
from core.models import Notice
from core.scope import Kind, Scope, enter
from participants import actions as people
from participants.enums import EndKind, EndReason, HandlerEnd, HandlerKind, SharingBasis
from participants.models import HandlerAssignment, Handover, RegisterRow
from tests.conftest import member
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


def of(user) -> Membership:
    return Membership.objects.select_related("team", "user").get(user=user)


def url(name, team, *parts) -> str:
    return reverse(f"accounts:{name}", args=[team.slug, *parts])


# --- Ending a membership -------------------------------------------------------------------------------------------------


@pytest.fixture
def two(entered, team, municipality, handler):
    """Alice handles two people and helps with a third."""
    made = [enrolled(team, municipality, name, "Ahmadi", handler=handler) for name in ("Zahra", "Amir")]
    other = enrolled(team, municipality, "Olle", "Ek")
    people.assign_handler(enrolment=other, user=handler, by=None, kind=HandlerKind.CO)
    return made


def test_leader_sees_how_many_stand_without_handler_and_where_to_go(two, as_user, leader, handler, team):
    page = as_user(leader).get(url("member_edit", team, of(handler).public_id)).content.decode()
    assert "2 personer har kollegan som handledare" in page
    assert f"/t/{team.slug}/deltagare/fordela/?fran={handler.pk}" in page


def test_ended_membership_ends_assignments_with_a_coded_reason_and_leads_to_those_without(
    two, as_user, leader, handler, team
):
    client = as_user(leader)
    response = client.post(url("member_end", team, of(handler).public_id))
    assert response["Location"] == f"/t/{team.slug}/deltagare/?handledare=ingen"
    page = client.get(response["Location"]).content.decode()
    assert "Ahmadi, Zahra" in page
    assert "Ahmadi, Amir" in page
    assert "2 personer saknar nu handledare" in page
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        theirs = HandlerAssignment.objects.filter(user=handler)
        assert {a.end_reason for a in theirs} == {HandlerEnd.LEFT_TEAM}
        assert {a.ended_on for a in theirs} == {timezone.localdate()}
        assert theirs.count() == 3
        assert not RegisterRow.objects.filter(handler=handler).exists()


def test_hidden_people_are_let_go_too_but_not_counted_to_whoever_may_not_know(
    entered, team, nonprofit, municipality, colleague, leader, scope_of, as_user
):
    with enter(scope_of(colleague, team)):
        enrolled(team, nonprofit, "Olle", "Odelad", by=colleague, handler=colleague, basis=SharingBasis.NONE)
    page = as_user(leader).get(url("member_edit", team, of(colleague).public_id)).content.decode()
    assert "har kollegan som handledare" not in page
    response = as_user(leader).post(url("member_end", team, of(colleague).public_id))
    assert response["Location"] == url("member_list", team)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert HandlerAssignment.objects.get(user=colleague).end_reason == HandlerEnd.LEFT_TEAM


def test_question_to_take_over_is_answered_no_when_the_receiver_leaves(two, team, handler, colleague, leader):
    people.propose_handover(enrolment=two[0], to=colleague, by=handler)
    actions.end_membership(membership=of(colleague), by=leader)
    assert Handover.objects.get().declined_at is not None
    assert Notice.objects.filter(user_id=handler.pk, title="Din kollega kan inte ta över en deltagare").exists()
    assert HandlerAssignment.objects.get(enrolment=two[0]).ended_on is None


@pytest.mark.parametrize("people_left", [2, 1])
def test_administrator_learns_of_it_without_number_and_without_a_way(
    two, as_user, team, municipality, handler, people_left
):
    if people_left == 1:
        people.end_enrolment(enrolment=two[0], reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    client = as_user(member(team, municipality, "Ada Min", Role.ADMIN))
    page = client.get(url("member_edit", team, of(handler).public_id)).content.decode()
    assert "Kollegan är handledare. Deltagare står utan när medlemskapet slutar." in page
    assert not re.search(r"\d+ person", page)
    assert "/deltagare/" not in page
    response = client.post(url("member_end", team, of(handler).public_id))
    assert response["Location"] == url("member_list", team)
    after = client.get(response["Location"]).content.decode()
    assert "Deltagare saknar nu handledare." in after
    assert not re.search(r"\d+ person", after)


def test_role_without_people_lets_go_of_them_and_says_so(two, as_user, leader, handler, team, municipality):
    client, form = as_user(leader), {"role": Role.STEERING, "organisation": municipality.pk}
    response = client.post(url("member_edit", team, of(handler).public_id), form)
    assert response["Location"] == f"/t/{team.slug}/deltagare/?handledare=ingen"
    assert "2 personer saknar nu handledare" in client.get(response["Location"]).content.decode()
    assert not Membership.objects.get(user=handler).ended_on


def test_role_that_works_with_people_keeps_them(two, as_user, leader, handler, team, municipality):
    form = {"role": Role.LEADER, "organisation": municipality.pk}
    assert as_user(leader).post(url("member_edit", team, of(handler).public_id), form)["Location"] == url(
        "member_list", team
    )
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert HandlerAssignment.objects.filter(user=handler, ended_on=None).count() == 3


# --- One's own rights ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER])
def test_nobody_changes_their_own_role_while_somebody_else_could(as_user, team, municipality, leader, role):
    mine = of(member(team, municipality, "Ada Min", role))
    form = {"role": Role.HANDLER, "organisation": municipality.pk}
    response = as_user(mine.user).post(url("member_edit", team, mine.public_id), form)
    assert response.status_code == 422
    assert "Be Lena Strand göra det" in response.content.decode()
    mine.refresh_from_db()
    assert mine.role == role


def test_nobody_changes_their_own_organisation_either(team, nonprofit, municipality, leader):
    mine = of(member(team, municipality, "Ada Min", Role.ADMIN))
    with pytest.raises(actions.ActionError):
        actions.change_membership(membership=mine, role=Role.ADMIN, organisation=nonprofit, by=mine.user)


def test_lone_first_administrator_becomes_leader(as_user, team, municipality, handler):
    mine = of(member(team, municipality, "Ada Min", Role.ADMIN))
    form = {"role": Role.LEADER, "organisation": municipality.pk}
    assert as_user(mine.user).post(url("member_edit", team, mine.public_id), form).status_code == 302
    mine.refresh_from_db()
    assert mine.role == Role.LEADER


def test_own_languages_are_still_ones_own(as_user, team, municipality, leader):
    admin = of(member(team, municipality, "Ada Min", Role.ADMIN))
    form = {"role": Role.ADMIN, "organisation": municipality.pk}
    assert as_user(admin.user).post(url("member_edit", team, admin.public_id), form).status_code == 302


def test_leaders_and_the_one_concerned_are_told_of_changed_rights(team, municipality, leader, handler, scope_of):
    admin = member(team, municipality, "Ada Min", Role.ADMIN)
    with enter(scope_of(admin, team)):
        actions.change_membership(membership=of(handler), role=Role.READER, organisation=municipality, by=admin)
    told = dict(Notice.objects.filter(kind="rights").values_list("user_id", "title"))
    assert told == {
        leader.pk: "En kollega har fått en annan roll i teamet",
        handler.pk: "Du har fått en annan roll i teamet",
    }


def test_saving_without_a_change_tells_nobody(team, municipality, leader, handler):
    actions.change_membership(membership=of(handler), role=Role.HANDLER, organisation=municipality, by=leader)
    assert not Notice.objects.exists()


# --- Two steps -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def strict(team):
    team.requires_second_step = True
    team.save(update_fields=["requires_second_step"])
    return team


def test_team_asks_for_nothing_more_by_default(as_user, handler, team):
    assert as_user(handler).get(reverse("participants:register", args=[team.slug])).status_code == 200


@pytest.mark.parametrize("name", ["participants:register", "followup:my_day", "accounts:member_list"])
def test_password_alone_is_led_to_the_second_step_before_any_page_of_the_team(as_user, handler, strict, name):
    response = as_user(handler).get(reverse(name, args=[strict.slug]))
    assert response["Location"] == reverse("accounts:second_step")
    page = as_user(handler).get(response["Location"]).content.decode()
    assert reverse("mfa_index") in page


def test_page_of_the_second_step_never_says_a_team_asks_for_what_none_does(as_user, handler, team, stranger, strict):
    assert "har bestämt" in as_user(handler).get(reverse("accounts:second_step")).content.decode()
    assert as_user(stranger).get(reverse("accounts:second_step"))["Location"] == reverse("mfa_index")
    team.requires_second_step = False
    team.save(update_fields=["requires_second_step"])
    assert as_user(handler).get(reverse("accounts:second_step"))["Location"] == reverse("mfa_index")


def test_fragment_sends_the_whole_page_to_the_second_step(as_user, handler, strict):
    address = reverse("participants:register", args=[strict.slug])
    response = as_user(handler).get(address, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("accounts:second_step")
    assert response.content == b""


def test_stranger_learns_nothing_of_the_rule(as_user, stranger, strict):
    assert as_user(stranger).get(reverse("participants:register", args=[strict.slug])).status_code == 404


def test_second_step_opens_the_team_again(as_user, handler, strict):
    Authenticator.objects.create(user=handler, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert as_user(handler).get(reverse("participants:register", args=[strict.slug])).status_code == 200
    assert as_user(handler).get(reverse("accounts:second_step"))["Location"] == "/"


def test_spare_codes_alone_are_no_second_step(as_user, handler, strict):
    Authenticator.objects.create(user=handler, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert as_user(handler).get(reverse("participants:register", args=[strict.slug])).status_code == 302


def test_leader_switches_it_on_in_the_settings(as_user, leader, team):
    client = as_user(leader)
    page = client.get(url("team_edit", team)).content.decode()
    assert "Alla i teamet loggar in i två steg" in page
    form = {
        "name": team.name,
        "report_weekday": 4,
        "report_hour": 6,
        "assessment_days": 90,
        "intake_days_waiting": 180,
        "intake_days_declined": 90,
        "health_visibility": "handlers",
        "requires_second_step": "on",
    }
    assert client.post(url("team_edit", team), form).status_code == 302
    team.refresh_from_db()
    assert team.requires_second_step
