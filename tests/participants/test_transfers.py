"""Somebody goes on in another team: what was said yes to goes along and nothing else, neither team sees the other's."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core import persondata
from core.models import Notice
from core.scope import Kind, Scope, enter
from cvbuilder.models import CV
from participants import actions, figures, numbers, register
from participants.actions.transfers import teams_for
from participants.enums import (
    ConcernKind,
    EndReason,
    Focus,
    NoteKind,
    OutcomeKind,
    ProtectionLevel,
    SaidHow,
    SharingBasis,
    TransferState,
)
from participants.models import (
    Concern,
    Enrolment,
    Experience,
    Intervention,
    Note,
    Outcome,
    Participant,
    RegisterRow,
    TransferIn,
    TransferOut,
)
from smail import progress
from smail.models import Assessment, Rating
from taxonomy.models import Language
from tests.conftest import member
from tests.cvbuilder.factories import full_profile, made_cv
from tests.participants.factories import TEST_NUMBERS, days_from_today, enrolled, intervention
from tests.smail.factories import assessed

pytestmark = pytest.mark.django_db
ALL = ("profile", "plan", "outcomes", "cv", "assessments", "notes", "concerns")
DEFAULT = ("profile", "plan", "outcomes", "cv")


@pytest.fixture
def inside(team, other_team):
    def enter_team(here=None):
        return enter(Scope(Kind.RUN, team_id=(here or team).pk))

    return enter_team


@pytest.fixture
def receiver(other_team, municipality):
    other_team.accepts_transfers = True
    other_team.save()
    return member(other_team, municipality, "Rakel", "leader")


@pytest.fixture
def person(inside, team, municipality, handler, receiver):
    with inside():
        enrolment = enrolled(
            team, municipality, "Zahra", by=handler, handler=handler, number=TEST_NUMBERS[0], phone="070-174 06 05"
        )
        actions.set_goal(enrolment=enrolment, goal="Kock", by=handler)
        intervention(enrolment, title="Praktik i kök")
        intervention(enrolment, Focus.HEALTH, title="Samtal på vårdcentralen")
        actions.add_note(enrolment=enrolment, text="Trivs i kök", kind=NoteKind.CALL, by=handler)
        actions.raise_concern(enrolment=enrolment, kind=ConcernKind.values[0], text="Sover dåligt", by=handler)
        actions.record_outcome(
            enrolment=enrolment, kind=OutcomeKind.INTERNSHIP, starts_on=days_from_today(-20), by=handler, where="Café"
        )
        full_profile(enrolment.participant)
        made_cv(enrolment.participant, handler)
        assessed(enrolment, handler, on=days_from_today(-40))
        return Enrolment.objects.select_related("participant", "team").get(pk=enrolment.pk)


def ask(person, other_team, by, carries=DEFAULT, **more):
    yes = actions.Yes(tuple(carries), SaidHow.SPOKEN, timezone.localdate())
    return actions.ask_transfer(enrolment=person, to_team=other_team, yes=yes, by=by, why="Flyttar hit", **more)


def accept(inside, other_team, by, organisation, key, **more):
    with inside(other_team):
        incoming = TransferIn.objects.get(key=key)
        given = {"organisation": organisation, "basis": SharingBasis.CONSENT} | more
        return actions.accept_transfer(incoming=incoming, by=by, **given)


def test_what_was_said_yes_to_goes_along_and_nothing_else(
    person, inside, team, other_team, handler, receiver, municipality
):
    with inside():
        out = ask(person, other_team, handler)
    made = accept(inside, other_team, receiver, municipality, out.key, handler=receiver)
    with inside(other_team):
        new = Participant.objects.get()
        assert (new.first_name, numbers.reveal(new), str(new.phone)) == ("Zahra", TEST_NUMBERS[0], "070-174 06 05")
        assert new.public_id != person.participant.public_id
        assert (made.source, Enrolment.objects.get().goal) == (team.name, "Kock")
        assert Experience.objects.count() == 2
        assert [one.title for one in Intervention.objects.all()] == ["Praktik i kök"]  # nothing about health
        assert [one.where for one in Outcome.objects.all()] == ["Café"]
        assert CV.objects.count() == 1
        assert (Note.objects.count(), Concern.objects.count(), Assessment.objects.count()) == (0, 0, 0)
        assert RegisterRow.objects.get().handler_id == receiver.pk
        assert register.differences(other_team.pk) == []
    with inside():
        old = Enrolment.objects.get()
        assert (old.state, old.end_reason, old.is_mistake) == ("ended", EndReason.TRANSFERRED, False)
        assert register.differences(team.pk) == []
        assert Note.objects.count() == 1  # what was there stays there
        assert TransferOut.objects.get().answered_by_id == receiver.pk


def test_answers_go_along_with_a_yes_to_just_that_and_the_belief_never(
    person, inside, other_team, handler, receiver, municipality
):
    with inside():
        out = ask(person, other_team, handler, ALL)
        given = Rating.objects.exclude(indicator__handler_only=True).count()
        assert Rating.objects.filter(indicator__handler_only=True).exists()
    accept(inside, other_team, receiver, municipality, out.key)
    with inside(other_team):
        assert Rating.objects.count() == given > 0
        assert not Rating.objects.filter(indicator__handler_only=True).exists()
        assert [note.text for note in Note.objects.all()] == ["Trivs i kök"]
        assert Concern.objects.get().text == "Sover dåligt"
        assert progress.differences(other_team.pk) == []
    call_command("rebuild_register", "--check", verbosity=0)
    call_command("rebuild_progress", "--check", verbosity=0)


def test_receiving_team_sees_nothing_before_and_only_what_was_carried_after(
    person, inside, team, other_team, handler, receiver, municipality, stranger, scope_of, as_user
):
    with inside():
        out = ask(person, other_team, handler)
    with enter(scope_of(stranger, other_team)):
        assert (TransferIn.objects.count(), TransferIn.objects.visible_to(scope_of(stranger, other_team)).count()) == (
            0,
            0,
        )
        assert Participant.objects.count() == TransferOut.objects.count() == 0
    url = reverse("participants:transfer_in", args=[other_team.slug, out.key])
    assert as_user(stranger).get(url).status_code == 404
    assert as_user(stranger).post(url, {}).status_code == 404
    assert "Zahra" not in as_user(stranger).get(reverse("participants:transfers", args=[other_team.slug])).text
    assert as_user(handler).get(url).status_code == 404  # the sender is no member there
    page = as_user(receiver).get(url)
    assert page.status_code == 200
    assert "Zahra Ahmadi" in page.text
    for secret in (TEST_NUMBERS[0], "Trivs i kök", "Kock", "070-174 06 05", "070-174"):
        assert secret not in page.text
    with enter(scope_of(receiver, other_team)):
        assert Participant.objects.count() == 0

    made = accept(inside, other_team, receiver, municipality, out.key)
    with enter(scope_of(receiver, other_team)):
        assert [one.pk for one in Participant.objects.all()] == [made.participant_id]
        assert TransferIn.objects.get().name == ""
    old = reverse("participants:detail", args=[team.slug, person.participant.public_id])
    assert as_user(receiver).get(old).status_code == 404
    with enter(scope_of(handler, team)):
        assert Participant.objects.filter(pk=made.participant_id).count() == 0
        assert TransferIn.objects.count() == 0
    new = reverse("participants:detail", args=[other_team.slug, made.participant.public_id])
    assert as_user(handler).get(new).status_code == 404
    told = as_user(handler).get(old).text
    assert made.participant.public_id not in told


def test_taken_back_until_answered(person, inside, other_team, handler, receiver, municipality):
    with inside():
        out = ask(person, other_team, handler)
        assert Notice.objects.filter(user_id=receiver.pk, kind="transfer", read_at=None).count() == 1
        with pytest.raises(actions.ActionError, match="redan fått frågan"):
            ask(person, other_team, handler)
        actions.withdraw_transfer(out=out, by=handler)
        with pytest.raises(actions.ActionError, match="redan besvarad"):
            actions.withdraw_transfer(out=out, by=handler)
    assert Notice.objects.filter(user_id=receiver.pk, kind="transfer", read_at=None).count() == 0
    with pytest.raises(actions.ActionError, match="redan besvarad"):
        accept(inside, other_team, receiver, municipality, out.key)
    with inside(other_team):
        incoming = TransferIn.objects.get()
        assert (incoming.state, incoming.name, incoming.why) == (TransferState.WITHDRAWN, "", "")
        assert Participant.objects.count() == 0
    with inside():
        assert Enrolment.objects.get().is_open


def test_accepted_once(person, inside, other_team, handler, receiver, municipality):
    with inside():
        out = ask(person, other_team, handler)
    accept(inside, other_team, receiver, municipality, out.key)
    with pytest.raises(actions.ActionError, match="redan besvarad"):
        accept(inside, other_team, receiver, municipality, out.key)
    with inside(other_team):
        assert Participant.objects.count() == 1


def test_declined_with_a_reason_that_the_sender_reads(person, inside, other_team, handler, receiver):
    with inside():
        out = ask(person, other_team, handler)
    with inside(other_team):
        actions.decline_transfer(incoming=TransferIn.objects.get(), reason="Fullt till mars", by=receiver)
        assert TransferIn.objects.get().name == ""
    with inside():
        assert (TransferOut.objects.get().state, TransferOut.objects.get().reason) == ("declined", "Fullt till mars")
        assert Enrolment.objects.get().is_open
    assert Notice.objects.filter(user_id=handler.pk, kind="transfer").exists()
    with inside():
        assert ask(person, other_team, handler).pk != out.pk  # may be asked again


def test_lapses_after_fourteen_days(person, inside, other_team, handler, receiver, municipality):
    with inside():
        out = ask(person, other_team, handler)
        assert out.lapses_on == days_from_today(14)
    assert actions.lapse_transfers(team_id=other_team.pk) == 0
    with inside(other_team):
        TransferIn.objects.update(lapses_on=timezone.localdate())
    with pytest.raises(actions.ActionError, match="gått ut"):
        accept(inside, other_team, receiver, municipality, out.key)
    assert actions.lapse_transfers(team_id=other_team.pk) == 1
    assert actions.lapse_transfers(team_id=other_team.pk) == 0
    with inside():
        assert TransferOut.objects.get().state == TransferState.LAPSED
    with inside(other_team):
        assert TransferIn.objects.get().name == ""


def test_only_teams_that_take_people_are_known(team, other_team, receiver, person, inside, handler, as_user, leader):
    assert [one.pk for one in teams_for(team)] == [other_team.pk]
    url = reverse("participants:transfer", args=[team.slug, person.participant.public_id])
    assert other_team.name in as_user(leader).get(url).text
    other_team.accepts_transfers = False
    other_team.save()
    assert other_team.name not in as_user(leader).get(url).text
    with inside(), pytest.raises(actions.ActionError, match="tar inte emot"):
        ask(person, other_team, handler)


def test_protected_goes_from_the_named_manager_to_one_named_receiver(
    person, inside, team, other_team, handler, leader, receiver, municipality, scope_of, as_user
):
    named = member(other_team, municipality, "Nina")
    with inside():
        actions.protect(
            participant=person.participant,
            level=ProtectionLevel.MARKED,
            alias="Björken",
            named=[handler],
            manager=leader,
            by=leader,
        )
        with pytest.raises(actions.ActionError, match="namngiven"):
            ask(person, other_team, leader)
    url = reverse("participants:transfer", args=[team.slug, person.participant.public_id])
    assert as_user(handler).get(url).status_code == 403  # sees the person, manages nothing
    assert as_user(leader).get(url).status_code == 200
    with inside():
        out = ask(person, other_team, leader, to_user=named)
    answer = reverse("participants:transfer_in", args=[other_team.slug, out.key])
    assert as_user(receiver).get(answer).status_code == 404  # leads the team, and is not told
    assert not Notice.objects.filter(user_id=receiver.pk).exists()
    page = as_user(named).get(answer).text
    assert "Björken" in page
    assert "Zahra" not in page
    with pytest.raises(actions.ActionError, match="så här"):
        accept(inside, other_team, receiver, municipality, out.key)
    accept(inside, other_team, named, municipality, out.key, handler=named)
    with enter(scope_of(receiver, other_team)):
        assert Participant.objects.count() == RegisterRow.objects.count() == 0
    with enter(scope_of(named, other_team)):
        assert Participant.objects.get().name == "Björken"


def test_protected_meanwhile_and_erased_meanwhile_no_other_team_keeps_the_name(
    person, inside, other_team, handler, leader, receiver
):
    with inside():
        ask(person, other_team, handler)
        actions.protect(
            participant=person.participant,
            level=ProtectionLevel.MARKED,
            alias="Eken",
            named=[],
            manager=leader,
            by=leader,
        )
    with inside(other_team):
        assert TransferIn.objects.get().name == ""
    with inside():
        actions.protect(
            participant=person.participant, level=ProtectionLevel.NONE, alias="", named=[], manager=leader, by=leader
        )
        ask(person, other_team, handler)
        persondata.erase_person(Participant.objects.get())
        assert TransferOut.objects.count() == 0
    with inside(other_team):
        assert not TransferIn.objects.waiting().exists()
        assert {one.name for one in TransferIn.objects.all()} == {""}


def test_number_that_the_other_team_knows_leads_its_leader_to_both(
    person, inside, other_team, handler, receiver, municipality, as_user
):
    with inside(other_team):
        enrolled(other_team, municipality, "Zahra", by=receiver, handler=receiver, number=TEST_NUMBERS[0])
    with inside():
        out = ask(person, other_team, handler)
    made = accept(inside, other_team, receiver, municipality, out.key)
    assert Notice.objects.filter(user_id=receiver.pk, kind="duplicate").exists()
    page = as_user(receiver).get(reverse("participants:detail", args=[other_team.slug, made.participant.public_id]))
    assert "Samma personnummer finns på" in page.text


def test_counts_as_moved_on_and_not_as_an_end(person, inside, team, other_team, handler, receiver, municipality):
    with inside():
        out = ask(person, other_team, handler)
    accept(inside, other_team, receiver, municipality, out.key)
    today = timezone.localdate()
    with inside():
        told = {f.key: f.participant_ids for f in figures.weekly(team.pk, today - timedelta(days=6), today)}
        assert told["out"] == ()
        assert told["moved_on"] == (person.participant_id,)
        assert told["goal_base"] == ()
    with inside(other_team):
        told = {f.key: f.participant_ids for f in figures.weekly(other_team.pk, today - timedelta(days=6), today)}
        assert len(told["in"]) == len(told["goal_base"]) == 1


def test_walked_in_the_browsers_forms(person, team, other_team, handler, receiver, as_user, inside):
    url = reverse("participants:transfer", args=[team.slug, person.participant.public_id])
    client = as_user(handler)
    form = client.get(url).context["form"]
    assert set(form["carries"].value()) == set(DEFAULT)
    swedish = Language.objects.filter(iso1="SV").first()
    said = {
        "to_team": other_team.pk,
        "carries": ["profile"],
        "said_how": "written",
        "said_on": timezone.localdate().isoformat(),
        "said_in-text": swedish.label,
        "why": "Flyttar hit",
    }
    refused = client.post(url, said)
    assert refused.status_code == 422
    assert "Flyttar hit" in refused.text
    assert client.post(url, said | {"yes": "on"}).status_code == 302
    waiting = client.get(url).text
    assert "väntar på svar" in waiting
    with inside():
        out = TransferOut.objects.get()
        assert (out.carries, out.said_in) == (["profile"], swedish)
    answer = reverse("participants:transfer_in", args=[other_team.slug, out.key])
    assert (
        as_user(receiver)
        .post(reverse("participants:transfer_decline", args=[other_team.slug, out.key]), {})
        .status_code
        == 422
    )
    page = as_user(receiver).get(answer)
    own = page.context["form"]
    sent = as_user(receiver).post(
        answer, {"organisation": own["organisation"].value(), "basis": "consent", "handler": receiver.pk}, follow=True
    )
    assert sent.status_code == 200
    assert "Kom hit från" in as_user(receiver).get(sent.redirect_chain[-1][0] + "tidslinje/").text
    assert (
        "fortsätter i ett annat team"
        in client.get(reverse("participants:timeline", args=[team.slug, person.participant.public_id])).text
    )
