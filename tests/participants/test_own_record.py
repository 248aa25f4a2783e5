"""Nobody sees their own record as staff (design 5.2): whoever is both is shut out of it, however the two come together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitations
from accounts.models import Invitation, Membership, User
from core.scope import Kind, Scope, enter
from participants import actions
from participants.actions.ownrecord import telephone
from participants.models import ConflictOfInterest, Participant
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def conflicts(team):
    def who() -> set[tuple[str, str]]:
        with enter(Scope(Kind.RUN, team_id=team.pk)):
            rows = ConflictOfInterest.objects.values_list("participant__first_name", "user__email")
            return set(rows)

    return who


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+46701740605", "070-174 06 05", True),
        ("0046 70 174 06 05", "0701740605", True),
        ("070-174 06 05", "070-174 06 06", False),
        ("", "", True),
        ("112", "", True),
        ("46", "", True),
    ],
)
def test_a_telephone_is_its_digits(one, other, same):
    assert (telephone(one) == telephone(other)) is same


def test_enrolling_oneself_goes_through_and_closes_the_person(team, municipality, handler, as_user, conflicts):
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        asked = actions.receive_intake(
            team=team,
            facts={"source_kind": "self", "first_name": "Alice", "last_name": "Ek", "email": "ALICE@example.org"},
            by=handler,
        )
    given = {"first_name": "Alice", "last_name": "Ek", "organisation": municipality.pk, "basis": "consent"}
    given |= {"started_on": "idag", "handler": handler.pk}
    where = f"{reverse('participants:enrol', args=[team.slug])}?forfragan={asked.public_id}"

    answer = as_user(handler).post(where, given)

    assert (answer.status_code, answer["Location"]) == (302, reverse("participants:register", args=[team.slug]))
    assert conflicts() == {("Alice", "alice@example.org")}
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        mine = Participant.objects.get()
    page = reverse("participants:detail", args=[team.slug, mine.public_id])
    assert as_user(handler).get(page).status_code == 404


def test_changing_an_address_to_a_colleagues_closes_the_person_to_that_colleague_alone(
    entered, team, municipality, handler, colleague, as_user, conflicts
):
    person = enrolled(team, municipality, "Bo", "Lind", by=handler).participant
    where = reverse("participants:edit", args=[team.slug, person.public_id])
    client = as_user(handler)
    page = client.get(where).content.decode()
    assert "first_name" in page
    sent = {"first_name": "Bo", "last_name": "Lind", "email": "Bo@example.org", "phone": ""}

    assert client.post(where, sent).status_code == 302

    assert conflicts() == {("Bo", "bo@example.org")}
    detail = reverse("participants:detail", args=[team.slug, person.public_id])
    assert client.get(detail).status_code == 200
    assert as_user(colleague).get(detail).status_code == 404


def test_what_is_read_in_closes_itself_to_the_colleague_it_is(
    entered, team, municipality, handler, colleague, conflicts
):
    colleague.phone = "+46701740699"
    colleague.save()
    ids = [
        enrolled(team, municipality, "Omid", by=handler, phone="070-174 06 99").participant_id,
        enrolled(team, municipality, "Ada", by=handler, phone="070-174 06 98").participant_id,
    ]
    assert actions.note_own_records(team_id=team.pk, participant_ids=ids, by=None) == 1
    assert actions.note_own_records(team_id=team.pk, participant_ids=ids, by=None) == 0
    assert conflicts() == {("Omid", "bo@example.org")}


def test_who_joins_does_not_see_their_own_record(team, municipality, other_team, handler, as_user, conflicts):
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        person = enrolled(team, municipality, "Nora", email="nora@example.org").participant
        enrolled(team, municipality, "Ada", email="ada@example.org")
    with enter(Scope(Kind.RUN, team_id=other_team.pk)):
        enrolled(other_team, municipality, "Nora i Norra", email="nora@example.org")
    user = User.objects.create_user("nora@example.org", "hemligt losenord 12", name="Nora Sand")
    invitation = Invitation.objects.create(
        team=team,
        organisation=municipality,
        role="handler",
        email="nora@example.org",
        token_digest=b"x" * 32,
        invited_by=handler,
        sent_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )

    invitations.accept(invitation=invitation, by=user)

    assert conflicts() == {("Nora", "nora@example.org")}
    Membership.objects.filter(user=user).update(last_visit_at=timezone.now())
    page = as_user(user).get(reverse("participants:register", args=[team.slug])).content.decode()
    assert person.public_id not in page
    assert "Ada" in page


def test_a_telephone_changed_on_ones_own_page_counts_too(entered, team, municipality, handler, as_user, conflicts):
    enrolled(team, municipality, "Alva", by=handler, phone="+46701740697")
    where = reverse("accounts:profile")
    client = as_user(handler)
    form = client.get(where).context["form"]
    sent = {**{k: v for k, v in form.initial.items() if v not in (None, False)}, "phone": "070-174 06 97"}

    assert client.post(where, sent).status_code == 302

    assert conflicts() == {("Alva", "alice@example.org")}
