"""Somebody comes through the form, or comes back: as the browser sends it, and what nobody must be told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import swedish_dates
from core.models import Notice, ReadLine
from core.scope import Kind, Scope, enter
from participants import actions, numbers
from participants.enums import EndKind, EndReason, ProtectionLevel, SharingBasis
from participants.models import Enrolment, Participant, RegisterRow, Sharing
from tests.conftest import member
from tests.participants.factories import TEST_NUMBERS, enrolled

pytestmark = pytest.mark.django_db
NUMBER = TEST_NUMBERS[0]


@pytest.fixture
def in_team(team):
    return lambda: enter(Scope(Kind.RUN, team_id=team.pk))


@pytest.fixture
def url(team):
    return reverse("participants:enrol", args=[team.slug])


@pytest.fixture
def given(municipality, handler):
    return {
        "first_name": "Ada",
        "last_name": "Berg",
        "number": NUMBER,
        "organisation": municipality.pk,
        "basis": "agreement",
        "started_on": "idag",
        "handler": handler.pk,
        "goal": "Kock",
    }


@pytest.fixture(autouse=True)
def _agreement(team):
    team.sharing_agreement = "Vi delar."
    team.save(update_fields=["sharing_agreement"])


def test_enrolment_through_the_form_makes_the_person_and_shows_their_page(
    url, given, in_team, as_user, handler, colleague, team, scope_of
):
    client = as_user(handler)
    assert client.get(url).status_code == 200

    answer = client.post(url, given)

    with in_team():
        person = Participant.objects.get()
        enrolment = Enrolment.objects.get()
        assert numbers.reveal(person) == "19900101-2385"
        assert (enrolment.goal, enrolment.handler_assignments.get().user) == ("Kock", handler)
        assert Sharing.objects.get().basis == SharingBasis.AGREEMENT
    assert answer["Location"].endswith(f"/deltagare/{person.public_id}/")
    page = client.get(answer["Location"]).content.decode()
    assert "Personen är inskriven." in page
    assert "2385" not in page
    with enter(scope_of(colleague, team)):
        assert RegisterRow.objects.visible_to(scope_of(colleague, team)).get().list_name == "Berg, Ada"


def test_number_of_somebody_known_is_told_with_the_way_there(url, given, in_team, as_user, handler, team, municipality):
    with in_team():
        known = enrolled(team, municipality, "Ada", "Gammal", number=NUMBER).participant

    answer = as_user(handler).post(url, given)

    assert answer.status_code == 422
    assert known.public_id in answer.content.decode()
    with in_team():
        assert Participant.objects.count() == 1


def test_lookalike_is_shown_once_and_never_in_the_way(url, given, in_team, as_user, handler, team, municipality):
    with in_team():
        enrolled(team, municipality, "Ada", "Berg", birth_year=1971)
    client, given = as_user(handler), given | {"number": ""}

    first = client.post(url, given)
    page = first.content.decode()
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    second = client.post(url, given | {"seen": seen})

    assert first.status_code == 422
    assert "1971" in page
    assert "Skriv in ändå" in page
    assert second.status_code == 302
    with in_team():
        assert Participant.objects.filter(last_name="Berg").count() == 2
        assert [line.place for line in ReadLine.objects.all()] == ["participants:enrol"]  # shown, so read


def test_lookalike_whom_the_viewer_must_not_know_of_is_not_shown(
    url, given, in_team, as_user, handler, leader, team, municipality
):
    with in_team():
        hidden = enrolled(team, municipality, "Ada", "Berg").participant
        protect(hidden, leader)
    client = as_user(handler)

    while_writing = client.post(
        reverse("participants:enrol_alike", args=[team.slug]), {"first_name": "Ada", "last_name": "Berg"}
    )
    answer = client.post(url, given)

    assert hidden.public_id not in while_writing.content.decode()
    assert answer.status_code == 302


def protect(person, leader):
    actions.protect(
        participant=person, level=ProtectionLevel.PROTECTED, alias="Björken", named=[], manager=leader, by=leader
    )


def answers(client, url, given):
    """What the one who enrols gets to see: status and the page they come to, without what differs for every person."""
    answer = client.post(url, given)
    page = client.get(answer["Location"]).content.decode()
    return answer.status_code, page.count("<section"), "Personen är inskriven." in page


def test_protected_person_known_to_another_is_enrolled_as_any_other_and_the_manager_told(
    url, given, in_team, as_user, handler, leader, team, municipality
):
    with in_team():
        protect(enrolled(team, municipality, "Ada", "Berg", number=NUMBER).participant, leader)
    client = as_user(handler)

    silent = answers(client, url, given)
    assert Notice.objects.get().user_id == leader.pk
    other = answers(client, url, given | {"first_name": "Eva", "last_name": "Ceder", "number": TEST_NUMBERS[1]})

    assert silent == other
    with in_team():
        made = Participant.objects.get(alias="", last_name="Berg")
        assert numbers.reveal(made) == "19900101-2385"
        assert made.public_id in Notice.objects.get().url
    assert "Berg" not in Notice.objects.get().title


@pytest.fixture
def gone_before(in_team, team, municipality, handler):
    """Somebody whose time ended, known to the municipality alone."""
    with in_team():
        enrolment = enrolled(team, municipality, "Ada", "Berg", number=NUMBER, handler=handler, basis=SharingBasis.NONE)
        actions.end_enrolment(enrolment=enrolment, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
        return enrolment.participant


def test_return_by_number_of_one_the_viewer_must_not_know_of_goes_through_and_the_last_handler_hears(
    url, given, gone_before, in_team, as_user, colleague, handler, nonprofit
):
    answer = as_user(colleague).post(url, given | {"organisation": nonprofit.pk, "handler": colleague.pk})

    assert answer.status_code == 302
    assert gone_before.public_id not in answer["Location"]
    assert Notice.objects.get().user_id == handler.pk
    with in_team():
        assert Participant.objects.count() == 2


def test_return_when_the_last_handler_has_left_is_told_to_somebody_who_sees_the_person(
    url, given, gone_before, as_user, colleague, handler, leader, nonprofit, team
):
    handler.memberships.update(ended_on="2026-01-01")

    as_user(colleague).post(url, given | {"organisation": nonprofit.pk, "handler": colleague.pk})

    assert Notice.objects.get().user_id == leader.pk


@pytest.fixture
def ended_shared(in_team, team, municipality, handler):
    """Somebody of the municipality's whom the whole team has seen, whose time ended."""
    with in_team():
        enrolment = enrolled(team, municipality, "Ada", "Berg", handler=handler)
        actions.end_enrolment(enrolment=enrolment, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
        return enrolment.participant


@pytest.mark.parametrize(
    ("who", "basis", "status"),
    [("colleague", "none", 422), ("colleague", "agreement", 302), ("nonprofit_leader", "none", 302)],
)
def test_return_under_another_organisation_needs_a_basis_or_the_leader(
    who, basis, status, ended_shared, as_user, team, nonprofit, colleague, handler, scope_of
):
    user = colleague if who == "colleague" else member(team, nonprofit, "Nina", "leader")
    url = reverse("participants:come_back", args=[team.slug, ended_shared.public_id])
    sent = {"organisation": nonprofit.pk, "basis": basis, "started_on": "idag", "handler": user.pk, "goal": ""}

    answer = as_user(user).post(url, sent)

    assert answer.status_code == status
    if status == 422:
        assert "hade personen tidigare" in answer.content.decode()
    with enter(scope_of(handler, team)):
        assert Participant.objects.filter(pk=ended_shared.pk).exists() is (who == "colleague")


def test_return_to_the_same_organisation_needs_no_sharing(ended_shared, as_user, team, municipality, handler):
    url = reverse("participants:come_back", args=[team.slug, ended_shared.public_id])
    sent = {"organisation": municipality.pk, "basis": "none", "started_on": "idag", "handler": handler.pk, "goal": ""}

    assert as_user(handler).post(url, sent).status_code == 302


@pytest.fixture
def come_back(ended_shared, as_user, team, nonprofit):
    """Enrols the person again under the other organisation; answers the status."""

    def act(user, basis):
        sent = {"organisation": nonprofit.pk, "basis": basis, "started_on": "idag", "handler": user.pk, "goal": ""}
        return as_user(user).post(reverse("participants:come_back", args=[team.slug, ended_shared.public_id]), sent)

    return act


def test_sharing_of_one_who_came_back_is_not_ended_by_a_colleague_of_the_new_organisation(
    come_back, ended_shared, as_user, team, colleague, handler, scope_of
):
    """Back with a yes, the yes taken back: two clicks that would hide the person from those who had them before."""
    assert come_back(colleague, "consent").status_code == 302

    answer = as_user(colleague).post(reverse("participants:sharing_end", args=[team.slug, ended_shared.public_id]))

    assert answer.status_code == 422
    assert "hade personen tidigare" in answer.content.decode()
    assert "Be processledaren" in answer.content.decode()
    with enter(scope_of(handler, team)):
        assert Participant.objects.filter(pk=ended_shared.pk).exists()
    assert not Notice.objects.filter(kind="sharing").exists()


def test_second_return_does_not_forget_who_had_the_person_first(
    come_back, ended_shared, in_team, team, colleague, handler, scope_of
):
    assert come_back(colleague, "consent").status_code == 302
    with in_team():
        enrolment = Enrolment.objects.get(participant=ended_shared, state="active")
        actions.end_enrolment(enrolment=enrolment, reason=EndReason.MOVED, kind=EndKind.ENDED, by=colleague)

    assert come_back(colleague, "none").status_code == 422
    with enter(scope_of(handler, team)):
        assert Participant.objects.filter(pk=ended_shared.pk).exists()


def test_leader_ends_the_sharing_and_who_answers_is_told_without_a_name(
    come_back, ended_shared, as_user, team, colleague, leader
):
    assert come_back(colleague, "consent").status_code == 302
    as_user(leader).post(reverse("participants:sharing_end", args=[team.slug, ended_shared.public_id]))

    told = Notice.objects.get(kind="sharing")
    assert (told.user_id, told.title) == (colleague.pk, "En person delas inte längre med hela teamet")
    assert ended_shared.public_id in told.url
    assert as_user(leader).get(f"/t/{team.slug}/deltagare/{ended_shared.public_id}/").status_code == 404


def test_who_answered_and_no_longer_sees_the_person_is_told_without_the_way_there(
    in_team, as_user, team, municipality, handler, colleague
):
    with in_team():
        person = enrolled(team, municipality, handler=colleague).participant
    as_user(handler).post(reverse("participants:sharing_end", args=[team.slug, person.public_id]))

    told = Notice.objects.get(kind="sharing")
    assert (told.user_id, told.url) == (colleague.pk, reverse("participants:register", args=[team.slug]))


def test_form_proposes_me_as_handler(url, as_user, handler):
    assert f'<option value="{handler.pk}" selected>' in as_user(handler).get(url).content.decode()


def test_start_ahead_is_said_and_one_a_year_ahead_refused_with_its_reason(url, given, as_user, handler):
    client = as_user(handler)
    ahead = timezone.localdate() + timedelta(days=20)
    answer = client.post(url, given | {"started_on": ahead.isoformat()}, follow=True)
    assert f"Börjar {swedish_dates.full(ahead)}." in answer.content.decode()
    late = timezone.localdate() + timedelta(days=370)
    refused = client.post(url, given | {"started_on": late.isoformat(), "number": ""})
    assert refused.status_code == 422
    assert "Stämmer året?" in refused.content.decode()


def test_text_over_the_maximum_is_told_kept_and_never_cut(url, given, as_user, handler):
    long = "Kock " * 50
    client = as_user(handler)
    assert "maxlength" not in client.get(url).content.decode().partition('name="goal"')[2].partition(">")[0]
    refused = client.post(url, given | {"goal": long.strip()})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "högst 200 tecken, nu är den 249" in page
    assert long.strip() in page


def test_return_after_a_withdrawal_asks_anew_and_opens_only_by_the_new_answer(
    team, municipality, handler, colleague, scope_of, as_user, in_team
):
    team.sharing_agreement = ""
    team.save(update_fields=["sharing_agreement"])

    def seen_by_colleague() -> bool:
        with enter(scope_of(colleague, team)) as scope:
            return Participant.objects.visible_to(scope).filter(pk=person.pk).exists()

    with enter(scope_of(handler, team)):
        first = enrolled(team, municipality, by=handler, handler=handler, basis=SharingBasis.CONSENT)
        person = first.participant
        actions.withdraw_sharing(enrolment=first, by=handler)
        actions.end_enrolment(enrolment=first, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    assert not seen_by_colleague()
    back = reverse("participants:come_back", args=[team.slug, person.public_id])
    page = as_user(handler).get(back).content.decode()
    assert 'value="none"' in page.partition("checked")[0].rpartition("<input")[2], "nothing is taken over"

    sent = {"organisation": municipality.pk, "started_on": "idag", "handler": handler.pk, "goal": ""}
    assert as_user(handler).post(back, sent | {"basis": "none"}).status_code == 302
    assert not seen_by_colleague()

    with enter(scope_of(handler, team)):
        second = person.enrolments.get(ended_on=None)
        actions.end_enrolment(enrolment=second, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    assert as_user(handler).post(back, sent | {"basis": "consent"}).status_code == 302
    assert seen_by_colleague(), "the old withdrawal does not hide the new yes"
    with in_team():
        assert list(Sharing.objects.order_by("pk").values_list("withdrawn_on", flat=True)) == [
            timezone.localdate(),
            None,
        ]
    story = as_user(colleague).get(reverse("participants:timeline", args=[team.slug, person.public_id]))
    told = story.content.decode()
    assert "Delningen med teamet togs tillbaka" in told
    assert told.count("Delas med teamet: personens samtycke") == 2
