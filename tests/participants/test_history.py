"""Who changed what, putting it back, and who has opened the person."""

import pytest
from django.urls import reverse

from core.models import ReadLine
from core.scope import enter
from participants import actions
from participants.enums import Focus
from participants.models import Enrolment, Intervention, Participant, RegisterRow
from tests.participants.factories import enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler, phone="070-174 06 05")


def address(enrolment, name: str, *more: object) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def step_of(client, person, column: str) -> str:
    page = client.get(address(person, "history")).content.decode()
    found = [part.split('"')[0] for part in page.split('href="') if part.split('"')[0].endswith(f"/{column}/")]
    assert found, page
    return found[0]


def test_changed_fields_are_told_and_put_back(person, as_user, handler):
    actions.set_goal(enrolment=person, goal="Kök", by=handler)
    actions.set_goal(enrolment=person, goal="Lager", by=handler)
    client = as_user(handler)
    page = client.get(address(person, "history")).content.decode()
    assert "Kök" in page
    assert "Lager" in page
    back = step_of(client, person, "goal")
    assert "Kök" in client.get(back).content.decode()
    assert client.post(back, {"base": "Lager"}).status_code == 302
    person.refresh_from_db()
    assert person.goal == "Kök"
    assert RegisterRow.objects.get(enrolment=person).goal == "Kök"


def test_putting_back_shows_what_a_colleague_wrote_meanwhile(person, as_user, handler):
    actions.set_goal(enrolment=person, goal="Kök", by=handler)
    actions.set_goal(enrolment=person, goal="Lager", by=handler)
    client = as_user(handler)
    back = step_of(client, person, "goal")
    actions.set_goal(enrolment=person, goal="Butik", by=handler)
    answer = client.post(back, {"base": "Lager"})
    assert answer.status_code == 422
    assert "Butik" in answer.content.decode()
    person.refresh_from_db()
    assert person.goal == "Butik"
    assert client.post(back, {"base": "Butik"}).status_code == 302
    person.refresh_from_db()
    assert person.goal == "Kök"


def test_old_value_that_breaks_a_rule_is_refused_in_words(person, as_user, handler):
    made = intervention(person, Focus.JOB, -30, 10)
    Intervention.objects.filter(pk=made.pk).update(planned_end_on=None)
    made.refresh_from_db()
    made.starts_on = made.starts_on.replace(year=made.starts_on.year + 1)
    made.save()
    client = as_user(handler)
    answer = client.post(step_of(client, person, "planned_end_on"), {"base": ""})
    assert answer.status_code == 422
    assert "går inte ihop" in answer.content.decode()


def test_health_and_what_is_restricted_are_told_to_those_near_only(person, as_user, handler, colleague):
    made = intervention(person, Focus.HEALTH, -30, 10, title="Rehab")
    Intervention.objects.filter(pk=made.pk).update(provider="Kliniken")
    Participant.objects.filter(pk=person.participant_id).update(street="Hemliga gatan 1", phone="070-174 06 06")
    near = as_user(handler).get(address(person, "history")).content.decode()
    far = as_user(colleague).get(address(person, "history")).content.decode()
    for words in ("Kliniken", "Hemliga gatan"):
        assert words in near
        assert words not in far
    assert "070-174 06 06" in far
    back = step_of(as_user(handler), person, "provider")
    assert as_user(colleague).get(back).status_code == 404
    assert as_user(colleague).post(back, {"base": "Kliniken"}).status_code == 404


def test_addresses_that_name_nothing_are_not_there(person, as_user, handler, stranger):
    client = as_user(handler)
    for more in [
        ("person", 0, "goal"),
        ("nonsens", 1, "goal"),
        ("person", 10**12, "number_sealed"),
        ("person", 1, "pk"),
    ]:
        assert client.get(address(person, "restore", *more)).status_code == 404
    assert as_user(stranger).get(address(person, "history")).status_code == 404


def test_who_opened_is_told_to_handler_and_leader(person, as_user, handler, colleague, leader, scope_of, team):
    as_user(colleague).get(reverse("participants:detail", args=[team.slug, person.participant.public_id]))
    as_user(colleague).get(reverse("participants:register", args=[team.slug]))
    assert as_user(colleague).get(address(person, "readers")).status_code == 403
    for user in (handler, leader):
        page = as_user(user).get(address(person, "readers")).content.decode()
        assert "Bo Lind" in page
        assert "Föreningen Bron" in page
    sheet = as_user(handler).get(address(person, "readers"), {"utskrift": "1"}).content.decode()
    assert "Vem har läst om dig" in sheet
    assert "Bo Lind" in sheet
    with enter(scope_of(handler, team)):
        assert ReadLine.objects.filter(place="participant.readers").exists()
    assert Enrolment.objects.filter(pk=person.pk).exists()
