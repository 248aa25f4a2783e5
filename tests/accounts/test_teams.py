"""Members, invitations, the team's settings: who may, what happens, what is refused."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Invitation, Membership, Organisation, User
from core.models import Mail
from core.scope import enter
from tests.accounts.test_sign_in import sign_in
from tests.conftest import member

NEW = "en mening jag minns 7"


def url(name: str, team, *args) -> str:
    return reverse(f"accounts:{name}", args=[team.slug, *args])


@pytest.fixture
def invited(leader, team, as_user, municipality):
    """Invites an address; gives the path in the mail."""

    def invite(email: str = "Nina@example.org", role: str = Role.HANDLER) -> str:
        form = {"email": email, "role": role, "organisation": municipality.pk}
        assert as_user(leader).post(url("invitation_add", team), form).status_code == 302
        return re.search(r"https?://testserver(\S+)", Mail.objects.latest("pk").text).group(1)

    return invite


# --- Who may -----------------------------------------------------------------------------------------------------------

SEEN_BY_ALL = ["team_home", "member_list"]
FOR_MANAGERS = ["invitation_add", "team_edit"]
POSTS = ["organisation_add"]


@pytest.mark.parametrize("name", SEEN_BY_ALL + FOR_MANAGERS)
def test_team_page_anonymous_is_sent_to_sign_in(client, team, name):
    response = client.get(url(name, team))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", SEEN_BY_ALL + FOR_MANAGERS)
def test_team_page_stranger_finds_nothing(as_user, stranger, team, name):
    assert as_user(stranger).get(url(name, team)).status_code == 404


@pytest.mark.parametrize("name", FOR_MANAGERS)
def test_team_page_for_managers_is_shut_to_a_handler(as_user, handler, leader, team, name):
    assert as_user(handler).get(url(name, team)).status_code == 403
    assert as_user(leader).get(url(name, team)).status_code == 200


@pytest.mark.parametrize("name", ["member_end", "invitation_resend", "invitation_revoke"])
def test_acts_on_members_and_invitations_are_shut_to_others(as_user, handler, stranger, leader, team, invited, name):
    invited()
    public_id = (
        Membership.objects.get(user=handler).public_id if name == "member_end" else Invitation.objects.get().public_id
    )
    address = url(name, team, public_id)
    assert as_user(handler).post(address).status_code == 403
    assert as_user(stranger).post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert as_user(leader).get(address).status_code == 405
    assert as_user(leader).post(url(name, team, "nobody")).status_code == 404


def test_every_role_sees_its_colleagues(as_user, handler, leader, steering, team):
    for user in (handler, leader, steering):
        page = as_user(user).get(url("member_list", team)).content.decode()
        assert "Alice Ek" in page
        assert ("Bjud in" in page) == (user == leader)


def test_member_list_asks_the_database_as_often_for_two_as_for_twenty(
    as_user, handler, leader, team, municipality, django_assert_num_queries
):
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = as_user(leader)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url("member_list", team)).status_code == 200
        return len(asked)

    before = count()
    for n in range(18):
        member(team, municipality, f"Kollega{n} Ny")
    assert count() == before


# --- Inviting ----------------------------------------------------------------------------------------------------------


def test_invitation_proposes_the_inviters_own_organisation(as_user, leader, team, nonprofit, municipality):
    page = as_user(leader).get(reverse("accounts:invitation_add", args=[team.slug])).content.decode()
    own = leader.memberships.get(team=team).organisation_id
    assert f'value="{own}" selected' in page


def test_invitation_opened_by_scanners_is_still_there_for_a_new_colleague(invited, team, client):
    path = invited()
    scanner = Client()
    assert scanner.head(path).status_code == 200
    for _ in range(3):
        page = scanner.get(path)
        assert page.status_code == 200
        assert team.name not in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"

    opened = client.post(path)
    assert opened["Location"] == reverse("accounts:invitation_answer")
    page = client.get(opened["Location"]).content.decode()
    assert team.name in page
    assert "nina@example.org" in page
    form = {"name": "Nina Öst", "phone": "070-174 06 05", "password": NEW}
    joined = client.post(opened["Location"], form)
    assert joined.status_code == 302
    user = User.objects.get(email="nina@example.org")
    assert (user.name, user.phone) == ("Nina Öst", "+46701740605")
    assert Membership.objects.running().get(user=user).role == Role.HANDLER
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert Client().post(path).status_code == 422  # used


def test_invitation_of_a_known_colleague_is_taken_after_sign_in(invited, stranger, team):
    path = invited("cleo@example.org")
    client = Client()
    answer = client.post(path)["Location"]
    assert "Logga in" in client.get(answer).content.decode()
    assert client.post(answer).status_code == 302  # to sign-in, not in
    sign_in(client, "cleo@example.org")
    assert client.post(answer).status_code == 302
    assert Membership.objects.running().filter(user=stranger, team=team).exists()


def test_invitation_in_somebody_elses_sign_in_is_not_taken(invited, handler, team):
    path = invited()
    client = Client()
    sign_in(client, "alice@example.org")
    answer = client.post(path)["Location"]
    page = client.get(answer).content.decode()
    assert "men inbjudan gäller" in page
    assert client.post(answer).status_code == 422
    assert not User.objects.filter(email="nina@example.org").exists()


@pytest.mark.parametrize(
    "fault", [{"password": "kort"}, {"name": ""}, {"name": "12 34"}, {"phone": "x"}, {"password": "nina@example.org"}]
)
def test_joining_with_faults_is_told_and_changes_nothing(invited, client, fault):
    answer = client.post(invited())["Location"]
    form = {"name": "Nina Öst", "phone": "", "password": NEW} | fault
    assert client.post(answer, form).status_code == 422
    assert Invitation.objects.open().exists()


def test_resent_invitation_has_a_new_address_and_the_old_is_dead(invited, leader, team, as_user):
    old = invited()
    invitation = Invitation.objects.get()
    assert as_user(leader).post(url("invitation_resend", team, invitation.public_id)).status_code == 302
    new = re.search(r"https?://testserver(\S+)", Mail.objects.latest("pk").text).group(1)
    assert Client().post(old).status_code == 422
    assert Client().post(new).status_code == 302


def test_revoked_or_old_invitation_cannot_be_taken(invited, leader, team, as_user, client):
    path = invited()
    answer = client.post(path)["Location"]
    as_user(leader).post(url("invitation_revoke", team, Invitation.objects.get().public_id))
    assert client.get(answer).status_code == 404
    assert client.post(answer, {"name": "Nina Öst", "password": NEW}).status_code == 404
    path = invited()
    Invitation.objects.waiting().update(expires_at="2026-01-01T00:00Z")
    assert Client().post(path).status_code == 422


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "x", "role": "handler"},
        {"email": "alice@example.org", "role": "handler"},
        {"email": "\x00@example.org", "role": "handler"},
        {"email": "ny@example.org", "role": "king"},
        {"email": "ny@example.org" + "x" * 5000, "role": "handler"},
    ],
)
def test_invitation_with_faults_is_told_and_sends_nothing(as_user, leader, handler, team, municipality, form):
    response = as_user(leader).post(url("invitation_add", team), {"organisation": municipality.pk} | form)
    assert response.status_code == 422
    assert not Mail.objects.exists()


def test_invitation_for_an_organisation_outside_the_team_is_refused(as_user, leader, team):
    outside = Organisation.objects.create(name="Utanför AB", sector="company")
    form = {"email": "ny@example.org", "role": "handler", "organisation": outside.pk}
    assert as_user(leader).post(url("invitation_add", team), form).status_code == 422


# --- Changing and ending -----------------------------------------------------------------------------------------------


def test_removed_member_is_out_at_the_next_request_everywhere(handler, leader, team, as_user, invited):
    client = Client()
    sign_in(client, "alice@example.org")
    unlisted = as_user(handler)  # a sign-in that the list does not know
    assert client.get(url("member_list", team)).status_code == 200
    Invitation.objects.create(
        team=team,
        organisation=team.owner,
        email="alice@example.org",
        token_digest=b"x",
        invited_by=leader,
        sent_at="2026-11-01T00:00Z",
        expires_at="2030-01-01T00:00Z",
    )

    public_id = Membership.objects.get(user=handler).public_id
    assert as_user(leader).post(url("member_end", team, public_id)).status_code == 302

    for sign_in_of_theirs in (client, unlisted):
        response = sign_in_of_theirs.get(reverse("accounts:profile"))
        assert response["Location"].startswith(reverse("account_login"))
    assert not Invitation.objects.waiting().filter(email="alice@example.org").exists()
    sign_in(client, "alice@example.org")
    assert client.get(url("member_list", team)).status_code == 404
    assert "inte med i något team" in client.get(reverse("home")).content.decode()


def test_last_who_manages_the_team_stays(as_user, leader, handler, team, municipality):
    membership = Membership.objects.get(user=leader)
    client = as_user(leader)
    assert client.post(url("member_end", team, membership.public_id)).status_code == 422
    form = {"role": Role.HANDLER, "organisation": municipality.pk}
    assert client.post(url("member_edit", team, membership.public_id), form).status_code == 422
    other = Membership.objects.get(user=handler)
    form["role"] = Role.LEADER
    assert client.post(url("member_edit", team, other.public_id), form).status_code == 302
    assert client.post(url("member_end", team, membership.public_id)).status_code == 302
    assert not Membership.objects.running().filter(user=leader).exists()


def test_member_gets_role_organisation_languages_and_municipalities(as_user, leader, handler, team, nonprofit):
    membership = Membership.objects.get(user=handler)
    address = url("member_edit", team, membership.public_id)
    form = {"role": Role.READER, "organisation": nonprofit.pk, "skills-languages-text": "arabiska, svenska"}
    form["skills-places-text"] = "Göteborg"
    assert as_user(leader).post(address, form).status_code == 302
    membership.refresh_from_db()
    assert (membership.role, membership.organisation) == (Role.READER, nonprofit)
    assert len(membership.languages) == 2
    assert membership.places == ["1480"]
    page = as_user(leader).get(url("member_list", team)).content.decode()
    assert "Göteborg" in page
    assert "rabiska" in page


def test_member_changes_own_languages_but_neither_role_nor_others(as_user, handler, colleague, team):
    mine = Membership.objects.get(user=handler)
    theirs = Membership.objects.get(user=colleague)
    client = as_user(handler)
    assert client.get(url("member_edit", team, theirs.public_id)).status_code == 403
    form = {"role": Role.LEADER, "skills-languages-text": "arabiska"}
    assert client.post(url("member_edit", team, mine.public_id), form).status_code == 302
    mine.refresh_from_db()
    assert mine.role == Role.HANDLER
    assert len(mine.languages) == 1


def test_member_of_another_team_cannot_be_reached(as_user, leader, stranger, team, other_team):
    theirs = Membership.objects.get(user=stranger)
    assert as_user(leader).get(url("member_edit", team, theirs.public_id)).status_code == 404
    assert as_user(leader).post(url("member_end", team, theirs.public_id)).status_code == 404


def test_changes_are_told_to_the_feed_and_kept_in_history(as_user, leader, handler, team, municipality, scope_of):
    from core.models import Change

    membership = Membership.objects.get(user=handler)
    form = {"role": Role.READER, "organisation": municipality.pk}
    as_user(leader).post(url("member_edit", team, membership.public_id), form)
    with enter(scope_of(leader, team)):
        assert Change.objects.filter(subject_type="membership", subject_id=membership.pk, kind="changed").exists()
    event = membership.events.order_by("pgh_id").last()
    assert event.role == Role.READER
    assert event.pgh_context.metadata["user"] == leader.pk


# --- Settings ----------------------------------------------------------------------------------------------------------

SETTINGS = {
    "name": "Team Älvstranden",
    "report_weekday": "1",
    "report_hour": "7",
    "assessment_days": "60",
    "intake_days_waiting": "180",
    "intake_days_declined": "90",
    "health_visibility": "handlers_and_leader",
    "sharing_agreement": "Avtal 12/2026",
    "contact_name": "Lena Strand",
    "contact_phone": "070-174 06 10",
    "municipality-text": "Göteborg",
}


def test_settings_are_saved(as_user, leader, team):
    assert as_user(leader).post(url("team_edit", team), SETTINGS).status_code == 302
    team.refresh_from_db()
    assert (team.report_weekday, team.report_hour, team.assessment_days) == (1, 7, 60)
    assert (team.municipality_code, team.contact_phone) == ("1480", "+46701740610")
    assert as_user(leader).get(url("team_edit", team)).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"name": ""},
        {"name": "x" * 5000},
        {"report_weekday": "8"},
        {"report_hour": "24"},
        {"report_hour": "9" * 400},
        {"assessment_days": "-1"},
        {"health_visibility": "all"},
        {"contact_phone": "🙂"},
        {"municipality-text": "xyzzy"},
        {"sharing_agreement": "x" * 20_000},
    ],
)
def test_settings_with_faults_are_told_and_change_nothing(as_user, leader, team, fault):
    assert as_user(leader).post(url("team_edit", team), SETTINGS | fault).status_code == 422
    team.refresh_from_db()
    assert team.report_weekday == 1


def test_organisation_joins_the_team_once(as_user, leader, team):
    form = {"organisation-name": "Nya föreningen", "organisation-sector": "nonprofit"}
    for _ in range(2):
        assert as_user(leader).post(url("organisation_add", team), form).status_code == 302
    assert team.all_organisations().filter(name="Nya föreningen").count() == 1
    assert as_user(leader).post(url("organisation_add", team), {}).status_code == 422


@pytest.mark.parametrize("role", Role.values)
def test_menu_offers_each_role_only_what_opens(as_user, team, municipality, role):
    client = as_user(member(team, municipality, "Mona Alm", role))
    menu = client.get(url("member_list", team)).context["page"].frame.nav
    assert [item.area for item in menu if client.get(item.url).status_code != 200] == []
    assert client.get(reverse("home"), follow=True).status_code == 200
