"""Nothing a colleague sees or gets may hint that somebody is hidden from them (design 5.3): found by trying to."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from core import feed
from core.models import Mail, Notice, NoticePreference
from core.scope import Kind, Scope, enter
from participants import actions, numbers
from participants.enums import EndKind, EndReason, HandlerKind, ProtectionLevel, SharingBasis
from participants.models import Enrolment
from tests.participants.factories import TEST_NUMBERS, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def for_team(team) -> Callable:
    return lambda: enter(Scope(Kind.RUN, team_id=team.pk))


@pytest.mark.parametrize(
    ("basis", "status", "told"), [(SharingBasis.NONE, 204, False), (SharingBasis.AGREEMENT, 200, True)]
)
def test_poll_is_silent_when_a_hidden_person_comes(
    basis, status, told, for_team, team, municipality, colleague, as_user
):
    position = feed.position()
    with for_team():
        enrolled(team, municipality, basis=basis)

    answer = as_user(colleague).get(
        reverse("participants:register_changes", args=[team.slug]), {"plats": str(position)}
    )

    assert (answer.status_code, "Någon har skrivits in" in answer.content.decode()) == (status, told)


def test_number_of_a_hidden_person_tells_nothing_the_second_time_either(
    for_team, team, municipality, nonprofit, colleague, scope_of
):
    """Any other number is refused on the second try; one that went through twice would say that somebody has it."""
    number = numbers.read(TEST_NUMBERS[0])
    with for_team():
        enrolled(team, municipality, basis=SharingBasis.NONE, number=TEST_NUMBERS[0])

    with enter(scope_of(colleague, team)):
        first = enrolled(team, nonprofit, "Ada", "Ett").participant
        actions.set_number(participant=first, number=number, by=colleague)
        actions.set_number(participant=first, number=number, by=colleague)  # saved again
        other = enrolled(team, nonprofit, "Ada", "Två").participant

        assert actions.known_number(number=number) == first
        with pytest.raises(actions.DuplicateNumber):
            actions.set_number(participant=other, number=number, by=colleague)


@pytest.fixture(params=["conflict", "organisation", "protected"])
def hide(request, for_team, colleague, handler, leader) -> Callable:
    """Hides somebody of the municipality's from Bo, in each way there is."""

    def act(person: Enrolment) -> None:
        with for_team():
            if request.param == "conflict":
                actions.ask_conflict(participant=person.participant, user=colleague, by=leader)
            elif request.param == "organisation":
                actions.withdraw_sharing(enrolment=person, by=handler)
            else:
                actions.protect(
                    participant=person.participant,
                    level=ProtectionLevel.PROTECTED,
                    alias="Björken",
                    named=[handler],
                    manager=handler,
                    by=handler,
                )

    return act


def test_colleague_who_must_not_know_the_person_is_not_asked_to_take_over(
    hide, for_team, team, municipality, handler, colleague, scope_of
):
    with for_team():
        person = enrolled(team, municipality, handler=handler)
    hide(person)

    with enter(scope_of(handler, team)), pytest.raises(actions.ActionError):
        actions.propose_handover(enrolment=person, to=colleague, by=handler)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("page", ["helper", "handler"])
def test_colleague_who_must_not_know_the_person_is_not_made_handler_and_hears_nothing(
    page, hide, for_team, team, municipality, handler, colleague, as_user
):
    with for_team():
        person = enrolled(team, municipality)
    hide(person)

    address = reverse(f"participants:{page}", args=[team.slug, person.participant.public_id])
    answer = as_user(handler).post(address, {"user": colleague.pk, "kind": "co", "starts_on": "idag"})

    assert answer.status_code == 422
    assert "Välj någon annan" in answer.content.decode()
    with for_team():
        assert not person.handler_assignments.exists()
    assert not Notice.objects.filter(user_id=colleague.pk).exists()


def test_helper_who_must_not_know_the_person_any_longer_does_not_hear_of_the_end(
    hide, for_team, team, municipality, handler, colleague
):
    with for_team():
        person = enrolled(team, municipality, handler=handler)
        actions.assign_handler(enrolment=person, user=colleague, by=None, kind=HandlerKind.CO)
    hide(person)

    with for_team():
        actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    assert not Notice.objects.filter(user_id=colleague.pk).exists()


