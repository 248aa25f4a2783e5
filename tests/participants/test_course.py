"""The way through a team: a pause that forgets nobody, a job that is followed up, lost, and the way back."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import swedish_dates
from core.scope import Kind, Scope, enter
from followup.myday import my_day
from participants import actions, register
from participants.enums import ConsentForm, ConsentKind, OutcomeKind, SharingBasis, StillThere
from participants.models import Enrolment, Experience, FollowUp, Outcome, Pause, RegisterRow, Sharing, StartItem
from participants.queries.anew import to_ask
from participants.queries.person import enrolment_of
from participants.queries.watch import standing, strongest_signal
from participants.standing import Code, signals
from tests.conftest import member
from tests.participants.factories import days_from_today, enrolled
from tests.smail.factories import handler_answered, participant_answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_team(team):
    return lambda: enter(Scope(Kind.RUN, team_id=team.pk))


@pytest.fixture
def enrolment(in_team, team, municipality, handler):
    team.sharing_agreement = "Vi delar."
    team.save(update_fields=["sharing_agreement"])
    with in_team():
        made = enrolled(team, municipality, "Zahra", "Ahmadi", by=handler, handler=handler)
        actions.set_goal(enrolment=made, goal="Kock", by=handler)
        actions.set_next_step(enrolment=made, step="Skriva cv", on=days_from_today(3), waiting_for="", by=handler)
    return made


@pytest.fixture
def address(team, enrolment):
    return lambda name, *more: reverse(f"participants:{name}", args=[team.slug, enrolment.participant.public_id, *more])


def typed(day):
    return swedish_dates.full(day, language="sv")


def row_of(enrolment) -> RegisterRow:
    return RegisterRow.objects.get(enrolment=enrolment)


def test_paused_person_is_met_in_min_dag_on_the_agreed_day_and_the_waiting_step_comes_back(
    enrolment, address, as_user, handler, team, in_team, scope_of
):
    client = as_user(handler)
    given = {"reason": "away", "starts_on": "idag"}
    assert client.post(address("pause"), given).status_code == 422  # the contact is asked for
    assert client.post(address("pause"), given | {"next_contact_on": "imorgon", "back_on": "igår"}).status_code == 422
    soon = days_from_today(10)
    assert (
        client.post(address("pause"), given | {"next_contact_on": typed(soon), "back_on": typed(soon)}).status_code
        == 302
    )
    with in_team():
        row = row_of(enrolment)
        assert (row.state, row.next_step_on, row.next_step_user_id) == ("paused", soon, handler.pk)
        assert strongest_signal(row, timezone.localdate()) is None
        assert strongest_signal(row, soon).code == Code.PAUSE_CONTACT
        assert strongest_signal(row, soon + timedelta(days=8)).level == "now"
        Pause.objects.update(next_contact_on=timezone.localdate())
        Enrolment.objects.update(next_step_on=timezone.localdate())
        register.update([enrolment.pk])
    scope = scope_of(handler, team)
    with enter(scope):
        day = my_day(scope=scope)
        assert [one.enrolment_id for one in day.steps] == [enrolment.pk]
        assert [signal.code for _row, signal in day.signals] == [Code.PAUSE_CONTACT]
    listed = reverse("participants:register", args=[team.slug]) + "?urval=pausade-att-hora-av"
    assert "Ahmadi" in client.get(listed).content.decode()

    assert client.post(address("pause_contact"), {"on": "igår"}).status_code == 422
    assert client.post(address("pause_contact"), {"on": typed(days_from_today(20))}).status_code == 302
    with in_team():
        assert row_of(enrolment).paused_until == days_from_today(20)
    assert client.post(address("resume"), {"on": "idag"}).status_code == 302
    with in_team():
        row = row_of(enrolment)
        assert (row.state, row.next_step, row.next_step_on) == ("active", "Skriva cv", None)
    assert client.get(address("pause_contact")).status_code == 404


def test_job_lost_job_back_again(enrolment, address, as_user, handler, colleague, team, in_team, municipality):
    """A job begins and the support stays; it is followed up, lost, and the way goes on. Later an end, and one form back:
    same handler, same profile, sharing asked anew, questions asked from the start."""
    client = as_user(handler)
    with in_team():
        profile = actions.get_profile(participant=enrolment.participant)
        Experience.objects.create(team=team, participant=enrolment.participant, profile=profile, title="Kock")
    began = days_from_today(-29)
    given = {"kind": "work", "starts_on": typed(began), "where": "Restaurang Sjön", "extent_percent": "50"}
    assert client.post(address("outcome"), given).status_code == 302
    with in_team():
        row = row_of(enrolment)
        assert (row.state, row.handler_id, row.follow_up_on) == ("in_work", handler.pk, days_from_today(1))
        assert Code.FOLLOW_UP in [signal.code for signal in signals(standing(row, []), timezone.localdate())]
        days = list(FollowUp.objects.order_by("after_days").values_list("after_days", flat=True))
        assert days == [30, 90, 180]
        first, second = FollowUp.objects.order_by("due_on")[:2]
    page = client.get(address("detail")).content.decode()
    assert "Uppföljning efter 30 dagar" in page
    assert "Restaurang Sjön" in page
    listed = client.get(reverse("participants:register", args=[team.slug]) + "?urval=folj-upp").content.decode()
    assert "Ahmadi" in listed

    ask = address("follow_up", first.public_id)
    assert client.post(ask, {"still": "yes"}).status_code == 422  # and the support?
    assert client.post(ask, {"still": "unreached"}).status_code == 302
    with in_team():
        first.refresh_from_db()
        assert (first.answered_on, first.due_on) == (None, days_from_today(7))
    assert client.post(ask, {"still": "yes", "support": "some"}).status_code == 302
    assert client.get(ask).status_code == 404
    with in_team():
        assert row_of(enrolment).follow_up_on == second.due_on
        first.refresh_from_db()
        assert (first.still, first.support, first.answered_by) == ("yes", "some", handler)

    lost = client.post(
        address("follow_up", second.public_id), {"still": "no", "ended_on": "idag"}, headers={"HX-Request": "true"}
    )
    assert lost.status_code == 200
    with in_team():
        row = row_of(enrolment)
        assert (row.state, row.handler_id, row.follow_up_on) == ("active", handler.pk, None)
        assert Outcome.objects.get().ended_on == timezone.localdate()
        assert FollowUp.objects.filter(answered_on=None).count() == 0
    story = client.get(address("timeline")).content.decode()
    assert "Tog slut: Arbete, Restaurang Sjön" in story
    assert "Uppföljning efter 30 dagar: kvar, lite stöd då och då" in story

    # A second job is lost with one button.
    assert client.post(address("outcome"), given | {"starts_on": "idag"}).status_code == 302
    assert client.post(address("outcome_end"), {"on": "idag"}).status_code == 302
    assert client.get(address("outcome_end")).status_code == 404

    ended = {"reason": "own_choice", "kind": "ended", "on": "idag"}
    assert client.post(address("end"), ended | {"kind": "broken_off"}).status_code == 302
    back = as_user(colleague).get(address("come_back")).content.decode()
    assert f'<option value="{handler.pk}" selected>' in back
    form = {"organisation": municipality.pk, "basis": "consent", "started_on": "idag", "handler": handler.pk}
    assert as_user(colleague).post(address("come_back"), form | {"goal": "Kock"}).status_code == 302
    with in_team():
        new = Enrolment.objects.latest("pk")
        row = row_of(new)
        assert new.participant_id == enrolment.participant_id
        assert (row.state, row.handler_id, row.last_assessment_on) == ("active", handler.pk, None)
        assert row.next_assessment_on == days_from_today(14)  # the baseline
        assert Sharing.objects.filter(enrolment=new, withdrawn_on=None).get().basis == SharingBasis.CONSENT
        assert Experience.objects.get().title == "Kock"


def test_way_that_begins_anew_asks_for_consents_and_a_baseline_until_they_are_there(
    enrolment, address, as_user, handler, colleague, team, in_team, municipality, scope_of
):
    def says_yes(to, kind, **more):
        return actions.give_consent(
            enrolment=to, kind=kind, form=ConsentForm.WRITTEN, language="sv", by=handler, **more
        )

    def asked():
        """The consents that are asked again, and what else."""
        page = client.get(address("detail")).content.decode()
        block = page.partition('aria-label="Fråga på nytt"')[2].partition("</section>")[0]
        links = re.findall(r'<a href="([^"]+)">([^<]+)', block)
        assert all(client.get(html.unescape(link)).status_code == 200 for link, _words in links)
        return [words.strip() for _link, words in links]

    client, before = as_user(handler), {"given_on": days_from_today(-40)}
    with in_team():
        says_yes(enrolment, ConsentKind.SMS, **before)
        says_yes(enrolment, ConsentKind.EMPLOYER, **before, recipient="Café Björken")
        no = says_yes(enrolment, ConsentKind.MAIL, **before)
        actions.withdraw_consent(consent=no, by=handler)
    assert asked() == []
    assert (
        client.post(address("outcome"), {"kind": "work", "starts_on": typed(days_from_today(-29))}).status_code == 302
    )
    assert asked() == []
    assert client.post(address("outcome_end"), {"on": "idag"}).status_code == 302
    employer, sms = (f"Samtycke: {kind.label}" for kind in (ConsentKind.EMPLOYER, ConsentKind.SMS))
    assert asked() == [f"{employer},", sms, "Ny skattning att utgå från"]
    with in_team():
        says_yes(enrolment, ConsentKind.SMS)
    assert asked() == [f"{employer},", "Ny skattning att utgå från"]

    ended = {"reason": "own_choice", "kind": "broken_off", "on": "idag"}
    assert client.post(address("end"), ended).status_code == 302
    assert asked() == []
    form = {"organisation": municipality.pk, "basis": "agreement", "started_on": "idag", "handler": handler.pk}
    assert client.post(address("come_back"), form).status_code == 302
    assert asked() == [f"{employer},", sms, "Ny skattning att utgå från"]  # what ended with the enrolment
    assert "Personen är tillbaka." in client.get(address("detail")).content.decode()
    reader = as_user(member(team, municipality, "Rut Läsare", "reader"))
    assert "Fråga på nytt" not in reader.get(address("detail")).content.decode()
    with in_team():
        new = Enrolment.objects.latest("pk")
        found = enrolment_of(scope_of(handler, team), new.participant)
        assert to_ask(scope_of(handler, team), found, days_from_today(60)) is not None
        assert to_ask(scope_of(handler, team), found, days_from_today(61)) is None
        says_yes(new, ConsentKind.SMS)
        says_yes(new, ConsentKind.EMPLOYER, recipient="café björken")
        assessment = handler_answered(new, handler)
        assert asked() == ["Ny skattning att utgå från"]
        participant_answered(assessment)
    assert asked() == []


@pytest.mark.parametrize(("began", "asked"), [(-10, [30, 90, 180]), (-100, [90, 180]), (-400, [])])
def test_job_told_of_late_is_asked_about_only_where_it_still_matters(enrolment, in_team, handler, began, asked):
    with in_team():
        actions.record_outcome(enrolment=enrolment, kind=OutcomeKind.WORK, starts_on=days_from_today(began), by=handler)
        assert sorted(FollowUp.objects.values_list("after_days", flat=True)) == asked
        # A placement is no job: nothing is followed up.
        actions.record_outcome(
            enrolment=enrolment, kind=OutcomeKind.INTERNSHIP, starts_on=days_from_today(0), by=handler
        )
        assert FollowUp.objects.count() == len(asked)


def test_second_answer_and_a_job_beside_another_are_taken_care_of(enrolment, in_team, handler):
    with in_team():
        one = actions.record_outcome(
            enrolment=enrolment, kind=OutcomeKind.WORK, starts_on=days_from_today(-5), by=handler
        )
        other = actions.record_outcome(
            enrolment=enrolment, kind=OutcomeKind.STUDIES, starts_on=days_from_today(-5), by=handler
        )
        asked = FollowUp.objects.filter(outcome=one).first()
        actions.answer_follow_up(follow_up=asked, still=StillThere.NO, by=handler)
        assert row_of(enrolment).state == "in_work"  # the studies go on
        with pytest.raises(actions.ActionError):
            actions.answer_follow_up(follow_up=asked, still=StillThere.YES, support="none", by=handler)
        with pytest.raises(actions.ActionError):
            actions.end_outcome(outcome=one, on=timezone.localdate(), by=handler)
        actions.end_outcome(outcome=other, on=timezone.localdate(), by=handler)
        assert row_of(enrolment).state == "active"


def test_ready_to_start_stands_on_the_persons_page_and_nowhere_else(
    enrolment, address, as_user, handler, colleague, team, in_team
):
    client = as_user(handler)
    assert "Klar att börja</h2>" not in client.get(address("detail")).content.decode()
    assert client.post(address("start_items"), {"bank": "maybe"}).status_code == 422
    assert client.post(address("start_items"), {"bank": "needed", "travel": "done"}).status_code == 302
    assert client.post(address("start_items"), {"bank": "ongoing", "travel": ""}).status_code == 302
    with in_team():
        item = StartItem.objects.get()
        assert (item.point, item.state, item.changed_by) == ("bank", "ongoing", handler)
    page = as_user(colleague).get(address("detail")).content.decode()
    assert "Klar att börja</h2>" in page
    assert "Bankkonto" in page
    listed = client.get(reverse("participants:register", args=[team.slug])).content.decode()
    assert "Bankkonto" not in listed


def test_own_choice_counts_as_broken_off(enrolment, address, as_user, handler):
    ended = {"reason": "own_choice", "kind": "ended", "on": "idag"}
    assert as_user(handler).post(address("end"), ended).status_code == 422
    assert as_user(handler).post(address("end"), ended | {"kind": "broken_off"}).status_code == 302
