"""The menu on pages of one's own: the team one came from stays in it."""

import pytest
from django.urls import reverse

from accounts.models import Membership, User

OWN = ("accounts:profile", "accounts:notice_list", "accounts:session_list", "mfa_index")


@pytest.fixture
def in_both(handler: User, team, other_team, municipality) -> User:
    Membership.objects.create(team=other_team, user=handler, organisation=municipality, role="handler")
    return handler


@pytest.mark.parametrize("name", OWN)
def test_own_page_keeps_the_menu_of_the_team_one_came_from(as_user, in_both, team, other_team, name) -> None:
    client = as_user(in_both)
    for here, elsewhere in ((other_team, team), (team, other_team)):
        client.get(reverse("accounts:member_list", args=[here.slug]))
        page = client.get(reverse(name)).content.decode()

        assert f'href="{reverse("accounts:member_list", args=[here.slug])}"' in page
        assert f'href="{reverse("accounts:member_list", args=[elsewhere.slug])}"' not in page
        assert f'action="{reverse("accounts:search", args=[here.slug])}"' in page


def test_own_page_before_any_team_shows_the_first_of_ones_own(as_user, handler, team) -> None:
    page = as_user(handler).get(reverse("accounts:profile")).content.decode()

    assert reverse("accounts:member_list", args=[team.slug]) in page


def test_own_page_of_a_team_one_has_left_shows_no_menu_of_it(as_user, in_both, team, other_team) -> None:
    client = as_user(in_both)
    client.get(reverse("accounts:member_list", args=[other_team.slug]))
    Membership.objects.filter(team=other_team, user=in_both).delete()

    page = client.get(reverse("accounts:profile")).content.decode()

    assert reverse("accounts:member_list", args=[other_team.slug]) not in page
    assert reverse("accounts:member_list", args=[team.slug]) in page


def test_own_page_of_the_steering_group_shows_only_what_they_may(as_user, steering, team) -> None:
    client = as_user(steering)
    client.get(reverse("accounts:member_list", args=[team.slug]))

    page = client.get(reverse("accounts:profile")).content.decode()

    assert reverse("followup:steering", args=[team.slug]) in page
    assert reverse("participants:register", args=[team.slug]) not in page


def test_own_page_without_a_team_has_no_menu(client, db) -> None:
    user = User.objects.create_user("ny@example.org", "hemligt losenord 12", name="Ny Vän")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "/t/" not in client.get(reverse("accounts:profile")).content.decode()