def test_what_a_colleague_was_told_before_goes_with_the_right_to_know_link_and_words(
    hide, for_team, team, municipality, handler, colleague, as_user
):
    NoticePreference.objects.create(user_id=colleague.pk, kind="task", channel="mail")
    with for_team():
        person, other = (enrolled(team, municipality, name, handler=handler) for name in ("Zahra", "Omid"))
        for one in (person, other):
            actions.assign_handler(enrolment=one, user=colleague, by=handler, kind=HandlerKind.CO)
            actions.add_task(enrolment=one, title="Ring", owner=colleague, by=handler)
            actions.propose_handover(enrolment=one, to=colleague, by=handler)
        actions.add_task(enrolment=person, title="Ring", owner=handler, by=colleague)
    client, listed = as_user(colleague), reverse("accounts:notice_list")
    told = Notice.objects.filter(user_id=colleague.pk)
    Notice.objects.filter(pk=told.order_by("pk").first().pk).update(
        read_at=timezone.now()
    )  # the read ones stand there too
    before = told.count()
    hide(person)

    assert client.get(listed).status_code == 200
    assert 0 < told.count() * 2 == before  # as much was told of the one as of the other
    mailed = list(Mail.objects.values_list("text", flat=True))  # what still waits is about the other
    assert len(mailed) == told.filter(kind="task").count() == 1
    assert told.get(kind="task").url in mailed[0]
    opened = {client.post(reverse("accounts:notice_open", args=[one.pk]), follow=True).status_code for one in told}
    assert opened == {200}  # each that is left leads somewhere
    assert Notice.objects.filter(user_id=handler.pk, kind="task").count() == 1  # who sees the person keeps theirs


def test_colleague_who_is_named_no_more_loses_what_they_were_told_of_a_protected_person(
    for_team, team, municipality, handler, colleague, leader
):
    with for_team():
        person = enrolled(team, municipality, handler=handler)
        protect = {"participant": person.participant, "level": ProtectionLevel.MARKED, "alias": "Eken"}
        actions.protect(**protect, named=[colleague], manager=handler, by=handler)
        actions.assign_handler(enrolment=person, user=colleague, by=handler, kind=HandlerKind.CO)
        assert Notice.objects.filter(user_id=colleague.pk).exists()
        actions.revoke_access(participant=person.participant, user=colleague, by=handler)
    assert not Notice.objects.filter(user_id=colleague.pk).exists()


def test_colleague_who_is_dropped_when_a_person_is_protected_anew_is_shut_out_at_the_next_request(
    for_team, team, municipality, handler, colleague, as_user
):
    with for_team():
        person = enrolled(team, municipality, handler=handler)
    page = reverse("participants:detail", args=[team.slug, person.participant.public_id])

    def protect(*named) -> int:
        with for_team():
            actions.protect(
                participant=person.participant,
                level=ProtectionLevel.MARKED,
                alias="Eken",
                named=named,
                manager=handler,
                by=handler,
            )
        return as_user(colleague).get(page).status_code

    assert protect(colleague) == 200
    assert protect() == 404
    assert as_user(handler).get(page).status_code == 200


def test_former_handler_with_a_conflict_is_not_made_handler_on_return(
    for_team, team, municipality, handler, colleague, leader, as_user
):
    with for_team():
        person = enrolled(team, municipality, handler=colleague)
        actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=colleague)
        actions.ask_conflict(participant=person.participant, user=colleague, by=leader)
    sent = {"organisation": municipality.pk, "basis": "consent", "started_on": "idag", "handler": colleague.pk}

    address = reverse("participants:come_back", args=[team.slug, person.participant.public_id])
    assert as_user(handler).post(address, sent).status_code == 422
    assert not Notice.objects.exists()


def test_two_who_enrol_the_same_person_at_once(for_team, team, municipality, handler, as_user, monkeypatch):
    with for_team():
        enrolled(team, municipality, number=TEST_NUMBERS[0])
    monkeypatch.setattr(actions, "known_number", lambda *, number: None)  # looked before the colleague had saved
    given = {"first_name": "Ada", "last_name": "Berg", "number": TEST_NUMBERS[0], "organisation": municipality.pk}
    given |= {"basis": "consent", "started_on": "idag", "handler": handler.pk}

    answer = as_user(handler).post(reverse("participants:enrol", args=[team.slug]), given)

    assert answer.status_code == 422
    assert "Personen finns redan i teamet." in answer.content.decode()
