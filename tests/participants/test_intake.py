"""Somebody is referred in: by a partner without an account, by a colleague; what is decided, and what is left of it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import persondata
from core.models import Notice
from core.scope import Kind, Scope, enter
from participants import actions, doors
from participants.enums import IntakeState, Knows, ProtectionLevel, SharingBasis
from participants.forms.intake import SALT
from participants.models import Enrolment, Intake, IntakeCount, IntakeLink, Participant
from taxonomy.models import Language
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_team(team):
    return lambda: enter(Scope(Kind.RUN, team_id=team.pk))


@pytest.fixture
def link(team, leader):
    return actions.make_intake_link(team=team, name="Somaliska föreningen", kind="association", by=leader)


@pytest.fixture
def sent():
    return {
        "first_name": "Hodan",
        "last_name": "Ali",
        "phone": "070-174 06 11",
        "purpose": "Vill jobba i kök",
        "wished_meeting": "tisdag eftermiddag",
        "asker_name": "Amina Warsame",
        "asker_phone": "070-174 06 12",
        "knows": "on",
        "opened": signing.dumps(0, salt=SALT),
    }


def form_of(link: IntakeLink) -> str:
    return reverse("participants:partner_form", args=[link.token])


def received(team, by, **facts):
    given = {"first_name": "Hodan", "last_name": "Ali", "phone": "+46701740611", "source_kind": "association"}
    return actions.receive_intake(team=team, facts=given | {"source_name": "Bron", "knows": Knows.YES} | facts, by=by)


def test_partner_sends_leader_reads_and_enrols_with_nothing_typed_twice(
    link, sent, in_team, as_user, handler, leader, team, municipality
):
    team.sharing_agreement, team.contact_name, team.contact_phone = "Vi delar.", "Lena Strand", "+46701740605"
    team.save()
    language = Language.objects.all()[0]
    visitor = Client()
    page = visitor.get(form_of(link)).content.decode()
    assert "Skyddade uppgifter?" in page
    assert "070-174 06 05" in page

    answer = visitor.post(form_of(link), sent | {"language": language.pk, "needs_interpreter": "on"})
    assert answer.status_code == 302
    thanks = visitor.get(answer["Location"]).content.decode()
    assert "Lena Strand" in thanks
    assert "Hodan" not in thanks
    assert "Hodan" not in visitor.get(form_of(link)).content.decode()

    with in_team():
        intake = Intake.objects.get()
        assert (intake.source_name, intake.knows, intake.link_id) == ("Somaliska föreningen", "yes", link.pk)
        assert intake.delete_on == timezone.localdate() + timedelta(days=180)
    notice = Notice.objects.get(user_id=leader.pk, kind="intake")
    assert "Hodan" not in notice.title

    staff = as_user(handler)
    assert "Hodan Ali" in staff.get(reverse("participants:intakes", args=[team.slug])).content.decode()
    shown = staff.get(notice.url).content.decode()
    assert "Amina Warsame" in shown
    assert "070-174 06 12" in shown
    enrol = reverse("participants:enrol", args=[team.slug]) + f"?forfragan={intake.public_id}"
    assert 'value="Hodan"' in staff.get(enrol).content.decode()
    given = {"first_name": "Hodan", "last_name": "Ali", "organisation": municipality.pk, "basis": "agreement"}
    assert staff.post(enrol, given | {"started_on": "idag", "handler": handler.pk}).status_code == 302

    with in_team():
        person = Participant.objects.get()
        assert (person.phone, person.preferred_language, person.needs_interpreter) == ("+46701740611", language, True)
        assert Enrolment.objects.get().source == "Somaliska föreningen"
        intake.refresh_from_db()
        assert (intake.state, intake.participant, intake.delete_on) == (IntakeState.WELCOME, person, None)
        assert (
            persondata.registry.extract.get("participants").act(person)["participants.Intake"][0]["first_name"]
            == "Hodan"
        )
        assert not Notice.objects.filter(kind="intake", read_at=None).exists()
    assert staff.get(enrol).status_code == 404  # answered: it is not enrolled twice
    with in_team():
        persondata.erase_person(person)
        assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"knows": ""}, "Fråga personen först"),
        ({"phone": ""}, "ett sätt att nå personen"),
        ({"asker_phone": ""}, "så att vi kan svara dig"),
        ({"purpose": "Har en diagnos"}, "kan handla om hälsa"),
        ({"website": "http://spam"}, "Ring oss i stället"),
        ({"opened": "x"}, "lite fort"),
        ({"first_name": "\x00"}, "behöver fyllas i"),
        ({"first_name": "x" * 500}, "högst 80 tecken"),
        ({"language": "🙂"}, "finns inte längre"),
    ],
)
def test_partners_form_says_what_to_mend_and_keeps_the_rest(link, sent, in_team, change, says):
    answer = Client().post(form_of(link), sent | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Amina Warsame" in page
    with in_team():
        assert not Intake.objects.exists()


def test_what_only_sounds_like_health_is_sent_after_a_tick(link, sent, in_team):
    about = sent | {"purpose": "Vill bli läkare"}
    assert 'name="sure"' in Client().post(form_of(link), about).content.decode()
    assert Client().post(form_of(link), about | {"sure": "on"}).status_code == 302


def test_too_many_from_one_place_are_stopped_and_an_ended_link_is_closed(
    link, sent, in_team, as_user, leader, handler, team, monkeypatch
):
    monkeypatch.setattr(doors, "FROM_NETWORK", doors.guesses.Ceiling(1, 3600))
    assert Client().post(form_of(link), sent).status_code == 302
    assert Client().post(form_of(link), sent).status_code == 429

    end = reverse("participants:intake_link_end", args=[team.slug, link.public_id])
    assert as_user(handler).post(end).status_code == 403
    printed = as_user(handler).get(reverse("participants:intake_link_print", args=[team.slug, link.public_id]))
    assert "<svg" in printed.content.decode()
    assert as_user(leader).post(end).status_code == 302
    assert Client().get(form_of(link)).status_code == 410
    assert Client().post(form_of(link), sent).status_code == 410
    assert Client().get(form_of(link).replace(link.token, "2" * 14)).status_code == 404
    with in_team():
        assert Intake.objects.count() == 1


def test_public_scope_reads_no_referral_in_the_database(team, handler, in_team):
    with in_team():
        received(team, handler)
    with enter(Scope(Kind.PUBLIC, team_id=team.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM participants_intake")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM participants_intakeevent")
        assert cursor.fetchone() == (0,)


def test_no_is_kept_for_its_time_and_leaves_a_count_without_a_person(team, handler, leader, as_user, in_team):
    with in_team():
        intake = received(team, leader)
        waiting = received(team, leader, first_name="Ada")
    client = as_user(handler)
    no = reverse("participants:intake_no", args=[team.slug, intake.public_id])
    assert client.post(no, {"state": "declined", "reason": "Har en diagnos"}).status_code == 422
    assert client.post(no, {"state": "declined", "reason": "Bor i en annan stad"}).status_code == 302
    again = reverse("participants:intake_reconsider", args=[team.slug, intake.public_id])
    assert client.post(again).status_code == 302
    assert client.post(no, {"state": "wrong", "reason": "Bor i en annan stad"}).status_code == 302
    assert client.post(no, {"state": "wrong", "reason": "Igen"}).status_code == 422  # somebody was first
    assert (
        "Bor i en annan stad"
        in client.get(reverse("participants:intake_detail", args=[team.slug, intake.public_id])).content.decode()
    )

    with in_team():
        intake.refresh_from_db()
        assert intake.delete_on == timezone.localdate() + timedelta(days=90)
        assert actions.forget_old_intakes(team_id=team.pk) == 0
        Intake.objects.filter(pk=intake.pk).update(delete_on=timezone.localdate())
        assert actions.forget_old_intakes(team_id=team.pk) == 1
        assert list(Intake.objects.all()) == [waiting]
        left = IntakeCount.objects.get()
        assert (left.source_kind, left.state, left.month) == ("association", "wrong", intake.received_on.replace(day=1))
        assert actions.forget_old_intakes(team_id=team.pk) == 0
    with in_team(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM participants_intakeevent")
        assert "Hodan" not in str(cursor.fetchall())


def test_known_person_takes_it_over_and_a_hidden_one_hides_it(
    team, handler, colleague, leader, stranger, municipality, as_user, in_team
):
    with in_team():
        person = enrolled(team, municipality, "Hodan", "Ali", by=handler).participant
        intake = received(team, leader)
    page = reverse("participants:intake_detail", args=[team.slug, intake.public_id])
    shown = as_user(handler).get(page).content.decode()
    known = reverse("participants:intake_known", args=[team.slug, intake.public_id, person.public_id])
    assert known in shown
    assert as_user(handler).post(known).status_code == 302
    assert as_user(colleague).get(page).status_code == 200

    with in_team():
        actions.protect(
            participant=person,
            level=ProtectionLevel.MARKED,
            alias="Ek",
            named=[handler],
            manager=leader,
            by=leader,
        )
    assert as_user(colleague).get(page).status_code == 404
    assert (
        "Hodan"
        not in as_user(colleague)
        .get(reverse("participants:intakes", args=[team.slug]) + "?vy=besvarade")
        .content.decode()
    )
    assert as_user(stranger).get(page).status_code == 404


def test_enrolment_that_closes_the_person_closes_the_referral_too(
    team, colleague, leader, nonprofit, handler, as_user, in_team
):
    """Bo's organisation takes the person on unshared: from then on Alice sees neither."""
    with in_team():
        intake = received(team, leader)
    enrol = reverse("participants:enrol", args=[team.slug]) + f"?forfragan={intake.public_id}"
    given = {"first_name": "Hodan", "organisation": nonprofit.pk, "basis": SharingBasis.NONE.value}
    assert as_user(colleague).post(enrol, given | {"started_on": "idag"}).status_code == 302
    page = reverse("participants:intake_detail", args=[team.slug, intake.public_id])
    assert as_user(handler).get(page).status_code == 404
    assert as_user(colleague).get(page).status_code == 200


def test_colleague_writes_one_down_and_changes_it(team, handler, leader, as_user, in_team):
    client = as_user(handler)
    add = reverse("participants:intake_add", args=[team.slug])
    assert client.get(add).status_code == 200
    given = {"first_name": "Hodan", "phone": "0701740611", "source_kind": "school", "received_on": "idag"}
    assert client.post(add, given | {"received_on": "0001-01-01x"}).status_code == 422
    assert client.post(add, given).status_code == 302
    with in_team():
        intake = Intake.objects.get()
    edit = reverse("participants:intake_edit", args=[team.slug, intake.public_id])
    assert "070-174 06 11" in client.get(edit).content.decode()
    assert client.post(edit, given | {"knows": "yes", "first_name": "Hodo"}).status_code == 302
    with in_team():
        intake.refresh_from_db()
        assert (intake.first_name, intake.knows, intake.created_by) == ("Hodo", "yes", handler)
    assert Notice.objects.filter(user_id=leader.pk, kind="intake").count() == 1
