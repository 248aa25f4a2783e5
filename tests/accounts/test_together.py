"""Two act on the same thing at the same moment: the second is told, nothing breaks."""

from accounts import actions
from accounts.actions.addresses import Change
from accounts.models import Invitation, Organisation, Team, User
from tests.conftest import member
from tests.races import second_meets


def test_two_invitations_to_one_address_at_once_leave_one_waiting(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        organisation = Organisation.objects.create(name="O", sector="municipality")
        team = Team.objects.create(slug="t", name="T", owner=organisation)
        lena = member(team, organisation, "Lena")

        def invite() -> Invitation:
            return actions.invite(
                team=team, email="nina@example.org", organisation=organisation, role="handler", address=str, by=lena
            )

        assert isinstance(second_meets(invite, invite), Invitation)
        assert Invitation.objects.waiting().count() == 1


def test_two_who_change_to_one_address_at_once_the_second_is_told(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        ada, bo = (User.objects.create_user(f"{name}@example.org", name=name) for name in ("ada", "bo"))

        def change(user: User) -> User:
            return actions.change_address(change=Change(user.pk, user.email, "ny@example.org", user.sign_outs, 0, 0))

        told = second_meets(lambda: change(ada), lambda: change(bo))
        assert isinstance(told, actions.ActionError)
